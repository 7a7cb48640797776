import type { HallEvent } from '../../shared/hall/events.ts';
import type { HallState } from '../../shared/hall/state.ts';
import { currentLeg } from '../../shared/hall/ticket.ts';
import { passedNow } from '../../shared/hall/snapshot.ts';
import { addressOf, counterIn, newBooks, newCounter, waitingIn, type Books, type Fact } from './naive-books.ts';
import { applyCall } from './naive-calls.ts';
import { applyCounter } from './naive-counters.ts';
import { applyLease } from './naive-leases.ts';
import { applyRating, noteEndedLegs } from './naive-ratings.ts';
import { applyRecord } from './naive-records.ts';
import { mayCall } from './naive-routing.ts';
import { NaiveUndo } from './naive-undo.ts';
import { applyVisit } from './naive-visits.ts';

/**
 * The oracle: a hall's books kept a second time, in lists that are searched from end to end, by somebody who has not seen
 * the core. It accepts an event only when it could have happened, so what the core does wrong in the same way in `decide` and
 * `evolve` is still noticed here.
 */
export class NaiveHall {
  readonly #problems: string[] = [];
  readonly #books: Books = newBooks();
  readonly #undo = new NaiveUndo();
  /** Every number ever given, with its day. */
  readonly #given = new Set<string>();

  /** What could not have happened, in words; empty when all is well. */
  get problems(): readonly string[] {
    return this.#problems;
  }

