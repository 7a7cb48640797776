import type { EpochMs } from '../../lib/clock.ts';
import type { AppliedEntry } from '../applied-entry.ts';
import type { HallEvent } from '../events.ts';
import type { HallState } from '../state.ts';
import type { TicketId } from '../ticket.ts';
import type { Advice } from './advice.ts';
import { ADVICE_HORIZON_MS } from './advise-limits.ts';
import { asked, whatIf } from './advise-what-if.ts';
import type { HallModel } from './hall-model.ts';
import { ascending, quantile } from './quantile.ts';
import { runScene } from './run-scene.ts';
import { sceneOf } from './scene-of.ts';
import type { Scene, SceneComing } from './scene.ts';

/** Whoever came at the end of the horizon is given as long again to be called. */
export const EFFECT_MS = 2 * ADVICE_HORIZON_MS;

interface Wait {
  readonly came: EpochMs;
  /** First called, or gone. */
  until: EpochMs | null;
}

/** An advice that was answered, and what has happened since to those whom it was about. Changed in place by `followTrial`. */
export interface EffectTrial {
  readonly advice: Advice;
  readonly isAccepted: boolean;
  readonly answeredAt: EpochMs;
  /** The hall as it was before the answer, and with the action; null: it was not possible any more. */
  readonly before: Scene;
  readonly with: Scene | null;
  readonly waits: Map<TicketId, Wait>;
  readonly came: SceneComing[];
}

export interface Effect {
  readonly tickets: number;
  readonly realMeanMs: number;
  readonly realP90Ms: number;
  readonly withoutMeanMs: number;
  readonly withMeanMs: number | null;
  readonly savedMs: number | null;
}

/** `state`: before the entry with the answer. */
export function beginTrial(
  state: HallState,
  model: HallModel,
  { advice, isAccepted, at }: { readonly advice: Advice; readonly isAccepted: boolean; readonly at: EpochMs },
): EffectTrial {
  const before = sceneOf(state, model, at);
  const waits = new Map(
    before.waiting.map(({ credit, queuedAt, ticket }) => [ticket, { came: queuedAt ?? credit.at, until: null }]),
  );
  return { advice, isAccepted, answeredAt: at, before, with: whatIf(asked(state, model, at), advice.action), waits, came: [] };
}

/** What really happens: who comes, and when each is called for the first time or leaves. */
export function followTrial(trial: EffectTrial, { at, events }: AppliedEntry): void {
  if (at > trial.answeredAt + EFFECT_MS) return;
  for (const event of events) follow(trial, event, at);
}

function follow({ answeredAt, came, waits }: EffectTrial, event: HallEvent, at: EpochMs): void {
  switch (event.type) {
    case 'ticket-issued':
      came.push({ at, service: event.service, class: event.class, creditAt: event.credit.at });
      if (at < answeredAt + ADVICE_HORIZON_MS) waits.set(event.ticket, { came: at, until: null });
      return;
    case 'ticket-called':
    case 'ticket-left':
    case 'ticket-cancelled': {
      const wait = waits.get(event.ticket);
      if (wait !== undefined) wait.until ??= at;
      return;
    }
    case 'tickets-merged':
      // One person held two: the other's wait is this one's.
      waits.delete(event.ticket);
      return;
    case 'action-undone': {
      const wait = waits.get(event.ticket);
      if (wait !== undefined && (event.action === 'call' || event.action === 'next')) wait.until = null;
      return;
    }
    default:
      return;
  }
}

export function isTrialOver({ answeredAt }: EffectTrial, at: EpochMs): boolean {
  return at >= answeredAt + EFFECT_MS;
}

/**
 * What really happened, held against the hall run on from the moment of the answer with the customers who really came, and without what was
 * advised: only how long they needed is the model's. So a rush that nobody could foresee is not counted against the advice, nor a lull for it.
 */
export function effectOf(trial: EffectTrial, { runs, seed }: { readonly runs: number; readonly seed: number }): Effect | null {
  const { answeredAt, isAccepted, waits } = trial;
  if (waits.size === 0) return null;
  const real = ascending(
    [...waits.values()].map(({ came, until }) => Math.min(until ?? Infinity, answeredAt + EFFECT_MS) - came),
  );
  const realMeanMs = Math.round(real.reduce((sum, each) => sum + each, 0) / real.length);
  const replayed = (scene: Scene): number => replayMeanMs(scene, trial, { runs, seed });
  const withoutMeanMs = replayed(trial.before);
  const withMeanMs = trial.with === null ? null : replayed(trial.with);
  const missedMs = withMeanMs === null ? null : realMeanMs - withMeanMs;
  return {
    tickets: real.length,
    realMeanMs,
    realP90Ms: Math.round(quantile(real, 0.9)),
    withoutMeanMs,
    withMeanMs,
    savedMs: isAccepted ? withoutMeanMs - realMeanMs : missedMs,
  };
}

/** Nobody comes but those who came; appointments and holds that woke are among them or were waiting. */
function replayMeanMs(scene: Scene, { came }: EffectTrial, { runs, seed }: { runs: number; seed: number }): number {
  const { arrivals } = scene.model;
  const model = { ...scene.model, arrivals: { ...arrivals, expected: new Map() } };
  const sums = runScene(
    { ...scene, model, coming: came },
    { runs, seed, horizonMs: EFFECT_MS, countedMs: ADVICE_HORIZON_MS, newcomers: [] },
  ).all;
  const total = (values: Float64Array): number => values.reduce((sum, each) => sum + each, 0);
  const tickets = total(sums.tickets);
  return tickets === 0 ? 0 : Math.round(total(sums.waitMs) / tickets);
}
