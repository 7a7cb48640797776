import type { Role } from '../../../shared/hall/actor.ts';
import type { RefusalKind } from '../../../shared/hall/refusals.ts';
import type { Cell } from './cell.ts';
import { hasPeople, type CounterCase, type TicketCase } from './matrix-hall.ts';

export type Check = (cell: Cell) => boolean;
/** The first of these that holds is the refusal; none: the command is accepted. */
export type Precedence = readonly (readonly [RefusalKind, Check])[];

const OPEN: readonly (CounterCase | null)[] = ['idle', 'calling', 'serving', 'pause planned', 'close planned'];
const SERVING: readonly (CounterCase | null)[] = ['serving', 'pause planned', 'close planned'];

// What is known of the cell's counter.
export const isUnknownCounter: Check = ({ counter }) => counter === 'unknown';
export const isUnstaffed: Check = ({ counter }) => counter === 'unstaffed';
export const isClosed: Check = ({ counter }) => counter === 'unstaffed' || counter === 'closed';
export const isPaused: Check = ({ counter }) => counter === 'paused';
export const isOpen: Check = ({ counter }) => OPEN.includes(counter);
export const isClosing: Check = ({ counter }) => counter === 'close planned';
export const isPausing: Check = ({ counter }) => counter === 'pause planned';
export const hasCustomer: Check = ({ counter }) => counter === 'calling' || SERVING.includes(counter);
export const hasNobody: Check = (cell) => !hasCustomer(cell);
export const isServing: Check = ({ counter }) => SERVING.includes(counter);

// Who sends.
export const isManager: Check = ({ sender }) => sender === 'manager' || sender === 'manager here';
export const isHere: Check = ({ counter, sender }) => sender.endsWith('here') && counter !== 'unknown' && counter !== 'unstaffed';
export const isNotHere: Check = (cell) => !isHere(cell);
export const isNeitherHereNorManager: Check = (cell) => !isHere(cell) && !isManager(cell);
export const isNobodyOfTheStaff: Check = ({ sender }) => ['kiosk', 'display', 'system'].includes(sender);

// The cell's ticket.
export const isUnknownTicket: Check = ({ ticket }) => ticket === 'unknown';
export const isNotWaiting: Check = ({ ticket }) => ticket !== 'waiting' && ticket !== 'waiting for a counter';
export const isNotHeld: Check = ({ ticket }) => ticket?.startsWith('held') !== true;
export const isNoNoShow: Check = ({ ticket }) => ticket?.startsWith('no-show') !== true;
export const is =
  (...cases: readonly TicketCase[]): Check =>
  ({ ticket }) =>
    ticket !== null && cases.includes(ticket);

// The hall, and what is asked.
export const inHall =
  (...halls: readonly Cell['hall'][]): Check =>
  ({ hall }) =>
    halls.includes(hall);
export const dayIsNotOpen: Check = ({ hall }) => !hasPeople(hall);
export const dayIsOpen: Check = ({ hall }) => hasPeople(hall);
export const asked =
  (...variants: readonly string[]): Check =>
  ({ variant }) =>
    variants.includes(variant);

export const all =
  (...checks: readonly Check[]): Check =>
  (cell) =>
    checks.every((check) => check(cell));
export const not =
  (check: Check): Check =>
  (cell) =>
    !check(cell);

const EVERYBODY_OF_THE_STAFF: readonly Role[] = ['teller', 'greeter', 'guard', 'manager', 'admin'];
const DESK: readonly Role[] = ['teller', 'manager'];
const FLOOR: readonly Role[] = ['teller', 'greeter', 'manager'];

/**
 * Who may send it at all, said a second time beside `server/access/rights.ts`. The hub's own rooms may send everything. A phone may
 * what its own ticket may, and none of the matrix is its own.
 */
export const SENT_BY: { readonly [Type in Cell['type']]: readonly Role[] } = {
  'issue-ticket': ['kiosk', 'greeter', 'guard', 'manager'],
  'lease-numbers': ['kiosk'],
  'issue-offline': ['kiosk'],
  'call-next': DESK,
  'call-ticket': DESK,
  recall: DESK,
  'start-service': DESK,
  'finish-service': DESK,
  'mark-no-show': DESK,
  'return-ticket': FLOOR,
  'cancel-ticket': FLOOR,
  'mark-left': FLOOR,
  'postpone-ticket': ['greeter', 'manager'],
  'rate-service': ['rating', 'phone'],
  'serve-without-ticket': DESK,
  'sign-in': DESK,
  'sign-out': DESK,
  'open-counter': DESK,
  'close-counter': DESK,
  'pause-counter': DESK,
  'resume-counter': DESK,
  'open-day': ['manager'],
  'close-day': ['manager'],
  'configure-hall': ['manager', 'admin'],
  'report-print': [],
  'report-printer': [],
  'set-paper-change': ['kiosk', 'greeter', 'manager'],
  'report-screen': [],
  'report-forecast': [],
  'hold-ticket': DESK,
  'resume-ticket': DESK,
  'wake-ticket': FLOOR,
  'transfer-ticket': DESK,
  'redirect-tickets': ['greeter', 'manager'],
  'reclassify-ticket': ['greeter', 'manager'],
  'merge-tickets': FLOOR,
  'reprint-ticket': ['kiosk', ...FLOOR, 'guard'],
  'check-documents': FLOOR,
  undo: FLOOR,
  'move-teller': ['manager'],
  'serve-only': ['manager'],
  'set-auto-call': DESK,
  'stop-service': ['manager'],
  'resume-service': ['manager'],
  'post-notice': ['manager'],
  'withdraw-notice': ['manager'],
  'confirm-notice': EVERYBODY_OF_THE_STAFF,
  'plan-break': ['manager'],
  'cancel-break': ['manager'],
  'book-appointments': ['teller', 'greeter', 'manager', 'admin'],
  'cancel-appointment': ['teller', 'greeter', 'manager', 'admin'],
  'check-in': ['kiosk', 'teller', 'greeter', 'guard', 'manager'],
  'request-help': DESK,
  'acknowledge-alert': ['teller', 'greeter', 'guard', 'manager'],
  'accept-advice': ['manager'],
  'decline-advice': ['manager'],
  'carry-out-due': [],
};

export const mayNotSend: Check = ({ sender, type }) => {
  const role = sender === 'teller here' ? 'teller' : sender === 'manager here' ? 'manager' : sender;
  return role !== 'system' && !SENT_BY[type].includes(role);
};
