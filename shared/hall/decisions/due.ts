import { failed } from '../../lib/result.ts';
import type { Context, Decision } from '../context.ts';
import { refuse } from '../refusals.ts';
import type { HallState } from '../state.ts';

export function decideCarryOutDue(_state: HallState, _context: Context): Decision {
  return failed(refuse('not-allowed', {}));
}
