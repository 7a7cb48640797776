import type { EpochMs } from '../../lib/clock.ts';
import type { ClassId, ServiceId } from '../configuration.ts';
import type { QueueKey } from '../routing/queue-view.ts';
import type { OnCall } from './run/call-floor.ts';
import { HallRun } from './run/hall-run.ts';
import { RunFigures, type AheadSample, type RunSums } from './run/run-figures.ts';
import type { ServiceLaw } from './run/run-law.ts';
import { runPlan, type RunPlan } from './run/run-plan.ts';
import type { Scene } from './scene.ts';

export type { AheadSample, RunSums } from './run/run-figures.ts';

/** More runs place a quantile no better than the model is. */
export const RUNS_MAX = 5_000;
/** Of one run: forty times what a full hall makes in an hour. Beyond it the run is cut, and whoever was not called by then never was. */
export const RUN_EVENTS_MAX = 100_000;
/** Spans of `ahead`; of a longer horizon the last one holds the rest. */
export const AHEAD_STEPS_MAX = 288;
export const AHEAD_STEP_MS = 5 * 60_000;

export interface RunOptions {
  /** 1 to `RUNS_MAX`. */
  readonly runs: number;
  /** How far the hall is run. A wait that is longer is `Infinity`. */
  readonly horizonMs: number;
  /** The same seed gives the same customers, also in a scene that differs by an action. */
  readonly seed: number;
  /** `called`: a run ends once everybody who waits now, and every newcomer, has been called. Absent: at the horizon. */
  readonly until?: 'called' | 'horizon' | undefined;
  /** Of whom the newcomer's wait is asked; absent: of every queue of a service that is issued. */
  readonly newcomers?: readonly QueueKey[] | undefined;
  readonly aheadStepMs?: number | undefined;
  /**
   * Of whom the sums count: first waits of those who wait, or come within so long, to their end as far as the run goes; so an action is judged
   * by whole waits. Absent: every wait, up to the horizon.
   */
  readonly countedMs?: number | undefined;
  readonly eventsMax?: number | undefined;
  /** Absent: lognormal, as services are. `exponential`, of the same mean: what the formulas are about that runs are held against. */
  readonly serviceLaw?: ServiceLaw | undefined;
}

export interface SceneRuns {
  readonly at: EpochMs;
  readonly runs: number;
  readonly horizonMs: number;
  /**
   * For `scene.waiting[i]`: the wait left in each run, ms, as if the customer stayed until called (who gives up would have been called then);
   * `Infinity`: not within the horizon.
   */
  readonly waiting: readonly Float64Array[];
  /** For `scene.waiting[i]`: 1 in each run in which the customer gave up first. */
  readonly left: readonly Uint8Array[];
  /**
   * Wait in each run of somebody of this queue who takes a ticket at `scene.at` and stays; a ghost: it delays nobody. All `Infinity` for a queue
   * that no newcomer was asked for.
   */
  newcomer(service: ServiceId, classId: ClassId): Float64Array;
  /** By service, in spans of `aheadStepMs` from `scene.at` on: the waits of those who come in it, and how many wait at its end. */
  readonly ahead: ReadonlyMap<ServiceId, readonly AheadSample[]>;
  /** For advice: in each run, of everybody who waits or comes. */
  readonly sums: ReadonlyMap<ServiceId, RunSums>;
  readonly all: RunSums;
  /** Runs that were ended by the limit of events. */
  readonly cut: number;
}

/**
 * Runs the hall forward from a scene, many times. Deterministic: the same scene and options give the same numbers on every machine. Bounded by
 * `RUNS_MAX` and `RUN_EVENTS_MAX`, whatever the scene says; no number that comes out is NaN.
 *
 * Work: about 1 µs for each arrival and call of each run.
 */
export function runScene(scene: Scene, options: RunOptions, onCall?: OnCall): SceneRuns {
  const plan = runPlan(scene);
  const runs = Math.min(RUNS_MAX, Math.max(1, Math.floor(sound(options.runs, 1))));
  const horizonMs = Math.max(0, sound(options.horizonMs, 0));
  const stepMs = Math.max(sound(options.aheadStepMs, AHEAD_STEP_MS), horizonMs / AHEAD_STEPS_MAX, 1);
  const newcomers = (options.newcomers ?? issuedQueues(plan)).filter((queue) => plan.knownLine(queue) !== null);
  const { promisedMs = new Map() } = scene;
  const { services } = plan;
  const countedMs = sound(options.countedMs, Number.POSITIVE_INFINITY);
  const waiting = scene.waiting.length;
  const figures = new RunFigures({ at: scene.at, runs, horizonMs, stepMs, countedMs, services, promisedMs, waiting });
  const endsWhenCalled = options.until === 'called';
  const eventsMax = sound(options.eventsMax, RUN_EVENTS_MAX);
  const { seed, serviceLaw = 'lognormal' } = options;
  const settings = { seed, horizonMs, eventsMax, endsWhenCalled, newcomers, serviceLaw };
  const hall = new HallRun({ plan, settings, figures, runs, onCall });
  for (let run = 0; run < runs; run += 1) hall.play(run);

  const nobody = new Float64Array(runs).fill(Number.POSITIVE_INFINITY);
  return {
    at: scene.at,
    runs,
    horizonMs,
    waiting: figures.waiting,
    left: figures.left,
    newcomer: (service, classId) => {
      const index = newcomers.findIndex((queue) => queue.service === service && queue.class === classId);
      return hall.newcomerWaits[index] ?? nobody;
    },
    ahead: figures.ahead(),
    sums: new Map(services.map((service, index) => [service, figures.sums[index]!])),
    all: figures.all,
    cut: hall.cut,
  };
}

/** Every class of every service that is issued and that some counter may call. */
function issuedQueues({ scene, lines, callersOf }: RunPlan): QueueKey[] {
  return lines.filter((line) => line.to === undefined && callersOf.has(line) && scene.issuing.has(line.service));
}

function sound(value: number | undefined, otherwise: number): number {
  return value !== undefined && Number.isFinite(value) ? value : otherwise;
}
