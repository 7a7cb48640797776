import { unreachable } from '../../lib/unreachable.ts';
import type { EpochMs } from '../../lib/clock.ts';
import type { RoutingRule } from '../configuration.ts';
import type { RatioPosition } from './ratio-position.ts';
import { precedesByAging } from './aging.ts';
import type { CallReason, PassedQueue } from './call-reason.ts';
import { precedesByCredit } from './fcfs.ts';
import { precedesByHeadStart } from './head-start.ts';
import { queuesOf, type Candidate, type ChoiceView, type QueueKey, type QueueView } from './queue-view.ts';
import { firstByRatio } from './ratio.ts';
import { precedesByOrder } from './strict.ts';

export interface NextTicket {
  readonly candidate: Candidate;
  readonly reason: CallReason;
}

/** Who is next and by what, without whom the call passes. */
export interface Choice<Waiting extends Candidate = Candidate> {
  readonly candidate: Waiting;
  readonly by: CallReason['rule'];
  /** With a ratio rule: where it stands after this call. */
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
  const choice = chooseTicket(view, rule);
  return choice === null ? null : { candidate: choice.candidate, reason: reasonFor(view, rule, choice) };
}

/**
 * The choice alone. A forecast makes it a hundred thousand times a second and needs no reason in words, so nothing here makes lists;
 * the view's own candidates come back.
 */
export function chooseTicket<Queue extends QueueKey, Waiting extends Candidate>(
  view: ChoiceView<Queue, Waiting>,
  rule: RoutingRule,
): Choice<Waiting> | null {
  return (
    atCap(view, rule) ??
    pastMaximumWait(view, rule) ??
    chosen(oldestHead(view, view.own, null), 'own') ??
    firstOfTiers(view, rule)
  );
}

function atCap<Queue extends QueueKey, Waiting extends Candidate>(
  view: ChoiceView<Queue, Waiting>,
  { passedMax }: RoutingRule,
): Choice<Waiting> | null {
  if (passedMax === null) return null;
  let first = oldestPassed(view, view.own, passedMax, null);
  for (const tier of view.tiers) first = oldestPassed(view, tier, passedMax, first);
  return chosen(first, 'cap');
}

/** Ages of all classes are compared: "the standard class first" would invert priority once the hall is full. */
function pastMaximumWait<Queue extends QueueKey, Waiting extends Candidate>(
  view: ChoiceView<Queue, Waiting>,
  rule: RoutingRule,
): Choice<Waiting> | null {
  const minutes = rule.waitMaxMinutes ?? null;
  if (minutes === null) return null;
  let first = oldestHead(view, view.own, null);
  for (const tier of view.tiers) first = oldestHead(view, tier, first);
  return first !== null && view.at - first.credit.at > minutes * MINUTE_MS ? chosen(first, 'max-wait') : null;
}

function firstOfTiers<Queue extends QueueKey, Waiting extends Candidate>(
  view: ChoiceView<Queue, Waiting>,
  rule: RoutingRule,
): Choice<Waiting> | null {
  for (const tier of view.tiers) {
    const first = rule.kind === 'ratio' ? byTurn(view, rule, tier) : byOrder(view, rule, tier);
    if (first !== null) return first;
  }
  return null;
}

type OrderRule = Exclude<RoutingRule, { kind: 'ratio' }>;
type TurnRule = Extract<RoutingRule, { kind: 'ratio' }>;

/** Rules by which of any two heads one comes first. */
function byOrder<Queue extends QueueKey, Waiting extends Candidate>(
  view: ChoiceView<Queue, Waiting>,
  rule: OrderRule,
  tier: readonly Queue[],
): Choice<Waiting> | null {
  let first: Waiting | null = null;
  for (const queue of tier) {
    const head = view.head(queue);
    if (head !== null && (first === null || precedes(rule, head, first, view.at))) first = head;
  }
  return chosen(first, rule.kind);
}

function precedes(rule: OrderRule, left: Candidate, right: Candidate, at: EpochMs): boolean {
  switch (rule.kind) {
    case 'fcfs':
      return precedesByCredit(left, right);
    case 'strict':
      return precedesByOrder(rule, left, right);
    case 'aging':
      return precedesByAging(rule, left, right, at);
    case 'head-start':
      return precedesByHeadStart(rule, left, right);
    default:
      return unreachable(rule);
  }
}

function byTurn<Queue extends QueueKey, Waiting extends Candidate>(
  view: ChoiceView<Queue, Waiting>,
  rule: TurnRule,
  tier: readonly Queue[],
): Choice<Waiting> | null {
  const heads: Waiting[] = [];
  for (const queue of tier) {
    const head = view.head(queue);
    if (head !== null) heads.push(head);
  }
  if (heads.length === 0) return null;
  const turn = firstByRatio(rule, heads, view.ratio);
  return turn === null ? null : { candidate: turn.candidate, by: rule.kind, ratio: turn.position };
}

/** The oldest of these heads and of `first`. */
function oldestHead<Queue extends QueueKey, Waiting extends Candidate>(
  view: ChoiceView<Queue, Waiting>,
  queues: readonly Queue[],
  first: Waiting | null,
): Waiting | null {
  let oldest = first;
  for (const queue of queues) {
    const head = view.head(queue);
    if (head !== null && (oldest === null || precedesByCredit(head, oldest))) oldest = head;
  }
  return oldest;
}

function oldestPassed<Queue extends QueueKey, Waiting extends Candidate>(
  view: ChoiceView<Queue, Waiting>,
  queues: readonly Queue[],
  times: number,
  first: Waiting | null,
): Waiting | null {
  let oldest = first;
  for (const queue of queues) {
    const passed = view.firstPassed(queue, times);
    if (passed !== null && (oldest === null || precedesByCredit(passed, oldest))) oldest = passed;
  }
  return oldest;
}

function chosen<Waiting extends Candidate>(candidate: Waiting | null, by: CallReason['rule']): Choice<Waiting> | null {
  return candidate === null ? null : { candidate, by };
}

function reasonFor(view: QueueView, rule: RoutingRule, { candidate, by, ratio }: Choice): CallReason {
  const passed: PassedQueue[] = [];
  let passedMost = 0;
  for (const queue of candidate.passesNobody ? [] : queuesOf(view)) {
    const before = view.before(queue, candidate.credit);
    if (before.count === 0) continue;
    const { service, class: classId, to } = queue;
    passed.push({ service, class: classId, count: before.count, ...(to !== undefined && { to }) });
    passedMost = Math.max(passedMost, before.passedMost + 1);
  }
  const capLeft = passed.length === 0 || rule.passedMax === null ? null : rule.passedMax - passedMost;
  return { rule: by, passed, capLeft, ...(ratio !== undefined && { ratio }) };
}
