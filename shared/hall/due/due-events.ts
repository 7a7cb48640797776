import type { EpochMs } from '../../lib/clock.ts';
import type { NewId } from '../../lib/ids.ts';
import { alertEvents } from '../alerts/alert-events.ts';
import type { HallEvent } from '../events.ts';
import type { HallState } from '../state.ts';
import { autoCallDue } from './auto-call.ts';
import { plansDue } from './plans.ts';

/** What one part of the hall demands at this moment, for no other reason than the time. */
type DueSource = (state: HallState, at: EpochMs, newId: NewId) => HallEvent[];

/** Plans change who is in line and which counters are open; calls empty the lines; alerts look at what is left. */
const SOURCES: readonly DueSource[] = [plansDue, autoCallDue, alertEvents];

/**
 * Everything that the time demands of a hall now. One source speaks at a time, so that each sees the hall as the one before left
 * it: once these events are an entry, ask again. Nothing: nobody has to do anything before somebody acts or time passes.
 *
 * Asked every second and after entries, so nothing here looks at every ticket: O(counters + holds + breaks + notices + alerts).
 */
export function dueEvents(state: HallState, at: EpochMs, newId: NewId): HallEvent[] {
  if (state.configuration === null) return [];
  for (const source of SOURCES) {
    const events = source(state, at, newId);
    if (events.length > 0) return events;
  }
  return [];
}

/** Whether `dueEvents` would say anything. */
export function isAnythingDue(state: HallState, at: EpochMs): boolean {
  return dueEvents(state, at, () => 'not kept').length > 0;
}
