import type { EpochMs } from '../../lib/clock.ts';
import type { FinishService } from '../commands.ts';
import { serviceSetup, type CounterId, type ServiceId } from '../configuration.ts';
import type { HallEvent } from '../events.ts';
import type { HallState } from '../state.ts';
import { currentLeg, type Credit, type Step, type Ticket } from '../ticket.ts';
import { configurationOf } from './lookup.ts';

export type StepEvent = Extract<HallEvent, { type: 'ticket-transferred' }>;

/**
 * Instead of the end of the visit, when a service follows on this ticket (多环节业务): its service's next one, then what was
 * merged into it, unless the teller has delivered that on the way. Null: nothing follows.
 */
export function stepEvent(
  state: HallState,
  ticket: Ticket,
  { counter, at, said }: { counter: CounterId; at: EpochMs; said: Pick<FinishService, 'delivered' | 'outcome'> },
): StepEvent | null {
  const delivered = said.delivered ?? [currentLeg(ticket).service];
  const next = stepAfter(state, ticket, delivered);
  if (next === null) return null;
  return {
    type: 'ticket-transferred',
    ticket: ticket.id,
    counter,
    service: next.service,
    to: null,
    credit: creditOnward(state, next.creditAt, at),
    delivered,
    ...(said.outcome === undefined ? {} : { outcome: said.outcome }),
    steps: stepsAhead(state, ticket, delivered).filter((step) => step.service !== next.service),
    step: true,
  };
}

function stepAfter(state: HallState, ticket: Ticket, delivered: readonly ServiceId[]): Step | null {
  const next = serviceSetup(configurationOf(state), currentLeg(ticket).service)?.nextStep;
  if (next !== undefined && isKnown(state, next) && !isDone(ticket, next, delivered)) {
    return ticket.steps.find((step) => step.service === next) ?? { service: next, creditAt: ticket.creditAt };
  }
  return stepsAhead(state, ticket, delivered)[0] ?? null;
}

/**
 * What was merged into the ticket and is neither delivered nor what it was called for now, as after a redirect to it. A service
 * that the hall no longer has is left out.
 */
export function stepsAhead(state: HallState, ticket: Ticket, delivered: readonly ServiceId[]): Step[] {
  const { service: here } = currentLeg(ticket);
  return ticket.steps.filter(({ service }) => service !== here && isKnown(state, service) && !delivered.includes(service));
}

/**
 * A configuration has no ring of steps, but it may turn them about while somebody is on the way: what was delivered on this ticket
 * is not waited for again, and nothing is waited for a third time.
 */
function isDone(ticket: Ticket, service: ServiceId, deliveredNow: readonly ServiceId[]): boolean {
  if (deliveredNow.includes(service) || ticket.legs.some((leg) => leg.delivered?.includes(service))) return true;
  return ticket.legs.filter((leg) => leg.service === service).length > 1;
}

function isKnown(state: HallState, service: ServiceId): boolean {
  return serviceSetup(configurationOf(state), service) !== undefined;
}

/** Where a customer who was served once waits next, by the hall's rule. */
export function creditOnward(state: HallState, creditAt: EpochMs, now: EpochMs): Credit {
  const place = configurationOf(state).transfers?.place ?? 'credit';
  return { at: place === 'credit' ? creditAt : now, order: state.creditOrder + 1 };
}
