import type { EpochMs } from '../lib/clock.ts';
import type { ClassId, CounterId, ServiceId } from './configuration.ts';
import type { Counter } from './counter.ts';
import type { UndoableAction } from './events.ts';
import type { Move } from './move.ts';
import type { PassedQueue } from './routing/call-reason.ts';
import type { RatioPosition } from './routing/ratio-position.ts';
import type { Credit, StaffNumber, Ticket, TicketId } from './ticket.ts';

/** What an action changed, as it was before: plain JSON, part of the snapshot. Never changed itself, only replaced or dropped. */
export type UndoImage =
  | ActionImage
  | RedirectImage
  /** Something has happened that depends on it, to this number if to any. */
  | { readonly is: 'overtaken'; readonly at: EpochMs; readonly number: string | null }
  /** It has been taken back: what comes next at this counter is for a person to say. */
  | { readonly is: 'undone'; readonly at: EpochMs };

export interface ActionImage {
  readonly is: 'action';
  readonly action: UndoableAction;
  readonly at: EpochMs;
  readonly counter: Counter;
  /** The customer whom the action was about: with `next` the one who was at hand before it. */
  readonly about: TicketId;
  readonly tickets: readonly Ticket[];
  readonly emptySince: readonly EmptyQueue[];
  /** Null when nobody was called. */
  readonly call: CallImage | null;
}

export interface CallImage {
  readonly ticket: TicketId;
  readonly credit: Credit;
  /** Whom the call passed. */
  readonly passed: readonly PassedQueue[];
  /** Where a ratio stood, and where the call left it; null when the call did not count for one. */
  readonly ratio: { readonly before: RatioPosition; readonly after: RatioPosition } | null;
}

export interface RedirectImage {
  readonly is: 'redirect';
  readonly at: EpochMs;
  readonly by: StaffNumber | null;
  readonly tickets: readonly Ticket[];
  readonly emptySince: readonly EmptyQueue[];
  /** What walls had been told before. */
  readonly moves: readonly Move[];
}

/** A queue in which nobody waited and somebody does now; `since` null: nobody ever had. */
export interface EmptyQueue {
  readonly service: ServiceId;
  readonly class: ClassId;
  readonly since: EpochMs | null;
}

/** Where `state.undo` keeps the last action of a counter. */
export function actionKey(counter: CounterId): string {
  return `counter:${counter}`;
}

export function redirectKey(redirect: string): string {
  return `redirect:${redirect}`;
}
