import type { Counter } from '../counter.ts';
import type { HallEvent } from '../events.ts';
import type { Waiting } from '../routing/credit-queue.ts';
import type { HallState } from '../state.ts';
import { addressKey, isBefore, type AddressKey } from '../ticket.ts';

/**
 * With a counter that closes, or whose teller signs out: who waited for this counter, or for its teller, waits at every
 * counter from now on. `tellerStays`: the teller goes on elsewhere, and who waits for the person goes on waiting.
 */
export function releasedEvents(
  state: HallState,
  { id, signIn }: Pick<Counter, 'id' | 'signIn'>,
  { tellerStays = false }: { readonly tellerStays?: boolean } = {},
): HallEvent[] {
  const keys: AddressKey[] = [addressKey({ counter: id })];
  if (signIn !== null && !tellerStays) keys.push(addressKey({ teller: signIn.teller }));
  const waiting = keys.flatMap((key) => waitingAt(state, key));
  if (waiting.length === 0) return [];
  waiting.sort((left, right) => (isBefore(left.credit, right.credit) ? -1 : 1));
  return [{ type: 'tickets-released', tickets: waiting.map(({ ticket }) => ticket) }];
}

function waitingAt(state: HallState, key: AddressKey): Waiting[] {
  const queues = [...(state.addressed.get(key)?.values() ?? [])].flatMap((byClass) => [...byClass.values()]);
  return queues.flatMap((queue) => [...queue]);
}
