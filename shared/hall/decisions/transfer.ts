import { failed, ok, type Result } from '../../lib/result.ts';
import type { TransferTicket } from '../commands.ts';
import { serviceSetup, type CounterId, type ServiceId } from '../configuration.ts';
import type { Context, Decision } from '../context.ts';
import { refuse, type Refusal } from '../refusals.ts';
import type { HallState } from '../state.ts';
import { currentLeg, type Address } from '../ticket.ts';
import { configurationOf, findCounter, ownTicketAtHand } from './lookup.ts';
import { plannedEvents, startingEvents } from './serve.ts';
import { creditOnward, stepsAhead } from './step.ts';

/** 转业务, 转台席: number and credit stay, and a new wait begins. */
export function decideTransfer(state: HallState, command: TransferTicket, context: Context): Decision {
  const found = ownTicketAtHand(state, command.counter, context);
  if (!found.ok) return found;
  const { counter, ticket } = found.value;
  const there = currentLeg(ticket).service;
  const service = command.service ?? there;
  const unknown = unknownService(state, [service, ...(command.delivered ?? [])]);
  if (unknown !== null) return failed(unknown);
  const address = addressFor(state, command);
  if (!address.ok) return address;
  if (isHere(state, counter.id, address.value) || (service === there && address.value === null)) {
    return failed(refuse('nowhere-to-go', { counter: counter.id }));
  }
  const stopped = state.stopped.get(service);
  if (stopped !== undefined && service !== there) {
    return failed(refuse('service-stopped', { service, reason: stopped.reason }));
  }
  const delivered = command.delivered ?? [];
  return ok([
    ...startingEvents(ticket, counter.id, context.at),
    {
      type: 'ticket-transferred',
      ticket: ticket.id,
      counter: counter.id,
      service,
      to: address.value,
      credit: creditOnward(state, ticket.creditAt, context.at),
      delivered,
      steps: stepsAhead(state, ticket, delivered).filter((step) => step.service !== service),
    },
    ...plannedEvents(state, counter),
  ]);
}

function unknownService(state: HallState, services: readonly ServiceId[]): Refusal | null {
  const unknown = services.find((service) => serviceSetup(configurationOf(state), service) === undefined);
  return unknown === undefined ? null : refuse('unknown-service', { service: unknown });
}

/** Null: no counter and no person. Nobody is sent to where nobody is. */
function addressFor(state: HallState, { counter, toCounter, toTeller }: TransferTicket): Result<Address | null, Refusal> {
  if (toCounter !== undefined && toTeller !== undefined) return failed(refuse('nowhere-to-go', { counter }));
  if (toTeller !== undefined) {
    const isThere = [...state.counters.values()].some((each) => each.signIn?.teller === toTeller);
    return isThere ? ok({ teller: toTeller }) : failed(refuse('teller-not-signed-in', { teller: toTeller }));
  }
  if (toCounter === undefined) return ok(null);
  const found = findCounter(state, toCounter);
  if (!found.ok) return found;
  if (found.value.signIn === null) return failed(refuse('not-signed-in', { counter: toCounter, teller: null }));
  return ok({ counter: toCounter });
}

/** The counter that sends the customer away, or the person at it. */
function isHere(state: HallState, counter: CounterId, to: Address | null): boolean {
  if (to === null) return false;
  return 'counter' in to ? to.counter === counter : state.counters.get(counter)?.signIn?.teller === to.teller;
}
