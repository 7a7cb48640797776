import type { EpochMs } from '../../lib/clock.ts';
import { failed, ok } from '../../lib/result.ts';
import { unreachable } from '../../lib/unreachable.ts';
import type { AcceptAdvice, DeclineAdvice } from '../commands.ts';
import type { Context, Decision } from '../context.ts';
import type { Advice, AdvisedAction } from '../forecast/advice.ts';
import { ADVICE_VALID_MS } from '../limits.ts';
import { refuse, type Refusal } from '../refusals.ts';
import type { HallState } from '../state.ts';
import { decideCallHelp } from './alert.ts';
import { decideMoveBreak } from './break.ts';
import { decideOpenCounter, decideResume } from './counter.ts';
import { decideRedirect } from './redirect.ts';
import { decideServeOnly } from './restriction.ts';

/**
 * 采纳: what was advised is done as if the manager had asked for it, by the action's own decision and with its own refusals, in one
 * entry with what was promised. Another manager's answer, or an advice that is too old, comes first.
 */
export function decideAcceptAdvice(state: HallState, { advice }: AcceptAdvice, context: Context): Decision {
  const missed = pastAnswering(state, advice, context.at);
  if (missed !== null) return failed(missed);
  const acted = decideAction(state, advice.action, context);
  if (!acted.ok) return acted;
  return ok([...acted.value, { type: 'advice-accepted', advice, by: context.actor.staffNumber ?? null }]);
}

/** 不采纳, and why: what the hub does wrong is learned from that. */
export function decideDeclineAdvice(state: HallState, { advice, reason }: DeclineAdvice, context: Context): Decision {
  const missed = pastAnswering(state, advice, context.at);
  if (missed !== null) return failed(missed);
  return ok([{ type: 'advice-declined', advice, by: context.actor.staffNumber ?? null, reason }]);
}

/** What accepting does, and what the runs that advised it were made with (`forecast/what-if.ts`). */
export function decideAction(state: HallState, action: AdvisedAction, context: Context): Decision {
  switch (action.is) {
    case 'open-counter':
      return decideOpen(state, action, context);
    case 'serve-also':
      return decideServeOnly(state, { type: 'serve-only', ...action }, context);
    case 'delay-break':
      return decideMoveBreak(state, action, context);
    case 'redirect': {
      const filter = { service: action.from, class: action.class, waitedMinutesMin: action.waitedMinutes };
      return decideRedirect(state, { type: 'redirect-tickets', filter, service: action.to }, context);
    }
    case 'call-help':
      return decideCallHelp(state, action.service, context);
    default:
      return unreachable(action);
  }
}

/** A teller who pauses at the counter goes on; anybody else opens it. */
function decideOpen(state: HallState, action: Extract<AdvisedAction, { is: 'open-counter' }>, context: Context): Decision {
  const { counter, teller, services, until } = action;
  const there = state.counters.get(counter);
  if (there?.mode.is === 'paused' && there.signIn?.teller === teller) return decideResume(state, counter, context);
  return decideOpenCounter(state, { type: 'open-counter', counter, teller, services: services ?? undefined, until }, context);
}

function pastAnswering(state: HallState, { at, id }: Advice, now: EpochMs): Refusal | null {
  const answered = state.advice.get(id);
  if (answered !== undefined) return refuse('advice-answered', { by: answered.by, accepted: answered.answer.is === 'accepted' });
  if (at > now) return refuse('bad-time', { at });
  return now - at > ADVICE_VALID_MS ? refuse('advice-expired', { minutesMax: ADVICE_VALID_MS / MINUTE_MS }) : null;
}

const MINUTE_MS = 60_000;
