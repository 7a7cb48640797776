import { assert, must } from '../../shared/lib/assert.ts';
import type { ClassId, CounterId, ServiceId } from '../../shared/hall/configuration.ts';
import { isInForce, ticketAtHand, type Counter } from '../../shared/hall/counter.ts';
import type { CallReason } from '../../shared/hall/routing/call-reason.ts';
import { helpsOf } from '../../shared/hall/routing/served-queues.ts';
import { currentLeg, type TicketId } from '../../shared/hall/ticket.ts';
import { KIOSK, MANAGER, teller, type PlayedHall } from './played-hall.ts';

/** One call as it was made, by the hall or by a run of it. */
export interface MadeCall {
  readonly at: number;
  /** Who came while the hall was driven is `new 0`, `new 1` … in the order in which they came; whom counter 2 served before, `at hand 2`. */
  readonly ticket: string;
  readonly counter: CounterId;
  readonly by: CallReason['rule'];
  /** How often it had been passed until then. */
  readonly passed: number;
}

export interface ComingCustomer {
  readonly at: number;
  readonly service: ServiceId;
  readonly class: ClassId;
}

/**
 * A hall that is driven on with nothing but commands, by tellers who do what a run of a forecast takes for granted: who is free calls at once, of
 * several the one who is idle longest, and every service takes its fixed time. Shares nothing with the runs but that rule.
 */
export class DrivenHall {
  readonly calls: MadeCall[] = [];
  readonly #hall: PlayedHall;
  readonly #serviceMs: (service: ServiceId, counter: CounterId) => number;
  readonly #freeAt = new Map<CounterId, number>();
  readonly #names = new Map<TicketId, string>();
  /** Idle counters that are kept for a class, and when to ask them again whether they may help. */
  readonly #helpAt = new Map<CounterId, number>();
  /** Planned breaks that begin, and those that end. */
  readonly #breakAt = new Map<CounterId, number>();
  readonly #backAt = new Map<CounterId, number>();
  /** Restrictions that end. */
  readonly #freedAt = new Map<CounterId, number>();

  constructor(hall: PlayedHall, serviceMs: (service: ServiceId, counter: CounterId) => number) {
    this.#hall = hall;
    this.#serviceMs = serviceMs;
  }

