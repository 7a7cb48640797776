import type { ClassId, CounterId, ServiceId } from '../configuration.ts';
import type { HallState } from '../state.ts';
import { addressKey } from '../ticket.ts';
import { counterSigns } from './counter-signs.ts';
import type { EpochMs } from '../../lib/clock.ts';

export interface SheetTicket {
  readonly number: string;
  readonly issuedAt: EpochMs;
  /** Waits for this counter or this person only. */
  readonly to: string | null;
}

/** Who waits for a service in a class, in the order in which they are to be called. */
export interface SheetLine {
  readonly service: ServiceId;
  readonly classId: ClassId;
  readonly tickets: readonly SheetTicket[];
}

export interface WaitingSheet {
  readonly lines: readonly SheetLine[];
  readonly count: number;
  /** Who is at a counter while the sheet is made: not to be called again. */
  readonly atHand: readonly { readonly counter: CounterId; readonly number: string }[];
}

/**
 * The hall on paper, for a power cut. By service and class, each in its own order: how the classes take turns is a
 * sentence that a person can follow, an order of all of them would be wrong after the first call.
 */
export function waitingSheet(state: HallState): WaitingSheet {
  const lines = (state.configuration?.services ?? []).flatMap(({ id: service }) =>
    (state.configuration?.classes ?? []).flatMap(({ id: classId }) => {
      const tickets = ticketsOf(state, service, classId);
      return tickets.length === 0 ? [] : { service, classId, tickets };
    }),
  );
  const atHand = counterSigns(state).flatMap(({ counter, number }) => (number === null ? [] : { counter, number }));
  return { lines, count: lines.reduce((sum, { tickets }) => sum + tickets.length, 0), atHand };
}

function ticketsOf(state: HallState, service: ServiceId, classId: ClassId): SheetTicket[] {
  const waiting = [state.queues, ...state.addressed.values()].flatMap((queues) => [...(queues.get(service)?.get(classId) ?? [])]);
  waiting.sort((left, right) => left.credit.at - right.credit.at || left.credit.order - right.credit.order);
  return waiting.flatMap((each) => {
    const ticket = state.tickets.get(each.ticket);
    if (ticket === undefined || ticket.number === null) return [];
    const to = ticket.status.is === 'waiting' && ticket.status.to !== undefined ? addressKey(ticket.status.to) : null;
    return { number: ticket.number, issuedAt: ticket.issuedAt, to };
  });
}
