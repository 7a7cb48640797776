import type { ClassId, RatioRule } from '../configuration.ts';
import type { RatioPosition } from './ratio-position.ts';
import { precedesByCredit } from './fcfs.ts';
import { firstOf } from './first-of.ts';
import type { Candidate } from './queue-view.ts';

export interface RatioChoice<Waiting extends Candidate = Candidate> {
  readonly candidate: Waiting;
  /** Where the ratio stands after this call. */
  readonly position: RatioPosition;
}

/**
 * So many calls for one group of classes, then so many for the next. A group of which nobody waits is skipped. A call
 * for which only one group waited is no choice between groups, so it counts for none: otherwise a counter for VIPs only
 * would use up the others' turns, and every quiet minute would begin the count anew. Within a group, by credit. Null
 * when there are no heads.
 */
export function firstByRatio<Waiting extends Candidate>(
  rule: RatioRule,
  heads: readonly Waiting[],
  position: RatioPosition,
): RatioChoice<Waiting> | null {
  const present = new Set(heads.map((each) => groupOf(rule, each.class)));
  const now = settled(rule, position);
  const turn = firstPresent(present, now.turn, rule.turns.length);
  const candidate = firstOf(
    heads.filter((each) => groupOf(rule, each.class) === turn),
    precedesByCredit,
  );
  if (candidate === null) return null;
  if (present.size === 1) return { candidate, position: now };
  return { candidate, position: settled(rule, { turn, calls: turn === now.turn ? now.calls + 1 : 1 }) };
}

function firstPresent(present: ReadonlySet<number>, from: number, groups: number): number {
  for (let step = 0; step < groups; step += 1) if (present.has((from + step) % groups)) return (from + step) % groups;
  return from;
}

/** A turn whose calls are all made is the next one's; a position of an older rule begins anew where this one has no such turn. */
function settled(rule: RatioRule, { turn, calls }: RatioPosition): RatioPosition {
  const current = rule.turns[turn];
  if (current === undefined) return { turn: 0, calls: 0 };
  return calls < current.calls ? { turn, calls } : { turn: (turn + 1) % rule.turns.length, calls: 0 };
}

/** A class that no group names belongs to the last. */
export function groupOf(rule: RatioRule, classId: ClassId): number {
  const named = rule.turns.findIndex(({ classes }) => classes.includes(classId));
  return named === -1 ? rule.turns.length - 1 : named;
}
