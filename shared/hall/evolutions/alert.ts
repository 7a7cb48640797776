import type { EpochMs } from '../../lib/clock.ts';
import { must } from '../../lib/assert.ts';
import { unreachable } from '../../lib/unreachable.ts';
import type { Alert, AlertId } from '../alert.ts';
import type { HallEvent } from '../events.ts';
import { ALERTS_KEPT } from '../limits.ts';
import type { HallState } from '../state.ts';

type Fact<Type extends HallEvent['type']> = Extract<HallEvent, { type: Type }>;
type AlertFact = Fact<'alert-raised' | 'alert-stepped' | 'alert-acknowledged' | 'alert-cleared'>;

export function evolveAlert(state: HallState, event: AlertFact, at: EpochMs): void {
  switch (event.type) {
    case 'alert-raised':
      return raised(state, event, at);
    case 'alert-stepped':
      return stepped(alertOf(state, event.alert), event, at);
    case 'alert-acknowledged':
      alertOf(state, event.alert).acknowledged = { by: event.by, at };
      return;
    case 'alert-cleared':
      alertOf(state, event.alert).clearedAt = at;
      return;
    default:
      return unreachable(event);
  }
}

function raised(state: HallState, event: Fact<'alert-raised'>, at: EpochMs): void {
  const { alert: id, kind, subject, tell, sound, attend } = event;
  state.alerts.set(id, {
    id,
    kind,
    subject,
    ...(event.measured !== undefined && { measured: event.measured }),
    raisedAt: at,
    ...(event.by !== undefined && { by: event.by }),
    tell,
    told: tell,
    sound,
    attend,
    step: 0,
    steppedAt: at,
    acknowledged: null,
    clearedAt: null,
  });
  if (state.alerts.size > ALERTS_KEPT) forgetOldest(state);
}

function stepped(alert: Alert, event: Fact<'alert-stepped'>, at: EpochMs): void {
  alert.tell = event.tell;
  alert.told = [...new Set([...alert.told, ...event.tell])];
  alert.sound = event.sound;
  alert.attend = event.attend;
  alert.step = event.step;
  alert.steppedAt = at;
}

/** The oldest that is over; one that lasts is never forgotten. */
function forgetOldest(state: HallState): void {
  for (const { id, clearedAt } of state.alerts.values()) {
    if (clearedAt === null) continue;
    state.alerts.delete(id);
    return;
  }
}

function alertOf(state: HallState, id: AlertId): Alert {
  return must(state.alerts.get(id), 'the alert was raised');
}
