import type { HallForecast, TicketForecasts } from '../hall/forecast/hall-forecast.ts';
import type { EpochMs } from '../lib/clock.ts';
import type { AdviceMessage } from '../protocol/advice.ts';
import type { Down } from '../protocol/down.ts';
import type { ReceiptsMessage } from '../protocol/receipts.ts';
import { FORECAST_STALE_MS } from '../protocol/limits.ts';

export type NewsMessage = Extract<Down, { readonly name: 'forecast' | 'ticket-forecasts' | 'advice' | 'receipts' }>;

/** What the hub said on this line besides the log: the newest of each, replaced as a whole. Nothing of it outlives the line. */
export class LatestNews {
  forecast: HallForecast | null = null;
  ticketForecasts: TicketForecasts | null = null;
  advice: AdviceMessage | null = null;
  receipts: ReceiptsMessage | null = null;

  take(message: NewsMessage): void {
    if (message.name === 'forecast') this.forecast = message.body;
    else if (message.name === 'ticket-forecasts') this.ticketForecasts = message.body;
    else if (message.name === 'advice') this.advice = message.body;
    else this.receipts = message.body;
  }

  forget(): void {
    this.forecast = null;
    this.ticketForecasts = null;
    this.advice = null;
    this.receipts = null;
  }

  /** Forecasts that are too old by the hub's clock, or of another clock, are none. Whether any was. Advice says itself how long it is good. */
  forgetOld(now: EpochMs): boolean {
    const isOld = (forecast: { readonly at: EpochMs } | null): boolean =>
      forecast !== null && Math.abs(now - forecast.at) >= FORECAST_STALE_MS;
    const hallIsOld = isOld(this.forecast);
    const ticketsAreOld = isOld(this.ticketForecasts);
    if (hallIsOld) this.forecast = null;
    if (ticketsAreOld) this.ticketForecasts = null;
    return hallIsOld || ticketsAreOld;
  }
}
