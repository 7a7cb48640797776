import type { Role } from '../../shared/hall/actor.ts';
import type { SentCommandType } from '../../shared/protocol/command-schema.ts';

/**
 * Which role may send which command. What is not named is denied; the compiler asks for a row for every command there is.
 * `system` is the hub's own rooms: no credential carries it, so nobody outside ever has it. Rights that depend on the
 * state (only the teller signed in at a counter may finish there) are the core's.
 */
export const RIGHTS: { readonly [Type in SentCommandType]: readonly Role[] } = {
  'issue-ticket': ['kiosk', 'greeter', 'guard', 'manager', 'system'],
  'lease-numbers': ['kiosk', 'system'],
  'issue-offline': ['kiosk', 'system'],
  'call-next': ['teller', 'manager', 'system'],
  'call-ticket': ['teller', 'manager', 'system'],
  recall: ['teller', 'manager', 'system'],
  'start-service': ['teller', 'manager', 'system'],
  'finish-service': ['teller', 'manager', 'system'],
  'mark-no-show': ['teller', 'manager', 'system'],
  'return-ticket': ['teller', 'greeter', 'manager', 'system'],
  'cancel-ticket': ['phone', 'teller', 'greeter', 'manager', 'system'],
  'mark-left': ['teller', 'greeter', 'manager', 'system'],
  'postpone-ticket': ['phone', 'greeter', 'manager', 'system'],
  'rate-service': ['rating', 'phone', 'system'],
  'serve-without-ticket': ['teller', 'manager', 'system'],
  'sign-in': ['teller', 'manager', 'system'],
  'sign-out': ['teller', 'manager', 'system'],
  'open-counter': ['teller', 'manager', 'system'],
  'close-counter': ['teller', 'manager', 'system'],
  'pause-counter': ['teller', 'manager', 'system'],
  'resume-counter': ['teller', 'manager', 'system'],
  'open-day': ['manager', 'system'],
  'close-day': ['manager', 'system'],
  'configure-hall': ['manager', 'admin', 'system'],
  'hold-ticket': ['teller', 'manager', 'system'],
  'resume-ticket': ['teller', 'manager', 'system'],
  'wake-ticket': ['teller', 'greeter', 'manager', 'system'],
  'transfer-ticket': ['teller', 'manager', 'system'],
  'redirect-tickets': ['greeter', 'manager', 'system'],
  'reclassify-ticket': ['greeter', 'manager', 'system'],
  'merge-tickets': ['teller', 'greeter', 'manager', 'system'],
  'reprint-ticket': ['kiosk', 'teller', 'greeter', 'guard', 'manager', 'system'],
  'check-documents': ['teller', 'greeter', 'manager', 'system'],
  undo: ['teller', 'greeter', 'manager', 'system'],
  'move-teller': ['manager', 'system'],
  'serve-only': ['manager', 'system'],
  'set-auto-call': ['teller', 'manager', 'system'],
  'stop-service': ['manager', 'system'],
  'resume-service': ['manager', 'system'],
  'post-notice': ['manager', 'system'],
  'withdraw-notice': ['manager', 'system'],
  'confirm-notice': ['teller', 'greeter', 'guard', 'manager', 'admin', 'system'],
  'plan-break': ['manager', 'system'],
  'cancel-break': ['manager', 'system'],
  'book-appointments': ['teller', 'greeter', 'manager', 'admin', 'system'],
  'cancel-appointment': ['teller', 'greeter', 'manager', 'admin', 'system'],
  'check-in': ['kiosk', 'teller', 'greeter', 'guard', 'manager', 'system'],
  'request-help': ['teller', 'manager', 'system'],
  'acknowledge-alert': ['teller', 'greeter', 'guard', 'manager', 'system'],
  'accept-advice': ['manager', 'system'],
  'decline-advice': ['manager', 'system'],
  'carry-out-due': ['system'],
  'report-print': ['system'],
  'report-printer': ['system'],
  'set-paper-change': ['kiosk', 'greeter', 'manager', 'system'],
  'report-screen': ['system'],
  'report-forecast': ['system'],
  'confirm-clock': ['manager', 'system'],
};

/** Roles combine: one that allows it is enough. */
export function allows(roles: readonly Role[], type: SentCommandType): boolean {
  return RIGHTS[type].some((role) => roles.includes(role));
}
