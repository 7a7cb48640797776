import type { WaitRange } from '../../shared/hall/forecast/wait-range.ts';
import type { TicketView } from '../../shared/hall/views/ticket-view.ts';
import { rangeMinutes } from '../../shared/i18n/forecast.ts';

const MINUTE_MS = 60_000;

/** How a wait came out against what the customer was told. */
type QuoteGrade = 'within' | 'over';

/** What the customer at hand was told of this wait; null: nothing, or it is a later wait of the same ticket. */
export function quoteOf({ quote, legs }: Pick<TicketView, 'quote' | 'legs'>): WaitRange | null {
  return legs === 1 && quote !== null && rangeMinutes(quote) !== null ? quote : null;
}

/** Milliseconds over the upper end as it was told, in whole minutes; 0 and less: within. */
export function overQuoteMs(waitedMs: number, quote: WaitRange): number {
  const told = rangeMinutes(quote);
  return told === null ? 0 : waitedMs - told.to * MINUTE_MS;
}

export function quoteGrade(waitedMs: number, quote: WaitRange): QuoteGrade {
  return overQuoteMs(waitedMs, quote) > 0 ? 'over' : 'within';
}
