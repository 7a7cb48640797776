import { Router, type Request, type Response } from 'express';
import type { HallForecast, TicketForecasts } from '../../../shared/hall/forecast/hall-forecast.ts';
import { isForecastOld } from '../../../shared/hall/forecast/hall-telling.ts';
import { FORECAST_STALE_MS } from '../../../shared/protocol/limits.ts';
import { maySee } from '../../hub/news.ts';
import { admitted, type Admission } from './admission.ts';
import type { HttpRooms } from './http-rooms.ts';

/** What screens show as the expected wait, for programs; of single tickets for the staff only, who alone get a field `tickets`. */
export function forecastRoutes({ clock, hub }: HttpRooms, { admit }: Admission): Router {
  const router = Router();
  router.get('/api/halls/:hall/forecast', admit, (_request: Request, response: Response) => {
    const { actor, hall } = admitted(response);
    const now = clock.now();
    let forecast: HallForecast | null = null;
    let tickets: TicketForecasts | null = null;
    for (const news of hub.news(hall, actor.roles)) {
      if (news.name === 'forecast') forecast = news.body;
      else if (news.name === 'ticket-forecasts') tickets = news.body;
    }
    const fresh = <Forecast extends HallForecast | TicketForecasts>(of: Forecast | null): Forecast | null =>
      of === null || isForecastOld(of, now, FORECAST_STALE_MS) ? null : of;
    const isStaff = maySee(actor.roles, 'ticket-forecasts');
    response.json({ forecast: fresh(forecast), ...(isStaff && { tickets: fresh(tickets) }) });
  });
  return router;
}
