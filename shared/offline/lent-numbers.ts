import type { Answer } from '../hall/answer.ts';
import type { Command } from '../hall/commands.ts';
import {
  seriesFor,
  serviceSetup,
  standardClass,
  type ClassId,
  type HallConfiguration,
  type PrinterId,
  type ServiceId,
} from '../hall/configuration.ts';
import { isIssuedAt } from '../hall/decisions/issue.ts';
import { NUMBERS_AHEAD, refillAt } from '../hall/lease.ts';
import { localDay, minutesOf } from '../hall/local-time.ts';
import type { HallState } from '../hall/state.ts';
import type { Clock, EpochMs, Timers } from '../lib/clock.ts';
import type { NewId } from '../lib/ids.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import type { WireRefusal } from '../protocol/errors.ts';
import type { BookStore } from './book-store.ts';
import {
  emptyBook,
  hubTime,
  lastBlock,
  lends,
  numbersLeft,
  startedAnew,
  withBlock,
  withHall,
  withoutTicket,
  withPrinted,
  withTicket,
  type LastHall,
  type LentTicket,
  type NumberBook,
} from './number-book.ts';

/** How often it is looked at whether there is something to fetch or to tell. */
export const KEEP_MS = 2_000;
/** The hub's time is written down so often. */
const HEARD_EVERY_MS = 10_000;
/** The life of the store is told so often. */
export const TELL_LIFE_MS = 60_000;
/** A hub that lends nothing now is asked again after so long. */
const ASK_AGAIN_MS = 30_000;
const MINUTE_MS = 60_000;

/** The hall as a program sees it that follows it: `HallClient` fits. */
export interface FollowedHall {
  readonly connection: { readonly is: string };
  readonly state: HallState | null;
  readonly readOnly: string | null;
  readonly welcome: { readonly device?: { readonly id: string; readonly printer?: PrinterId | null } | undefined } | null;
  now(): EpochMs;
  send(command: Command): Promise<Result<{ readonly result: Answer }, WireRefusal>>;
}

export interface LentNumbersOptions {
  readonly hall: FollowedHall;
  readonly store: BookStore;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly newId: NewId;
  /** Puts it on paper; says whether that is certain. Absent: there is no printer here. */
  readonly print?: ((ticket: LentTicket, hall: LastHall) => Promise<boolean>) | undefined;
  /** What cannot be kept or read: for the log. */
  readonly onFault?: ((error: unknown) => void) | undefined;
}

export interface TakeTicket {
  readonly id: string;
  readonly service: ServiceId;
  readonly class?: ClassId | undefined;
}

export interface TakenTicket {
  readonly id: string;
  readonly number: string;
  readonly takenAt: EpochMs;
  readonly printed: boolean;
}

/** For whoever looks at the kiosk. */
export interface LentSummary {
  readonly hall: LastHall | null;
  /** Services of which a number can be given now. */
  readonly services: readonly ServiceId[];
  /** Papers that the hub has not heard of. */
  readonly waiting: number;
  readonly refused: NumberBook['refused'];
}

/**
 * Numbers that a kiosk has ahead, and gives out while the hub is away. While the hub is there it sees that there are always some; when it
 * comes back it tells the hub of every paper, one after the other in the order of the papers, until the hub has answered each.
 *
 * **Maintained invariants**: a number is in the store before anybody sees it; a paper is forgotten only once the hub has answered for it.
 */
export class LentNumbers {
  readonly #options: LentNumbersOptions;
  readonly #listeners = new Set<() => void>();
  #summary: LentSummary = { hall: null, services: [], waiting: 0, refused: [] };
  #begun: Promise<void> | null = null;
  #keeping: Promise<void> | null = null;
  #heardAt: EpochMs | null = null;
  #told: LastHall | null = null;
  #lifeToldAt: EpochMs | null = null;
  /** Series for which the hub lent nothing, until when. */
  readonly #notBefore = new Map<string, EpochMs>();
  #stop: (() => void) | null = null;

  constructor(options: LentNumbersOptions) {
    this.#options = options;
  }

  /** As of the last look. */
  get summary(): LentSummary {
    return this.#summary;
  }

  get prints(): boolean {
    return this.#options.print !== undefined;
  }

  /** Called when the summary changed. Returns the release. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  start(): void {
    if (this.#stop !== null) return;
    this.#stop = this.#options.timers.every(KEEP_MS, () => void this.keep());
    void this.keep();
  }

  /** Idempotent. */
  close(): void {
    this.#stop?.();
    this.#listeners.clear();
  }

