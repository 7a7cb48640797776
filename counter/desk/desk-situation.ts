import type { AlertKind } from '../../shared/hall/alert.ts';
import type { PlannedBreak } from '../../shared/hall/break.ts';
import type { CounterId, ServiceId } from '../../shared/hall/configuration.ts';
import { ticketAtHand } from '../../shared/hall/counter.ts';
import type { HallState } from '../../shared/hall/state.ts';
import type { StaffNumber } from '../../shared/hall/ticket.ts';
import { ticketView } from '../../shared/hall/views/ticket-view.ts';
import { undoable, type Undoable } from '../../shared/hall/views/undoable.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import { stepsToCome } from '../tickets/steps-to-come.ts';

/** The counter's last request for help that lasts, or was answered. */
export interface HelpAsked {
  readonly kind: Extract<AlertKind, 'help' | 'pause-refused'>;
  readonly from: 'manager' | 'guard';
  /** What was said, or why the pause was wanted. */
  readonly about: string | null;
  readonly at: EpochMs;
  readonly acknowledged: { readonly by: StaffNumber; readonly at: EpochMs } | null;
}

/** What a desk knows of its counter besides who is at hand and who waits. */
export interface DeskSituation {
  /** Services that follow on the ticket at hand. */
  readonly steps: readonly ServiceId[];
  readonly undo: Undoable | null;
  readonly help: HelpAsked | null;
  /** This teller's breaks that are still to come today, the next one first. */
  readonly breaks: readonly PlannedBreak[];
  /** 客户接待室, unless this is it; `isStaffed`: nobody is sent to where nobody is. */
  readonly reception: { readonly counter: CounterId; readonly isStaffed: boolean } | null;
}

/** Null for a counter that the hall does not have. `now`: the hall's clock. */
export function deskSituation(state: HallState, id: CounterId, now: EpochMs): DeskSituation | null {
  const counter = state.counters.get(id);
  if (counter === undefined) return null;
  const atHand = ticketView(state, ticketAtHand(counter) ?? '');
  const room = state.configuration?.receptionRoom;
  return {
    steps: atHand === null ? [] : stepsToCome(state.configuration, atHand),
    undo: undoable(state, id, now),
    help: helpOf(state, id, now),
    breaks: counter.signIn === null ? [] : breaksOf(state, counter.signIn.teller, now),
    reception:
      room === undefined || room === id
        ? null
        : { counter: room, isStaffed: (state.counters.get(room)?.signIn ?? null) !== null },
  };
}

function helpOf(state: HallState, id: CounterId, now: EpochMs): HelpAsked | null {
  let last: HelpAsked | null = null;
  for (const alert of state.alerts.values()) {
    if ((alert.kind !== 'help' && alert.kind !== 'pause-refused') || alert.subject.counter !== id) continue;
    const { acknowledged } = alert;
    const isOld = acknowledged === null ? alert.clearedAt !== null : now - acknowledged.at > ANSWER_SHOWN_MS;
    if (isOld || (last !== null && alert.raisedAt < last.at)) continue;
    const from = alert.told[0] === 'guard' ? 'guard' : 'manager';
    last = { kind: alert.kind, from, about: alert.subject.about ?? null, at: alert.raisedAt, acknowledged };
  }
  return last;
}

function breaksOf(state: HallState, teller: StaffNumber, now: EpochMs): PlannedBreak[] {
  const mine = [...state.breaks.values()].filter((each) => each.teller === teller && each.startedAt === null);
  return mine.filter(({ from }) => from - now < BREAKS_SHOWN_MS).sort((left, right) => left.from - right.from);
}

/** Who is coming is told until they must have come. */
const ANSWER_SHOWN_MS = 10 * 60_000;
/** Today's and tonight's; next week's is no news at a desk. */
const BREAKS_SHOWN_MS = 12 * 3_600_000;
