import type { ClassId } from '../../../shared/hall/configuration.ts';
import { must } from '../../../shared/lib/assert.ts';
import { seededRandom, type Random } from '../../../shared/lib/random.ts';

const HOUR_MS = 3_600_000;
/** 08:00 of a day long ago: only differences matter. */
const OPENED_AT = 8 * HOUR_MS;

/** Counters that are all alike, one service, customers who come by chance and never leave. */
export interface Setting {
  readonly counters: number;
  /** Work that comes for each counter, 1 being all that it can do. */
  readonly rho: number;
  readonly serviceMeanMs: number;
  /** Both have a coefficient of variation of 1; real services are nearer to the second. */
  readonly service: 'exponential' | 'lognormal';
  /** Shares add up to 1. */
  readonly classes: readonly { readonly id: ClassId; readonly share: number }[];
}

export interface Arrival {
  readonly at: number;
  readonly class: ClassId;
  readonly serviceMs: number;
}

/**
 * Who comes when, in which class, and how long each will take. One seed is one path, whatever the rule does with it:
 * every question has a stream of its own, so all rules are compared on the same customers.
 */
export class SamplePath {
  readonly #setting: Setting;
  readonly #arrival: Random;
  readonly #class: Random;
  readonly #service: Random;
  readonly #gapMeanMs: number;
  /** What the drawn gaps and services are multiplied by. */
  #scale = { gap: 1, service: 1 };
  #at = OPENED_AT;

  /**
   * `exactOver`: so many tickets bring exactly the load that is asked for. Near saturation the chance of two million
   * customers being a thousandth more work than they should moves every mean wait by as much as the rules differ.
   */
  constructor(setting: Setting, seed: number, exactOver = 0) {
    this.#setting = setting;
    this.#gapMeanMs = setting.serviceMeanMs / (setting.rho * setting.counters);
    const stream = (number: number) => seededRandom(seed * 10 + number);
    [this.#arrival, this.#class, this.#service] = [stream(1), stream(2), stream(3)];
    if (exactOver > 0) this.#scale = scaleFor(new SamplePath(setting, seed), { tickets: exactOver, gapMeanMs: this.#gapMeanMs });
  }

  get serviceMeanMs(): number {
    return this.#setting.serviceMeanMs;
  }

  next(): Arrival {
    this.#at += this.#scale.gap * this.#gapMeanMs * exponential(this.#arrival);
    return { at: this.#at, class: this.#nextClass(), serviceMs: this.#nextServiceMs() };
  }

  #nextClass(): ClassId {
    const { classes } = this.#setting;
    let left = this.#class();
    for (const { id, share } of classes) {
      if (left < share) return id;
      left -= share;
    }
    return must(classes.at(-1), 'there are classes').id;
  }

  #nextServiceMs(): number {
    const { service, serviceMeanMs } = this.#setting;
    return (
      this.#scale.service * serviceMeanMs * (service === 'exponential' ? exponential(this.#service) : lognormal(this.#service))
    );
  }
}

function scaleFor(
  drawn: SamplePath,
  { tickets, gapMeanMs }: { tickets: number; gapMeanMs: number },
): { gap: number; service: number } {
  let serviceMs = 0;
  let lastAt = OPENED_AT;
  for (let each = 0; each < tickets; each += 1) {
    const arrival = drawn.next();
    lastAt = arrival.at;
    serviceMs += arrival.serviceMs;
  }
  return { gap: (gapMeanMs * tickets) / (lastAt - OPENED_AT), service: (drawn.serviceMeanMs * tickets) / serviceMs };
}

/** Of mean 1. */
function exponential(random: Random): number {
  return -Math.log(1 - random());
}

/** Of mean 1 and variance 1: the logarithm has variance ln 2 and mean −ln 2 / 2. The normal deviate is Box and Muller's. */
function lognormal(random: Random): number {
  const variance = Math.LN2;
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.exp(-variance / 2 + Math.sqrt(variance) * normal);
}
