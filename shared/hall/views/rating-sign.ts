import type { EpochMs } from '../../lib/clock.ts';
import type { CounterId } from '../configuration.ts';
import { RATING_SECONDS, type RatingGrade } from '../setup/feedback-setup.ts';
import type { HallState } from '../state.ts';
import type { TicketId } from '../ticket.ts';

/** What the tablet of a counter asks (评价器): about the leg that ended last, for a while, until the next customer is called. */
export type RatingSign =
  | { readonly is: 'asleep' }
  | {
      readonly is: 'asking';
      readonly ticket: TicketId;
      readonly leg: number;
      /** Null: served without a ticket. */
      readonly number: string | null;
      readonly since: EpochMs;
      /** What was said already; null: nothing. */
      readonly grade: RatingGrade | null;
    };

export function ratingSign(state: HallState, counter: CounterId, now: EpochMs): RatingSign {
  const { configuration } = state;
  const feedback = configuration?.feedback;
  const served = state.counters.get(counter)?.served ?? null;
  if (feedback?.rating !== true || served === null) return { is: 'asleep' };
  const ticket = state.tickets.get(served.ticket);
  const leg = ticket?.legs[served.leg];
  // Undone, forgotten, or long ago.
  if (ticket === undefined || leg?.finishedAt === undefined) return { is: 'asleep' };
  if (now >= served.at + (feedback.ratingSeconds ?? RATING_SECONDS) * 1_000) return { is: 'asleep' };
  return {
    is: 'asking',
    ticket: ticket.id,
    leg: served.leg,
    number: ticket.number,
    since: served.at,
    grade: leg.grade ?? null,
  };
}
