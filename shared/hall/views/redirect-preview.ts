import type { EpochMs } from '../../lib/clock.ts';
import { failed, ok, type Result } from '../../lib/result.ts';
import type { ServiceId } from '../configuration.ts';
import { waitingFor } from '../decisions/issue.ts';
import { redirectMatches, type WhomToRedirect } from '../decisions/redirect.ts';
import type { Refusal } from '../refusals.ts';
import type { HallState } from '../state.ts';
import { ticketView, type TicketView } from './ticket-view.ts';

/** What a redirect would do if it were sent now. */
export interface RedirectPreview {
  /** Who moves, in order of credit. */
  readonly moving: readonly TicketView[];
  /** Since when the longest wait of those who move lasts. */
  readonly oldestAt: EpochMs;
  /** The services that people leave, then the one that they join. */
  readonly services: readonly ServiceBeforeAfter[];
}

export interface ServiceBeforeAfter {
  readonly service: ServiceId;
  /** People who wait for it, for whomever they wait. */
  readonly before: number;
  readonly after: number;
}

/** The refusal is the one that the command would get. */
export function redirectPreview(state: HallState, whom: WhomToRedirect, now: EpochMs): Result<RedirectPreview, Refusal> {
  const found = redirectMatches(state, whom, now);
  if (!found.ok) return failed(found.error);
  const moving = found.value.flatMap(({ id }) => ticketView(state, id) ?? []);
  const left = [...new Set(moving.map(({ service }) => service))];
  return ok({
    moving,
    oldestAt: Math.min(...moving.map(({ waitingSince }) => waitingSince)),
    services: [
      ...left.map((service) => beforeAfter(state, service, -moving.filter((each) => each.service === service).length)),
      beforeAfter(state, whom.service, moving.length),
    ],
  });
}

function beforeAfter(state: HallState, service: ServiceId, change: number): ServiceBeforeAfter {
  const before = waitingFor(state, service);
  return { service, before, after: before + change };
}
