import type { EpochMs } from '../../lib/clock.ts';
import type { HeadStartRule } from '../configuration.ts';
import { precedesByCredit } from './fcfs.ts';
import type { Candidate } from './queue-view.ts';

const MINUTE_MS = 60_000;

/**
 * As if the ticket had been taken so many minutes earlier. The order of two tickets never changes while they wait, and a
 * ticket is never passed by one that came later by more than the difference of the two head starts.
 *
 * Source: the head start of a real bank's call centre, Brown et al. 2005 (JASA 100:36), section 2.
 */
export function precedesByHeadStart(rule: HeadStartRule, left: Candidate, right: Candidate): boolean {
  const difference = countedFrom(rule, left) - countedFrom(rule, right);
  return difference < 0 || (difference === 0 && precedesByCredit(left, right));
}

function countedFrom(rule: HeadStartRule, candidate: Candidate): EpochMs {
  return candidate.credit.at - (rule.minutes[candidate.class] ?? 0) * MINUTE_MS;
}
