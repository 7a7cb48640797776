import type { ClassId, RatioRule } from '../configuration.ts';
import type { RatioPosition } from '../state.ts';
import { precedesByCredit } from './fcfs.ts';
import { firstOf } from './first-of.ts';
import type { Candidate } from './queue-view.ts';

export interface RatioChoice {
  readonly candidate: Candidate;
  /** Where the ratio stands after this call. */
  readonly position: RatioPosition;
}

/**
 * So many calls for one group of classes, then so many for the next. A group of which nobody is among the heads loses
 * what is left of its turn, so a lone VIP after a quiet hour does not find ten calls owed to the others, nor the others
 * ten owed to VIPs. Within a group, by credit. Null when there are no heads.
 */
export function firstByRatio(rule: RatioRule, heads: readonly Candidate[], position: RatioPosition): RatioChoice | null {
  const groups = rule.turns.length;
  let { turn, calls } = settled(rule, position);
  for (let skipped = 0; skipped < groups; skipped += 1) {
    const group = heads.filter((each) => groupOf(rule, each.class) === turn);
    const candidate = firstOf(group, precedesByCredit);
    if (candidate !== null) return { candidate, position: settled(rule, { turn, calls: calls + 1 }) };
    turn = (turn + 1) % groups;
    calls = 0;
  }
  return null;
}

/** A turn whose calls are all made is the next one's; a position of an older rule begins anew where this one has no such turn. */
function settled(rule: RatioRule, { turn, calls }: RatioPosition): RatioPosition {
  const current = rule.turns[turn];
  if (current === undefined) return { turn: 0, calls: 0 };
  return calls < current.calls ? { turn, calls } : { turn: (turn + 1) % rule.turns.length, calls: 0 };
}

/** A class that no group names belongs to the last. */
function groupOf(rule: RatioRule, classId: ClassId): number {
  const named = rule.turns.findIndex(({ classes }) => classes.includes(classId));
  return named === -1 ? rule.turns.length - 1 : named;
}
