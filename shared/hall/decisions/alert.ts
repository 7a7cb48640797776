import { failed } from '../../lib/result.ts';
import type { AcknowledgeAlert, RequestHelp } from '../commands.ts';
import type { Context, Decision } from '../context.ts';
import { refuse } from '../refusals.ts';
import type { HallState } from '../state.ts';

export function decideRequestHelp(_state: HallState, _command: RequestHelp, _context: Context): Decision {
  return failed(refuse('not-allowed', {}));
}

export function decideAcknowledge(_state: HallState, _command: AcknowledgeAlert, _context: Context): Decision {
  return failed(refuse('not-allowed', {}));
}
