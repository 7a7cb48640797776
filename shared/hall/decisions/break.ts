import { failed } from '../../lib/result.ts';
import type { CancelBreak, PlanBreak } from '../commands.ts';
import type { Context, Decision } from '../context.ts';
import { refuse } from '../refusals.ts';
import type { HallState } from '../state.ts';

export function decidePlanBreak(_state: HallState, _command: PlanBreak, _context: Context): Decision {
  return failed(refuse('not-allowed', {}));
}

export function decideCancelBreak(_state: HallState, _command: CancelBreak): Decision {
  return failed(refuse('not-allowed', {}));
}
