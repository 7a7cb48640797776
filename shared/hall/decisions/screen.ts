import { ok } from '../../lib/result.ts';
import type { ReportScreen } from '../commands.ts';
import type { Decision } from '../context.ts';
import { SCREENS_TROUBLED_MAX } from '../limits.ts';
import type { HallState } from '../state.ts';

/**
 * The same condition again is accepted and changes nothing: `since` stays the moment from which it has been so. Of a screen with which
 * nothing is wrong nothing is kept, so it need not be said of one of which nothing was said.
 */
export function decideScreen(state: HallState, { screen, name, condition }: ReportScreen): Decision {
  const known = state.screens.get(screen);
  const isWell = condition === 'ready' || condition === 'off';
  if (isWell ? known === undefined : known?.condition === condition && known.name === name) return ok([]);
  if (known === undefined && state.screens.size >= SCREENS_TROUBLED_MAX) return ok([]);
  return ok([{ type: 'screen-reported', screen, name, condition }]);
}
