import type { EpochMs } from '../../lib/clock.ts';
import type { Alert } from '../alert.ts';
import type { AlertStep } from '../alert-rule.ts';
import type { AlertRule } from '../configuration.ts';
import type { HallEvent } from '../events.ts';
import { MINUTE_MS, SECOND_MS } from './condition.ts';

type Stepped = Extract<HallEvent, { type: 'alert-stepped' }>;

/** Nobody answered a teller's call for help: the manager is told (again) after so long, and so on until somebody does. */
export const HELP_AGAIN_MS = 60_000;

/** The steps of its rule that are due, or its last one again. None once somebody acknowledged. */
export function stepsDue(alert: Alert, rule: AlertRule, at: EpochMs): Stepped[] {
  if (alert.acknowledged !== null) return [];
  const due = rule.steps.flatMap((step, index) =>
    index > alert.step && step.afterSeconds * SECOND_MS <= at - alert.raisedAt ? [steppedTo(alert, index, step)] : [],
  );
  if (due.length > 0) return due;
  const last = rule.steps[rule.steps.length - 1];
  if (last === undefined || rule.repeatMinutes === undefined || alert.step < rule.steps.length - 1) return [];
  return at - alert.steppedAt >= rule.repeatMinutes * MINUTE_MS ? [steppedTo(alert, alert.step, last)] : [];
}

/** Whoever was asked is asked again, and the manager with them. */
export function helpDue(alert: Alert, at: EpochMs): Stepped[] {
  if (alert.acknowledged !== null || at - alert.steppedAt < HELP_AGAIN_MS) return [];
  const tell = [...new Set([...alert.tell, 'manager' as const])];
  return [steppedTo(alert, alert.step + 1, { tell, sound: alert.sound, attend: alert.attend })];
}

function steppedTo({ id }: Alert, step: number, { tell, sound, attend }: Omit<AlertStep, 'afterSeconds'>): Stepped {
  return { type: 'alert-stepped', alert: id, step, tell, sound, attend: attend === true };
}
