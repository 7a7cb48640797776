import { failed, ok } from '../../lib/result.ts';
import { unreachable } from '../../lib/unreachable.ts';
import type { CounterCommand, MoveTeller, OpenCounter, PauseCounter, ServeOnly, SetAutoCall } from '../commands.ts';
import type { CounterId } from '../configuration.ts';
import type { Context, Decision } from '../context.ts';
import type { Counter } from '../counter.ts';
import { refuse } from '../refusals.ts';
import type { HallState } from '../state.ts';
import { findCounter, notOpen, numberOf, ownOrManagedCounter } from './lookup.ts';

/** 登录台席. Signing in does not open the counter. */
export function decideSignIn(state: HallState, id: CounterId, context: Context): Decision {
  const found = findCounter(state, id);
  if (!found.ok) return found;
  const teller = context.actor.staffNumber;
  if (teller === undefined) return failed(refuse('not-allowed', {}));
  const there = found.value.signIn?.teller;
  if (there !== undefined && there !== teller) return failed(refuse('counter-taken', { counter: id, teller: there }));
  for (const counter of state.counters.values()) {
    if (counter.signIn?.teller === teller) return failed(refuse('already-signed-in', { counter: counter.id, teller }));
  }
  return ok([{ type: 'signed-in', counter: id, teller }]);
}

/** 退出台席. Closes the counter on the way; not with a customer at hand. A manager signs out who went home and forgot it. */
export function decideSignOut(state: HallState, id: CounterId, context: Context): Decision {
  const found = ownOrManagedCounter(state, id, context);
  if (!found.ok) return found;
  const { mode, signIn } = found.value;
  if (signIn === null) return failed(refuse('not-signed-in', { counter: id, teller: null }));
  if (mode.is === 'open' && mode.atHand !== null) {
    return failed(refuse('ticket-at-hand', { counter: id, number: numberOf(state, mode.atHand) }));
  }
  const out = { type: 'signed-out', counter: id, teller: signIn.teller } as const;
  return ok(mode.is === 'closed' ? [out] : [{ type: 'counter-closed', counter: id }, out]);
}

export function decideOpenCounter(state: HallState, { counter: id }: OpenCounter, context: Context): Decision {
  const found = ownOrManagedCounter(state, id, context);
  if (!found.ok) return found;
  const counter = found.value;
  if (counter.signIn === null) return failed(refuse('not-signed-in', { counter: id, teller: null }));
  if (state.day.is !== 'open') return failed(refuse('day-not-open', {}));
  switch (counter.mode.is) {
    case 'closed':
      return ok([{ type: 'counter-opened', counter: id }]);
    case 'paused':
      return failed(refuse('counter-paused', { counter: id }));
    case 'open':
      return counter.mode.then?.is === 'closed'
        ? ok([{ type: 'plan-dropped', counter: id }])
        : failed(refuse('counter-already-open', { counter: id }));
    default:
      return unreachable(counter.mode);
  }
}

export function decideCloseCounter(state: HallState, id: CounterId, context: Context): Decision {
  const found = ownOrManagedCounter(state, id, context);
  if (!found.ok) return found;
  const { mode } = found.value;
  if (mode.is === 'closed' || (mode.is === 'open' && mode.then?.is === 'closed')) {
    return failed(refuse('counter-already-closed', { counter: id }));
  }
  return ok([{ type: hasCustomer(found.value) ? 'close-planned' : 'counter-closed', counter: id }]);
}

/** With a customer at hand the pause waits until that customer is finished. */
export function decidePause(state: HallState, command: PauseCounter, context: Context): Decision {
  const found = ownOrManagedCounter(state, command.counter, context);
  if (!found.ok) return found;
  const { id, mode } = found.value;
  switch (mode.is) {
    case 'closed':
      return failed(notOpen(id, mode));
    case 'paused':
      return failed(refuse('counter-already-paused', { counter: id }));
    case 'open':
      if (mode.then?.is === 'paused') return failed(refuse('counter-already-paused', { counter: id }));
      return ok([{ type: hasCustomer(found.value) ? 'pause-planned' : 'counter-paused', counter: id, reason: command.reason }]);
    default:
      return unreachable(mode);
  }
}

/** Ends a pause, or drops one that still waits for the customer at hand. */
export function decideResume(state: HallState, id: CounterId, context: Context): Decision {
  const found = ownOrManagedCounter(state, id, context);
  if (!found.ok) return found;
  const { mode } = found.value;
  if (mode.is === 'paused') return ok([{ type: 'counter-resumed', counter: id }]);
  if (mode.is === 'open' && mode.then !== null) return ok([{ type: 'plan-dropped', counter: id }]);
  return failed(refuse('counter-not-paused', { counter: id, mode: mode.is }));
}

/** Commands that name a counter and concern nothing else. */
export function decideCounter(
  state: HallState,
  command: CounterCommand & { type: 'sign-in' | 'sign-out' | 'close-counter' | 'resume-counter' },
  context: Context,
): Decision {
  switch (command.type) {
    case 'sign-in':
      return decideSignIn(state, command.counter, context);
    case 'sign-out':
      return decideSignOut(state, command.counter, context);
    case 'close-counter':
      return decideCloseCounter(state, command.counter, context);
    case 'resume-counter':
      return decideResume(state, command.counter, context);
    default:
      return unreachable(command.type);
  }
}

export function decideMoveTeller(_state: HallState, _command: MoveTeller, _context: Context): Decision {
  return failed(refuse('not-allowed', {}));
}

export function decideServeOnly(_state: HallState, _command: ServeOnly, _context: Context): Decision {
  return failed(refuse('not-allowed', {}));
}

export function decideSetAutoCall(_state: HallState, _command: SetAutoCall, _context: Context): Decision {
  return failed(refuse('not-allowed', {}));
}

function hasCustomer(counter: Counter): boolean {
  return counter.mode.is === 'open' && counter.mode.atHand !== null;
}
