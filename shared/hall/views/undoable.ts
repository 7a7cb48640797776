import type { EpochMs } from '../../lib/clock.ts';
import type { CounterId, ServiceId } from '../configuration.ts';
import type { UndoableAction } from '../events.ts';
import { UNDO_MS } from '../limits.ts';
import type { HallState } from '../state.ts';
import { currentLeg, type StaffNumber, type TicketId } from '../ticket.ts';
import { actionKey, redirectKey } from '../undo.ts';

export interface Undoable {
  readonly action: UndoableAction;
  readonly ticket: TicketId;
  readonly number: string | null;
  /** The last moment at which it can be taken back. */
  readonly until: EpochMs;
}

/** What a counter did last, while it can be taken back; else null. */
export function undoable(state: HallState, counter: CounterId, now: EpochMs): Undoable | null {
  const image = state.undo.get(actionKey(counter));
  if (image?.is !== 'action' || now > image.at + UNDO_MS) return null;
  const number = image.tickets.find(({ id }) => id === image.about)?.number ?? null;
  return { action: image.action, ticket: image.about, number, until: image.at + UNDO_MS };
}

export interface RedirectUndoable {
  readonly redirect: string;
  readonly by: StaffNumber | null;
  readonly service: ServiceId | null;
  readonly count: number;
  readonly until: EpochMs;
}

/** A redirect, while it can be taken back; else null. */
export function redirectUndoable(state: HallState, redirect: string, now: EpochMs): RedirectUndoable | null {
  const image = state.undo.get(redirectKey(redirect));
  if (image?.is !== 'redirect' || now > image.at + UNDO_MS) return null;
  const first = state.tickets.get(image.tickets[0]?.id ?? '');
  const service = first === undefined ? null : currentLeg(first).service;
  return { redirect, by: image.by, service, count: image.tickets.length, until: image.at + UNDO_MS };
}

/** Every redirect that can still be taken back, the latest first. */
export function redirectsUndoable(state: HallState, now: EpochMs): RedirectUndoable[] {
  const prefix = redirectKey('');
  const ids = [...state.undo.keys()].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
  return ids.flatMap((id) => redirectUndoable(state, id, now) ?? []).reverse();
}
