import type { EpochMs } from '../lib/clock.ts';
import { assert } from '../lib/assert.ts';
import { unreachable } from '../lib/unreachable.ts';
import type { HallEvent } from './events.ts';
import { evolveCounter } from './evolutions/counter.ts';
import { evolveHall } from './evolutions/hall.ts';
import { evolvePrint } from './evolutions/print.ts';
import { evolveTicket, forgetEnded } from './evolutions/ticket.ts';
import type { HallState } from './state.ts';

/** As much of an entry as the state depends on. */
export interface AppliedEntry {
  readonly version: number;
  readonly at: EpochMs;
  readonly events: readonly HallEvent[];
}

/** Brings a state from one version to the next, in place. Entries come in order and without gaps, or it is a bug. */
export function applyEntry(state: HallState, entry: AppliedEntry): void {
  assert(entry.version === state.version + 1, `version ${entry.version} does not follow ${state.version}`);
  assert(entry.at >= state.at, 'time does not go back within a hall');
  for (const event of entry.events) evolve(state, event, entry.at, entry.version);
  state.version = entry.version;
  state.at = entry.at;
  forgetEnded(state);
}

/** One fact. Takes every journal that a released version has written: never refuses, never looks at a rule. */
export function evolve(state: HallState, event: HallEvent, at: EpochMs, version: number): void {
  switch (event.type) {
    case 'hall-configured':
    case 'day-opened':
    case 'day-closed':
      return evolveHall(state, event, at, version);
    case 'ticket-issued':
    case 'ticket-called':
    case 'ticket-recalled':
    case 'service-started':
    case 'served-without-ticket':
    case 'service-finished':
    case 'ticket-no-show':
    case 'ticket-returned':
    case 'ticket-cancelled':
    case 'ticket-left':
      return evolveTicket(state, event, at);
    case 'signed-in':
    case 'signed-out':
    case 'counter-opened':
    case 'counter-closed':
    case 'counter-paused':
    case 'counter-resumed':
    case 'pause-planned':
    case 'close-planned':
    case 'plan-dropped':
      return evolveCounter(state, event, at);
    case 'print-requested':
    case 'ticket-printed':
    case 'print-failed':
    case 'printer-reported':
      return evolvePrint(state, event, at);
    default:
      return unreachable(event);
  }
}
