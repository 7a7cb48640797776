import { failed } from '../../lib/result.ts';
import type { BookAppointments, CancelAppointment, CheckIn } from '../commands.ts';
import type { Context, Decision } from '../context.ts';
import { refuse } from '../refusals.ts';
import type { HallState } from '../state.ts';

export function decideBook(_state: HallState, _command: BookAppointments, _context: Context): Decision {
  return failed(refuse('not-allowed', {}));
}

export function decideCancelAppointment(_state: HallState, _command: CancelAppointment): Decision {
  return failed(refuse('not-allowed', {}));
}

export function decideCheckIn(_state: HallState, _command: CheckIn, _context: Context): Decision {
  return failed(refuse('not-allowed', {}));
}
