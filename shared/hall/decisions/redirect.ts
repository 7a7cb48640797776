import { failed } from '../../lib/result.ts';
import type { RedirectTickets } from '../commands.ts';
import type { Context, Decision } from '../context.ts';
import { refuse } from '../refusals.ts';
import type { HallState } from '../state.ts';

export function decideRedirect(_state: HallState, _command: RedirectTickets, _context: Context): Decision {
  return failed(refuse('not-allowed', {}));
}
