import { failed, ok } from '../../lib/result.ts';
import type { BreakId } from '../break.ts';
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

/** So many minutes later. */
export interface BreakMove {
  readonly break: BreakId;
  readonly minutes: number;
}

/** The same break at another time: the old plan goes, a new one comes, in one entry. */
export function decideMoveBreak(state: HallState, move: BreakMove, context: Context): Decision {
  const planned = state.breaks.get(move.break);
  const cancelled = decideCancelBreak(state, { type: 'cancel-break', break: move.break });
  if (!cancelled.ok || planned === undefined) return cancelled;
  const { minutes, reason, teller } = planned;
  const from = planned.from + move.minutes * MINUTE_MS;
  const anew = decidePlanBreak(state, { type: 'plan-break', teller, from, minutes, reason }, context);
  return anew.ok ? ok([...cancelled.value, ...anew.value]) : anew;
}

export function decideCancelBreak(state: HallState, command: CancelBreak): Decision {
  const planned = state.breaks.get(command.break);
  if (planned === undefined) return failed(refuse('unknown-break', { break: command.break }));
  if (planned.startedAt !== null) return failed(refuse('break-over', { break: command.break }));
  return ok([{ type: 'break-cancelled', break: command.break }]);
}
