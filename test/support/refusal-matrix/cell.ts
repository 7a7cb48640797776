import { ROLES, type Actor, type Role } from '../../../shared/hall/actor.ts';
import type { Command, CommandType } from '../../../shared/hall/commands.ts';
import { teller } from '../played-hall.ts';
import {
  COUNTERS,
  hasPeople,
  TICKET_CASES,
  type CounterCase,
  type HallCase,
  type MatrixHall,
  type TicketCase,
} from './matrix-hall.ts';
import { VARIANTS } from './variants.ts';

/** Who sends: every role alone and, where it matters who sits at the counter, whether it is they. */
export const SENDERS = [...ROLES, 'teller here', 'manager here'] as const;
export type Sender = (typeof SENDERS)[number];

/** One command of one sender about one counter and one ticket in one hall. A dimension that a command has not is null. */
export interface Cell {
  readonly type: CommandType;
  readonly variant: string;
  readonly hall: HallCase;
  readonly sender: Sender;
  readonly counter: CounterCase | null;
  readonly ticket: TicketCase | null;
}

/** Which of the dimensions a command has. */
type Dimensions = { readonly counter?: true; readonly ticket?: true };

export const DIMENSIONS: { readonly [Type in CommandType]: Dimensions } = {
  'issue-ticket': {},
  'lease-numbers': {},
  'issue-offline': {},
  'call-next': { counter: true },
  'call-ticket': { counter: true, ticket: true },
  recall: { counter: true },
  'start-service': { counter: true },
  'finish-service': { counter: true },
  'mark-no-show': { counter: true },
  'return-ticket': { ticket: true },
  'cancel-ticket': { ticket: true },
  'mark-left': { ticket: true },
  'postpone-ticket': { ticket: true },
  'rate-service': { ticket: true },
  'serve-without-ticket': { counter: true },
  'sign-in': { counter: true },
  'sign-out': { counter: true },
  'open-counter': { counter: true },
  'close-counter': { counter: true },
  'pause-counter': { counter: true },
  'resume-counter': { counter: true },
  'open-day': {},
  'close-day': {},
  'configure-hall': {},
  'report-print': { ticket: true },
  'report-printer': {},
  'set-paper-change': {},
  'report-screen': {},
  'report-forecast': {},
  'hold-ticket': { counter: true },
  'resume-ticket': { counter: true, ticket: true },
  'wake-ticket': { ticket: true },
  'transfer-ticket': { counter: true },
  'redirect-tickets': { ticket: true },
  'reclassify-ticket': { ticket: true },
  'merge-tickets': { ticket: true },
  'reprint-ticket': { ticket: true },
  'check-documents': { ticket: true },
  undo: { counter: true },
  'move-teller': { counter: true },
  'serve-only': { counter: true },
  'set-auto-call': { counter: true },
  'stop-service': {},
  'resume-service': {},
  'post-notice': {},
  'withdraw-notice': {},
  'confirm-notice': {},
  'plan-break': {},
  'cancel-break': {},
  'book-appointments': {},
  'cancel-appointment': {},
  'check-in': {},
  'request-help': { counter: true },
  'acknowledge-alert': {},
  'accept-advice': {},
  'decline-advice': {},
  'carry-out-due': {},
};

/** Every cell of one command in one hall. */
export function cellsOf(type: CommandType, hall: HallCase): Cell[] {
  const { counter, ticket } = DIMENSIONS[type];
  const counters: readonly (CounterCase | null)[] = counter === true ? countersIn(hall) : [null];
  const tickets: readonly (TicketCase | null)[] = ticket === true ? ticketsIn(hall) : [null];
  return Object.keys(VARIANTS[type]).flatMap((variant) =>
    counters.flatMap((counterCase) =>
      tickets.flatMap((ticketCase) =>
        SENDERS.map((sender) => ({ type, variant, hall, sender, counter: counterCase, ticket: ticketCase })),
      ),
    ),
  );
}

/** Nobody sits at a counter that is neither closed nor open while the day is not open. */
export function countersIn(hall: HallCase): readonly CounterCase[] {
  return hasPeople(hall) ? (Object.keys(COUNTERS) as CounterCase[]) : ['unknown', 'unstaffed', 'closed'];
}

export function ticketsIn(hall: HallCase): readonly TicketCase[] {
  if (!hasPeople(hall)) return ['unknown'];
  return hall === 'nobody waits' ? TICKET_CASES.filter((each) => each !== 'waiting') : TICKET_CASES;
}

/** Staff numbers: a role alone sits nowhere; `here` is who is signed in at the cell's counter. */
export function actorOf({ counter, sender }: Cell): Actor {
  if (sender === 'teller here' || sender === 'manager here') {
    const staffNumber = teller(counter === null ? COUNTERS.idle : COUNTERS[counter]).staffNumber!;
    return { id: `staff:${staffNumber}`, roles: [sender === 'teller here' ? 'teller' : 'manager'], staffNumber };
  }
  // A phone is bound to one ticket, which is none of the matrix.
  return { id: `${sender}:alone`, roles: [sender], staffNumber: STAFF_NUMBERS[sender] };
}

/** Devices and the hub's own rooms have none. */
const STAFF_NUMBERS: { readonly [Each in Role]?: string } = {
  teller: '1900',
  greeter: '2001',
  guard: '2002',
  manager: '3001',
  admin: '9001',
};

export function commandOf(cell: Cell, hall: MatrixHall): Command {
  const build = VARIANTS[cell.type][cell.variant]!;
  const ticket = cell.ticket === null ? 'none' : (hall.tickets[cell.ticket] ?? 'no-such-ticket');
  const counter = cell.counter === null ? 0 : COUNTERS[cell.counter];
  return { ...build({ counter, ticket, hall }), type: cell.type } as Command;
}

export function nameOf({ counter, hall, sender, ticket, type, variant }: Cell): string {
  return [type, variant, `by ${sender}`, counter && `counter ${counter}`, ticket && `ticket ${ticket}`, `in ${hall}`]
    .filter(Boolean)
    .join(', ');
}
