import type { EpochMs } from '../../lib/clock.ts';
import type { AgingRule } from '../configuration.ts';
import { precedesByCredit } from './fcfs.ts';
import type { Candidate } from './queue-view.ts';

/**
 * The waiting time that counts: minutes waited times the factor of the class ("a VIP minute counts double").
 *
 * Source: the accumulating priority queue, Kleinrock 1964; Stanford, Taylor and Ziedins 2014. Within a class the factor
 * is the same, so only heads of queues have to be compared.
 */
export function agedWait(rule: AgingRule, candidate: Candidate, at: EpochMs): number {
  return (rule.factors[candidate.class] ?? 1) * Math.max(0, at - candidate.credit.at);
}

export function precedesByAging(rule: AgingRule, left: Candidate, right: Candidate, at: EpochMs): boolean {
  const difference = agedWait(rule, left, at) - agedWait(rule, right, at);
  return difference > 0 || (difference === 0 && precedesByCredit(left, right));
}
