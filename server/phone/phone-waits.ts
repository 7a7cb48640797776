import type { TicketForecasts } from '../../shared/hall/forecast/hall-forecast.ts';
import type { ToldWait } from '../../shared/hall/forecast/wait-range.ts';
import type { TicketId } from '../../shared/hall/ticket.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import { FORECAST_STALE_MS } from '../../shared/protocol/limits.ts';

/** The wait that is left to a waiting ticket, as the hub last said it. */
export type WaitLeft = (hall: string, ticket: TicketId) => ToldWait;

const STALE: ToldWait = { is: 'unknown', why: 'stale' };

/** `newest`: what is expected of a hall's tickets; null while nothing is. Looked through once for each forecast, not for each phone. */
export function waitsFrom(newest: (hall: string) => TicketForecasts | null, clock: Clock): WaitLeft {
  const byTicket = new WeakMap<TicketForecasts, ReadonlyMap<TicketId, ToldWait>>();
  return (hall, ticket) => {
    const forecasts = newest(hall);
    if (forecasts === null || clock.now() - forecasts.at > FORECAST_STALE_MS) return STALE;
    let waits = byTicket.get(forecasts);
    if (waits === undefined) {
      waits = new Map(forecasts.tickets.map((each) => [each.ticket, each.left]));
      byTicket.set(forecasts, waits);
    }
    return waits.get(ticket) ?? STALE;
  };
}
