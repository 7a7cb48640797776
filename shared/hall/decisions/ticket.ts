import { failed, ok } from '../../lib/result.ts';
import { unreachable } from '../../lib/unreachable.ts';
import type { MergeTickets, ReclassifyTicket, TicketCommand } from '../commands.ts';
import type { Context, Decision } from '../context.ts';
import { refuse } from '../refusals.ts';
import type { HallState } from '../state.ts';
import { currentLeg, type Credit, type Ticket, type TicketId } from '../ticket.ts';
import { configurationOf, findTicket, ticketFacts } from './lookup.ts';

/** Commands on one ticket that is at no counter. */
export function decideTicket(
  state: HallState,
  command: TicketCommand & { type: 'return-ticket' | 'cancel-ticket' | 'mark-left' },
  context: Context,
): Decision {
  const found = findTicket(state, command.ticket);
  if (!found.ok) return found;
  const ticket = found.value;
  switch (command.type) {
    case 'return-ticket':
      return decideReturn(state, ticket, context);
    case 'cancel-ticket':
      return endWaiting(ticket, 'ticket-cancelled');
    case 'mark-left':
      return endWaiting(ticket, 'ticket-left');
    default:
      return unreachable(command.type);
  }
}

function endWaiting(ticket: Ticket, type: 'ticket-cancelled' | 'ticket-left'): Decision {
  if (ticket.status.is !== 'waiting') return failed(refuse('ticket-not-waiting', ticketFacts(ticket)));
  return ok([{ type, ticket: ticket.id }]);
}

function decideReturn(state: HallState, ticket: Ticket, context: Context): Decision {
  const { timesMax, placesBack } = configurationOf(state).returns;
  const { status } = ticket;
  if (status.is !== 'no-show') return failed(refuse('ticket-not-no-show', ticketFacts(ticket)));
  // What was its end by the rule of that moment stays its end; a rule made stricter since counts too.
  if (!status.returnable || ticket.returns >= timesMax)
    return failed(refuse('returns-used-up', { ...ticketFacts(ticket), timesMax }));
  const credit = creditBehind(state, ticket, placesBack, context.at);
  return ok([{ type: 'ticket-returned', ticket: ticket.id, credit, returns: ticket.returns + 1 }]);
}

/**
 * Right behind the `places`-th of its own service and class, and behind those who came back to that very place before; at the
 * end when fewer wait.
 */
function creditBehind(state: HallState, ticket: Ticket, places: number, at: number): Credit {
  const order = state.creditOrder + 1;
  const queue = state.queues.get(currentLeg(ticket).service)?.get(ticket.classId);
  if (places === 0) {
    const first = queue?.first();
    return first === null || first === undefined ? { at, order } : { at: first.credit.at - 1, order };
  }
  const before = queue?.at(places - 1);
  return before === null || before === undefined ? { at, order } : { at: before.credit.at, order };
}

export function decideCheckDocuments(_state: HallState, _ticket: TicketId): Decision {
  return failed(refuse('not-allowed', {}));
}

export function decideReclassify(_state: HallState, _command: ReclassifyTicket): Decision {
  return failed(refuse('not-allowed', {}));
}

export function decideMerge(_state: HallState, _command: MergeTickets): Decision {
  return failed(refuse('not-allowed', {}));
}
