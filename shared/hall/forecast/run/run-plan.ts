import type { RoutingRule, ServiceId } from '../../configuration.ts';
import type { QueueKey } from '../../routing/queue-view.ts';
import type { HallModel } from '../hall-model.ts';
import type { Scene, SceneComing, SceneCounter, SceneTicket } from '../scene.ts';
import { nameHash } from './draws.ts';
import { RunCounter, type RunAtHand, type Serving } from './run-counter.ts';
import { ArrivalRate, residualService, serveTimesOf } from './run-law.ts';
import { RunLine, RunTicket } from './run-line.ts';

/** Somebody who is in the hall when a run begins, and where. */
export interface StartingTicket {
  readonly of: SceneTicket;
  readonly ticket: RunTicket;
  readonly line: RunLine;
  readonly hash: number;
}

export interface ComingTicket {
  readonly of: SceneComing;
  readonly ticket: RunTicket;
  readonly line: RunLine;
  readonly hash: number;
}

export interface ArrivalStream {
  readonly line: RunLine;
  readonly rate: ArrivalRate;
  readonly hash: number;
}

/** A scene as runs need it: lines and counters with numbers instead of names, and all that is the same in every run. */
export interface RunPlan {
  readonly scene: Scene;
  readonly model: HallModel;
  readonly rule: RoutingRule;
  readonly services: readonly ServiceId[];
  readonly lines: readonly RunLine[];
  readonly counters: readonly RunCounter[];
  /** Every counter that may ever call from a line; a line that is not there has none. */
  readonly callersOf: ReadonlyMap<RunLine, readonly RunCounter[]>;
  readonly starting: readonly StartingTicket[];
  readonly coming: readonly ComingTicket[];
  readonly streams: readonly ArrivalStream[];
  /** Orders of credits in the scene are no higher. */
  readonly orderMax: number;
  lineOf(queue: QueueKey): RunLine;
  knownLine(queue: QueueKey): RunLine | null;
}

/** Work: O(counters × queues + tickets). */
export function runPlan(scene: Scene): RunPlan {
  const lines = new Lines(scene);
  const starting = scene.waiting.map((of, index): StartingTicket => {
    const ticket = new RunTicket('waiting', index, of.ticket);
    return { of, ticket, line: lines.of(of), hash: nameHash(of.ticket) };
  });
  const named = new Map<string, number>();
  const coming = [...scene.coming]
    .sort((left, right) => left.at - right.at)
    .map((of, index): ComingTicket => {
      const name = `${of.service} ${of.class} ${of.at} ${of.creditAt}`;
      const twins = named.get(name) ?? 0;
      named.set(name, twins + 1);
      return { of, ticket: new RunTicket('coming', index), line: lines.of(of), hash: nameHash(`${name} ${twins}`) };
    });
  const counters = scene.counters.map((counter, index) => runCounter(scene, lines, { counter, index }));
  const streams = arrivalStreams(scene, lines);
  addOnwardLines(scene, lines, counters);
  return {
    scene,
    model: scene.model,
    rule: scene.rule,
    services: lines.services,
    lines: lines.all(),
    counters,
    callersOf: callersOf(counters),
    starting,
    coming,
    streams,
    orderMax: scene.waiting.reduce((most, { credit }) => Math.max(most, credit.order), 0),
    lineOf: (queue) => lines.of(queue),
    knownLine: (queue) => lines.known(queue),
  };
}

function callersOf(counters: readonly RunCounter[]): Map<RunLine, RunCounter[]> {
  const callers = new Map<RunLine, RunCounter[]>();
  for (const counter of counters) {
    for (const line of linesOf(counter)) {
      const known = callers.get(line);
      if (known === undefined) callers.set(line, [counter]);
      else known.push(counter);
    }
  }
  return callers;
}

/** Where tickets may get to in the middle of a run: the next service of a visit, and every counter when the one they waited for closes. */
function addOnwardLines(scene: Scene, lines: Lines, counters: readonly RunCounter[]): void {
  const classes = new Set(lines.all().map((line) => line.class));
  for (const { atHand } of counters) if (atHand !== null) classes.add(atHand.ticket.class);
  for (const service of scene.nextStep.values()) for (const classId of classes) lines.of({ service, class: classId });
  for (const { service, class: classId } of lines.all()) lines.of({ service, class: classId });
}

