import type { AlertKind } from '../../shared/hall/alert.ts';
import type { PlannedBreak } from '../../shared/hall/break.ts';
import type { CounterId, ServiceId } from '../../shared/hall/configuration.ts';
import type { UndoableAction } from '../../shared/hall/events.ts';
import { UNDO_MS } from '../../shared/hall/limits.ts';
import type { HallState } from '../../shared/hall/state.ts';
import type { StaffNumber } from '../../shared/hall/ticket.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';

/** What the last press can still be taken back to. */
export interface DeskUndo {
  readonly action: UndoableAction;
  /** Of the ticket that it was about; null: without a number. */
  readonly number: string | null;
  readonly until: EpochMs;
}

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
  readonly steps: readonly ServiceId[];
  readonly undo: DeskUndo | null;
  readonly help: HelpAsked | null;
  /** This teller's breaks that are still to come today, the next one first. */
  readonly breaks: readonly PlannedBreak[];
  readonly receptionRoom: CounterId | null;
}

/** Null for a counter that the hall does not have. `now`: the hall's clock. */
export function deskSituation(state: HallState, id: CounterId, now: EpochMs): DeskSituation | null {
  const counter = state.counters.get(id);
  if (counter === undefined) return null;
  const atHand = counter.mode.is === 'open' ? counter.mode.atHand : null;
  const room = state.configuration?.receptionRoom;
  return {
    steps: (state.tickets.get(atHand ?? '')?.steps ?? []).map(({ service }) => service),
    undo: undoOf(state, id, now),
    help: helpOf(state, id, now),
    breaks: counter.signIn === null ? [] : breaksOf(state, counter.signIn.teller, now),
    receptionRoom: room === undefined || room === id ? null : room,
  };
}

function undoOf(state: HallState, id: CounterId, now: EpochMs): DeskUndo | null {
  const image = state.undo.get(`counter:${id}`);
  if (image?.is !== 'action' || now - image.at > UNDO_MS) return null;
  // The last one named is the one that was called; an action without a call names one only.
  const number = image.tickets.at(-1)?.number ?? null;
  return { action: image.action, number, until: image.at + UNDO_MS };
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
