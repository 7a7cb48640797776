import { failed } from '../../lib/result.ts';
import type { HoldTicket, ResumeTicket } from '../commands.ts';
import type { Context, Decision } from '../context.ts';
import { refuse } from '../refusals.ts';
import type { HallState } from '../state.ts';
import type { TicketId } from '../ticket.ts';

export function decideHold(_state: HallState, _command: HoldTicket, _context: Context): Decision {
  return failed(refuse('not-allowed', {}));
}

export function decideResume(_state: HallState, _command: ResumeTicket, _context: Context): Decision {
  return failed(refuse('not-allowed', {}));
}

export function decideWake(_state: HallState, _ticket: TicketId): Decision {
  return failed(refuse('not-allowed', {}));
}
