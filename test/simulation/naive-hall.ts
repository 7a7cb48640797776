import type { HallConfiguration } from '../../shared/hall/configuration.ts';
import type { HallEvent } from '../../shared/hall/events.ts';
import type { CallReason } from '../../shared/hall/routing/call-reason.ts';
import type { HallState } from '../../shared/hall/state.ts';
import { isEarlier, naiveNext, type NaiveTicket } from './naive-routing.ts';

interface NaiveCounter {
  readonly id: number;
  teller: string | null;
  mode: 'closed' | 'open' | 'paused';
  atHand: string | null;
  plan: 'paused' | 'closed' | null;
}

type Fact<Type extends HallEvent['type']> = Extract<HallEvent, { type: Type }>;

/**
 * The oracle: a hall's books kept a second time, in lists that are searched from end to end, by somebody who has not seen
 * the core. It accepts an event only when it could have happened, so what the core does wrong in the same way in `decide` and
 * `evolve` is still noticed here.
 */
export class NaiveHall {
  readonly #problems: string[] = [];
  #configuration: HallConfiguration | null = null;
  #day: { id: string; isOpen: boolean } | null = null;
  #at = 0;
  #tickets: NaiveTicket[] = [];
  #counters: NaiveCounter[] = [];
  #serials: { letter: string; last: number }[] = [];
  /** Every number ever given, with its day. */
  readonly #given = new Set<string>();

  /** What could not have happened, in words; empty when all is well. */
  get problems(): readonly string[] {
    return this.#problems;
  }

  atHand(counter: number): string | null {
    return this.#counters.find(({ id }) => id === counter)?.atHand ?? null;
  }

  apply(entry: { readonly version: number; readonly at: number; readonly events: readonly HallEvent[] }): void {
    this.#expect(entry.at >= this.#at, `version ${entry.version} is earlier than the one before it`);
    this.#at = entry.at;
    for (const event of entry.events) this.#applyEvent(event, entry.at);
    this.#expectOneCounterPerTicket();
  }

  /** Compares the books with the core's state. */
  differences(state: HallState): string[] {
    const ours = this.#tickets
      .filter(({ status }) => status !== 'ended')
      .map(({ id, number, service, status, returns, passed }) => [id, number, service, status, returns, passed].join(' '));
    const theirs = [...state.tickets.values()]
      .filter(({ status }) => status.is !== 'ended' && (status.is !== 'no-show' || status.returnable))
      .map((ticket) => {
        const { id, number, returns, status } = ticket;
        const service = ticket.legs.at(-1)?.service;
        const queue = status.is === 'waiting' ? state.queues.get(service ?? '')?.get(ticket.classId) : undefined;
        const passed = status.is === 'waiting' ? queue?.passed(status.credit) : ticket.passed;
        return [id, number, service, status.is, returns, passed].join(' ');
      });
    const ourCounters = this.#counters.map(({ id, teller, mode, atHand, plan }) => [id, teller, mode, atHand, plan].join(' '));
    const theirCounters = [...state.counters.values()].map(({ id, mode, signIn }) => {
      const open = mode.is === 'open' ? mode : null;
      return [id, signIn?.teller ?? null, mode.is, open?.atHand ?? null, open?.then?.is ?? null].join(' ');
    });
    return [...difference('tickets', ours, theirs), ...difference('counters', ourCounters, theirCounters)];
  }

