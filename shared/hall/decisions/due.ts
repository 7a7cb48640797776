import { ok } from '../../lib/result.ts';
import type { Context, Decision } from '../context.ts';
import { dueEvents } from '../due/due-events.ts';
import type { HallState } from '../state.ts';

/** The hub's own clock-work. Nothing is due: it was done in between, and nothing is kept. */
export function decideCarryOutDue(state: HallState, { at, newId }: Context): Decision {
  return ok(dueEvents(state, at, newId));
}
