import type { EpochMs } from '../../lib/clock.ts';
import type { NewId } from '../../lib/ids.ts';
import { must } from '../../lib/assert.ts';
import type { Alert, AlertSubject } from '../alert.ts';
import type { WatchedKind } from '../alert-rule.ts';
import type { HallEvent } from '../events.ts';
import { ALERTS_KEPT } from '../limits.ts';
import type { HallState } from '../state.ts';
import { serviceQueues } from '../views/service-queues.ts';
import { classWaiting } from './class-waiting.ts';
import { alertKey, type Condition, type Watched } from './condition.ts';
import { closedEarly, idleCounter, longPause, longService } from './counter-conditions.ts';
import { deviceFault } from './device-fault.ts';
import { longestWait, peopleWaiting, predictedWait, queueWhilePaused } from './queue-conditions.ts';
import { helpDue, stepsDue } from './steps.ts';

const CONDITIONS: { readonly [Kind in WatchedKind]: (watched: Watched) => Condition[] } = {
  'people-waiting': peopleWaiting,
  'longest-wait': longestWait,
  'class-waiting': classWaiting,
  'idle-counter': idleCounter,
  'long-service': longService,
  'long-pause': longPause,
  'queue-while-paused': queueWhilePaused,
  'counter-closed-early': closedEarly,
  'device-fault': deviceFault,
  'predicted-wait': predictedWait,
};

/**
 * What the hall's alerts come to at this moment: raised where a condition holds that has no alert yet, stepped where
 * nobody answered in time, cleared where the condition is over. Nothing when all is as it was told.
 *
 * Asked every second and after every entry, so nothing here looks at every ticket: O(services × classes + counters +
 * alerts that last + prints that failed).
 */
export function alertEvents(state: HallState, at: EpochMs, newId: NewId): HallEvent[] {
  const { configuration } = state;
  if (configuration === null) return [];
  const open = openAlerts(state);
  const kinds = new Set((configuration.alerts ?? []).map(({ kind }) => kind));
  if (kinds.size === 0 && open.length === 0) return [];
  const watched: Watched = { state, configuration, at, queues: serviceQueues(state), open };
  const conditions = new Map<string, Condition>();
  for (const kind of kinds) {
    for (const found of CONDITIONS[kind](watched)) conditions.set(alertKey(kind, found.subject), found);
  }
  const events: HallEvent[] = [];
  const lasting = new Set<string>();
  for (const alert of open) {
    const key = alertKey(alert.kind, alert.subject);
    const next = isAsked(alert) ? askedEvents(state, alert, at) : watchedEvents(alert, conditions.get(key), at);
    events.push(...next);
    if (!next.some(({ type }) => type === 'alert-cleared')) lasting.add(key);
  }
  const cleared = events.filter(({ type }) => type === 'alert-cleared').length;
  const found = [...conditions].flatMap(([key, condition]) => (lasting.has(key) ? [] : condition));
  const room = ALERTS_KEPT - open.length + cleared;
  return [...events, ...found.slice(0, Math.max(0, room)).map((condition) => raised(condition, newId))];
}

/** Those that last, the oldest first. */
export function openAlerts(state: HallState): Alert[] {
  return [...state.alerts.values()].filter(({ clearedAt }) => clearedAt === null);
}

/** Asked for by somebody, as against found by the watch: over when it is answered. */
export function isAsked({ kind }: Pick<Alert, 'kind'>): boolean {
  return kind === 'help' || kind === 'pause-refused' || kind === 'kiosk-doubled';
}

/** Raised with the first step of its rule, whatever else may be due: later steps count from now. */
function raised({ rule, subject, measured }: Condition, newId: NewId): HallEvent {
  const { tell, sound, attend } = must(rule.steps[0], 'an alert rule has a step');
  return { type: 'alert-raised', alert: newId(), kind: rule.kind, subject, measured, tell, sound, attend: attend === true };
}

function watchedEvents(alert: Alert, condition: Condition | undefined, at: EpochMs): HallEvent[] {
  return condition === undefined ? [{ type: 'alert-cleared', alert: alert.id }] : stepsDue(alert, condition.rule, at);
}

/** Help is over with the day at the latest; the wish to pause, when that counter is not open any more. */
function askedEvents(state: HallState, alert: Alert, at: EpochMs): HallEvent[] {
  const isOver = state.day.is !== 'open' || (alert.kind === 'pause-refused' && !isOpen(state, alert.subject));
  return isOver ? [{ type: 'alert-cleared', alert: alert.id }] : helpDue(alert, at);
}

function isOpen(state: HallState, { counter }: AlertSubject): boolean {
  return counter !== undefined && state.counters.get(counter)?.mode.is === 'open';
}
