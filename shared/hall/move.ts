import type { EpochMs } from '../lib/clock.ts';
import type { ServiceId } from './configuration.ts';
import type { TicketId } from './ticket.ts';

/** A ticket that was moved to another line, as walls and phones tell it. */
export interface Move {
  readonly ticket: TicketId;
  readonly number: string;
  readonly from: ServiceId;
  readonly to: ServiceId;
  readonly at: EpochMs;
}
