import { failed, ok } from '../../lib/result.ts';
import type { ReportPrint, ReportPrinter, ReprintTicket } from '../commands.ts';
import type { Decision } from '../context.ts';
import { refuse } from '../refusals.ts';
import type { HallState } from '../state.ts';
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

export function decideReprint(_state: HallState, _command: ReprintTicket): Decision {
  return failed(refuse('not-allowed', {}));
}
