import { failed } from '../../lib/result.ts';
import type { TransferTicket } from '../commands.ts';
import type { Context, Decision } from '../context.ts';
import { refuse } from '../refusals.ts';
import type { HallState } from '../state.ts';

export function decideTransfer(_state: HallState, _command: TransferTicket, _context: Context): Decision {
  return failed(refuse('not-allowed', {}));
}
