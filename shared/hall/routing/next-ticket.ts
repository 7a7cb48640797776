import { unreachable } from '../../lib/unreachable.ts';
import type { RoutingRule, ServiceId } from '../configuration.ts';
import { isBefore } from '../ticket.ts';
import { precedesByAging } from './aging.ts';
import type { CallReason, PassedQueue } from './call-reason.ts';
import type { Candidate, QueueView } from './queue-view.ts';

export interface NextTicket {
  readonly candidate: Candidate;
  readonly reason: CallReason;
}

/**
 * Which ticket a counter gets next, and why; null when nobody waits for what it serves.
 *
 * A ticket that has been passed as often as the hall allows comes first, whatever the rule and the tier say, the oldest
 * of several before the others. Else the first tier for which somebody waits, and in it the hall's rule.
 *
 * Work: O(services × classes) comparisons, each O(log n) in the number waiting.
 */
export function nextTicket(view: QueueView, rule: RoutingRule): NextTicket | null {
  const capped = rule.passedMax === null ? null : oldestAtCap(view, rule.passedMax);
  const candidate = capped ?? firstByRule(view, rule);
  if (candidate === null) return null;
  return { candidate, reason: reasonFor(view, rule, candidate, capped === null ? rule.kind : 'cap') };
}

function oldestAtCap(view: QueueView, passedMax: number): Candidate | null {
  let oldest: Candidate | null = null;
  for (const service of view.tiers.flat()) {
    for (const classId of view.classes) {
      const candidate = view.firstPassed(service, classId, passedMax);
      if (candidate !== null && (oldest === null || isBefore(candidate.credit, oldest.credit))) oldest = candidate;
    }
  }
  return oldest;
}

function firstByRule(view: QueueView, rule: RoutingRule): Candidate | null {
  for (const tier of view.tiers) {
    const candidate = firstOfTier(view, rule, tier);
    if (candidate !== null) return candidate;
  }
  return null;
}

function firstOfTier(view: QueueView, rule: RoutingRule, tier: readonly ServiceId[]): Candidate | null {
  let first: Candidate | null = null;
  for (const service of tier) {
    for (const classId of view.classes) {
      const candidate = view.head(service, classId);
      if (candidate !== null && (first === null || precedes(rule, candidate, first, view.at))) first = candidate;
    }
  }
  return first;
}

function precedes(rule: RoutingRule, left: Candidate, right: Candidate, at: number): boolean {
  switch (rule.kind) {
    case 'aging':
      return precedesByAging(rule, left, right, at);
    default:
      return unreachable(rule.kind);
  }
}

function reasonFor(view: QueueView, rule: RoutingRule, called: Candidate, by: CallReason['rule']): CallReason {
  if (called.returned) return { rule: by, passed: [], capLeft: null };
  const passed: PassedQueue[] = [];
  let passedMost = 0;
  for (const service of view.tiers.flat()) {
    for (const classId of view.classes) {
      const before = view.before(service, classId, called.credit);
      if (before.count === 0) continue;
      passed.push({ service, class: classId, count: before.count });
      passedMost = Math.max(passedMost, before.passedMost + 1);
    }
  }
  const capLeft = passed.length === 0 || rule.passedMax === null ? null : rule.passedMax - passedMost;
  return { rule: by, passed, capLeft };
}
