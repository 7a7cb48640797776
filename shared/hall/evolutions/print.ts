import type { EpochMs } from '../../lib/clock.ts';
import { must } from '../../lib/assert.ts';
import { unreachable } from '../../lib/unreachable.ts';
import type { HallEvent } from '../events.ts';
import type { HallState } from '../state.ts';
import type { PrintStatus, Ticket } from '../ticket.ts';

type PrintFactType = 'print-requested' | 'ticket-printed' | 'print-failed' | 'printer-reported';
type PrintFact = Extract<HallEvent, { type: PrintFactType }>;

export function evolvePrint(state: HallState, event: PrintFact, at: EpochMs): void {
  if (event.type === 'printer-reported') {
    state.printers.set(event.printer, { condition: event.condition, since: at });
    return;
  }
  const ticket = must(state.tickets.get(event.ticket), 'a printed ticket exists');
  ticket.print = printAfter(ticket, event, at);
  if (event.type !== 'print-failed') return;
  state.failedPrints.forget(state.tickets);
  state.failedPrints.keep(ticket);
}

function printAfter(ticket: Ticket, event: Exclude<PrintFact, { type: 'printer-reported' }>, at: EpochMs): PrintStatus {
  switch (event.type) {
    case 'print-requested':
      return {
        is: 'requested',
        printer: event.printer,
        at,
        ...(event.copy && { copy: event.copy }),
        ...(event.large && { large: event.large }),
      };
    case 'ticket-printed':
      return { is: 'printed', printer: printerOf(ticket), at };
    case 'print-failed':
      return { is: 'failed', printer: printerOf(ticket), at, fault: event.fault };
    default:
      return unreachable(event);
  }
}

function printerOf(ticket: Ticket): string {
  return ticket.print.is === 'unprinted' ? '' : ticket.print.printer;
}
