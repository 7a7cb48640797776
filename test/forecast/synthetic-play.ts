import type { CounterId, ServiceId } from '../../shared/hall/configuration.ts';
import { nextTicket } from '../../shared/hall/routing/next-ticket.ts';
import type { Candidate, QueueKey, QueueView } from '../../shared/hall/routing/queue-view.ts';
import { isBefore, type Credit } from '../../shared/hall/ticket.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import {
  MINUTE_MS,
  STANDARD,
  VIP,
  type Span,
  type SyntheticCounter,
  type SyntheticCustomer,
  type SyntheticDay,
  type SyntheticHall,
} from './synthetic-hall.ts';

/** What became of a customer; `counter`: who called, and until when that counter was taken. */
export interface PlayedTicket {
  readonly index: number;
  readonly customer: SyntheticCustomer;
  readonly calledAt: EpochMs;
  readonly freeAt: EpochMs;
  readonly counter: CounterId;
  readonly came: boolean;
}

export interface PlayedDay {
  readonly day: SyntheticDay;
  /** In order of arrival. */
  readonly tickets: readonly PlayedTicket[];
  /** When counters stopped without a plan, as it happened. */
  readonly paused: readonly { readonly counter: CounterId; readonly from: EpochMs; readonly to: EpochMs }[];
}

/** A counter that is open besides the hall's own from a moment to another, or serves more in that time (with the id of one of the hall's). */
export interface ExtraCounter {
  readonly counter: SyntheticCounter;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** Plays a day by the real routing function; with `extra` counters the same customers come and need as long. */
export function playDay(hall: SyntheticHall, day: SyntheticDay, extra: readonly ExtraCounter[] = []): PlayedDay {
  const play = new Play(hall, day, extra);
  play.toTheEnd();
  return { day, tickets: play.tickets.sort((left, right) => left.index - right.index), paused: play.paused };
}

export function queuesOfServices(services: readonly ServiceId[]): QueueKey[] {
  return services.flatMap((service) => [
    { service, class: STANDARD },
    { service, class: VIP },
  ]);
}

interface Desk {
  readonly counter: SyntheticCounter;
  readonly open: Span | null;
  freeAt: EpochMs;
  pauses: Span[];
  lunch: Span | null;
}

class Play {
  readonly tickets: PlayedTicket[] = [];
  readonly paused: { counter: CounterId; from: EpochMs; to: EpochMs }[] = [];
  readonly #hall: SyntheticHall;
  readonly #day: SyntheticDay;
  readonly #extra: readonly ExtraCounter[];
  readonly #desks: Desk[];
  readonly #line = new Line();

