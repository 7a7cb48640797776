import { serviceSetup, type HallConfiguration, type ServiceId } from '../../shared/hall/configuration.ts';

/** The wait that the hall promises for a service (服务承诺), minutes; null: none. */
export function promisedMinutes(configuration: HallConfiguration | null, service: ServiceId): number | null {
  return (configuration === null ? undefined : serviceSetup(configuration, service)?.promisedWaitMinutes) ?? null;
}

/** How a wait stands against what the hall promises. */
export type PromiseGrade = 'ok' | 'near' | 'over';

/** From four fifths of the promise on, somebody still can do something about it. */
const NEAR = 0.8;

export function promiseGrade(waitedMs: number, minutes: number): PromiseGrade {
  const part = waitedMs / (minutes * 60_000);
  if (part > 1) return 'over';
  return part >= NEAR ? 'near' : 'ok';
}
