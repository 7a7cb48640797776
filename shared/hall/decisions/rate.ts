import { failed, ok, type Result } from '../../lib/result.ts';
import { hasRole } from '../actor.ts';
import type { RateService } from '../commands.ts';
import type { CounterId } from '../configuration.ts';
import type { Context, Decision } from '../context.ts';
import { FEEDBACK_MS_MAX } from '../limits.ts';
import { refuse, type Refusal } from '../refusals.ts';
import type { HallState } from '../state.ts';
import type { Leg, StaffNumber, Ticket } from '../ticket.ts';
import { configurationOf, findTicket, numberOf, ticketFacts } from './lookup.ts';

/** A leg that has ended, with whom it was. */
export interface EndedLeg {
  readonly ticket: Ticket;
  readonly leg: Leg;
  readonly counter: CounterId;
  readonly teller: StaffNumber;
}

/** 服务评价: once for each leg, soon, by the customer's own phone or at the counter where it was. */
export function decideRate(state: HallState, command: RateService, context: Context): Decision {
  const found = findEndedLeg(state, command, context, 'rating');
  if (!found.ok) return found;
  const { counter, leg, teller, ticket } = found.value;
  if (leg.grade !== undefined) return failed(refuse('already-rated', { ...ticketFacts(ticket), grade: leg.grade }));
  const { grade } = command;
  return ok([{ type: 'service-rated', ticket: ticket.id, leg: command.leg, counter, teller, grade }]);
}

/**
 * The leg of which a customer wants to say something, and may: the phone of its own ticket only, the tablet of what ended last at
 * its own counter and until the next customer is called there.
 */
export function findEndedLeg(
  state: HallState,
  about: { readonly ticket: string; readonly leg: number },
  { actor, at }: Pick<Context, 'actor' | 'at'>,
  of: 'rating' | 'comments',
): Result<EndedLeg, Refusal> {
  if (hasRole(actor, 'phone') && actor.ticket !== about.ticket) return failed(refuse('not-allowed', {}));
  if (configurationOf(state).feedback?.[of] !== true) return failed(refuse('feedback-not-offered', { of }));
  const found = findTicket(state, about.ticket);
  if (!found.ok) return found;
  const ticket = found.value;
  const leg = ticket.legs[about.leg];
  if (leg?.finishedAt === undefined || leg.counter === undefined || leg.teller === undefined) {
    return failed(refuse('service-not-finished', ticketFacts(ticket)));
  }
  const { counter, teller } = leg;
  if (actor.counter !== undefined && actor.counter !== counter) return failed(refuse('not-allowed', {}));
  if (at > leg.finishedAt + FEEDBACK_MS_MAX) {
    return failed(refuse('feedback-too-late', { ...ticketFacts(ticket), minutesMax: FEEDBACK_MS_MAX / 60_000 }));
  }
  const isTablet = hasRole(actor, 'rating');
  if (isTablet && !isLatest(state, counter, about)) {
    const { mode } = state.counters.get(counter) ?? { mode: null };
    const atHand = mode?.is === 'open' ? mode.atHand : null;
    return failed(refuse('counter-moved-on', { counter, atHand, number: numberOf(state, atHand) }));
  }
  return ok({ ticket, leg, counter, teller });
}

function isLatest(state: HallState, counter: CounterId, about: { readonly ticket: string; readonly leg: number }): boolean {
  const served = state.counters.get(counter)?.served ?? null;
  return served !== null && served.ticket === about.ticket && served.leg === about.leg;
}
