import { failed } from '../../lib/result.ts';
import type { Undo } from '../commands.ts';
import type { Context, Decision } from '../context.ts';
import { refuse } from '../refusals.ts';
import type { HallState } from '../state.ts';

export function decideUndo(_state: HallState, _command: Undo, _context: Context): Decision {
  return failed(refuse('not-allowed', {}));
}
