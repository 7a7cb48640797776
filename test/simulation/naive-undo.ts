import type { HallEvent } from '../../shared/hall/events.ts';
import { UNDO_MS } from '../../shared/hall/limits.ts';
import {
  counterIn,
  ticketIn,
  type Books,
  type EmptyLine,
  type Expect,
  type Fact,
  type NaiveCounter,
  type NaiveTicket,
} from './naive-books.ts';

/** What an entry found before it changed anything: whole copies, to be put back. */
interface Before {
  readonly at: number;
  readonly counter: NaiveCounter | null;
  readonly tickets: readonly NaiveTicket[];
  readonly ratio: Books['ratio'];
  /** Where the entry's call left the ratio. */
  ratioAfter: Books['ratio'];
  readonly emptyLines: readonly EmptyLine[];
  /** Those whom a call in the entry passed, as they stood in line then. */
  passed: readonly NaiveTicket[];
}

/** What may be taken back: the last action of each counter, and redirects. */
export class NaiveUndo {
  readonly #actions = new Map<number, Before>();
  readonly #redirects = new Map<string, Before>();

  /** Before an entry is applied. */
  remember(books: Books, events: readonly HallEvent[], at: number): void {
    for (const event of events) {
      if (isAction(event) && !events.some(({ type }) => type === 'day-closed')) {
        const touched = events.flatMap((each) =>
          each.type === 'tickets-released' ? each.tickets : isAction(each) ? [each.ticket] : [],
        );
        this.#actions.set(event.counter, this.#before(books, { at, counter: event.counter, tickets: touched }));
      }
      if (event.type === 'tickets-redirected') {
        const touched = event.moved.map(({ ticket }) => ticket);
        this.#redirects.set(event.redirect, this.#before(books, { at, counter: null, tickets: touched }));
      }
      if (event.type === 'day-closed') this.#forget();
    }
  }

  /** After it: whom its call passed. */
  called(books: Books, counter: number, passed: readonly string[]): void {
    const before = this.#actions.get(counter);
    if (before === undefined) return;
    before.passed = passed.flatMap((id) => ticketIn(books, id) ?? []).map((ticket) => ({ ...ticket }));
    before.ratioAfter = books.ratio;
  }

  apply(books: Books, event: Fact<'action-undone' | 'redirect-undone'>, at: number, expect: Expect): void {
    const before = event.type === 'action-undone' ? this.#actions.get(event.counter) : this.#redirects.get(event.redirect);
    expect(before !== undefined, `${event.type}, and there was nothing to take back`);
    if (before === undefined) return;
    expect(at - before.at <= UNDO_MS, `${event.type} ${at - before.at} ms later`);
    const joined = before.tickets
      .flatMap(({ id }) => ticketIn(books, id) ?? [])
      .filter(({ status, to }) => status === 'waiting' && to === null);
    for (const ticket of before.tickets) putBack(books, ticket);
    for (const ticket of joined) putBackEmptyLine(books, before, ticket);
    if (event.type === 'redirect-undone') {
      this.#redirects.delete(event.redirect);
      return;
    }
    this.#actions.delete(event.counter);
    expect(
      before.tickets.some(({ id }) => id === event.ticket),
      'another ticket was taken back',
    );
    const index = books.counters.findIndex(({ id }) => id === event.counter);
    books.counters[index] = { ...before.counter! };
    // Other counters may have moved it on since.
    if (isSame(books.ratio, before.ratioAfter)) books.ratio = before.ratio;
    for (const then of before.passed) {
      const now = ticketIn(books, then.id);
      if (now?.status === 'waiting' && isSame(placeOf(now), placeOf(then))) now.passed -= 1;
    }
  }

  #before(books: Books, of: { at: number; counter: number | null; tickets: readonly string[] }): Before {
    const counter = of.counter === null ? undefined : counterIn(books, of.counter);
    return {
      at: of.at,
      counter: counter === undefined ? null : { ...counter },
      tickets: [...new Set(of.tickets)].flatMap((id) => ticketIn(books, id) ?? []).map((ticket) => ({ ...ticket })),
      ratio: books.ratio,
      ratioAfter: books.ratio,
      emptyLines: books.emptyLines.map((line) => ({ ...line })),
      passed: [],
    };
  }

  #forget(): void {
    this.#actions.clear();
    this.#redirects.clear();
  }
}

function isAction(
  event: HallEvent,
): event is Fact<'ticket-called' | 'ticket-no-show' | 'service-started' | 'service-finished' | 'ticket-transferred'> {
  return ['ticket-called', 'ticket-no-show', 'service-started', 'service-finished', 'ticket-transferred'].includes(event.type);
}

/** The line that a ticket had joined is empty since when it was, unless somebody else waits there by now. */
function putBackEmptyLine(books: Books, before: Before, { classId, service }: NaiveTicket): void {
  const isIt = (line: { service: string; classId: string }): boolean => line.service === service && line.classId === classId;
  if (books.tickets.some((ticket) => ticket.status === 'waiting' && ticket.to === null && isIt(ticket))) return;
  const line = before.emptyLines.find(isIt);
  books.emptyLines = [...books.emptyLines.filter((each) => !isIt(each)), ...(line === undefined ? [] : [{ ...line }])];
}

function placeOf({ classId, credit, service, to }: NaiveTicket): object {
  return { classId, credit: credit.order, service, to };
}

function isSame(left: object, right: object): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

/** Who only waited elsewhere meanwhile keeps the passes that were made there. */
/** Who waited then and waits now has only changed lines, and was passed as often as it was since. */
function putBack(books: Books, ticket: NaiveTicket): void {
  const index = books.tickets.findIndex(({ id }) => id === ticket.id);
  const now = books.tickets[index];
  if (now === undefined) books.tickets.push({ ...ticket });
  else {
    const hasOnlyMoved = ticket.status === 'waiting' && now.status === 'waiting';
    books.tickets[index] = { ...ticket, passed: hasOnlyMoved ? now.passed : ticket.passed };
  }
}
