import type { ClassId, RoutingRule } from '../../../shared/hall/configuration.ts';
import type { NextTicket } from '../../../shared/hall/routing/next-ticket.ts';
import { queuesOf, type Candidate, type QueueKey, type QueueView } from '../../../shared/hall/routing/queue-view.ts';
import { isBefore } from '../../../shared/hall/ticket.ts';
import { assert, must } from '../../../shared/lib/assert.ts';
import { unreachable } from '../../../shared/lib/unreachable.ts';

const MINUTE_MS = 60_000;

/**
 * What a rule promises about every single call, with no tolerance, by definitions that share nothing with the rule's own
 * code. Throws at the first call that breaks one. Heads are enough: behind a head are only tickets that came later.
 */
export function checkCall(view: QueueView, rule: RoutingRule, next: NextTicket | null): void {
  const everybody = headsOf(view, queuesOf(view));
  if (next === null) {
    assert(everybody.length === 0, 'nobody is called only when nobody waits');
    return;
  }
  const { candidate: called, reason } = next;
  checkCap(view, rule, called);
  if (reason.rule === 'cap') return;
  checkMaximumWait(view, rule, { next, everybody });
  if (reason.rule === 'max-wait') return;
  const own = headsOf(view, view.own);
  if (reason.rule === 'own') return checkOldest(called, own);
  assert(own.length === 0, 'who waits for this counter only comes before its tiers');
  for (const rival of tierOf(view, called)) checkOrder(view, rule, { called, rival });
}

function headsOf(view: QueueView, queues: readonly QueueKey[]): Candidate[] {
  return queues.flatMap((queue) => view.head(queue) ?? []);
}

/** The others of the tier that was called from; nobody waits in an earlier one. */
function tierOf(view: QueueView, called: Candidate): Candidate[] {
  const index = view.tiers.findIndex((queues) =>
    queues.some((queue) => queue.service === called.service && queue.class === called.class),
  );
  assert(headsOf(view, view.tiers.slice(0, index).flat()).length === 0, 'an earlier tier comes first');
  const tier = headsOf(view, must(view.tiers[index], 'a call by the rule is from a tier'));
  return tier.filter((each) => each.ticket !== called.ticket);
}

/** Before this call nobody has been passed more often than the cap, and nobody at the cap is passed by it. */
function checkCap(view: QueueView, { passedMax }: RoutingRule, called: Candidate): void {
  if (passedMax === null) return;
  for (const queue of queuesOf(view)) {
    assert(view.firstPassed(queue, passedMax + 1) === null, 'nobody is passed more often than the cap');
    const capped = view.firstPassed(queue, passedMax);
    const passedNow = capped !== null && !called.passesNobody && isBefore(capped.credit, called.credit);
    assert(!passedNow, 'nobody at the cap is passed');
  }
}

/** Ages of all classes are compared, and the reason is given exactly when it holds. */
function checkMaximumWait(
  view: QueueView,
  { waitMaxMinutes }: RoutingRule,
  { next, everybody }: { next: NextTicket; everybody: readonly Candidate[] },
): void {
  const waitMaxMs = (waitMaxMinutes ?? Number.POSITIVE_INFINITY) * MINUTE_MS;
  const isExceeded = everybody.some(({ credit }) => view.at - credit.at > waitMaxMs);
  assert(isExceeded === (next.reason.rule === 'max-wait'), 'the maximum wait is the reason exactly when it is exceeded');
  if (isExceeded) checkOldest(next.candidate, everybody);
}

function checkOldest(called: Candidate, others: readonly Candidate[]): void {
  for (const other of others) assert(!isBefore(other.credit, called.credit), 'nobody here came earlier');
}

function checkOrder(view: QueueView, rule: RoutingRule, { called, rival }: { called: Candidate; rival: Candidate }): void {
  const laterMs = called.credit.at - rival.credit.at;
  switch (rule.kind) {
    case 'fcfs':
      assert(isBefore(called.credit, rival.credit), 'nobody is called before somebody who came earlier');
      return;
    case 'strict':
      assert(rank(rule.order, called.class) <= rank(rule.order, rival.class), 'nobody is called before a better class');
      return;
    case 'aging': {
      const counted = ({ class: id, credit }: Candidate) => Math.max(0, view.at - credit.at) * (rule.factors[id] ?? 1);
      assert(counted(called) >= counted(rival), 'nobody is called before somebody whose wait counts more');
      return;
    }
    case 'head-start': {
      const startMs = ({ class: id }: Candidate) => (rule.minutes[id] ?? 0) * MINUTE_MS;
      const allowedMs = startMs(called) - startMs(rival);
      assert(laterMs <= allowedMs, 'nobody is passed by somebody who came later by more than the head start');
      return;
    }
    case 'ratio':
      if (called.class === rival.class) assert(laterMs <= 0, 'within a class nobody is passed');
      return;
    default:
      unreachable(rule);
  }
}

function rank(order: readonly ClassId[], classId: ClassId): number {
  const index = order.indexOf(classId);
  return index === -1 ? order.length : index;
}
