import type { EpochMs } from '../../lib/clock.ts';
import type { PrinterCondition } from '../commands.ts';
import type { PrinterId } from '../configuration.ts';
import type { HallState } from '../state.ts';
import type { PrintFault, TicketId } from '../ticket.ts';

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

/** Printers that are not ready, and waiting customers who hold no paper. The latest first. */
export function alarms(state: HallState): Alarm[] {
  const found: { at: EpochMs; alarm: Alarm }[] = [];
  for (const [printer, { condition, since }] of state.printers) {
    if (condition !== 'ready') found.push({ at: since, alarm: { kind: 'printer', printer, condition, since } });
  }
  for (const ticket of state.tickets.values()) {
    if (ticket.print.is !== 'failed' || ticket.status.is !== 'waiting') continue;
    const { printer, fault, at } = ticket.print;
    found.push({ at, alarm: { kind: 'print-failed', ticket: ticket.id, number: ticket.number, printer, fault, at } });
  }
  return found.sort((left, right) => right.at - left.at).map(({ alarm }) => alarm);
}
