import type { EpochMs } from '../../lib/clock.ts';
import type { NewId } from '../../lib/ids.ts';
import type { Counter } from '../counter.ts';
import { decideCallNext } from '../decisions/call.ts';
import type { HallEvent } from '../events.ts';
import { AUTO_CALL_AFTER_MS, UNDO_MS } from '../limits.ts';
import type { HallState } from '../state.ts';
import { actionKey } from '../undo.ts';

/**
 * The call of one idle counter: the one that is idle longest, as if its teller had pressed *next*. The others call in entries of their
 * own, for each call changes who is next.
 */
export function autoCallDue(state: HallState, at: EpochMs, newId: NewId): HallEvent[] {
  if (state.day.is !== 'open') return [];
  for (const { id, teller } of idleLongEnough(state, at)) {
    const actor = { id: `staff:${teller}`, roles: ['teller'], staffNumber: teller } as const;
    const decision = decideCallNext(state, { type: 'call-next', counter: id, atHand: null }, { at, actor, newId });
    if (decision.ok) return [...decision.value];
  }
  return [];
}

function idleLongEnough(state: HallState, at: EpochMs) {
  const seconds = state.configuration?.autoCallAfterSeconds;
  const afterMs = seconds === undefined ? AUTO_CALL_AFTER_MS : seconds * 1_000;
  const idle: { readonly id: Counter['id']; readonly teller: string; readonly since: EpochMs }[] = [];
  for (const { autoCall, id, mode, signIn } of state.counters.values()) {
    if (!autoCall || signIn === null || mode.is !== 'open' || mode.then !== null || mode.idleSince === null) continue;
    if (wasJustUndone(state, id, at)) continue;
    if (at - mode.idleSince >= afterMs) idle.push({ id, teller: signIn.teller, since: mode.idleSince });
  }
  return idle.sort((left, right) => left.since - right.since);
}

/** Who took a call back would find the same customer called again at once. */
function wasJustUndone(state: HallState, counter: Counter['id'], at: EpochMs): boolean {
  const image = state.undo.get(actionKey(counter));
  return image?.is === 'undone' && at <= image.at + UNDO_MS;
}
