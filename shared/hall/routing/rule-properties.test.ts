import { fc } from '../../../test/support/seeded-check.ts';
import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../../test/support/played-hall.ts';
import { anyBounds, anyRule } from '../../../test/support/any-rule.ts';
import { checkCall } from '../../../test/simulation/rules/call-promises.ts';
import type { RoutingRule } from '../configuration.ts';
import { isBefore } from '../ticket.ts';
import { ArrayQueueView, type ArrayTicket } from './array-queue-view.ts';
import { nextTicket } from './next-ticket.ts';
import { queuesOf, type QueueKey } from './queue-view.ts';
import type { ServedQueues } from './served-queues.ts';

const CLASSES = ['standard', 'priority', 'vip'];
const QUEUES: readonly QueueKey[] = ['A', 'B'].flatMap((service) => CLASSES.map((id) => ({ service, class: id })));
const ADDRESSED: readonly QueueKey[] = QUEUES.map((queue) => ({ ...queue, to: 'counter:1' }));

/** Any queues in any tiers: a queue's number says its tier, 3 that it is not served. */
const anyTiers = fc
  .array(fc.constantFrom(0, 1, 2, 3), { minLength: QUEUES.length, maxLength: QUEUES.length })
  .map((tierOf) =>
    [0, 1, 2].map((tier) => QUEUES.filter((_, index) => tierOf[index] === tier)).filter((tier) => tier.length > 0),
  );

/** Somebody comes or comes back (with an older credit), and perhaps one of the two counters calls. */
const anyStep = fc.record({
  queue: fc.constantFrom(...QUEUES, ...ADDRESSED.slice(0, 3)),
  gap: fc.integer({ min: 0, max: 3 }),
  age: fc.constantFrom(0, 0, 0, 0, 2, 9),
  passesNobody: fc.constantFrom(false, false, false, true),
  calls: fc.constantFrom(null, 0, 1),
});

/** A hall of plain lists with two counters; what it is told to do is checked by definition, ticket by ticket. */
class ListedHall {
  at = 0;
  waiting: ArrayTicket[] = [];
  #order = 0;
  #ratio = { turn: 0, calls: 0 };
  readonly #rule: RoutingRule;

  constructor(rule: RoutingRule) {
    this.#rule = rule;
  }