  /** One ticket, kept before it is told. Never rejects: null when none can be given (no number, closed, nothing can be kept). */
  async take(wanted: TakeTicket): Promise<TakenTicket | null> {
    const taken = await this.#change((book, now) => {
      const made = this.#made(book, wanted, now);
      return made === null ? { book, told: null } : { book: made.book, told: { ticket: made.ticket, hall: book.hall } };
    });
    if (!taken.ok || taken.value === null || taken.value.hall === null) return null;
    const { hall, ticket } = taken.value;
    const { id, number, takenAt } = ticket;
    const printed = ticket.printed ?? (await this.#printed(ticket, hall));
    if (ticket.printed === null) await this.#change((book) => ({ book: withPrinted(book, id, printed), told: null }));
    return { id, number, takenAt, printed };
  }

  /** Looks once: what the hub must be told, what must be fetched. Never rejects; one at a time. */
  keep(): Promise<void> {
    this.#keeping ??= this.#keepOnce()
      .catch((error: unknown) => this.#options.onFault?.(error))
      .finally(() => (this.#keeping = null));
    return this.#keeping;
  }

  async #keepOnce(): Promise<void> {
    await this.#change((book) => ({ book, told: null }));
    const { hall } = this.#options;
    if (!this.#isHallThere()) return;
    await this.#hear();
    if (!(await this.#tellPapers())) return;
    const { state } = hall;
    const { configuration } = state ?? { configuration: null };
    if (configuration == null || !lends(configuration) || state?.day.is !== 'open') return;
    await this.#tellLife(configuration, state.day.day);
    const atMost = refillAt(configuration.kiosk?.numbersAhead ?? NUMBERS_AHEAD);
    for (const series of seriesInUse(configuration)) await this.#fill(series, state.day.day, atMost);
  }

  #isHallThere(): boolean {
    const { connection, readOnly, state } = this.#options.hall;
    return connection.is === 'live' && readOnly === null && state?.configuration != null;
  }

  /** Writes down what the pages and the clock will need. */
  async #hear(): Promise<void> {
    const { clock, hall } = this.#options;
    const { state, welcome } = hall;
    if (state?.configuration == null) return;
    const stopped = [...state.stopped.keys()];
    const isNews = this.#told?.configuration !== state.configuration || this.#told.stopped.join() !== stopped.join();
    const isOld = this.#heardAt === null || Math.abs(hall.now() - this.#heardAt) >= HEARD_EVERY_MS;
    const frozen = [...state.leases.values()].filter((lease) => lease.frozen).map(({ id }) => id);
    if (!isNews && !isOld) return;
    const heard = {
      device: welcome?.device?.id ?? null,
      hall: { configuration: state.configuration, stopped, printer: welcome?.device?.printer ?? null },
      day: state.day.is === 'open' ? state.day.day : null,
      hubNow: hall.now(),
      machineNow: clock.now(),
      frozen,
    };
    const kept = await this.#change((book) => ({ book: withHall(book, heard), told: null }));
    if (!kept.ok) return;
    this.#told = heard.hall;
    this.#heardAt = heard.hubNow;
  }

  /** True when the hub has heard of all. One at a time and in order: a second store is told by papers out of order. */
  async #tellPapers(): Promise<boolean> {
    for (;;) {
      const first = await this.#change((book) => ({ book, told: book.tickets[0] ?? null }));
      if (!first.ok) return false;
      const ticket = first.value;
      if (ticket === null) return true;
      if (ticket.printed === null || !this.#isHallThere()) return false;
      const { id, lease, life, printed, serial, service, takenAt } = ticket;
      const answer = await this.#options.hall.send({
        type: 'issue-offline',
        lease,
        serial,
        ...life,
        service,
        ...(ticket.class !== undefined && { class: ticket.class }),
        takenAt,
        printed,
      });
      if (!answer.ok && !FINAL.has(answer.error.kind)) return false;
      const why = answer.ok ? null : answer.error.kind;
      if (why !== null) this.#options.onFault?.(new Error(`the hub has not taken the paper ${ticket.number}: ${why}`));
      await this.#change((book) => ({ book: withoutTicket(book, id, why), told: null }));
    }
  }

  /**
   * Which life of the store this is, said now and then though nothing is wanted: a copy on another machine says another one, and is found
   * out before either of them has printed anything.
   */
  async #tellLife(configuration: HallConfiguration, day: string): Promise<void> {
    const { clock, hall } = this.#options;
    if (this.#lifeToldAt !== null && Math.abs(clock.now() - this.#lifeToldAt) < TELL_LIFE_MS) return;
    const seen = await this.#change((book) => {
      const blocks = [...seriesInUse(configuration)].flatMap((series) => lastBlock(book, series, day) ?? []);
      return { book, told: { life: book.life, block: blocks[0] } };
    });
    if (!seen.ok || seen.value.block === undefined || !this.#isHallThere()) return;
    const { block, life } = seen.value;
    this.#lifeToldAt = clock.now();
    const answer = await hall.send({ type: 'lease-numbers', series: block.series, ...life, after: block.lease });
    const next = answer.ok ? answer.value.result.block : undefined;
    if (next !== undefined) await this.#change((book) => ({ book: withBlock(book, block.series, next), told: null }));
  }

  async #fill(series: string, day: string, leftMax: number): Promise<void> {
    const { clock, hall } = this.#options;
    if ((this.#notBefore.get(series) ?? -Infinity) > clock.now() || !this.#isHallThere()) return;
    const seen = await this.#change((book) => ({
      book,
      told: { left: numbersLeft(book, series, [day]), life: book.life, after: lastBlock(book, series, day)?.lease },
    }));
    if (!seen.ok || seen.value.left > leftMax) return;
    const { after, life } = seen.value;
    const answer = await hall.send({ type: 'lease-numbers', series, ...life, ...(after !== undefined && { after }) });
    const block = answer.ok ? answer.value.result.block : undefined;
    if (block === undefined) this.#notBefore.set(series, clock.now() + ASK_AGAIN_MS);
    else await this.#change((book) => ({ book: withBlock(book, series, block), told: null }));
  }

  #made(book: NumberBook, wanted: TakeTicket, machineNow: EpochMs): ReturnType<typeof withTicket> {
    const { hall } = book;
    if (hall === null || !isOffered(book, wanted.service, machineNow)) return null;
    const { configuration } = hall;
    const service = serviceSetup(configuration, wanted.service);
    if (service === undefined) return null;
    const series = seriesFor(configuration, service, wanted.class ?? standardClass(configuration));
    return withTicket(book, { ...wanted, series, days: daysAt(configuration, hubTime(book, machineNow)) }, machineNow);
  }

  async #printed(ticket: LentTicket, hall: LastHall): Promise<boolean> {
    try {
      return (await this.#options.print?.(ticket, hall)) ?? false;
    } catch (error) {
      this.#options.onFault?.(error);
      return false;
    }
  }

  /** Every change goes through here, so that the first one of this program begins a new life of the store. */
  async #change<Told>(
    change: (book: NumberBook, machineNow: EpochMs) => { readonly book: NumberBook; readonly told: Told },
  ): Promise<Result<Told, 'not-kept'>> {
    const { clock, newId, store } = this.#options;
    try {
      this.#begun ??= store.change((book) => ({
        book: book === null ? emptyBook(newId()) : startedAnew(book, newId()),
        told: undefined,
      }));
      await this.#begun;
      const told = await store.change((found) => {
        const changed = change(found ?? emptyBook(newId()), clock.now());
        return { book: changed.book, told: { told: changed.told, summary: summaryOf(changed.book, clock.now()) } };
      });
      this.#see(told.summary);
      return ok(told.told);
    } catch (error) {
      this.#begun = null;
      this.#see({ ...this.#summary, services: [] });
      this.#options.onFault?.(error);
      return failed('not-kept');
    }
  }

  #see(summary: LentSummary): void {
    const isSame =
      JSON.stringify({ ...summary, hall: null }) === JSON.stringify({ ...this.#summary, hall: null }) &&
      (summary.hall === null) === (this.#summary.hall === null);
    this.#summary = summary;
    if (!isSame) for (const listener of [...this.#listeners]) listener();
  }
}

/** A paper that is refused for these never becomes a ticket, however often it is sent. */
const FINAL: ReadonlySet<string> = new Set(['unknown-lease', 'lent-to-another', 'number-not-lent', 'malformed']);

function summaryOf(book: NumberBook, machineNow: EpochMs): LentSummary {
  const { hall, refused, tickets } = book;
  const services = (hall?.configuration.services ?? []).flatMap(({ id }) => (isOffered(book, id, machineNow) ? [id] : []));
  return { hall, services, waiting: tickets.length, refused };
}

/** Within its hours, not stopped when the hub was last heard, and with a number left. */
function isOffered(book: NumberBook, id: ServiceId, machineNow: EpochMs): boolean {
  const { hall } = book;
  const service = hall === null ? undefined : serviceSetup(hall.configuration, id);
  if (hall === null || service === undefined || hall.stopped.includes(id)) return false;
  const now = hubTime(book, machineNow);
  if (!isIssuedAt(hall.configuration, service, now)) return false;
  return numbersLeft(book, service.series, daysAt(hall.configuration, now)) > 0;
}

/** The date, and, for a day that goes on after midnight, the date at which it opened. */
function daysAt({ businessDay, timeZone }: HallConfiguration, at: EpochMs): string[] {
  return [localDay(at, timeZone), localDay(at - minutesOf(businessDay.opensAt) * MINUTE_MS, timeZone)];
}

function seriesInUse({ classes, services }: HallConfiguration): Set<string> {
  return new Set([...services.map(({ series }) => series), ...classes.flatMap(({ series }) => series ?? [])]);
}
