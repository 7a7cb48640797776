/** Rights combine: one person may be greeter and teller. */
export const ROLES = ['kiosk', 'display', 'teller', 'greeter', 'guard', 'manager', 'admin', 'system'] as const;
export type Role = (typeof ROLES)[number];

/**
 * Who acts. `id` is what the journal keeps: `staff:1003`, `device:3f…`, `system:printing`. Only the staff number is
 * known here; names live in the database.
 */
export interface Actor {
  readonly id: string;
  readonly roles: readonly Role[];
  /** Present for staff, absent for devices and for the hub's own rooms. */
  readonly staffNumber?: string | undefined;
}

export function hasRole(actor: Actor, role: Role): boolean {
  return actor.roles.includes(role);
}
