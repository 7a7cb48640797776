import type { EpochMs } from '../../lib/clock.ts';
import type { Role } from '../actor.ts';
import type { Alert } from '../alert.ts';
import type { AlertAudience, AlertSound } from '../alert-rule.ts';
import type { HallState } from '../state.ts';

/** One alert for one person. */
export interface PersonalAlert {
  readonly alert: Readonly<Alert>;
  /**
   * How it makes itself heard on this person's screen; null: it is silent, for somebody acknowledged it or the step in force
   * is for others. `key` is new whenever it is to ring anew: a screen that has rung for a key does not ring for it again.
   */
  readonly ring: { readonly key: string; readonly sound: AlertSound; readonly attend: boolean } | null;
}

/**
 * What lasts and was told to somebody with these roles. Those that nobody acknowledged come first, those to attend before
 * the others, the latest step first.
 */
export function alertsFor(state: HallState, roles: readonly Role[]): PersonalAlert[] {
  return [...state.alerts.values()]
    .filter((alert) => alert.clearedAt === null && isTold(alert.told, roles))
    .sort((left, right) => rank(right) - rank(left) || right.steppedAt - left.steppedAt || (left.id < right.id ? -1 : 1))
    .map((alert) => ({ alert: { ...alert }, ring: ringOf(alert, roles) }));
}

/** Today's, those that last and those that are over, the latest first: what these roles were told; a manager sees all. */
export function alertHistory(state: HallState, roles: readonly Role[]): Readonly<Alert>[] {
  const told = [...state.alerts.values()].filter((alert) => roles.includes('manager') || isTold(alert.told, roles));
  return told.reverse().map((alert) => ({ ...alert }));
}

function isTold(told: readonly AlertAudience[], roles: readonly Role[]): boolean {
  return told.some((audience) => roles.includes(audience));
}

function ringOf(
  { id, step, steppedAt, tell, sound, attend, acknowledged }: Alert,
  roles: readonly Role[],
): PersonalAlert['ring'] {
  if (acknowledged !== null || !isTold(tell, roles)) return null;
  return { key: ringKey(id, step, steppedAt), sound, attend };
}

function ringKey(id: string, step: number, steppedAt: EpochMs): string {
  return `${id} ${step} ${steppedAt}`;
}

function rank({ acknowledged, attend }: Alert): number {
  if (acknowledged !== null) return 0;
  return attend ? 2 : 1;
}
