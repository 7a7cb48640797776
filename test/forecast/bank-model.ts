import type { HallModel } from '../../shared/hall/forecast/hall-model.ts';
import { SERVE_MS_MIN } from '../../shared/hall/forecast/learning/figures.ts';
import { learn } from '../../shared/hall/forecast/learning/learn.ts';
import { nothingLearned, type Learned } from '../../shared/hall/forecast/learning/learned.ts';
import type { Observation } from '../../shared/hall/forecast/learning/observation.ts';
import { leavesPerMs, noShowsOf } from '../../shared/hall/forecast/learning/patience.ts';
import { serveEstimate } from '../../shared/hall/forecast/learning/serve-times.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import type { GapRates } from './gap-rates.ts';
import type { Call, Ending, HallNow, Onlooker, Waiting } from './replay.ts';
import { classOf } from './rule-in-force.ts';

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
const HOURS = 30;
const DAY_FADES_TO = 0.9;

/** A day of a file as a time. */
export function timeOf(date: string, seconds: number): EpochMs {
  return Date.parse(`${date}T00:00:00Z`) + seconds * SECOND_MS;
}

/**
 * What the hall's own learning makes of the bank's days: everything goes through `learn`, as it does in a hall. A service of under ten seconds is
 * somebody who was hung up on: a call that came to nothing. The model is made anew every morning.
 */
export class BankModel implements Onlooker {
  #learned: Learned = nothingLearned();
  readonly #arrivals = new Map<string, Map<string, Float64Array>>();
  #days = 0;
  #today: HallModel | null = null;
  readonly #waits = new Map<string, number>();
  readonly #gaps: GapRates;

  constructor(gaps: GapRates) {
    this.#gaps = gaps;
  }

  get types(): string[] {
    return [...this.#arrivals.keys()];
  }

  model(): HallModel {
    this.#today ??= this.#make();
    return this.#today;
  }

  dayBegins({ date }: HallNow): void {
    this.#today = null;
    this.#see({ is: 'day-opened', day: date, minute: 0 });
    this.#days = this.#days * DAY_FADES_TO + 1;
    for (const classes of this.#arrivals.values())
      for (const hours of classes.values()) for (let hour = 0; hour < HOURS; hour += 1) hours[hour]! *= DAY_FADES_TO;
  }

  arrival(_: HallNow, { at, type, priority }: Waiting): void {
    const classes = this.#arrivals.get(type) ?? new Map<string, Float64Array>();
    this.#arrivals.set(type, classes);
    const hours = classes.get(classOf(priority)) ?? new Float64Array(HOURS);
    classes.set(classOf(priority), hours);
    hours[Math.min(HOURS - 1, Math.floor((at * SECOND_MS) / HOUR_MS))]! += 1;
  }

  call(_: HallNow, { ticket, wait, waited, server }: Call): void {
    if (waited) this.#see({ is: 'waited', class: classOf(ticket.priority), ms: wait * SECOND_MS, gaveUp: false });
    if (server !== null) this.#waits.set(server, wait);
  }

  gaveUp(_: HallNow, { at, priority }: Waiting, left: number): void {
    this.#see({ is: 'waited', class: classOf(priority), ms: (left - at) * SECOND_MS, gaveUp: true });
  }

  ending({ date }: HallNow, { server, type, since, at }: Ending): void {
    const waitedMs = (this.#waits.get(server) ?? 0) * SECOND_MS;
    const ms = (at - since) * SECOND_MS;
    if (ms < SERVE_MS_MIN) {
      this.#see({ is: 'missed', waitedMs, lostMs: ms });
      return;
    }
    this.#see({ is: 'came', waitedMs });
    this.#see({ is: 'served', service: type, teller: server, from: timeOf(date, since), to: timeOf(date, at), heldMs: 0 });
  }

  #see(observation: Observation): void {
    this.#learned = learn(this.#learned, observation);
  }

  #make(): HallModel {
    const { served, patience, noShows } = this.#learned;
    const expected = new Map(
      [...this.#arrivals].map(([type, classes]) => [
        type,
        new Map([...classes].map(([classId, hours]) => [classId, [...hours].map((count) => count / Math.max(1, this.#days))])),
      ]),
    );
    return {
      ...serveEstimate(served, new Map([...this.#arrivals.keys()].map((type) => [type, null]))),
      arrivals: { slotMs: HOUR_MS, expected },
      dayFactor: { median: 1, logSd: 0 },
      leavesPerMs: leavesPerMs(patience),
      noShows: noShowsOf(noShows),
      gaps: this.#gaps.gaps(),
    };
  }
}
