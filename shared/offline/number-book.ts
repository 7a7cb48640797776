import type { DayId } from '../hall/business-day.ts';
import type { ClassId, HallConfiguration, PrinterId, SeriesId, ServiceId } from '../hall/configuration.ts';
import type { LeasedBlock } from '../hall/answer.ts';
import { numberText, type LeaseId, type StoreLife } from '../hall/lease.ts';
import type { EpochMs } from '../lib/clock.ts';

/** A block of numbers as the kiosk has it. */
export interface LentBlock {
  readonly lease: LeaseId;
  readonly series: SeriesId;
  readonly letter: string;
  readonly day: DayId;
  /** The next number to be given; past `to`: none is left. */
  readonly next: number;
  readonly to: number;
}

/** A number that was given out and that the hub has not heard of. */
export interface LentTicket {
  /** Made by who asked, so that asking twice gives one. */
  readonly id: string;
  readonly lease: LeaseId;
  readonly serial: number;
  readonly number: string;
  readonly service: ServiceId;
  readonly class?: ClassId | undefined;
  readonly takenAt: EpochMs;
  readonly life: StoreLife;
  /** Null: it is being printed. */
  readonly printed: boolean | null;
}

/** What the hall was like when it was last heard of: enough for the pages and for paper. */
export interface LastHall {
  readonly configuration: HallConfiguration;
  readonly stopped: readonly ServiceId[];
  /** The printer that the hall has for this kiosk; null or absent: none of its own. */
  readonly printer?: PrinterId | null | undefined;
}

/**
 * All that a kiosk must know to give out numbers by itself: a value that is kept as a whole, and kept before a number is shown to anybody.
 *
 * **Maintained invariant**: a number is in at most one ticket, for `next` is moved in the step that makes the ticket.
 */
export interface NumberBook {
  readonly format: 1;
  readonly life: StoreLife;
  /** The device that the hub took this kiosk for; blocks are that device's. */
  readonly device: string | null;
  readonly hall: LastHall | null;
  readonly blocks: readonly LentBlock[];
  /** In the order in which they were given. */
  readonly tickets: readonly LentTicket[];
  /** What the hub would not have, for whoever looks after the kiosk; the last `REFUSED_KEPT`. */
  readonly refused: readonly { readonly number: string; readonly why: string }[];
  /** What to add to this machine's clock for the hub's. */
  readonly hubAheadMs: number;
  /** The hub's time when it was last heard. */
  readonly heardAt: EpochMs;
}

export const REFUSED_KEPT = 50;

export function emptyBook(nonce: string): NumberBook {
  const life = { boots: 1, nonce };
  return { format: 1, life, device: null, hall: null, blocks: [], tickets: [], refused: [], hubAheadMs: 0, heardAt: 0 };
}

/** The program that has this book was started anew. What was being printed then may be on paper or not: nobody saw it. */
export function startedAnew(book: NumberBook, nonce: string): NumberBook {
  const tickets = book.tickets.map((ticket) => (ticket.printed === null ? { ...ticket, printed: false } : ticket));
  return { ...book, life: { boots: book.life.boots + 1, nonce }, tickets };
}

/** The hub's time, as far as it can be known here: never before it was last heard, nor before the last number was given. */
export function hubTime(book: NumberBook, machineNow: EpochMs): EpochMs {
  return Math.max(machineNow + book.hubAheadMs, book.heardAt, book.tickets.at(-1)?.takenAt ?? 0);
}

export interface Wanted {
  readonly id: string;
  readonly service: ServiceId;
  readonly class?: ClassId | undefined;
  readonly series: SeriesId;
  /** The business days that can be at this moment. */
  readonly days: readonly DayId[];
}

