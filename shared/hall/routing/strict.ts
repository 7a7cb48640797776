import type { ClassId, StrictRule } from '../configuration.ts';
import { precedesByCredit } from './fcfs.ts';
import type { Candidate } from './queue-view.ts';

/** An earlier class of the order always comes first; classes that are not named share the last place. */
export function precedesByOrder(rule: StrictRule, left: Candidate, right: Candidate): boolean {
  const difference = placeIn(rule, left.class) - placeIn(rule, right.class);
  return difference < 0 || (difference === 0 && precedesByCredit(left, right));
}

export function placeIn(rule: StrictRule, classId: ClassId): number {
  const index = rule.order.indexOf(classId);
  return index === -1 ? rule.order.length : index;
}
