import type { HallEvent } from '../events.ts';
import type { AppliedEntry } from '../evolve.ts';
import type { HallState } from '../state.ts';

type UndoFact = Extract<HallEvent, { type: 'action-undone' | 'redirect-undone' }>;

/** Before an entry changes anything: what an action in it could be taken back to. */
export function keepBefore(_state: HallState, _entry: AppliedEntry): void {}

export function evolveUndo(_state: HallState, _event: UndoFact): void {}

/** Drops what can no longer be taken back, by the time of the last entry. */
export function forgetUndo(_state: HallState): void {}