  drive(coming: readonly ComingCustomer[], until: number): MadeCall[] {
    const { state } = this.#hall;
    const from = this.#hall.now;
    for (const counter of state.counters.values()) {
      const { id, only, mode, signIn } = counter;
      const planned = [...state.breaks.values()].find(({ teller }) => teller === signIn?.teller);
      if (planned !== undefined && mode.is === 'open' && mode.then === null) {
        this.#breakAt.set(id, planned.from);
        this.#backAt.set(id, planned.from + planned.minutes * 60_000);
      }
      if (only !== null && only.until !== null && only.until > from) this.#freedAt.set(id, only.until);
      const ticket = ticketAtHand(counter);
      if (ticket === null) continue;
      const leg = currentLeg(must(state.tickets.get(ticket), 'at hand'));
      const { returns, status } = state.tickets.get(ticket)!;
      const known = returns > 0 ? leg.startedAt : leg.calledAt;
      const since = status.is === 'called' ? status.calledAt : must(known, 'a customer at hand was called');
      this.#names.set(ticket, `at hand ${counter.id}`);
      const elapsed = from - since - (leg.heldMs ?? 0);
      this.#freeAt.set(counter.id, from + Math.max(0, this.#serviceMs(leg.service, counter.id) - elapsed));
    }
    this.#offer(() => true);
    const arrivals = coming.map((customer, index) => ({ ...customer, index }));
    for (;;) {
      const next = this.#nextMoment(arrivals[0]?.at ?? Number.POSITIVE_INFINITY);
      if (next > until) return this.calls;
      this.#hall.now = next;
      const free = [...this.#freeAt].filter(([, at]) => at === next).map(([id]) => id);
      const first = free.sort((left, right) => left - right)[0];
      if (first !== undefined) this.#finish(first);
      else if ([...this.#backAt.values()].includes(next)) this.#back(next);
      else if ([...this.#freedAt.values()].includes(next)) this.#ask(this.#freedAt, next);
      else if ([...this.#breakAt.values()].includes(next)) this.#break(next);
      else if (arrivals[0]?.at === next) this.#comes(arrivals.shift()!);
      else this.#ask(this.#helpAt, next);
    }
  }

  #nextMoment(arrival: number): number {
    const planned = [this.#freeAt, this.#helpAt, this.#freedAt, this.#breakAt, this.#backAt].flatMap((times) => [
      ...times.values(),
    ]);
    return Math.min(arrival, ...planned);
  }

  /** Ends the customer at hand and calls, in one command; who goes on to another service is offered to others afterwards. */
  #finish(id: CounterId): void {
    const ticket = must(ticketAtHand(this.#counter(id)), 'somebody is served');
    this.#freeAt.delete(id);
    const { mode } = this.#counter(id);
    if (mode.is === 'open' && mode.then !== null) this.#hall.done({ type: 'finish-service', counter: id }, teller(id));
    else this.#next(id);
    if (this.#hall.state.tickets.get(ticket)?.status.is === 'waiting') this.#offer(() => this.#isWaiting(ticket));
  }

  #comes({ service, class: classId, index }: ComingCustomer & { readonly index: number }): void {
    const { ticket } = this.#hall.answer({ type: 'issue-ticket', service, class: classId }, KIOSK);
    assert(typeof ticket === 'string', 'a ticket is issued');
    this.#names.set(ticket, `new ${index}`);
    this.#offer(() => this.#isWaiting(ticket));
  }

  #break(at: number): void {
    for (const id of dueIn(this.#breakAt, at)) this.#hall.done({ type: 'pause-counter', counter: id, reason: 'meal' }, MANAGER);
  }

  #back(at: number): void {
    for (const id of dueIn(this.#backAt, at)) {
      this.#hall.done({ type: 'resume-counter', counter: id }, teller(id));
      if (this.#isIdle(this.#counter(id))) this.#next(id);
    }
  }

  #ask(times: Map<CounterId, number>, at: number): void {
    for (const id of dueIn(times, at)) {
      if (this.#isIdle(this.#counter(id))) this.#next(id);
    }
  }

  /** Whoever is idle presses *next*, the one who is idle longest first, as long as it is worth it. */
  #offer(isWorthIt: () => boolean): void {
    const idle = [...this.#hall.state.counters.values()].filter((counter) => this.#isIdle(counter));
    const since = ({ mode }: Counter): number => (mode.is === 'open' ? must(mode.idleSince, 'idle') : 0);
    idle.sort((left, right) => since(left) - since(right) || left.id - right.id);
    for (const { id } of idle) if (isWorthIt()) this.#next(id);
  }

  #next(id: CounterId): void {
    const decision = this.#hall.try({ type: 'call-next', counter: id }, teller(id));
    const called = decision.ok ? decision.value.find((event) => event.type === 'ticket-called') : undefined;
    if (called === undefined) return this.#waitToHelp(id);
    const ticket = must(this.#hall.state.tickets.get(called.ticket), 'who is called is there');
    this.calls.push({
      at: this.#hall.now,
      ticket: this.#names.get(ticket.id) ?? ticket.id,
      counter: id,
      by: called.reason.rule,
      passed: ticket.passed,
    });
    this.#helpAt.delete(id);
    this.#freeAt.set(id, this.#hall.now + this.#serviceMs(currentLeg(ticket).service, id));
  }

  /** It found nobody: once its own class has been away for long enough, it may find others. */
  #waitToHelp(id: CounterId): void {
    const { state, now } = this.#hall;
    const configuration = must(state.configuration, 'a hall that is set up');
    const setup = must(
      configuration.counters.find((each) => each.id === id),
      'a counter of the hall',
    );
    const { helps } = helpsOf(setup, []);
    const only = state.counters.get(id)?.only ?? null;
    if (helps === null || (only !== null && isInForce(only, now))) return;
    const since = [...state.emptySince.values()].flatMap(
      (byClass) => byClass.get(must(setup.reservedFor, 'kept for a class')) ?? [],
    );
    const later = since.map((at) => at + helps.afterMs).filter((at) => at > now);
    if (later.length > 0) this.#helpAt.set(id, Math.min(...later));
  }

  #isIdle({ mode }: Counter): boolean {
    return mode.is === 'open' && mode.atHand === null;
  }

  #isWaiting(ticket: TicketId): boolean {
    return this.#hall.state.tickets.get(ticket)?.status.is === 'waiting';
  }

  #counter(id: CounterId): Counter {
    return must(this.#hall.state.counters.get(id), 'a counter of the hall');
  }
}

/** Takes out whose time has come, the first counter first. */
function dueIn(times: Map<CounterId, number>, at: number): CounterId[] {
  const due = [...times].filter(([, time]) => time === at).map(([id]) => id);
  for (const id of due) times.delete(id);
  return due.sort((left, right) => left - right);
}
