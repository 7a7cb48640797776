import type { RoutingRule } from '../../shared/hall/configuration.ts';
import type { Credit } from '../../shared/hall/ticket.ts';

export interface NaiveTicket {
  readonly id: string;
  readonly number: string | null;
  readonly service: string;
  readonly classId: string;
  status: 'waiting' | 'called' | 'serving' | 'no-show' | 'ended';
  credit: Credit;
  counter: number | null;
  returns: number;
  passed: number;
}

/** Who is next, by looking at everybody: first those at the cap, then tier by tier the longest weighted wait. */
export function naiveNext(
  tickets: readonly NaiveTicket[],
  tiers: readonly (readonly string[])[],
  rule: RoutingRule,
  at: number,
): NaiveTicket | undefined {
  const waiting = tickets.filter(({ status }) => status === 'waiting');
  const { factors, passedMax } = rule;
  const weight = (ticket: NaiveTicket): number => (factors[ticket.classId] ?? 1) * Math.max(0, at - ticket.credit.at);
  const oldestFirst = (left: NaiveTicket, right: NaiveTicket): number =>
    left.credit.at - right.credit.at || left.credit.order - right.credit.order;
  const capped = waiting
    .filter(({ passed, service }) => passedMax !== null && passed >= passedMax && tiers.flat().includes(service))
    .sort(oldestFirst)[0];
  if (capped !== undefined) return capped;
  for (const tier of tiers) {
    const first = waiting
      .filter(({ service }) => tier.includes(service))
      .sort((left, right) => weight(right) - weight(left) || oldestFirst(left, right))[0];
    if (first !== undefined) return first;
  }
  return undefined;
}

export function isEarlier(left: Credit, right: Credit): boolean {
  return left.at < right.at || (left.at === right.at && left.order < right.order);
}
