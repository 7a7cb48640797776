import { isBefore } from '../ticket.ts';
import type { Candidate } from './queue-view.ts';

/** First come, first served. Also the order of those at their cap, of own tickets, and past the maximum wait. */
export function precedesByCredit(left: Candidate, right: Candidate): boolean {
  return isBefore(left.credit, right.credit);
}
