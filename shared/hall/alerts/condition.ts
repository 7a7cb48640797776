import type { EpochMs } from '../../lib/clock.ts';
import type { Alert, AlertKind, AlertSubject } from '../alert.ts';
import type { WatchedKind } from '../alert-rule.ts';
import type { AlertRule } from '../configuration.ts';
import type { ClassId, HallConfiguration, ServiceId } from '../configuration.ts';
import type { HallState } from '../state.ts';
import type { ServiceQueue } from '../views/service-queues.ts';

/** Something that a rule of the hall wants told, as it is now. */
export interface Condition {
  readonly rule: AlertRule;
  readonly subject: AlertSubject;
  /** In the unit of its kind. */
  readonly measured: number;
}

/** What every kind of condition is found in. */
export interface Watched {
  readonly state: HallState;
  readonly configuration: HallConfiguration;
  readonly at: EpochMs;
  readonly queues: readonly ServiceQueue[];
  /** Alerts that last. */
  readonly open: readonly Alert[];
}

export const MINUTE_MS = 60_000;
export const SECOND_MS = 1_000;

/**
 * The rule for a thing of this kind: one that names its service goes before one for every service, and then the first of
 * the list. So a thing has one rule at most, and one alert.
 */
export function ruleFor(
  { configuration }: Watched,
  kind: WatchedKind,
  subject: { readonly service?: ServiceId | undefined; readonly class?: ClassId | undefined },
): AlertRule | undefined {
  const rules = (configuration.alerts ?? []).filter(
    (rule) =>
      rule.kind === kind &&
      (rule.service === undefined || rule.service === subject.service) &&
      (rule.class === undefined || rule.class === subject.class),
  );
  return rules.find((rule) => rule.service !== undefined) ?? rules[0];
}

/** An alert is about the same thing as another when kind and key are the same: it is not raised twice. */
export function alertKey(kind: AlertKind, { service, counter, ticket, printer, screen }: AlertSubject): string {
  switch (kind) {
    case 'people-waiting':
    case 'longest-wait':
    case 'predicted-wait':
    case 'queue-while-paused':
      return `${kind} ${service ?? ''}`;
    case 'class-waiting':
      return `${kind} ${ticket ?? ''}`;
    case 'long-service':
      return `${kind} ${counter ?? ''} ${ticket ?? ''}`;
    case 'device-fault':
      return screen === undefined ? `${kind} ${printer ?? ''}` : `${kind} screen ${screen}`;
    default:
      return `${kind} ${counter ?? ''}`;
  }
}

/** Whole units that have passed since a moment; 0 for one that is still to come. */
export function passedSince(since: EpochMs, at: EpochMs, unitMs: number): number {
  return Math.max(0, Math.floor((at - since) / unitMs));
}
