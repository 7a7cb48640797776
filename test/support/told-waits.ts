import type { HallForecast, ServiceForecast } from '../../shared/hall/forecast/hall-forecast.ts';
import type { ToldWait, WaitRange } from '../../shared/hall/forecast/wait-range.ts';
import { MINUTE } from './played-hall.ts';

export function minutesRange(from: number, to: number): WaitRange {
  return { fromMs: from * MINUTE, toMs: to * MINUTE };
}

/** A wait that is told, in minutes. */
export function knownWait(from: number, to: number, learning = false): ToldWait {
  return { is: 'known', range: minutesRange(from, to), learning };
}

/** A forecast made by hand: what newcomers of these services are told, and those of other classes. */
export function handMadeForecast(
  newcomers: Readonly<Record<string, ToldWait>>,
  byClass: ServiceForecast['byClass'] = [],
): HallForecast {
  const services = Object.entries(newcomers).map(([service, newcomer]) => ({ service, newcomer, byClass, ahead: [] }));
  return { at: 0, version: 1, services };
}