  constructor(hall: SyntheticHall, day: SyntheticDay, extra: readonly ExtraCounter[]) {
    this.#hall = hall;
    this.#day = day;
    this.#extra = extra;
    const opens = day.midnight + hall.opensMs;
    this.#desks = hall.counters.map((counter) => ({
      counter,
      open: null,
      freeAt: opens,
      pauses: [...(day.pauses.get(counter.id) ?? [])],
      lunch: counter.lunch === undefined ? null : shifted(counter.lunch, day.midnight),
    }));
    for (const { counter, from, to } of extra) {
      if (hall.counters.some(({ id }) => id === counter.id)) continue;
      const pauses = (day.pauses.get(counter.id) ?? []).filter((pause) => pause.from >= from);
      this.#desks.push({ counter, open: { from, to }, freeAt: from, pauses, lunch: null });
    }
  }

  toTheEnd(): void {
    const { customers } = this.#day;
    let next = 0;
    for (;;) {
      const desk = this.#firstToCall();
      const arrival = customers[next];
      if (arrival !== undefined && (desk === null || arrival.at <= desk.freeAt)) {
        this.#line.add(arrival, next);
        for (const each of this.#desks) this.#idle(each, arrival.at);
        next += 1;
      } else if (desk === null) {
        return;
      } else {
        this.#call(desk);
      }
    }
  }

  /** A desk that was free before this moment had nobody to call: what it stopped for in the meantime began then. */
  #idle(desk: Desk, until: EpochMs): void {
    while (desk.freeAt < until) {
      const stop = Math.min(desk.lunch?.from ?? Infinity, desk.pauses[0]?.from ?? Infinity);
      if (stop >= until) desk.freeAt = until;
      else {
        desk.freeAt = Math.max(desk.freeAt, stop);
        this.#stops(desk);
      }
    }
  }

  #firstToCall(): Desk | null {
    let first: Desk | null = null;
    for (const desk of this.#desks) {
      if (desk.open !== null && desk.freeAt >= desk.open.to) continue;
      if (this.#line.next(this.#hall.rule, desk.freeAt, this.#serves(desk)) === null) continue;
      if (first === null || desk.freeAt < first.freeAt) first = desk;
    }
    return first;
  }

  #call(desk: Desk): void {
    if (this.#stops(desk)) return;
    const at = desk.freeAt;
    const called = this.#line.next(this.#hall.rule, at, this.#serves(desk));
    const index = called === null ? -1 : Number(called.ticket);
    const customer = this.#day.customers[index];
    if (called === null || customer === undefined) return;
    this.#line.remove(called);
    const { base, perMinute, lostMs } = this.#hall.noShow;
    const came = customer.comes >= base + (perMinute * (at - customer.at)) / MINUTE_MS;
    desk.freeAt = at + (came ? Math.round(customer.serveMs * Math.exp(desk.counter.logSpeed)) : lostMs);
    this.tickets.push({ index, customer, calledAt: at, freeAt: desk.freeAt, counter: desk.counter.id, came });
  }

  /** Lunch or a pause that is due begins now instead of a call. */
  #stops(desk: Desk): boolean {
    const { lunch, pauses, freeAt } = desk;
    if (lunch !== null && lunch.from <= freeAt) {
      desk.lunch = null;
      desk.freeAt = Math.max(freeAt, lunch.to);
      return true;
    }
    const pause = pauses[0];
    if (pause === undefined || pause.from > freeAt) return false;
    desk.pauses = pauses.slice(1);
    desk.freeAt = freeAt + pause.to - pause.from;
    this.paused.push({ counter: desk.counter.id, from: freeAt, to: desk.freeAt });
    return true;
  }

  #serves({ counter, freeAt }: Desk): readonly ServiceId[] {
    const more = this.#extra.find((each) => each.counter.id === counter.id && each.from <= freeAt && freeAt < each.to);
    return more === undefined ? counter.services : more.counter.services;
  }
}

function shifted({ from, to }: Span, by: number): Span {
  return { from: from + by, to: to + by };
}

/** Everybody who waits, in lines by service and class. */
class Line {
  readonly #lines = new Map<string, Candidate[]>();
  #order = 0;

  add(customer: SyntheticCustomer, index: number): void {
    const { service, class: classId, at } = customer;
    const line = this.#lines.get(`${service} ${classId}`) ?? [];
    line.push({ ticket: String(index), service, class: classId, credit: { at, order: (this.#order += 1) }, passesNobody: false });
    this.#lines.set(`${service} ${classId}`, line);
  }

  remove({ service, class: classId }: Candidate): void {
    this.#lines.get(`${service} ${classId}`)?.shift();
  }

  next(rule: SyntheticHall['rule'], at: EpochMs, services: readonly ServiceId[]): Candidate | null {
    const lineOf = (queue: QueueKey): readonly Candidate[] => this.#lines.get(`${queue.service} ${queue.class}`) ?? [];
    const view: QueueView = {
      at,
      own: [],
      tiers: [queuesOfServices(services)],
      ratio: { turn: 0, calls: 0 },
      head: (queue) => lineOf(queue)[0] ?? null,
      firstPassed: () => null,
      before: (queue: QueueKey, credit: Credit) => ({
        count: lineOf(queue).filter((each) => isBefore(each.credit, credit)).length,
        passedMost: 0,
      }),
    };
    return nextTicket(view, rule)?.candidate ?? null;
  }
}
