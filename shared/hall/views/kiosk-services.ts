import type { EpochMs } from '../../lib/clock.ts';
import type { ClassId, OtherChannel, ServiceSetup } from '../configuration.ts';
import { isIssuedAt, waitingFor } from '../decisions/issue.ts';
import type { HallForecast } from '../forecast/hall-forecast.ts';
import type { ToldWait } from '../forecast/wait-range.ts';
import type { HallState } from '../state.ts';
import type { Text } from '../text.ts';
import { newcomerWait } from './told-wait.ts';

const MINUTE_MS = 60_000;

export interface KioskService {
  readonly service: ServiceSetup;
  readonly waiting: number;
  /** What is told to somebody who takes a ticket now. */
  readonly wait: ToldWait;
  /** Whether a ticket would be issued now, and if not, why. */
  readonly offer: 'open' | 'day-not-open' | 'stopped' | 'outside-hours' | 'full';
  /** Why it is stopped, in the hall's words or those of the manager; null: it is not. */
  readonly stopReason: Text | null;
  /** What else the customer can do instead, once so many wait, or so long, that the hall says so. Also when no ticket is given. */
  readonly otherChannel: Text | null;
}

/** `asked`: what is expected of the hall, and the class that the customer would have (absent: the standard one). */
export function kioskServices(
  state: HallState,
  now: EpochMs,
  asked: { readonly forecast: HallForecast | null; readonly classId?: ClassId | undefined } = { forecast: null },
): KioskService[] {
  const { configuration } = state;
  if (configuration === null) return [];
  return configuration.services.map((service) => {
    const waiting = waitingFor(state, service.id);
    const offer = offerOf(state, service, now);
    const wait = offer === 'open' ? newcomerWait(asked.forecast, service.id, asked.classId) : NOT_ISSUING;
    const { otherChannel } = service;
    const isOffered = otherChannel !== undefined && (offer !== 'open' || isWorthIt(otherChannel, waiting, wait));
    return {
      service,
      waiting,
      wait,
      offer,
      stopReason: offer === 'stopped' ? stopText(state, service) : null,
      otherChannel: isOffered ? otherChannel.text : null,
    };
  });
}

const NOT_ISSUING: ToldWait = { is: 'unknown', why: 'not-issuing' };

/** Whichever bound is reached first; without any it is always told. A wait that is not known reaches none. */
function isWorthIt({ fromWaiting, fromMinutes }: OtherChannel, waiting: number, wait: ToldWait): boolean {
  if (fromWaiting === undefined && fromMinutes === undefined) return true;
  const isLong = fromMinutes !== undefined && wait.is === 'known' && wait.range.toMs >= fromMinutes * MINUTE_MS;
  return isLong || (fromWaiting !== undefined && waiting >= fromWaiting);
}

/** In the order in which `issue-ticket` refuses. */
function offerOf(state: HallState, service: ServiceSetup, now: EpochMs): KioskService['offer'] {
  const { configuration } = state;
  if (state.day.is !== 'open' || configuration === null) return 'day-not-open';
  if (state.stopped.has(service.id)) return 'stopped';
  if (!isIssuedAt(configuration, service, now)) return 'outside-hours';
  const full = service.ticketsPerDayMax !== undefined && (state.issued.get(service.id) ?? 0) >= service.ticketsPerDayMax;
  return full ? 'full' : 'open';
}

/** A reason of the hall's list, else what the manager wrote. */
function stopText({ configuration, stopped }: HallState, { id }: ServiceSetup): Text | null {
  const reason = stopped.get(id)?.reason;
  if (reason === undefined) return null;
  return configuration?.stopReasons?.find((choice) => choice.id === reason)?.text ?? { zh: reason, en: reason };
}
