import type { ClassId, ServiceId } from '../configuration.ts';
import type { HallForecast, ServiceForecast, TicketForecast, TicketForecasts } from '../forecast/hall-forecast.ts';
import type { ToldWait } from '../forecast/wait-range.ts';
import type { TicketId } from '../ticket.ts';

const STALE: ToldWait = { is: 'unknown', why: 'stale' };

/** What somebody of this class is told who takes a ticket now; the standard class when none is named. Null: no forecast is at hand. */
export function newcomerWait(forecast: HallForecast | null, service: ServiceId, classId?: ClassId): ToldWait {
  const found = forecast?.services.find((each) => each.service === service);
  return found === undefined ? STALE : ofClass(found, classId);
}

function ofClass({ newcomer, byClass }: ServiceForecast, classId: ClassId | undefined): ToldWait {
  return byClass.find((each) => each.class === classId)?.newcomer ?? newcomer;
}

/** What is expected of one waiting ticket; null where nothing is. */
export function ticketForecast(forecasts: TicketForecasts | null, ticket: TicketId): TicketForecast | null {
  return forecasts?.tickets.find((each) => each.ticket === ticket) ?? null;
}