  #applyEvent(event: HallEvent, at: number): void {
    switch (event.type) {
      case 'hall-configured':
        return this.#configured(event);
      case 'day-opened':
        return this.#opened(event);
      case 'day-closed':
        return this.#closed(event);
      case 'ticket-issued':
        return this.#issued(event);
      case 'ticket-called':
        return this.#called(event, at);
      case 'served-without-ticket':
        return this.#servedWithoutTicket(event, at);
      case 'ticket-recalled':
      case 'service-started':
      case 'service-finished':
      case 'ticket-no-show':
        return this.#atCounter(event);
      case 'ticket-returned':
        return this.#returned(event);
      case 'ticket-cancelled':
      case 'ticket-left':
        return this.#endWaiting(event.ticket);
      case 'print-requested':
      case 'ticket-printed':
      case 'print-failed':
      case 'printer-reported':
        return;
      default:
        return this.#counterChanged(event);
    }
  }

  #configured({ configuration }: Fact<'hall-configured'>): void {
    this.#configuration = configuration;
    this.#counters = configuration.counters.map(
      ({ id }) =>
        this.#counters.find((counter) => counter.id === id) ?? { id, teller: null, mode: 'closed', atHand: null, plan: null },
    );
  }

  #opened({ day }: Fact<'day-opened'>): void {
    this.#expect(this.#day?.isOpen !== true, `day ${day} opened while one was open`);
    this.#expect(this.#day === null || day >= this.#day.id, `day ${day} opened after ${this.#day?.id}`);
    if (this.#day?.id !== day) this.#serials = [];
    this.#day = { id: day, isOpen: true };
  }

  #closed({ day }: Fact<'day-closed'>): void {
    this.#expect(this.#day?.isOpen === true && this.#day.id === day, `day ${day} closed, which was not open`);
    this.#expect(
      this.#tickets.every(({ status }) => status !== 'serving'),
      'nobody is being served when the day closes',
    );
    this.#day = { id: day, isOpen: false };
    this.#tickets = [];
    for (const counter of this.#counters) Object.assign(counter, { teller: null, mode: 'closed', atHand: null, plan: null });
  }

  #issued(event: Fact<'ticket-issued'>): void {
    const { ahead, class: classId, credit, number, serial, service, ticket } = event;
    this.#expect(this.#day?.isOpen === true, `${number} was issued on a closed day`);
    const key = `${this.#day?.id} ${number}`;
    this.#expect(!this.#given.has(key), `number ${key} was given twice`);
    this.#given.add(key);
    const series = this.#serials.find(({ letter }) => letter === event.letter) ?? { letter: event.letter, last: 0 };
    if (series.last === 0) this.#serials.push(series);
    this.#expect(serial === series.last + 1, `number ${number} follows ${series.last}`);
    series.last = serial;
    const waiting = this.#tickets.filter((other) => other.service === service && other.status === 'waiting').length;
    this.#expect(ahead === waiting, `${number} was told ${ahead} ahead, ${waiting} were`);
    this.#expect(this.#find(ticket) === undefined, `ticket ${ticket} was made twice`);
    this.#tickets.push({ id: ticket, number, service, classId, status: 'waiting', credit, counter: null, returns: 0, passed: 0 });
  }

  #called(event: Fact<'ticket-called'>, at: number): void {
    const ticket = this.#find(event.ticket);
    const counter = this.#counters.find(({ id }) => id === event.counter);
    const canCall = counter?.mode === 'open' && counter.atHand === null && counter.plan === null;
    this.#expect(canCall && counter.teller === event.teller, `counter ${event.counter} called and could not`);
    this.#expect(ticket?.status === 'waiting', `${event.number} was called and did not wait`);
    if (ticket === undefined || counter === undefined || this.#configuration === null) return;
    const tiers = this.#configuration.counters.find(({ id }) => id === counter.id)?.serves ?? [];
    if (event.reason.rule !== 'chosen') {
      const next = naiveNext(this.#tickets, tiers, this.#configuration.routing, at);
      this.#expect(next?.id === ticket.id, `counter ${counter.id} called ${ticket.number} before ${next?.number}`);
    }
    this.#pass(ticket, event.reason, tiers.flat());
    ticket.status = 'called';
    ticket.counter = counter.id;
    counter.atHand = ticket.id;
  }

  /** Chosen calls and calls of those who came back pass nobody; whom the others pass, their reason must say. */
  #pass(called: NaiveTicket, reason: CallReason, services: readonly string[]): void {
    const passes = reason.rule !== 'chosen' && called.returns === 0;
    const passed = this.#tickets.filter(
      ({ credit, service, status }) =>
        passes && status === 'waiting' && services.includes(service) && isEarlier(credit, called.credit),
    );
    const said = reason.passed.reduce((sum, { count }) => sum + count, 0);
    this.#expect(said === passed.length, `the call of ${called.number} passed ${passed.length} and says ${said}`);
    const max = this.#configuration?.routing.passedMax ?? null;
    for (const other of passed) {
      this.#expect(max === null || other.passed < max, `${other.number} was passed more often than ${max} times`);
      other.passed += 1;
    }
    const left = max === null || passed.length === 0 ? null : Math.min(...passed.map((other) => max - other.passed));
    this.#expect(reason.capLeft === left, `the call of ${called.number} leaves ${left} passes and says ${reason.capLeft}`);
  }

  #servedWithoutTicket({ class: classId, counter: id, service, ticket }: Fact<'served-without-ticket'>, at: number): void {
    const counter = this.#counters.find((each) => each.id === id);
    this.#expect(counter?.mode === 'open' && counter.atHand === null, `counter ${id} served somebody and could not`);
    const credit = { at, order: 0 };
    this.#tickets.push({
      id: ticket,
      number: null,
      service,
      classId,
      status: 'serving',
      credit,
      counter: id,
      returns: 0,
      passed: 0,
    });
    if (counter !== undefined) counter.atHand = ticket;
  }

  #atCounter(event: Fact<'ticket-recalled' | 'service-started' | 'service-finished' | 'ticket-no-show'>): void {
    const ticket = this.#find(event.ticket);
    const counter = this.#counters.find(({ id }) => id === event.counter);
    const before = event.type === 'service-finished' ? 'serving' : 'called';
    this.#expect(ticket?.status === before && ticket.counter === event.counter, `${event.type} of a ticket that is elsewhere`);
    this.#expect(counter?.atHand === event.ticket, `${event.type} at counter ${event.counter}, which has another at hand`);
    if (ticket === undefined || counter === undefined || event.type === 'ticket-recalled') return;
    if (event.type === 'service-started') {
      ticket.status = 'serving';
      return;
    }
    ticket.status = event.type === 'ticket-no-show' && this.#mayReturn(ticket, event.returnable) ? 'no-show' : 'ended';
    ticket.counter = null;
    counter.atHand = null;
  }

  #mayReturn(ticket: NaiveTicket, isSaid: boolean): boolean {
    const may = ticket.returns < (this.#configuration?.returns.timesMax ?? 0);
    this.#expect(may === isSaid, `${ticket.number} was told ${isSaid} of coming back`);
    return isSaid;
  }

  #returned({ credit, returns, ticket: id }: Fact<'ticket-returned'>): void {
    const ticket = this.#find(id);
    this.#expect(ticket?.status === 'no-show' && returns === ticket.returns + 1, 'a ticket came back that was no no-show');
    if (ticket === undefined || this.#configuration === null) return;
    const { placesBack, timesMax } = this.#configuration.returns;
    this.#expect(returns <= timesMax, `${ticket.number} came back ${returns} times`);
    const queue = this.#tickets.filter(
      ({ classId, service, status }) => status === 'waiting' && service === ticket.service && classId === ticket.classId,
    );
    const ahead = queue.filter((other) => isEarlier(other.credit, credit));
    const before = ahead.filter((other) => other.credit.at < credit.at);
    // Behind so many, and behind those of the same place; never further back.
    const isPlaced = ahead.length >= Math.min(placesBack, queue.length) && before.length <= Math.max(0, placesBack - 1);
    this.#expect(isPlaced, `${ticket.number} came back behind ${ahead.length} of ${queue.length}, ${placesBack} is the rule`);
    Object.assign(ticket, { status: 'waiting', credit, returns, passed: 0 });
  }

  #endWaiting(id: string): void {
    const ticket = this.#find(id);
    this.#expect(ticket?.status === 'waiting', 'a ticket ended that did not wait');
    if (ticket !== undefined) ticket.status = 'ended';
  }

  #counterChanged(event: Exclude<Extract<HallEvent, { counter: number }>, { ticket: string }>): void {
    const counter = this.#counters.find(({ id }) => id === event.counter);
    this.#expect(counter !== undefined, `${event.type} at counter ${event.counter}, which is not there`);
    if (counter === undefined) return;
    const free = counter.atHand === null;
    switch (event.type) {
      case 'signed-in':
        this.#expect(counter.teller === null, `counter ${counter.id} has two tellers`);
        counter.teller = event.teller;
        return;
      case 'signed-out':
        this.#expect(counter.teller === event.teller && free, `${event.teller} signed out of counter ${counter.id}`);
        counter.teller = null;
        return;
      case 'counter-opened':
      case 'counter-resumed':
        Object.assign(counter, { mode: 'open', atHand: null, plan: null });
        return this.#expect(free, `counter ${counter.id} opened with a customer`);
      case 'counter-closed':
      case 'counter-paused':
        Object.assign(counter, { mode: event.type === 'counter-closed' ? 'closed' : 'paused', plan: null });
        return this.#expect(free, `counter ${counter.id} stopped with a customer`);
      case 'pause-planned':
      case 'close-planned':
        counter.plan = event.type === 'close-planned' ? 'closed' : 'paused';
        return this.#expect(!free, `counter ${counter.id} plans, and nobody is there`);
      case 'plan-dropped':
        counter.plan = null;
    }
  }

  #expectOneCounterPerTicket(): void {
    const atHand = this.#counters.flatMap((counter) => (counter.atHand === null ? [] : [counter.atHand]));
    this.#expect(new Set(atHand).size === atHand.length, 'a ticket is at two counters');
  }

  #find(id: string): NaiveTicket | undefined {
    return this.#tickets.find((ticket) => ticket.id === id);
  }

  #expect(condition: boolean, otherwise: string): void {
    if (!condition) this.#problems.push(otherwise);
  }
}

function difference(what: string, ours: readonly string[], theirs: readonly string[]): string[] {
  const left = [...ours].sort().join('\n');
  const right = [...theirs].sort().join('\n');
  return left === right ? [] : [`the books and the core disagree on ${what}:\n${left}\n--- the core:\n${right}`];
}
