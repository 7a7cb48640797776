import { failed, ok } from '../../lib/result.ts';
import type { ReportPrint, ReportPrinter, ReprintTicket } from '../commands.ts';
import type { HallConfiguration, PrinterId } from '../configuration.ts';
import type { Decision } from '../context.ts';
import { refuse } from '../refusals.ts';
import type { HallState } from '../state.ts';
import type { Ticket } from '../ticket.ts';
import { configurationOf, findTicket, ticketFacts } from './lookup.ts';

/** What became of a print that was asked for: once printed or failed it stays so. */
export function decidePrint(state: HallState, command: ReportPrint): Decision {
  const found = findTicket(state, command.ticket);
  if (!found.ok) return found;
  const ticket = found.value;
  if (ticket.print.is !== 'requested') return failed(refuse('print-not-pending', ticketFacts(ticket)));
  if (command.outcome === 'printed') return ok([{ type: 'ticket-printed', ticket: ticket.id }]);
  return ok([{ type: 'print-failed', ticket: ticket.id, fault: command.fault ?? 'printer-error' }]);
}

/** The same condition again is accepted and changes nothing: `since` stays the moment from which it has been so. */
export function decidePrinter(state: HallState, command: ReportPrinter): Decision {
  const { printer, condition } = command;
  if (!configurationOf(state).printers.some((each) => each.id === printer)) return failed(refuse('unknown-printer', { printer }));
  if (state.printers.get(printer)?.condition === condition) return ok([]);
  return ok([{ type: 'printer-reported', printer, condition }]);
}

/** 补打: for who waits or was just called. The paper that failed counts no longer. */
export function decideReprint(state: HallState, command: ReprintTicket): Decision {
  const found = findTicket(state, command.ticket);
  if (!found.ok) return found;
  const ticket = found.value;
  if (ticket.status.is !== 'waiting' && ticket.status.is !== 'called') {
    return failed(refuse('ticket-not-waiting', ticketFacts(ticket)));
  }
  const printer = printerFor(configurationOf(state), ticket, command.printer);
  if (printer === undefined) return failed(refuse('unknown-printer', { printer: command.printer ?? '' }));
  if (ticket.print.is === 'requested') return failed(refuse('print-pending', ticketFacts(ticket)));
  const large = command.large === true && { large: true as const };
  return ok([{ type: 'print-requested', ticket: ticket.id, printer, copy: true, ...large }]);
}

/** The one asked for; else where it was printed, if that printer is still there; else the hall's first. */
function printerFor({ printers }: HallConfiguration, { print }: Ticket, asked: PrinterId | undefined): PrinterId | undefined {
  const known = (id: PrinterId): boolean => printers.some((printer) => printer.id === id);
  if (asked !== undefined) return known(asked) ? asked : undefined;
  return print.is !== 'unprinted' && known(print.printer) ? print.printer : printers[0]?.id;
}
