import type { Role } from '../../shared/hall/actor.ts';
import type { TicketView } from '../../shared/hall/views/ticket-view.ts';
import { unreachable } from '../../shared/lib/unreachable.ts';

/** What staff do with a ticket that is at no desk of theirs. */
export const TICKET_ACTIONS = [
  'return',
  'wake',
  'postpone',
  'documents',
  'reclassify',
  'redirect',
  'merge',
  'reprint',
  'left',
  'cancel',
] as const;
export type TicketAction = (typeof TICKET_ACTIONS)[number];

/** Who is offered what; the hub decides all the same. A guard issues and guides, no more. */
const ROLES: { readonly [Action in TicketAction]: readonly Role[] } = {
  return: ['teller', 'greeter', 'manager'],
  wake: ['teller', 'greeter', 'manager'],
  postpone: ['greeter', 'manager'],
  documents: ['teller', 'greeter', 'manager'],
  reclassify: ['greeter', 'manager'],
  redirect: ['greeter', 'manager'],
  merge: ['teller', 'greeter', 'manager'],
  reprint: ['teller', 'greeter', 'guard', 'manager'],
  left: ['teller', 'greeter', 'manager'],
  cancel: ['teller', 'greeter', 'manager'],
};

export function isOffered(action: TicketAction, roles: readonly Role[]): boolean {
  return ROLES[action].some((role) => roles.includes(role));
}

/** Only what can be done with the ticket as it is now. */
export function ticketActions(ticket: TicketView, roles: readonly Role[]): TicketAction[] {
  return TICKET_ACTIONS.filter((action) => fits(action, ticket) && isOffered(action, roles));
}

function fits(action: TicketAction, ticket: TicketView): boolean {
  const isOver = ticket.status === 'ended' || (ticket.status === 'no-show' && !ticket.returnable);
  switch (action) {
    case 'return':
      return ticket.returnable;
    case 'wake':
      return ticket.status === 'held';
    case 'postpone':
      return ticket.postponesLeft > 0;
    case 'documents':
      return !isOver && !ticket.documentsChecked;
    case 'reprint':
      return !isOver && ticket.number !== null && ticket.status !== 'serving';
    case 'reclassify':
    case 'redirect':
    case 'merge':
    case 'left':
    case 'cancel':
      return ticket.status === 'waiting';
    default:
      return unreachable(action);
  }
}
