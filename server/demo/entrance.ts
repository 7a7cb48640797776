import type { ClassId, ServiceId } from '../../shared/hall/configuration.ts';
import type { TicketId } from '../../shared/hall/ticket.ts';
import type { Random } from '../../shared/lib/random.ts';
import { exponential, happens, weighted } from './chance.ts';
import type { Caller } from './hub-api.ts';
import type { Sleep } from './sleep.ts';
import type { Tally } from './tally.ts';

const HOUR = 3_600_000;
const COMES_BACK_PART = 0.6;
const COMES_BACK_MS = 8 * 60_000;
/** The first class takes what the others leave. */
const OTHER_CLASS_WEIGHT = 0.1;

export interface EntranceOptions {
  readonly caller: Caller;
  readonly services: readonly ServiceId[];
  readonly classes: readonly ClassId[];
  readonly perHour: number;
  /** Null: for ever. */
  readonly visitorsMax: number | null;
  readonly random: Random;
  readonly sleep: Sleep;
  readonly tally: Tally;
}

/** The greeter at the entrance: gives tickets to who comes, and takes back who was called and came late. */
export class Entrance {
  readonly #options: EntranceOptions;

  constructor(options: EntranceOptions) {
    this.#options = options;
  }

  /** Until the last visitor has come or everything is stopped. */
  async work(): Promise<void> {
    const { perHour, random, sleep, tally, visitorsMax } = this.#options;
    while (visitorsMax === null || tally.arrived < visitorsMax) {
      if (!(await sleep.hall(exponential(random, HOUR / perHour)))) return;
      await this.#issue();
    }
  }

  /** Most come back some minutes later. */
  async noShow(ticket: TicketId): Promise<void> {
    const { caller, random, sleep, tally } = this.#options;
    if (!happens(random, COMES_BACK_PART)) return;
    if (!(await sleep.hall(exponential(random, COMES_BACK_MS)))) return;
    const answer = await caller.command({ type: 'return-ticket', ticket });
    if (answer.ok) tally.returned += 1;
    else tally.refused(answer.error.kind);
  }

  async #issue(): Promise<void> {
    const { caller, classes, random, services, tally } = this.#options;
    const service = weighted(
      random,
      services.map((each) => [each, 1] as const),
    );
    const others = classes.slice(1).map((each) => [each, OTHER_CLASS_WEIGHT] as const);
    const classId = weighted<ClassId | undefined>(random, [[undefined, 1 - others.length * OTHER_CLASS_WEIGHT], ...others]);
    const answer = await caller.command({
      type: 'issue-ticket',
      service,
      printer: null,
      ...(classId === undefined ? {} : { class: classId }),
    });
    tally.arrived += 1;
    if (!answer.ok) tally.refused(answer.error.kind);
  }
}