  atHand(counter: number): string | null {
    return counterIn(this.#books, counter)?.atHand ?? null;
  }

  /** Whom an open, free counter could call: work is conserved when this is nobody, or somebody is called. */
  callable(counter: number, at: number): string[] {
    const found = counterIn(this.#books, counter);
    if (found?.mode !== 'open' || found.atHand !== null || found.plan !== null) return [];
    return mayCall(this.#books, found, at).map(({ id }) => id);
  }

  apply(entry: { readonly version: number; readonly at: number; readonly events: readonly HallEvent[] }): void {
    const { at, events, version } = entry;
    this.#expect(at >= this.#books.at, `version ${version} is earlier than the one before it`);
    this.#books.at = at;
    this.#undo.remember(this.#books, events, at);
    for (const event of events) {
      const before = event.type === 'ticket-called' ? passesOf(this.#books) : null;
      noteEndedLegs(this.#books, event, at);
      this.#applyEvent(event, at);
      if (event.type === 'ticket-called' && before !== null)
        this.#undo.called(this.#books, event.counter, grown(before, this.#books));
      noteEmptyLines(this.#books, at);
    }
    this.#expectOrder();
    for (const event of events) if (event.type === 'counter-closed') this.#expectReleased(event.counter);
  }

  /** Compares the books with the core's state. */
  differences(state: HallState): string[] {
    const { counters, tickets } = this.#books;
    const ours = tickets
      .filter(({ status }) => status !== 'ended')
      .map(({ classId, credit, creditAt, id, number, passed, returns, service, status, to }) => {
        const place = status === 'waiting' ? [credit.at, credit.order, to] : [];
        return [id, number, service, classId, status, creditAt, returns, passed, ...place].join(' ');
      });
    const theirs = [...state.tickets.values()]
      .filter(({ status }) => status.is !== 'ended' && (status.is !== 'no-show' || status.returnable))
      .map((ticket) => {
        const { classId, creditAt, id, number, returns, status } = ticket;
        const place = status.is === 'waiting' ? [status.credit.at, status.credit.order, addressOf(status.to)] : [];
        const { service } = currentLeg(ticket);
        return [id, number, service, classId, status.is, creditAt, returns, passedNow(state, ticket), ...place].join(' ');
      });
    const ourCounters = counters.map(({ atHand, autoCall, id, mode, only, plan, teller }) =>
      [id, teller, mode, atHand, plan, autoCall, only?.services].join(' '),
    );
    const theirCounters = [...state.counters.values()].map(({ autoCall, id, mode, only, signIn }) => {
      const open = mode.is === 'open' ? mode : null;
      return [id, signIn?.teller, mode.is, open?.atHand, open?.then?.is, autoCall, only?.services].join(' ');
    });
    return [...difference('tickets', ours, theirs), ...difference('counters', ourCounters, theirCounters)];
  }

  #applyEvent(event: HallEvent, at: number): void {
    const expect = (condition: boolean, otherwise: string): void => this.#expect(condition, otherwise);
    switch (event.type) {
      case 'hall-configured':
        return this.#configured(event);
      case 'day-opened':
        return this.#opened(event);
      case 'day-closed':
        return this.#closed(event);
      case 'ticket-called':
      case 'ticket-recalled':
      case 'service-started':
      case 'served-without-ticket':
      case 'ticket-no-show':
      case 'ticket-returned':
      case 'ticket-postponed':
        return applyCall(this.#books, event, at, expect);
      case 'ticket-issued':
        this.#expectNewNumber(event);
        return applyVisit(this.#books, event, at, expect);
      case 'service-rated':
        return applyRating(this.#books, event, at, expect);
      case 'service-finished':
      case 'ticket-held':
      case 'ticket-resumed':
      case 'ticket-woken':
      case 'ticket-transferred':
      case 'tickets-released':
      case 'tickets-redirected':
      case 'ticket-reclassified':
      case 'tickets-merged':
      case 'documents-checked':
      case 'ticket-cancelled':
      case 'ticket-left':
        return applyVisit(this.#books, event, at, expect);
      case 'offline-ticket-late':
        this.#expectNewNumber(event, event.day);
        return applyLease(this.#books, event, at, expect);
      case 'numbers-leased':
      case 'lease-continued':
      case 'leases-frozen':
      case 'numbers-voided':
        return applyLease(this.#books, event, at, expect);
      case 'action-undone':
      case 'redirect-undone':
        return this.#undo.apply(this.#books, event, at, expect);
      case 'print-requested':
      case 'ticket-printed':
      case 'print-failed':
      case 'printer-reported':
      case 'paper-change-set':
      case 'screen-reported':
      case 'waits-predicted':
        return;
      case 'advice-accepted':
      case 'advice-declined':
        return this.#answered(event);
      default:
        return this.#applyRest(event, at);
    }
  }

  /** Whatever was done for it is another event; an advice is answered once a day. */
  #answered({ advice, type }: Fact<'advice-accepted' | 'advice-declined'>): void {
    this.#expect(!this.#books.answeredAdvice.includes(advice.id), `${type} of ${advice.id}, which was answered`);
    this.#books.answeredAdvice.push(advice.id);
  }

  #applyRest(event: Parameters<typeof applyRecord>[1] | Parameters<typeof applyCounter>[1], at: number): void {
    const expect = (condition: boolean, otherwise: string): void => this.#expect(condition, otherwise);
    if (isOfCounter(event)) applyCounter(this.#books, event, at, expect);
    else applyRecord(this.#books, event, at, expect);
  }

  #configured({ configuration }: Fact<'hall-configured'>): void {
    this.#books.configuration = configuration;
    this.#books.counters = configuration.counters.map(({ id }) => counterIn(this.#books, id) ?? newCounter(id));
  }

  #opened({ day }: Fact<'day-opened'>): void {
    // What was answered belongs to a day, as it does in the hall.
    this.#books.answeredAdvice = [];
    const before = this.#books.day;
    this.#expect(before?.isOpen !== true, `day ${day} opened while one was open`);
    this.#expect(before === null || day >= before.id, `day ${day} opened after ${before?.id}`);
    if (before?.id !== day) this.#books.serials = [];
    this.#books.day = { id: day, isOpen: true };
  }

  #closed({ day, unserved }: Fact<'day-closed'>): void {
    const books = this.#books;
    this.#expect(books.day?.isOpen === true && books.day.id === day, `day ${day} closed, which was not open`);
    const left = books.tickets.filter(({ status }) => status !== 'ended');
    this.#expect(
      left.every(({ status }) => status !== 'serving'),
      'nobody is being served when the day closes',
    );
    // Who is on hold was served, and comes back another day.
    const nobodyServed = left.filter(({ status }) => status !== 'held').length;
    this.#expect(nobodyServed === unserved, `${nobodyServed} people were left unserved, not ${unserved}`);
    forgetThePast(books);
    books.day = { id: day, isOpen: false };
  }

  #expectNewNumber({ number }: { readonly number: string }, day = this.#books.day?.id): void {
    const key = `${day} ${number}`;
    this.#expect(!this.#given.has(key), `number ${key} was given twice`);
    this.#given.add(key);
  }

  /** What holds after every entry. */
  #expectOrder(): void {
    const { counters, tickets } = this.#books;
    const atHand = counters.flatMap((counter) => (counter.atHand === null ? [] : [counter.atHand]));
    this.#expect(new Set(atHand).size === atHand.length, 'a ticket is at two counters');
    const busy = tickets.filter(({ status }) => status === 'called' || status === 'serving');
    this.#expect(busy.length === atHand.length, `${busy.length} tickets are at counters, ${atHand.length} counters have one`);
    for (const { atHand: at, id, mode } of counters) {
      this.#expect(at === null || mode === 'open', `counter ${id} is ${mode} with a customer`);
      this.#expect(
        at === null || busy.some((ticket) => ticket.id === at && ticket.counter === id),
        `${at} is not at counter ${id}`,
      );
    }
    for (const { number, passed, to } of waitingIn(this.#books)) {
      this.#expect(passed >= 0, `${number} was passed ${passed} times`);
      const isSomebodyThere =
        to === null ||
        counters.some(({ id, teller }) => teller !== null && (to === `counter:${id}` || to === `teller:${teller}`));
      this.#expect(isSomebodyThere, `${number} waits for ${to}, where nobody is`);
    }
  }

  /** Who waited for a counter that closed, or for its teller, waits at every counter; unless the teller moved on. */
  #expectReleased(counter: number): void {
    const teller = counterIn(this.#books, counter)?.teller;
    for (const { number, to } of waitingIn(this.#books)) {
      this.#expect(to !== `counter:${counter}` && to !== `teller:${teller}`, `${number} waits for ${to}, which closed`);
    }
  }

  #expect(condition: boolean, otherwise: string): void {
    if (!condition) this.#problems.push(otherwise);
  }
}

function isOfCounter(event: { readonly type: string }): event is Parameters<typeof applyCounter>[1] {
  return 'counter' in event;
}

function passesOf({ tickets }: Books): Map<string, number> {
  return new Map(tickets.map(({ id, passed }) => [id, passed]));
}

function grown(before: ReadonlyMap<string, number>, { tickets }: Books): string[] {
  return tickets.filter(({ id, passed }) => passed > (before.get(id) ?? 0)).map(({ id }) => id);
}

/** A line in which somebody waited and nobody does any more is empty since then. */
function noteEmptyLines(books: Books, at: number): void {
  const waiting = waitingIn(books).filter(({ to }) => to === null);
  for (const { classId, service } of waiting) {
    const isKnown = books.emptyLines.some((line) => line.service === service && line.classId === classId);
    if (!isKnown) books.emptyLines.push({ service, classId, since: null });
  }
  for (const line of books.emptyLines) {
    const waits = waiting.some(({ classId, service }) => service === line.service && classId === line.classId);
    line.since = waits ? null : (line.since ?? at);
  }
}

/** The next day begins as the hall is set up; only what has a time of its own outlives this one, and what is broken. */
function forgetThePast(books: Books): void {
  const { at } = books;
  Object.assign(books, { tickets: [], emptyLines: [], stopped: [], ratio: { turn: 0, calls: 0 } });
  books.counters = books.counters.map(({ id }) => newCounter(id));
  books.appointments = books.appointments.filter((each) => each.at > at && each.status !== 'checked-in');
  books.breaks = books.breaks.filter(({ from, isOver }) => !isOver && from > at);
  for (const alert of books.alerts) if (!alert.what.startsWith('device-fault')) alert.cleared = true;
}

function difference(what: string, ours: readonly string[], theirs: readonly string[]): string[] {
  const left = [...ours].sort().join('\n');
  const right = [...theirs].sort().join('\n');
  return left === right ? [] : [`the books and the core disagree on ${what}:\n${left}\n--- the core:\n${right}`];
}
