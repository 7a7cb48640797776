import { failed, ok } from '../../lib/result.ts';
import type { ReportForecast } from '../commands.ts';
import { serviceSetup } from '../configuration.ts';
import type { Decision } from '../context.ts';
import { refuse } from '../refusals.ts';
import type { HallState } from '../state.ts';
import { configurationOf } from './lookup.ts';

/** The hub's word on waits to come; all of it replaces what it said before. What an alert makes of it is the clock-work's. */
export function decideReportForecast(state: HallState, { waits }: ReportForecast): Decision {
  const configuration = configurationOf(state);
  const unknown = waits.find(({ service }) => serviceSetup(configuration, service) === undefined);
  if (unknown !== undefined) return failed(refuse('unknown-service', { service: unknown.service }));
  if (state.day.is !== 'open') return failed(refuse('day-not-open', {}));
  return ok(waits.length === 0 && state.predictedWaits.size === 0 ? [] : [{ type: 'waits-predicted', waits }]);
}
