import { failed } from '../../lib/result.ts';
import type { PostNotice } from '../commands.ts';
import type { Context, Decision } from '../context.ts';
import { refuse } from '../refusals.ts';
import type { HallState } from '../state.ts';

export function decidePostNotice(_state: HallState, _command: PostNotice, _context: Context): Decision {
  return failed(refuse('not-allowed', {}));
}

export function decideWithdrawNotice(_state: HallState, _notice: string): Decision {
  return failed(refuse('not-allowed', {}));
}

export function decideConfirmNotice(_state: HallState, _notice: string, _context: Context): Decision {
  return failed(refuse('not-allowed', {}));
}