/** The next number, or null when none is left; asked again with one id, the same. Still to be printed. */
export function withTicket(
  book: NumberBook,
  wanted: Wanted,
  machineNow: EpochMs,
): { readonly book: NumberBook; readonly ticket: LentTicket } | null {
  const known = book.tickets.find(({ id }) => id === wanted.id);
  if (known !== undefined) return { book, ticket: known };
  const block = book.blocks.find((each) => isUsable(each, wanted));
  if (block === undefined) return null;
  const { lease, letter, next: serial } = block;
  const ticket: LentTicket = {
    id: wanted.id,
    lease,
    serial,
    number: numberText(letter, serial),
    service: wanted.service,
    ...(wanted.class !== undefined && { class: wanted.class }),
    takenAt: hubTime(book, machineNow),
    life: book.life,
    printed: null,
  };
  const blocks = book.blocks.map((each) => (each === block ? { ...block, next: serial + 1 } : each));
  return { book: { ...book, blocks, tickets: [...book.tickets, ticket] }, ticket };
}

/** How many numbers of a series can still be given on these days. */
export function numbersLeft(book: NumberBook, series: SeriesId, days: readonly DayId[]): number {
  return book.blocks.reduce((sum, each) => (isUsable(each, { series, days }) ? sum + each.to - each.next + 1 : sum), 0);
}

function isUsable(block: LentBlock, { days, series }: Pick<Wanted, 'series' | 'days'>): boolean {
  return block.series === series && days.includes(block.day) && block.next <= block.to;
}

export function withPrinted(book: NumberBook, id: string, printed: boolean): NumberBook {
  return { ...book, tickets: book.tickets.map((ticket) => (ticket.id === id ? { ...ticket, printed } : ticket)) };
}

/** The hub has this one, or will not have it, for `why`. */
export function withoutTicket(book: NumberBook, id: string, why: string | null): NumberBook {
  const gone = book.tickets.find((ticket) => ticket.id === id);
  if (gone === undefined) return book;
  const refused = why === null ? book.refused : [...book.refused, { number: gone.number, why }].slice(-REFUSED_KEPT);
  return { ...book, tickets: book.tickets.filter((ticket) => ticket !== gone), refused };
}

export function withBlock(book: NumberBook, series: SeriesId, block: LeasedBlock): NumberBook {
  if (book.blocks.some(({ lease }) => lease === block.lease)) return book;
  const { day, from: next, lease, letter, to } = block;
  return { ...book, blocks: [...book.blocks, { lease, series, letter, day, next, to }] };
}

export interface Heard {
  readonly device: string | null;
  readonly hall: LastHall;
  readonly day: DayId | null;
  readonly hubNow: EpochMs;
  readonly machineNow: EpochMs;
  /** Blocks that the hub has frozen. */
  readonly frozen: readonly LeaseId[];
}

/**
 * The hub is there: its clock, its hall. Blocks of other days, of another device and frozen ones are given out no more, nor those of a series
 * that has another letter now or is gone, nor any in a hall that lends none any more.
 */
export function withHall(book: NumberBook, heard: Heard): NumberBook {
  const { device, hall, hubNow: heardAt, machineNow } = heard;
  const blocks = book.blocks.filter(
    ({ day, lease, letter, series }) =>
      book.device === device &&
      !heard.frozen.includes(lease) &&
      (heard.day === null || day >= heard.day) &&
      lends(hall.configuration) &&
      hall.configuration.series.some((each) => each.id === series && each.letter === letter),
  );
  return { ...book, device, hall, blocks, heardAt, hubAheadMs: heardAt - machineNow };
}

/** A hall that says nothing of its kiosks has them as they always were. */
export function lends({ kiosk }: HallConfiguration): boolean {
  return kiosk !== undefined && kiosk.numbersAhead !== 0;
}

/** The block of a series that the hub should know of when it is asked for the next: the last one of this day. */
export function lastBlock(book: NumberBook, series: SeriesId, day: DayId): LentBlock | undefined {
  return book.blocks.findLast((each) => each.series === series && each.day === day);
}
