import type { EpochMs } from '../../lib/clock.ts';
import type { DayId } from '../business-day.ts';
import type { CounterId, ServiceId } from '../configuration.ts';
import type { HallEvent } from '../events.ts';
import type { TicketId } from '../ticket.ts';

/** Tickets of one service, by what became of them; of who waits or is served it says so. */
export interface ServiceTally {
  readonly issued: number;
  readonly served: number;
  readonly noShow: number;
  /** Left, cancelled, merged into another ticket. */
  readonly left: number;
  /** Ended with the day, for nobody had served them (弃号). */
  readonly unserved: number;
  /** Still here. */
  readonly open: number;
  /** From issue to first call, of those that were called. Null: nobody was. */
  readonly waitMsMean: number | null;
  readonly waitMsMax: number | null;
}

export interface DayFigures {
  readonly total: ServiceTally;
  readonly services: ReadonlyMap<ServiceId, ServiceTally>;
  /** Services finished at each counter. */
  readonly counters: ReadonlyMap<CounterId, number>;
}

type Fate = 'open' | 'served' | 'no-show' | 'left' | 'unserved';

/** Never changed in place: an undo puts an older one back. */
interface Visit {
  readonly service: ServiceId;
  readonly issuedAt: EpochMs;
  readonly calledAt: EpochMs | null;
  readonly fate: Fate;
}

/**
 * One business day in figures, from its entries in their order. A ticket counts for the service that it was issued for,
 * whatever it went on to. What was taken back did not happen.
 */
export class DayTally {
  readonly #day: DayId;
  #isIn = false;
  readonly #visits = new Map<TicketId, Visit>();
  readonly #finished = new Map<CounterId, number>();
  /** By counter: how the tickets of its last action were before it, and how much it had finished. */
  readonly #before = new Map<CounterId, { readonly visits: ReadonlyMap<TicketId, Visit>; readonly finished: number }>();

  constructor(day: DayId) {
    this.#day = day;
  }

  /** Entries of other days are passed over. */
  take({ at, events }: { readonly at: EpochMs; readonly events: readonly HallEvent[] }): void {
    for (const event of events) if (event.type === 'day-opened') this.#isIn = event.day === this.#day;
    if (!this.#isIn) return;
    this.#remember(events);
    for (const event of events) this.#apply(event, at);
  }

  figures(): DayFigures {
    const byService = new Map<ServiceId, Visit[]>();
    for (const visit of this.#visits.values()) {
      const list = byService.get(visit.service);
      if (list === undefined) byService.set(visit.service, [visit]);
      else list.push(visit);
    }
    return {
      total: tallyOf([...this.#visits.values()]),
      services: new Map([...byService].map(([service, visits]) => [service, tallyOf(visits)])),
      counters: new Map([...this.#finished].filter(([, finished]) => finished > 0).sort(([left], [right]) => left - right)),
    };
  }

  #remember(events: readonly HallEvent[]): void {
    const acting = events.find((event) => 'counter' in event && 'ticket' in event && event.type !== 'action-undone');
    if (acting === undefined || !('counter' in acting) || acting.counter === undefined) return;
    const visits = new Map<TicketId, Visit>();
    for (const event of events) {
      const visit = 'ticket' in event && event.ticket !== undefined ? this.#visits.get(event.ticket) : undefined;
      if (visit !== undefined && 'ticket' in event && event.ticket !== undefined) visits.set(event.ticket, visit);
    }
    this.#before.set(acting.counter, { visits, finished: this.#finished.get(acting.counter) ?? 0 });
  }

  #apply(event: HallEvent, at: EpochMs): void {
    switch (event.type) {
      case 'ticket-issued':
      case 'served-without-ticket': {
        const calledAt = event.type === 'ticket-issued' ? null : at;
        this.#visits.set(event.ticket, { service: event.service, issuedAt: at, calledAt, fate: 'open' });
        return;
      }
      case 'ticket-called':
        return this.#change(event.ticket, ({ calledAt }) => ({ calledAt: calledAt ?? at, fate: 'open' }));
      case 'service-finished':
        this.#finished.set(event.counter, (this.#finished.get(event.counter) ?? 0) + 1);
        return this.#change(event.ticket, () => ({ fate: 'served' }));
      case 'ticket-transferred':
        this.#finished.set(event.counter, (this.#finished.get(event.counter) ?? 0) + 1);
        return this.#change(event.ticket, () => ({ fate: 'open' }));
      case 'ticket-no-show':
        return this.#change(event.ticket, () => ({ fate: 'no-show' }));
      case 'ticket-returned':
        return this.#change(event.ticket, () => ({ fate: 'open' }));
      case 'ticket-cancelled':
      case 'ticket-left':
      case 'tickets-merged':
        return this.#change(event.ticket, () => ({ fate: 'left' }));
      case 'action-undone':
        return this.#undo(event.counter);
      case 'day-closed':
        return this.#close();
      default:
        // Nothing else changes what became of a ticket.
        return;
    }
  }

  #change(ticket: TicketId, change: (visit: Visit) => Partial<Visit>): void {
    const visit = this.#visits.get(ticket);
    if (visit !== undefined) this.#visits.set(ticket, { ...visit, ...change(visit) });
  }

  #undo(counter: CounterId): void {
    const before = this.#before.get(counter);
    if (before === undefined) return;
    for (const [ticket, visit] of before.visits) this.#visits.set(ticket, visit);
    this.#finished.set(counter, before.finished);
    this.#before.delete(counter);
  }

  #close(): void {
    for (const [ticket, visit] of this.#visits)
      if (visit.fate === 'open') this.#visits.set(ticket, { ...visit, fate: 'unserved' });
    this.#isIn = false;
  }
}

function tallyOf(visits: readonly Visit[]): ServiceTally {
  const ended = (fate: Fate): number => visits.filter((visit) => visit.fate === fate).length;
  const waits = visits.flatMap(({ calledAt, issuedAt }) => (calledAt === null ? [] : [calledAt - issuedAt]));
  return {
    issued: visits.length,
    served: ended('served'),
    noShow: ended('no-show'),
    left: ended('left'),
    unserved: ended('unserved'),
    open: ended('open'),
    waitMsMean: waits.length === 0 ? null : waits.reduce((sum, wait) => sum + wait, 0) / waits.length,
    waitMsMax: waits.length === 0 ? null : waits.reduce((most, wait) => Math.max(most, wait), 0),
  };
}
