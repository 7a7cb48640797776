import type { CounterId } from './configuration.ts';
import type { TicketId } from './ticket.ts';

/** Rights combine: one person may be greeter and teller. */
export const ROLES = ['kiosk', 'display', 'rating', 'phone', 'teller', 'greeter', 'guard', 'manager', 'admin', 'system'] as const;
export type Role = (typeof ROLES)[number];

/**
 * Who acts. `id` is what the journal keeps: `staff:1003`, `device:3f…`, `phone:9c…` (the ticket's id), `system:printing`. Only the staff number is
 * known here; names live in the database.
 */
export interface Actor {
  readonly id: string;
  readonly roles: readonly Role[];
  /** Present for staff, absent for devices and for the hub's own rooms. */
  readonly staffNumber?: string | undefined;
  /** Of a customer's phone: the one ticket that it may act for. */
  readonly ticket?: TicketId | undefined;
  /** Of a tablet that asks for ratings: the one counter that it stands at; absent: it may show any (a demonstration's). */
  readonly counter?: CounterId | undefined;
}

export function hasRole(actor: Actor, role: Role): boolean {
  return actor.roles.includes(role);
}
