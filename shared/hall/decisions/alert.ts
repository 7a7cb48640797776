import { failed, ok } from '../../lib/result.ts';
import { hasRole, type Actor } from '../actor.ts';
import type { Alert, AlertKind } from '../alert.ts';
import type { AlertAudience, AlertSound } from '../alert-rule.ts';
import { isAsked, openAlerts } from '../alerts/alert-events.ts';
import type { AcknowledgeAlert, RequestHelp } from '../commands.ts';
import { serviceSetup, type ServiceId } from '../configuration.ts';
import type { Context, Decision } from '../context.ts';
import type { HallEvent } from '../events.ts';
import { ALERTS_KEPT } from '../limits.ts';
import { refuse } from '../refusals.ts';
import type { HallState } from '../state.ts';
import { configurationOf, ownCounter } from './lookup.ts';

/** More hands are wanted for a service (请求支援): by whoever leads the hall, so it is for tellers and greeters. */
const HANDS: readonly AlertAudience[] = ['teller', 'greeter'];

/** Whoever calls for help is not to be overheard. */
const HELP_SOUND: AlertSound = 'urgent';

/** 请求协助, or the wish to pause below the minimum. Asked twice while nobody came: told already, nothing more is kept. */
export function decideRequestHelp(state: HallState, command: RequestHelp, context: Context): Decision {
  const own = ownCounter(state, command.counter, context);
  if (!own.ok) return own;
  const kind: AlertKind = command.about === 'pause' ? 'pause-refused' : 'help';
  const asked: AlertAudience = kind === 'help' ? command.from : 'manager';
  const open = openAlerts(state);
  if (open.some((alert) => alert.kind === kind && alert.subject.counter === command.counter && alert.told[0] === asked)) {
    return ok([]);
  }
  if (open.length >= ALERTS_KEPT) return failed(refuse('list-full', { list: 'alerts', max: ALERTS_KEPT }));
  return ok([
    {
      type: 'alert-raised',
      alert: context.newId(),
      kind,
      subject: { counter: command.counter, ...(command.words !== undefined && { about: command.words }) },
      tell: [asked],
      sound: HELP_SOUND,
      attend: kind === 'help',
      by: own.value.teller,
    },
  ]);
}

/** Asked twice while nobody came: told already. */
export function decideCallHelp(state: HallState, service: ServiceId, context: Context): Decision {
  if (serviceSetup(configurationOf(state), service) === undefined) return failed(refuse('unknown-service', { service }));
  if (state.day.is !== 'open') return failed(refuse('day-not-open', {}));
  const open = openAlerts(state);
  if (open.some(({ kind, subject }) => kind === 'help' && subject.service === service)) return ok([]);
  if (open.length >= ALERTS_KEPT) return failed(refuse('list-full', { list: 'alerts', max: ALERTS_KEPT }));
  const by = context.actor.staffNumber;
  return ok([
    {
      type: 'alert-raised',
      alert: context.newId(),
      kind: 'help',
      subject: { service },
      tell: HANDS,
      sound: HELP_SOUND,
      attend: true,
      ...(by !== undefined && { by }),
    },
  ]);
}

/**
 * 已知悉, 已接待: by anybody who was told, or a manager. A teller's call is over with it; what the watch has found lasts until
 * it is over, but rings no more.
 */
export function decideAcknowledge(state: HallState, command: AcknowledgeAlert, { actor }: Context): Decision {
  const alert = state.alerts.get(command.alert);
  if (alert === undefined) return failed(refuse('unknown-alert', { alert: command.alert }));
  const by = actor.staffNumber;
  if (by === undefined || !mayAnswer(alert, actor)) return failed(refuse('not-allowed', {}));
  if (alert.acknowledged !== null || alert.clearedAt !== null) {
    return failed(refuse('alert-over', { alert: alert.id, by: alert.acknowledged?.by ?? null }));
  }
  const events: HallEvent[] = [{ type: 'alert-acknowledged', alert: alert.id, by }];
  if (isAsked(alert)) events.push({ type: 'alert-cleared', alert: alert.id });
  return ok(events);
}

function mayAnswer(alert: Alert, actor: Actor): boolean {
  return hasRole(actor, 'manager') || alert.told.some((audience) => hasRole(actor, audience));
}
