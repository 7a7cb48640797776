import { failed, ok } from '../../lib/result.ts';
import { unreachable } from '../../lib/unreachable.ts';
import type { MoveTeller } from '../commands.ts';
import type { CounterId } from '../configuration.ts';
import type { Decision } from '../context.ts';
import { ticketAtHand, type CounterMode } from '../counter.ts';
import type { HallEvent } from '../events.ts';
import { refuse } from '../refusals.ts';
import type { HallState } from '../state.ts';
import { findCounter, numberOf } from './lookup.ts';
import { releasedEvents } from './release.ts';

/**
 * 换台: the teller gets up and sits down elsewhere, and the new counter is open or paused as the old one was. What the
 * teller chose (auto-call) goes along, and so do those who wait for this person; what the old counter serves for now stays with it.
 */
export function decideMoveTeller(state: HallState, command: MoveTeller): Decision {
  const [from, to] = [findCounter(state, command.counter), findCounter(state, command.toCounter)];
  if (!from.ok) return from;
  if (!to.ok) return to;
  const { autoCall, id, mode, signIn } = from.value;
  if (signIn === null) return failed(refuse('not-signed-in', { counter: id, teller: null }));
  const there = to.value.signIn;
  if (there !== null) return failed(refuse('counter-taken', { counter: to.value.id, teller: there.teller }));
  const atHand = ticketAtHand(from.value);
  if (atHand !== null) return failed(refuse('ticket-at-hand', { counter: id, number: numberOf(state, atHand) }));
  const { teller } = signIn;
  return ok([
    ...(mode.is === 'closed' ? [] : [{ type: 'counter-closed' as const, counter: id }]),
    { type: 'signed-out', counter: id, teller },
    ...releasedEvents(state, from.value, { tellerStays: true }),
    { type: 'signed-in', counter: to.value.id, teller },
    ...takingOver(mode, to.value.id),
    ...(autoCall ? [{ type: 'auto-call-set' as const, counter: to.value.id, on: true }] : []),
  ]);
}

function takingOver(mode: CounterMode, counter: CounterId): HallEvent[] {
  switch (mode.is) {
    case 'closed':
      return [];
    case 'open':
      return [{ type: 'counter-opened', counter }];
    case 'paused':
      return [{ type: 'counter-paused', counter, reason: mode.reason }];
    default:
      return unreachable(mode);
  }
}
