import { fc } from '../../../test/support/seeded-check.ts';
import { describe, expect, it } from 'vitest';
import { isBefore, type Credit } from '../ticket.ts';
import { CreditQueue } from './credit-queue.ts';

/** The same queue as a list that is looked through. */
class PlainQueue {
  tickets: { ticket: string; credit: Credit; passed: number }[] = [];
  readonly since = new Map<string, number>();

  add(ticket: string, credit: Credit, { passed, since }: { passed: number; since: number }): void {
    this.since.set(ticket, since);
    this.tickets.push({ ticket, credit, passed });
    this.tickets.sort((left, right) => (isBefore(left.credit, right.credit) ? -1 : 1));
  }

  removeAt(index: number): { credit: Credit; passed: number } {
    return this.tickets.splice(index, 1)[0]!;
  }

  pass(credit: Credit): void {
    for (const each of this.tickets) if (isBefore(each.credit, credit)) each.passed += 1;
  }
}

const step = fc.oneof(
  fc.record({ do: fc.constant('add' as const), at: fc.nat(20), passed: fc.nat(3), since: fc.nat(50) }),
  fc.record({ do: fc.constant('remove' as const), index: fc.nat(100) }),
  fc.record({ do: fc.constant('pass' as const), at: fc.nat(22), order: fc.nat(200) }),
  fc.record({ do: fc.constant('pass and back' as const), at: fc.nat(22), order: fc.nat(200) }),
);

describe('CreditQueue', () => {
  it('[R1] [T132] agrees with a plain list after any steps', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const queue = new CreditQueue();
        const plain = new PlainQueue();
        let order = 0;
        for (const each of steps) {
          if (each.do === 'add') {
            order += 1;
            queue.add(`t${order}`, { at: each.at, order }, each);
            plain.add(`t${order}`, { at: each.at, order }, each);
          } else if (each.do === 'remove' && plain.tickets.length > 0) {
            const { credit, passed } = plain.removeAt(each.index % plain.tickets.length);
            expect(queue.remove(credit)).toBe(passed);
          } else if (each.do === 'pass') {
            queue.pass({ at: each.at, order: each.order });
            plain.pass({ at: each.at, order: each.order });
          } else if (each.do === 'pass and back') {
            queue.pass({ at: each.at, order: each.order });
            queue.takeBackPass({ at: each.at, order: each.order });
          }
          expectSame(queue, plain);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('[R10] keeps its depth: 20,000 tickets are added, passed and removed in order', () => {
    const queue = new CreditQueue();
    const count = 20_000;
    for (let order = 1; order <= count; order += 1) queue.add(`t${order}`, { at: order, order });
    queue.pass({ at: count, order: count });
    expect(queue.before({ at: 5_000, order: 5_000 })).toEqual({ count: 4_999, passedMost: 1 });
    for (let order = 1; order <= count; order += 1) {
      expect(queue.first()!.credit.order).toBe(order);
      expect(queue.remove({ at: order, order })).toBe(order < count ? 1 : 0);
    }
    expect(queue.size).toBe(0);
  });

  it('[R1] takes a credit once, and gives back only what is there', () => {
    const queue = new CreditQueue();
    queue.add('t1', { at: 1, order: 1 });
    expect(() => queue.add('t2', { at: 1, order: 1 })).toThrow('already in the queue');
    expect(() => queue.remove({ at: 1, order: 2 })).toThrow('not in the queue');
    expect(() => queue.passed({ at: 0, order: 1 })).toThrow('not in the queue');
  });
});

function expectSame(queue: CreditQueue, plain: PlainQueue): void {
  expect([...queue]).toEqual(plain.tickets);
  expect(queue.size).toBe(plain.tickets.length);
  const since = plain.tickets.map(({ ticket }) => plain.since.get(ticket)!);
  expect(queue.longestSince).toBe(since.length === 0 ? null : Math.min(...since));
  expect(queue.first()?.ticket ?? null).toBe(plain.tickets[0]?.ticket ?? null);
  for (const times of [0, 1, 3, 5]) {
    const expected = plain.tickets.find((each) => each.passed >= times)?.ticket ?? null;
    expect(queue.firstPassed(times)?.ticket ?? null).toBe(expected);
  }
  for (const at of [0, 7, 21]) {
    const before = plain.tickets.filter((each) => isBefore(each.credit, { at, order: 0 }));
    const passedMost = Math.max(0, ...before.map((each) => each.passed));
    expect(queue.before({ at, order: 0 })).toEqual({ count: before.length, passedMost });
  }
  const last = plain.tickets.length - 1;
  expect(queue.at(last)?.ticket ?? null).toBe(plain.tickets[last]?.ticket ?? null);
  expect(queue.at(last + 1)).toBeNull();
  if (last >= 0) expect(queue.passed(plain.tickets[last]!.credit)).toBe(plain.tickets[last]!.passed);
}
