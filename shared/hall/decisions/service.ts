import { failed, ok } from '../../lib/result.ts';
import type { ResumeService, StopService } from '../commands.ts';
import { serviceSetup } from '../configuration.ts';
import type { Decision } from '../context.ts';
import { refuse } from '../refusals.ts';
import type { HallState } from '../state.ts';
import { configurationOf } from './lookup.ts';

/** 暂停业务: no ticket is issued for it. Who waits already is still called. Ends by resuming, or with the day. */
export function decideStopService(state: HallState, { service, reason }: StopService): Decision {
  if (serviceSetup(configurationOf(state), service) === undefined) return failed(refuse('unknown-service', { service }));
  if (state.stopped.has(service)) return failed(refuse('service-already-stopped', { service }));
  return ok([{ type: 'service-stopped', service, reason }]);
}

export function decideResumeService(state: HallState, { service }: ResumeService): Decision {
  if (serviceSetup(configurationOf(state), service) === undefined) return failed(refuse('unknown-service', { service }));
  if (!state.stopped.has(service)) return failed(refuse('service-not-stopped', { service }));
  return ok([{ type: 'service-resumed', service }]);
}
