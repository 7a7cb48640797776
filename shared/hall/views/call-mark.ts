import type { EpochMs } from '../../lib/clock.ts';
import type { CounterId } from '../configuration.ts';
import type { Call } from '../state.ts';
import type { TicketId } from '../ticket.ts';

/** Which announcement: of which ticket, to where, when, and how often it had been repeated by then. Two recalls are two. */
export interface CallMark {
  readonly ticket: TicketId;
  readonly counter: CounterId;
  readonly at: EpochMs;
  readonly recalls: number;
}

export function callMark({ ticket, counter, at, recalls }: Call): CallMark {
  return { ticket, counter, at, recalls };
}

/** The same for the same announcement and for no other. */
export function markKey({ ticket, counter, at, recalls }: CallMark): string {
  return `${ticket} ${counter} ${at} ${recalls}`;
}
