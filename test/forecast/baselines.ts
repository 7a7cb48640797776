import type { Call, Ending, HallNow, Onlooker, Waiting } from './replay.ts';

/** Seconds. */
export interface PointPredictor {
  readonly name: BaselineName;
  predict(known: Known, ticket: Waiting): number;
}

export const BASELINES = ['rolling-10', 'queue-over-servers', 'les', 'hol', 'ahead-by-priority'] as const;
export type BaselineName = (typeof BASELINES)[number];

/** What the usual products go by. */
interface Known {
  readonly now: HallNow;
  /** Of the last ten who were called, at once or not. */
  readonly lastWaits: readonly number[];
  /** Of the last who was called and had waited; 0 before there was one. */
  readonly lastWait: number;
  readonly meanService: number;
  readonly servers: number;
  /** Of priority 2 over the others, as it is published; seconds. */
  readonly headStart: number;
}

/** A server who has been free for no longer counts as there. */
const THERE_FOR = 150;
const ROLLING = 10;
/** Services that count for the mean: no hang-ups, nobody who forgot to finish. Seconds. */
const SERVICE_MIN = 10;
const SERVICE_MAX = 3_600;

const PREDICTORS: readonly PointPredictor[] = [
  { name: 'rolling-10', predict: ({ lastWaits }) => mean(lastWaits) },
  { name: 'queue-over-servers', predict: ({ now, meanService, servers }) => (now.waiting.size * meanService) / servers },
  { name: 'les', predict: ({ lastWait }) => lastWait },
  { name: 'hol', predict: ({ now }, { at }) => at - (firstOf(now)?.at ?? at) },
  {
    name: 'ahead-by-priority',
    predict: ({ now, meanService, servers, headStart }, ticket) =>
      ((aheadOf(now, ticket, headStart) + 1) * meanService) / servers,
  },
];

/** What products without a model say of a wait. The mean service is of the fitting period. */
export class Baselines implements Onlooker {
  readonly #headStart: number;
  #services = 0;
  #seconds = 0;
  #learns = true;
  #lastWaits: number[] = [];
  #lastWait = 0;

  constructor(headStart: number) {
    this.#headStart = headStart;
  }

  /** From now on the mean service stays as it is. */
  fitted(): void {
    this.#learns = false;
  }

  predict(now: HallNow, ticket: Waiting): ReadonlyMap<BaselineName, number> {
    const isThere = [...now.free.values()].filter((since) => now.at - since <= THERE_FOR).length;
    const known: Known = {
      now,
      lastWaits: this.#lastWaits,
      lastWait: this.#lastWait,
      meanService: this.#services === 0 ? 0 : this.#seconds / this.#services,
      servers: Math.max(1, now.servers + isThere),
      headStart: this.#headStart,
    };
    return new Map(PREDICTORS.map(({ name, predict }) => [name, predict(known, ticket)]));
  }

  dayBegins(): void {
    this.#lastWaits = [];
    this.#lastWait = 0;
  }

  call(_: HallNow, { wait }: Call): void {
    this.#lastWaits = [...this.#lastWaits.slice(1 - ROLLING), wait];
    if (wait > 0) this.#lastWait = wait;
  }

  ending(_: HallNow, { since, at }: Ending): void {
    const length = at - since;
    if (!this.#learns || length < SERVICE_MIN || length > SERVICE_MAX) return;
    this.#services += 1;
    this.#seconds += length;
  }
}

function firstOf(now: HallNow): Waiting | undefined {
  return now.waiting.values().next().value;
}

function aheadOf(now: HallNow, ticket: Waiting, headStart: number): number {
  const creditOf = ({ at, priority }: Waiting) => at - (priority === 2 ? headStart : 0);
  return [...now.waiting.values()].filter((each) => creditOf(each) <= creditOf(ticket)).length;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
