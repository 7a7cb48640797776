import { expect, it } from 'vitest';
import { handMadeForecast, knownWait } from '../../../test/support/told-waits.ts';
import type { TicketForecasts } from '../forecast/hall-forecast.ts';
import { newcomerWait, ticketForecast } from './told-wait.ts';

const FORECAST = handMadeForecast({ A: knownWait(8, 14) }, [{ class: 'vip', newcomer: knownWait(1, 4) }]);

it('[F130] what a newcomer is told is that of his class, else the standard one', () => {
  expect(newcomerWait(FORECAST, 'A')).toEqual(knownWait(8, 14));
  expect(newcomerWait(FORECAST, 'A', 'vip')).toEqual(knownWait(1, 4));
  expect(newcomerWait(FORECAST, 'A', 'priority')).toEqual(knownWait(8, 14));
});

it('[F130] without a forecast, or of a service that it does not know, nothing is told', () => {
  expect(newcomerWait(null, 'A')).toEqual({ is: 'unknown', why: 'stale' });
  expect(newcomerWait(FORECAST, 'NEW')).toEqual({ is: 'unknown', why: 'stale' });
});

it('[F136] the forecast of a ticket is found by its id', () => {
  const mine = { ticket: 't-1', left: knownWait(2, 5), breaksPromise: null };
  const all: TicketForecasts = { at: 1, version: 1, tickets: [mine] };
  expect(ticketForecast(all, 't-1')).toBe(mine);
  expect(ticketForecast(all, 't-2')).toBeNull();
  expect(ticketForecast(null, 't-1')).toBeNull();
});
