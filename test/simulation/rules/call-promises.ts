import type { ClassId, RoutingRule } from '../../../shared/hall/configuration.ts';
import type { NextTicket } from '../../../shared/hall/routing/next-ticket.ts';
import { queuesOf, type Candidate, type QueueView } from '../../../shared/hall/routing/queue-view.ts';
import { isBefore } from '../../../shared/hall/ticket.ts';
import { assert, must } from '../../../shared/lib/assert.ts';
import { unreachable } from '../../../shared/lib/unreachable.ts';

const MINUTE_MS = 60_000;

/**
 * What a rule promises about every single call, with no tolerance, by definitions that share nothing with the rule's own
 * code. Throws at the first call that breaks one.
 */
export function checkCall(view: QueueView, rule: RoutingRule, next: NextTicket | null): void {
  const heads = queuesOf(view).flatMap((queue) => view.head(queue) ?? []);
  if (next === null) {
    assert(heads.length === 0, 'nobody is called only when nobody waits');
    return;
  }
  const { candidate: called, reason } = next;
  checkCap(view, rule, called);
  if (reason.rule === 'cap' || reason.rule === 'max-wait' || reason.rule === 'own') return;
  const rivals = tierOf(view, called).filter((each) => each.ticket !== called.ticket);
  for (const rival of rivals) checkOrder(view, rule, { called, rival });
}

/** Heads are enough: behind a head are only tickets that came later. */
function tierOf(view: QueueView, called: Candidate): Candidate[] {
  const tier = view.tiers.find((queues) =>
    queues.some((queue) => queue.service === called.service && queue.class === called.class),
  );
  return must(tier, 'a call by the rule is from a tier').flatMap((queue) => view.head(queue) ?? []);
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
      const allowedMs = Math.max(0, startMs(called) - startMs(rival));
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