/** Made as they are named. */
class Lines {
  readonly services: ServiceId[] = [];
  readonly #scene: Scene;
  readonly #lines = new Map<string, RunLine>();

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  of(key: QueueKey): RunLine {
    const known = this.known(key);
    if (known !== null) return known;
    const { model, emptySince } = this.#scene;
    const made = new RunLine({
      key,
      serviceIndex: this.#serviceIndex(key.service),
      times: serveTimesOf(model, key.service),
      leavesPerMs: soundRate(model.leavesPerMs.get(key.class)),
      emptySince: key.to === undefined ? emptySince(key) : null,
    });
    this.#lines.set(nameOf(key), made);
    return made;
  }

  known(key: QueueKey): RunLine | null {
    return this.#lines.get(nameOf(key)) ?? null;
  }

  all(): RunLine[] {
    return [...this.#lines.values()];
  }

  #serviceIndex(service: ServiceId): number {
    const index = this.services.indexOf(service);
    return index === -1 ? this.services.push(service) - 1 : index;
  }
}

function runCounter(scene: Scene, lines: Lines, { counter, index }: { counter: SceneCounter; index: number }): RunCounter {
  const serving = (of: Pick<SceneCounter, 'tiers' | 'helps'>): Serving => {
    const tiers = of.tiers.map((tier) => tier.map((queue) => lines.of(queue)));
    const helps = of.helps?.tiers.map((tier) => tier.map((queue) => lines.of(queue))) ?? null;
    return {
      tiers,
      helping: helps === null ? null : [...tiers, ...helps],
      reserved: tiers.flat(),
      helpsAfterMs: of.helps?.afterMs ?? 0,
    };
  };
  const { id, teller, later, freeSince } = counter;
  const hash = nameHash(`counter ${id}`);
  const to = [`counter:${id}`, ...(teller === null ? [] : [`teller:${teller}`])];
  const isAddressed = (each: QueueKey): boolean => each.to !== undefined && to.includes(each.to);
  const own = [...scene.waiting, ...scene.coming].filter(isAddressed).map((each) => lines.of(each));
  const effect = teller === null ? 0 : soundNumber(scene.model.tellers.get(teller));
  return new RunCounter({
    id,
    index,
    hash,
    effect,
    own: [...new Set(own)],
    now: serving(counter),
    later: later === null ? null : { from: later.from, serving: serving({ tiers: later.tiers, helps: later.helps ?? null }) },
    away: counter.away.filter(({ from, to: until }) => until > from && until > scene.at),
    atHand: counter.atHand === null ? null : runAtHand(scene, lines, { counter, effect, index }),
    idleSinceAtStart: counter.idleSince ?? scene.at,
    gapElapsedMs: freeSince === undefined || freeSince === null ? null : Math.max(0, scene.at - freeSince),
  });
}

function runAtHand(
  scene: Scene,
  lines: Lines,
  { counter, effect, index }: { counter: SceneCounter; effect: number; index: number },
): RunAtHand {
  const at = counter.atHand!;
  const ticket = new RunTicket('at-hand', index);
  ticket.class = at.class ?? lines.all()[0]?.class ?? '';
  const times = serveTimesOf(scene.model, at.service);
  return {
    at,
    ticket,
    passesNobody: at.passesNobody ?? false,
    residual: residualService(times, effect, scene.at - at.since - at.heldMs),
  };
}

function arrivalStreams(scene: Scene, lines: Lines): ArrivalStream[] {
  const { expected, slotMs } = scene.model.arrivals;
  const streams: ArrivalStream[] = [];
  if (!(slotMs > 0)) return streams;
  for (const service of scene.issuing) {
    for (const [classId, slots] of expected.get(service) ?? []) {
      if (!slots.some((count) => count > 0)) continue;
      streams.push({
        line: lines.of({ service, class: classId }),
        rate: new ArrivalRate(slots.map(soundRate), slotMs, scene.midnight),
        hash: nameHash(`${service} ${classId}`),
      });
    }
  }
  return streams;
}

function linesOf({ own, now, later }: RunCounter): Set<RunLine> {
  const tiers = [now, later?.serving].flatMap((serving) => [serving?.tiers ?? [], serving?.helping ?? []]);
  return new Set([...own, ...tiers.flat(2)]);
}

function nameOf({ service, class: classId, to }: QueueKey): string {
  return to === undefined ? `${service} ${classId}` : `${service} ${classId} ${to}`;
}

function soundRate(rate: number | undefined): number {
  return rate !== undefined && rate > 0 && Number.isFinite(rate) ? rate : 0;
}

function soundNumber(value: number | undefined): number {
  return value !== undefined && Number.isFinite(value) ? value : 0;
}
