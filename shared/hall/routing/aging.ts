import type { AgingRule, ClassId } from '../configuration.ts';
import { isBefore } from '../ticket.ts';
import type { Candidate } from './queue-view.ts';

/**
 * The waiting time that counts: minutes waited times the factor of the class ("a VIP minute counts double").
 *
 * Source: the accumulating priority queue, Kleinrock 1964; Stanford, Taylor and Ziedins 2014. Within a class the factor
 * is the same, so only heads of queues have to be compared.
 */
export function agedWait(rule: AgingRule, candidate: Candidate, at: number): number {
  return factorOf(rule, candidate.class) * Math.max(0, at - candidate.credit.at);
}

export function precedesByAging(rule: AgingRule, left: Candidate, right: Candidate, at: number): boolean {
  const difference = agedWait(rule, left, at) - agedWait(rule, right, at);
  return difference > 0 || (difference === 0 && isBefore(left.credit, right.credit));
}

function factorOf(rule: AgingRule, classId: ClassId): number {
  return rule.factors[classId] ?? 1;
}
