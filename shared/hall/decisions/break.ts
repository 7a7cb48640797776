import { failed, ok } from '../../lib/result.ts';
import type { CancelBreak, PlanBreak } from '../commands.ts';
import type { Context, Decision } from '../context.ts';
import { BREAK_MINUTES_MAX, BREAKS_MAX } from '../limits.ts';
import { refuse } from '../refusals.ts';
import type { HallState } from '../state.ts';
import { isPlannable } from './moment.ts';

const MINUTE_MS = 60_000;

/** 用餐, 换班: a pause that begins by itself, wherever the teller sits then. Who plans it answers for the counters that stay open. */
export function decidePlanBreak(state: HallState, command: PlanBreak, context: Context): Decision {
  const { teller, from, minutes, reason } = command;
  const beforeThisMinute = context.at - (context.at % MINUTE_MS) - 1;
  if (!isPlannable(from, beforeThisMinute)) return failed(refuse('bad-time', { at: from }));
  if (minutes < 1 || minutes > BREAK_MINUTES_MAX) return failed(refuse('bad-time', { at: from + minutes * MINUTE_MS }));
  if (state.breaks.size >= BREAKS_MAX) return failed(refuse('list-full', { list: 'breaks', max: BREAKS_MAX }));
  return ok([{ type: 'break-planned', break: context.newId(), teller, from, minutes, reason }]);
}

export function decideCancelBreak(state: HallState, command: CancelBreak): Decision {
  const planned = state.breaks.get(command.break);
  if (planned === undefined) return failed(refuse('unknown-break', { break: command.break }));
  if (planned.startedAt !== null) return failed(refuse('break-over', { break: command.break }));
  return ok([{ type: 'break-cancelled', break: command.break }]);
}
