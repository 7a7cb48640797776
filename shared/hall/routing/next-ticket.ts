import { unreachable } from '../../lib/unreachable.ts';
import type { RoutingRule } from '../configuration.ts';
import type { RatioPosition } from './ratio-position.ts';
import { precedesByAging } from './aging.ts';
import type { CallReason, PassedQueue } from './call-reason.ts';
import { precedesByCredit } from './fcfs.ts';
import { firstOf } from './first-of.ts';
import { precedesByHeadStart } from './head-start.ts';
import { queuesOf, type Candidate, type QueueKey, type QueueView } from './queue-view.ts';
import { firstByRatio } from './ratio.ts';
import { precedesByOrder } from './strict.ts';

export interface NextTicket {
  readonly candidate: Candidate;
  readonly reason: CallReason;
}

interface Choice {
  readonly candidate: Candidate;
  readonly by: CallReason['rule'];
  readonly ratio?: RatioPosition | undefined;
}

const MINUTE_MS = 60_000;

/**
 * Which ticket a counter gets next, and why; null when nobody waits in what it may call from.
 *
 * In this order: the oldest ticket that has been passed as often as the hall allows; past the maximum wait the oldest of
 * all; who waits for this counter or this person only; then the first tier in which somebody waits, and in it the
 * hall's rule. The first two look at every queue alike, so neither a tier nor a rule can starve anybody.
 *
 * Work: O(services × classes) comparisons, each O(log n) in the number waiting.
 */
export function nextTicket(view: QueueView, rule: RoutingRule): NextTicket | null {
  const all: Everything = { view, rule, queues: queuesOf(view) };
  const choice = atCap(all) ?? pastMaximumWait(all) ?? oldest(heads(view, view.own), 'own') ?? firstOfTiers(view, rule);
  return choice === null ? null : { candidate: choice.candidate, reason: reasonFor(all, choice) };
}

interface Everything {
  readonly view: QueueView;
  readonly rule: RoutingRule;
  readonly queues: readonly QueueKey[];
}

function atCap({ view, rule: { passedMax }, queues }: Everything): Choice | null {
  if (passedMax === null) return null;
  const capped: Candidate[] = [];
  for (const queue of queues) {
    const first = view.firstPassed(queue, passedMax);
    if (first !== null) capped.push(first);
  }
  return oldest(capped, 'cap');
}

/** Ages of all classes are compared: "the standard class first" would invert priority once the hall is full. */
function pastMaximumWait({ view, rule, queues }: Everything): Choice | null {
  const minutes = rule.waitMaxMinutes ?? null;
  if (minutes === null) return null;
  const first = oldest(heads(view, queues), 'max-wait');
  return first !== null && view.at - first.candidate.credit.at > minutes * MINUTE_MS ? first : null;
}

function firstOfTiers(view: QueueView, rule: RoutingRule): Choice | null {
  for (const tier of view.tiers) {
    const first = firstByRule(view, rule, heads(view, tier));
    if (first !== null) return first;
  }
  return null;
}

function firstByRule(view: QueueView, rule: RoutingRule, waiting: readonly Candidate[]): Choice | null {
  const by = (precedes: (left: Candidate, right: Candidate) => boolean) => chosen(firstOf(waiting, precedes), rule.kind);
  switch (rule.kind) {
    case 'fcfs':
      return by(precedesByCredit);
    case 'strict':
      return by((left, right) => precedesByOrder(rule, left, right));
    case 'aging':
      return by((left, right) => precedesByAging(rule, left, right, view.at));
    case 'head-start':
      return by((left, right) => precedesByHeadStart(rule, left, right));
    case 'ratio': {
      const turn = firstByRatio(rule, waiting, view.ratio);
      return turn === null ? null : { candidate: turn.candidate, by: rule.kind, ratio: turn.position };
    }
    default:
      return unreachable(rule);
  }
}

function heads(view: QueueView, queues: readonly QueueKey[]): Candidate[] {
  const waiting: Candidate[] = [];
  for (const queue of queues) {
    const head = view.head(queue);
    if (head !== null) waiting.push(head);
  }
  return waiting;
}

function oldest(candidates: readonly Candidate[], by: CallReason['rule']): Choice | null {
  return chosen(firstOf(candidates, precedesByCredit), by);
}

function chosen(candidate: Candidate | null, by: CallReason['rule']): Choice | null {
  return candidate === null ? null : { candidate, by };
}

function reasonFor({ view, rule, queues }: Everything, { candidate, by, ratio }: Choice): CallReason {
  const passed: PassedQueue[] = [];
  let passedMost = 0;
  for (const queue of candidate.passesNobody ? [] : queues) {
    const before = view.before(queue, candidate.credit);
    if (before.count === 0) continue;
    const { service, class: classId, to } = queue;
    passed.push({ service, class: classId, count: before.count, ...(to !== undefined && { to }) });
    passedMost = Math.max(passedMost, before.passedMost + 1);
  }
  const capLeft = passed.length === 0 || rule.passedMax === null ? null : rule.passedMax - passedMost;
  return { rule: by, passed, capLeft, ...(ratio !== undefined && { ratio }) };
}