  come({ queue, gap, age, passesNobody }: { queue: QueueKey; gap: number; age: number; passesNobody: boolean }): void {
    this.at += gap * MINUTE;
    this.#order += 1;
    const credit = { at: this.at - age * MINUTE, order: this.#order };
    this.waiting.push({ ...queue, ticket: String(this.#order), credit, passesNobody, passed: 0 });
  }

  call(served: ServedQueues): ArrayTicket | null {
    const view = new ArrayQueueView({
      at: this.at,
      ...served,
      ratio: this.#ratio,
      tickets: this.waiting.map((each) => ({ ...each })),
    });
    const next = nextTicket(view, this.#rule);
    checkCall(view, this.#rule, next);
    const mayCall = this.waiting.filter((each) => queuesOf(served).some((queue) => isOf(each, queue)));
    expect(next === null).toBe(mayCall.length === 0);
    if (next === null) return null;
    const called = mayCall.find((each) => each.ticket === next.candidate.ticket)!;
    const passed = called.passesNobody ? [] : mayCall.filter((each) => isBefore(each.credit, called.credit));
    for (const each of passed) each.passed += 1;
    expect(next.reason.passed.reduce((sum, { count }) => sum + count, 0)).toBe(passed.length);
    for (const queue of next.reason.passed) expect(passed.filter((each) => isOf(each, queue)).length).toBe(queue.count);
    this.waiting = this.waiting.filter((each) => each !== called);
    this.#ratio = next.reason.ratio ?? this.#ratio;
    return called;
  }
}

function isOf(ticket: QueueKey, queue: QueueKey): boolean {
  return ticket.service === queue.service && ticket.class === queue.class && ticket.to === queue.to;
}

describe('every rule, over any queues, tiers and returns', () => {
  it('[T70] [T71] [T72] [T74] [T75] [T83] keeps at every call what it promises', () => {
    fc.assert(
      fc.property(anyRule, anyTiers, anyTiers, fc.array(anyStep, { maxLength: 60 }), (rule, one, two, steps) => {
        const hall = new ListedHall(rule);
        const counters: ServedQueues[] = [
          { own: ADDRESSED, tiers: one },
          { own: [], tiers: two },
        ];
        for (const step of steps) {
          hall.come(step);
          if (step.calls !== null) hall.call(counters[step.calls]!);
          for (const { passed } of hall.waiting) expect(passed).toBeLessThanOrEqual(rule.passedMax ?? Number.POSITIVE_INFINITY);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('[T76] passes nobody more often than the cap, whoever calls', () => {
    fc.assert(
      fc.property(
        anyRule,
        anyBounds,
        fc.integer({ min: 0, max: 3 }),
        fc.array(anyStep, { maxLength: 80 }),
        (rule, bounds, passedMax, steps) => {
          const hall = new ListedHall({ ...rule, ...bounds, passedMax });
          const everything: ServedQueues = { own: ADDRESSED, tiers: [QUEUES.slice(3), QUEUES.slice(0, 3)] };
          for (const step of steps) {
            hall.come(step);
            if (step.calls !== null) hall.call(step.calls === 0 ? everything : { own: [], tiers: [QUEUES] });
            for (const { passed } of hall.waiting) expect(passed).toBeLessThanOrEqual(passedMax);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('head start', () => {
  it('[T72] lets nobody be passed, in the whole of a wait, by somebody who came later by more than the head start', () => {
    const minutes = fc.record({ vip: fc.integer({ min: 0, max: 12 }), priority: fc.integer({ min: 0, max: 6 }) });
    fc.assert(
      fc.property(minutes, fc.array(anyStep, { maxLength: 80 }), (starts, steps) => {
        const rule: RoutingRule = { kind: 'head-start', minutes: starts, passedMax: null };
        const hall = new ListedHall(rule);
        const startOf = ({ class: id }: QueueKey): number => (starts as Record<string, number>)[id] ?? 0;
        for (const step of steps) {
          hall.come({ ...step, queue: { service: step.queue.service, class: step.queue.class } });
          const called = step.calls === null ? null : hall.call({ own: [], tiers: [QUEUES] });
          if (called === null) continue;
          for (const each of hall.waiting) {
            const laterMs = called.credit.at - each.credit.at;
            expect(laterMs).toBeLessThanOrEqual((startOf(called) - startOf(each)) * MINUTE);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** The groups of the turns written out call by call: two for VIPs and one for the others are [0, 0, 1]. */
function slotsOf(calls: readonly number[]): number[] {
  return calls.flatMap((count, group) => Array.from({ length: count }, () => group));
}

describe('ratio', () => {
  it('[T73] follows its turns slot by slot, skipping who is not there, and stands still without a choice', () => {
    const classAt = fc.constantFrom(...CLASSES);
    const anyCalls = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 3, maxLength: 3 });
    const steps = fc.array(fc.record({ class: classAt, call: fc.boolean() }), { maxLength: 80 });
    fc.assert(
      fc.property(anyCalls, steps, (calls, acts) => {
        const turns = calls.map((count, group) => ({ classes: [CLASSES[group]!], calls: count }));
        const hall = new ListedHall({ kind: 'ratio', turns, passedMax: null });
        const slots = slotsOf(calls);
        let slot = 0;
        for (const act of acts) {
          hall.come({ queue: { service: 'A', class: act.class }, gap: 1, age: 0, passesNobody: false });
          if (!act.call && hall.waiting.length < 5) continue;
          const present = new Set(hall.waiting.map((each) => CLASSES.indexOf(each.class)));
          while (!present.has(slots[slot]!) && present.size > 1) slot = (slot + 1) % slots.length;
          const called = hall.call({ own: [], tiers: [QUEUES] });
          if (present.size === 1) continue;
          expect(CLASSES.indexOf(called!.class)).toBe(slots[slot]);
          slot = (slot + 1) % slots.length;
        }
      }),
      { numRuns: 300 },
    );
  });
});
