import type { EpochMs } from '../../lib/clock.ts';
import { assert, must } from '../../lib/assert.ts';
import { unreachable } from '../../lib/unreachable.ts';
import type { CounterId } from '../configuration.ts';
import type { AfterThisCustomer, Counter } from '../counter.ts';
import type { HallEvent } from '../events.ts';
import type { HallState } from '../state.ts';
import type { TicketId } from '../ticket.ts';

type CounterFact = Extract<
  HallEvent,
  {
    type:
      | 'signed-in'
      | 'signed-out'
      | 'counter-opened'
      | 'counter-closed'
      | 'counter-paused'
      | 'counter-resumed'
      | 'pause-planned'
      | 'close-planned'
      | 'plan-dropped'
      | 'counter-restricted'
      | 'counter-unrestricted'
      | 'auto-call-set';
  }
>;

export function evolveCounter(state: HallState, event: CounterFact, at: EpochMs): void {
  const counter = counterOf(state, event.counter);
  switch (event.type) {
    case 'signed-in':
      counter.signIn = { teller: event.teller, at };
      return;
    case 'signed-out':
      // Auto-call is the teller's own choice and goes with them; what the counter serves for now is the manager's and stays.
      counter.signIn = null;
      counter.autoCall = false;
      return;
    case 'counter-opened':
    case 'counter-resumed':
      counter.mode = { is: 'open', since: at, atHand: null, idleSince: at, then: null };
      return;
    case 'counter-closed':
      counter.mode = { is: 'closed', since: at, wasOpen: true };
      return;
    case 'counter-paused':
      counter.mode = { is: 'paused', since: at, reason: event.reason };
      return;
    case 'pause-planned':
      return plan(counter, { is: 'paused', reason: event.reason });
    case 'close-planned':
      return plan(counter, { is: 'closed' });
    case 'plan-dropped':
      return plan(counter, null);
    case 'counter-restricted':
      counter.only = { services: event.services, until: event.until };
      return;
    case 'counter-unrestricted':
      counter.only = null;
      return;
    case 'auto-call-set':
      counter.autoCall = event.on;
      return;
    default:
      return unreachable(event);
  }
}

export function counterOf(state: HallState, id: CounterId): Counter {
  return must(state.counters.get(id), `counter ${id} exists`);
}

export function takeInHand(counter: Counter, ticket: TicketId): void {
  const { mode } = counter;
  assert(mode.is === 'open' && mode.atHand === null, `counter ${counter.id} is open and free`);
  counter.mode = { ...mode, atHand: ticket, idleSince: null };
  counter.served = null;
}

/** The counter is free again, and idle from this moment. */
export function putDown(counter: Counter, at: EpochMs): void {
  const { mode } = counter;
  assert(mode.is === 'open', `counter ${counter.id} is open`);
  counter.mode = { ...mode, atHand: null, idleSince: at };
}

function plan(counter: Counter, then: AfterThisCustomer | null): void {
  const { mode } = counter;
  assert(mode.is === 'open', `counter ${counter.id} is open`);
  counter.mode = { ...mode, then };
}
