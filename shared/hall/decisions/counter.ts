import { failed, ok, type Result } from '../../lib/result.ts';
import { unreachable } from '../../lib/unreachable.ts';
import { hasRole } from '../actor.ts';
import type { CounterCommand, OpenCounter, PauseCounter, SetAutoCall } from '../commands.ts';
import type { CounterId } from '../configuration.ts';
import type { Context, Decision } from '../context.ts';
import type { Counter } from '../counter.ts';
import type { HallEvent } from '../events.ts';
import { shortWithout } from '../minimum-open.ts';
import { refuse, type Refusal } from '../refusals.ts';
import type { HallState } from '../state.ts';
import type { StaffNumber } from '../ticket.ts';
import { findCounter, notOpen, numberOf, ownOrManagedCounter } from './lookup.ts';
import { releasedEvents } from './release.ts';
import { restrictingEvents } from './restriction.ts';

type Outcome = Result<readonly HallEvent[], Refusal>;

/** 登录台席. Signing in does not open the counter. */
export function decideSignIn(state: HallState, id: CounterId, context: Context): Decision {
  const found = findCounter(state, id);
  if (!found.ok) return found;
  const teller = context.actor.staffNumber;
  if (teller === undefined) return failed(refuse('not-allowed', {}));
  return seatingEvents(state, found.value, teller);
}

/** One teller at a counter, one counter for a teller. */
function seatingEvents(state: HallState, { id, signIn }: Counter, teller: StaffNumber): Outcome {
  if (signIn !== null && signIn.teller !== teller) {
    return failed(refuse('counter-taken', { counter: id, teller: signIn.teller }));
  }
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
  const missed = belowMinimum(state, found.value, context);
  if (missed !== null) return failed(missed);
  const out = [{ type: 'signed-out', counter: id, teller: signIn.teller } as const, ...releasedEvents(state, found.value)];
  return ok(mode.is === 'closed' ? out : [{ type: 'counter-closed', counter: id }, ...out]);
}

/**
 * A teller opens the counter at which they are signed in. A manager may say who sits down there and what it serves for now,
 * all in one entry; at a counter that is open already only the latter is left to do.
 */
export function decideOpenCounter(state: HallState, command: OpenCounter, context: Context): Decision {
  const { counter: id, services, teller, until } = command;
  const found = ownOrManagedCounter(state, id, context);
  if (!found.ok) return found;
  const counter = found.value;
  const isPlain = teller === undefined && services === undefined && until === undefined;
  if (!isPlain && !hasRole(context.actor, 'manager')) return failed(refuse('not-allowed', {}));
  const seated = whoSits(state, counter, teller);
  if (!seated.ok) return seated;
  if (state.day.is !== 'open') return failed(refuse('day-not-open', {}));
  const restricted = restrictionOf(state, counter, command, context);
  if (!restricted.ok) return restricted;
  const opened = openingEvents(counter);
  if (opened.ok) return ok([...seated.value, ...restricted.value, ...opened.value]);
  return opened.error.kind === 'counter-already-open' && services !== undefined ? restricted : opened;
}

/** The teller who is there already, or the one whom the manager names. */
function whoSits(state: HallState, counter: Counter, teller: StaffNumber | undefined): Outcome {
  const there = counter.signIn?.teller;
  if (teller !== undefined && teller !== there) return seatingEvents(state, counter, teller);
  return there === undefined ? failed(refuse('not-signed-in', { counter: counter.id, teller: null })) : ok([]);
}

/** The services without a time last until they are restored; a time without services ends nothing. */
function restrictionOf(state: HallState, counter: Counter, { services, until }: OpenCounter, context: Context): Outcome {
  if (services === undefined && until === undefined) return ok([]);
  return restrictingEvents(state, counter, { services: services ?? [], until }, context);
}

function openingEvents({ id, mode }: Counter): Outcome {
  switch (mode.is) {
    case 'closed':
      return ok([{ type: 'counter-opened', counter: id }]);
    case 'paused':
      return failed(refuse('counter-paused', { counter: id }));
    case 'open':
      return mode.then?.is === 'closed'
        ? ok([{ type: 'plan-dropped', counter: id }])
        : failed(refuse('counter-already-open', { counter: id }));
    default:
      return unreachable(mode);
  }
}

export function decideCloseCounter(state: HallState, id: CounterId, context: Context): Decision {
  const found = ownOrManagedCounter(state, id, context);
  if (!found.ok) return found;
  const { mode } = found.value;
  if (mode.is === 'closed' || (mode.is === 'open' && mode.then?.is === 'closed')) {
    return failed(refuse('counter-already-closed', { counter: id }));
  }
  const missed = belowMinimum(state, found.value, context);
  if (missed !== null) return failed(missed);
  if (hasCustomer(found.value)) return ok([{ type: 'close-planned', counter: id }]);
  return ok([{ type: 'counter-closed', counter: id }, ...releasedEvents(state, found.value)]);
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
    case 'open': {
      if (mode.then?.is === 'paused') return failed(refuse('counter-already-paused', { counter: id }));
      const missed = belowMinimum(state, found.value, context);
      if (missed !== null) return failed(missed);
      return ok([{ type: hasCustomer(found.value) ? 'pause-planned' : 'counter-paused', counter: id, reason: command.reason }]);
    }
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

/** Its teller's choice, or the manager's for them. */
export function decideSetAutoCall(state: HallState, { counter: id, on }: SetAutoCall, context: Context): Decision {
  const found = ownOrManagedCounter(state, id, context);
  if (!found.ok) return found;
  const { autoCall, signIn } = found.value;
  if (signIn === null) return failed(refuse('not-signed-in', { counter: id, teller: null }));
  return ok(autoCall === on ? [] : [{ type: 'auto-call-set', counter: id, on }]);
}

/** 最低开台数: fewer counters than the hall wants is a manager's decision. */
function belowMinimum(state: HallState, counter: Counter, { actor, at }: Context): Refusal | null {
  if (hasRole(actor, 'manager')) return null;
  const short = shortWithout(state, counter, at);
  return short === null ? null : refuse('below-minimum', { counter: counter.id, ...short });
}

function hasCustomer(counter: Counter): boolean {
  return counter.mode.is === 'open' && counter.mode.atHand !== null;
}
