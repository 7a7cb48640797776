import type { EpochMs } from '../../lib/clock.ts';
import type { Role } from '../actor.ts';
import type { PrinterCondition } from '../commands.ts';
import type { PrinterId } from '../configuration.ts';
import type { HallState } from '../state.ts';
import type { PrintFault, TicketId } from '../ticket.ts';
import { alertsFor } from './alerts.ts';

/** What staff must know of at once. */
export type Alarm =
  | {
      readonly kind: 'print-failed';
      readonly ticket: TicketId;
      readonly number: string | null;
      readonly printer: PrinterId;
      readonly fault: PrintFault;
      readonly at: EpochMs;
    }
  | { readonly kind: 'printer'; readonly printer: PrinterId; readonly condition: PrinterCondition; readonly since: EpochMs };

/** Printers that are not ready, and waiting customers who hold no paper. The latest first. O(printers + prints that failed). */
export function alarms(state: HallState): Alarm[] {
  const found: { at: EpochMs; alarm: Alarm }[] = [];
  for (const [printer, { condition, since }] of state.printers) {
    if (condition !== 'ready') found.push({ at: since, alarm: { kind: 'printer', printer, condition, since } });
  }
  for (const { id: ticket, number, print } of state.failedPrints.waiting(state.tickets)) {
    const { printer, fault, at } = print;
    found.push({ at, alarm: { kind: 'print-failed', ticket, number, printer, fault, at } });
  }
  return found.sort((left, right) => right.at - left.at).map(({ alarm }) => alarm);
}

/**
 * Alarms are for every staff screen; a screen that lists alerts, too, asks here, so that nobody reads of one fault twice:
 * what an alert to this person says already is left out. Once somebody acknowledged the alert it is the alarm that stays
 * until the fault is mended.
 */
export function alarmsBesideAlerts(state: HallState, roles: readonly Role[]): Alarm[] {
  const told = alertsFor(state, roles).filter(({ alert }) => alert.kind === 'device-fault' && alert.acknowledged === null);
  return alarms(state).filter(
    (alarm) =>
      !told.some(({ alert: { subject } }) =>
        alarm.kind === 'printer'
          ? subject.printer === alarm.printer && subject.about === alarm.condition
          : subject.ticket === alarm.ticket,
      ),
  );
}
