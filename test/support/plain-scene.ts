import type { ClassId, RoutingRule, ServiceId } from '../../shared/hall/configuration.ts';
import type { HallModel, ServeTimes } from '../../shared/hall/forecast/hall-model.ts';
import type { Scene, SceneCounter, SceneTicket } from '../../shared/hall/forecast/scene.ts';

export const SCENE_AT = Date.UTC(2026, 10, 23, 2);
const MINUTE_MS = 60_000;
const HALF_HOUR_MS = 30 * MINUTE_MS;
export const FCFS: RoutingRule = { kind: 'fcfs', passedMax: null };

/** Lognormal of this mean and coefficient of variation. */
export function lognormal(meanMs: number, variation: number): ServeTimes {
  const variance = Math.log(1 + variation * variation);
  return { logMean: Math.log(meanMs) - variance / 2, logSd: Math.sqrt(variance), seen: 1_000, learning: false };
}

export interface PlainScene {
  readonly rule?: RoutingRule;
  readonly classes?: readonly ClassId[];
  readonly services?: Readonly<Record<ServiceId, ServeTimes>>;
  /** Tickets a minute, in each class, for every service. */
  readonly perMinute?: Readonly<Record<ClassId, number>>;
  readonly leavesPerMs?: Readonly<Record<ClassId, number>>;
  readonly waiting?: readonly SceneTicket[];
  /** Counters that serve everything; how many, or what is special about each. */
  readonly counters?: number | readonly Partial<SceneCounter>[];
  readonly changes?: Partial<Scene>;
  readonly model?: Partial<HallModel>;
}

/** A hall of equal counters that begins empty, unless told otherwise; slots of half an hour, the same all day. */
export function plainScene(of: PlainScene = {}): Scene {
  const { classes = ['standard'], services = { A: lognormal(6 * MINUTE_MS, 1) }, counters = 3 } = of;
  const queues = Object.keys(services).flatMap((service) => classes.map((id) => ({ service, class: id })));
  const specials = typeof counters === 'number' ? Array.from({ length: counters }, () => ({})) : counters;
  const slots = (perMinute: number): number[] => new Array<number>(48).fill((perMinute * HALF_HOUR_MS) / MINUTE_MS);
  const expected = new Map(
    Object.keys(services).map((service) => [
      service,
      new Map(Object.entries(of.perMinute ?? {}).map(([id, perMinute]) => [id, slots(perMinute)])),
    ]),
  );
  return {
    at: SCENE_AT,
    rule: of.rule ?? FCFS,
    ratio: { turn: 0, calls: 0 },
    waiting: of.waiting ?? [],
    counters: specials.map((special: Partial<SceneCounter>, index) => ({
      id: index + 1,
      teller: null,
      tiers: [queues],
      helps: null,
      later: null,
      atHand: null,
      away: [],
      ...special,
    })),
    coming: [],
    issuing: new Set(Object.keys(services)),
    nextStep: new Map(),
    emptySince: () => null,
    midnight: SCENE_AT,
    model: {
      services: new Map(Object.entries(services)),
      tellers: new Map(),
      arrivals: { slotMs: HALF_HOUR_MS, expected },
      dayFactor: { median: 1, logSd: 0 },
      leavesPerMs: new Map(Object.entries(of.leavesPerMs ?? {})),
      noShows: { base: 0, perMinute: 0, lostMs: 0 },
      ...of.model,
    },
    ...of.changes,
  };
}

/** So many who wait, a second between two of them, the last one a second ago; `queue` says for what. */
export function inLine(count: number, queue: (index: number) => Pick<SceneTicket, 'service' | 'class'>): SceneTicket[] {
  return Array.from({ length: count }, (_, index) => ({
    ...queue(index),
    ticket: `waiting-${index}`,
    credit: { at: SCENE_AT - (count - index) * 1_000, order: index + 1 },
    passed: 0,
    passesNobody: false,
  }));
}
