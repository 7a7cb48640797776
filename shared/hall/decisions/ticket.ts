import { must } from '../../lib/assert.ts';
import { failed, ok } from '../../lib/result.ts';
import { unreachable } from '../../lib/unreachable.ts';
import { hasRole } from '../actor.ts';
import type { MergeTickets, ReclassifyTicket, TicketCommand } from '../commands.ts';
import { classSetup } from '../configuration.ts';
import type { Context, Decision } from '../context.ts';
import { refuse } from '../refusals.ts';
import { lineOf } from '../routing/served-queues.ts';
import type { HallState } from '../state.ts';
import { addressKey, currentLeg, isBefore, type Credit, type Step, type Ticket, type TicketId } from '../ticket.ts';
import { configurationOf, findTicket, ticketFacts } from './lookup.ts';

/** Commands on one ticket that is at no counter. */
export function decideTicket(
  state: HallState,
  command: TicketCommand & { type: 'return-ticket' | 'cancel-ticket' | 'mark-left' | 'postpone-ticket' },
  context: Context,
): Decision {
  if (hasRole(context.actor, 'phone') && context.actor.ticket !== command.ticket) return failed(refuse('not-allowed', {}));
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
    case 'postpone-ticket':
      return decidePostpone(state, ticket);
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
 * end when fewer wait. The first place is nobody's: before the first, unless that one came back, too.
 */
function creditBehind(state: HallState, ticket: Ticket, places: number, at: number): Credit {
  const order = state.creditOrder + 1;
  const queue = state.queues.get(currentLeg(ticket).service)?.get(ticket.classId);
  if (places === 0) {
    const first = queue?.first();
    if (first === null || first === undefined) return { at, order };
    const cameBack = (state.tickets.get(first.ticket)?.returns ?? 0) > 0;
    return { at: cameBack ? first.credit.at : first.credit.at - 1, order };
  }
  const before = queue?.at(places - 1);
  return before === null || before === undefined ? { at, order } : { at: before.credit.at, order };
}

/**
 * 推后: right behind the `placesBack`-th of those who wait behind it in its own queue, or behind the last. Whoever is put back by
 * fewer places than the hall allows has not been cheated: there was nobody else to let go first.
 */
function decidePostpone(state: HallState, ticket: Ticket): Decision {
  const { status } = ticket;
  const rule = configurationOf(state).postpone;
  if (rule === undefined) return failed(refuse('postponing-not-offered', {}));
  if (status.is !== 'waiting') return failed(refuse('ticket-not-waiting', ticketFacts(ticket)));
  const postponed = (ticket.postponed ?? 0) + 1;
  const { placesBack, timesMax } = rule;
  if (postponed > timesMax) return failed(refuse('postpones-used-up', { ...ticketFacts(ticket), timesMax }));
  const { service } = currentLeg(ticket);
  const queue = must(
    lineOf(state, { service, class: ticket.classId, ...(status.to && { to: addressKey(status.to) }) }),
    'a waiting ticket is in its queue',
  );
  const place = queue.before(status.credit).count;
  const behind = queue.at(Math.min(place + placesBack, queue.size - 1));
  if (behind === null || behind.ticket === ticket.id) return failed(refuse('nobody-behind', ticketFacts(ticket)));
  const credit = { at: behind.credit.at, order: state.creditOrder + 1 };
  return ok([{ type: 'ticket-postponed', ticket: ticket.id, credit, postponed }]);
}

/** 已核验证件. Looked at twice is looked at. */
export function decideCheckDocuments(state: HallState, id: TicketId): Decision {
  const found = findTicket(state, id);
  if (!found.ok) return found;
  const ticket = found.value;
  if (ticket.status.is !== 'waiting') return failed(refuse('ticket-not-waiting', ticketFacts(ticket)));
  return ok(ticket.documentsChecked ? [] : [{ type: 'documents-checked', ticket: ticket.id }]);
}

/** The number stays, whatever its letter: the customer holds it. */
export function decideReclassify(state: HallState, command: ReclassifyTicket): Decision {
  const found = findTicket(state, command.ticket);
  if (!found.ok) return found;
  const ticket = found.value;
  if (classSetup(configurationOf(state), command.class) === undefined) {
    return failed(refuse('unknown-class', { class: command.class }));
  }
  if (ticket.status.is !== 'waiting') return failed(refuse('ticket-not-waiting', ticketFacts(ticket)));
  return ok(ticket.classId === command.class ? [] : [{ type: 'ticket-reclassified', ticket: ticket.id, class: command.class }]);
}

/**
 * 并号: one person took two numbers. For the same service the earlier arrival counts; another service follows on the ticket that
 * goes on, with the arrival that it had, and so does what was to follow there.
 */
export function decideMerge(state: HallState, command: MergeTickets): Decision {
  const [ticket, into] = [findTicket(state, command.ticket), findTicket(state, command.into)];
  if (!ticket.ok) return ticket;
  if (!into.ok) return into;
  if (ticket.value === into.value) return failed(refuse('same-ticket', ticketFacts(ticket.value)));
  const [other, going] = [ticket.value, into.value];
  if (other.status.is !== 'waiting') return failed(refuse('ticket-not-waiting', ticketFacts(other)));
  if (going.status.is !== 'waiting') return failed(refuse('ticket-not-waiting', ticketFacts(going)));
  const [leaving, staying] = [other.status.credit, going.status.credit];
  const isSame = currentLeg(other).service === currentLeg(going).service;
  const credit = isSame && isBefore(leaving, staying) ? leaving : staying;
  return ok([{ type: 'tickets-merged', ticket: other.id, into: going.id, credit, steps: stepsOfBoth(going, other) }]);
}

/** Nothing is to follow twice, and nothing that is waited for now. */
function stepsOfBoth(going: Ticket, other: Ticket): Step[] {
  const theirs = [{ service: currentLeg(other).service, creditAt: other.creditAt }, ...other.steps];
  const steps: Step[] = [];
  for (const step of [...going.steps, ...theirs]) {
    if (step.service === currentLeg(going).service || steps.some(({ service }) => service === step.service)) continue;
    steps.push(step);
  }
  return steps;
}
