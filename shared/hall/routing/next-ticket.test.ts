import { fc } from '../../../test/support/seeded-check.ts';
import { describe, expect, it } from 'vitest';
import { MINUTE, PlayedHall, teller } from '../../../test/support/played-hall.ts';
import type { AgingRule } from '../configuration.ts';
import type { HallEvent } from '../events.ts';
import { passedNow } from '../snapshot.ts';
import { ArrayQueueView, type ArrayTicket } from './array-queue-view.ts';
import { nextTicket } from './next-ticket.ts';
import type { QueueKey } from './queue-view.ts';
import { servedQueues } from './served-queues.ts';

const CLASSES = ['standard', 'priority', 'vip'];
const RULE: AgingRule = { kind: 'aging', factors: { vip: 2 }, passedMax: null };

/** `A:standard@3` is a standard ticket for A taken at minute 3; `!2` behind it: passed twice. */
function ticket(words: string, index: number): ArrayTicket {
  const [, service = '', classId = '', minute, passed] = /^(\w):(\w+)@(\d+)(?:!(\d+))?$/.exec(words) ?? [];
  const credit = { at: Number(minute) * MINUTE, order: index + 1 };
  return { ticket: words, service, class: classId, credit, passesNobody: false, passed: Number(passed ?? 0) };
}

function byClass(tiers: readonly (readonly string[])[]): QueueKey[][] {
  return tiers.map((tier) => tier.flatMap((service) => CLASSES.map((id) => ({ service, class: id }))));
}

function chosen(options: { tiers: string[][]; at: number; waiting: string[]; rule?: Partial<AgingRule> }) {
  const { tiers, at, waiting, rule = {} } = options;
  const view = new ArrayQueueView({ at: at * MINUTE, tiers: byClass(tiers), tickets: waiting.map(ticket) });
  return nextTicket(view, { ...RULE, ...rule });
}

describe('nextTicket', () => {
  it.each([
    ['[R1] the earliest of one queue', [['A']], 10, ['A:standard@1', 'A:standard@2'], 'A:standard@1'],
    [
      '[R2] the first tier although a later one has waited longer',
      [['A'], ['B']],
      10,
      ['B:standard@1', 'A:standard@9'],
      'A:standard@9',
    ],
    ['[R2] a later tier when nobody waits for the first', [['A'], ['B']], 10, ['B:standard@1'], 'B:standard@1'],
    ['[R2] the longest wait among equals', [['A', 'B']], 10, ['A:standard@2', 'B:standard@1'], 'B:standard@1'],
    ['[R2] nobody of a service that is not served', [['A']], 10, ['B:standard@1'], null],
    ['[R3] a VIP whose doubled wait is longer', [['A']], 10, ['A:standard@3', 'A:vip@6'], 'A:vip@6'],
    [
      '[R3] a standard ticket whose wait is longer than the doubled one',
      [['A']],
      10,
      ['A:standard@1', 'A:vip@6'],
      'A:standard@1',
    ],
    ['[R3] the earlier credit of equal waits', [['A']], 10, ['A:standard@2', 'A:vip@6'], 'A:standard@2'],
    ['[R3] the earlier of two that have just come', [['A']], 5, ['A:standard@5', 'A:vip@5'], 'A:standard@5'],
  ])('%s', (_title, tiers, at, waiting, expected) => {
    expect(chosen({ tiers, at, waiting })?.candidate.ticket ?? null).toBe(expected);
  });

  it('[R5] takes a ticket at its cap before rule and tier, the oldest first', () => {
    const waiting = ['A:vip@5', 'B:standard@8!3', 'B:vip@7!3', 'B:standard@6!2'];
    const next = chosen({ tiers: [['A'], ['B']], at: 20, waiting, rule: { passedMax: 3 } });
    expect(next?.candidate.ticket).toBe('B:vip@7!3');
    expect(next?.reason).toEqual({
      rule: 'cap',
      passed: [
        { service: 'A', class: 'vip', count: 1 },
        { service: 'B', class: 'standard', count: 1 },
      ],
      capLeft: 0,
    });
  });

  it('[R6] says whom a call passed, and what the most-passed of them has left', () => {
    const waiting = ['A:standard@1!1', 'A:standard@2', 'A:vip@8', 'B:standard@3', 'B:standard@9'];
    const next = chosen({ tiers: [['A', 'B']], at: 17, waiting, rule: { factors: { vip: 3 }, passedMax: 3 } });
    expect(next?.candidate.ticket).toBe('A:vip@8');
    expect(next?.reason).toEqual({
      rule: 'aging',
      passed: [
        { service: 'A', class: 'standard', count: 2 },
        { service: 'B', class: 'standard', count: 1 },
      ],
      capLeft: 1,
    });
    expect(chosen({ tiers: [['A', 'B']], at: 17, waiting })?.reason.capLeft).toBeNull();
  });

  it('[R7] passes nobody when a returned no-show is called', () => {
    const view = new ArrayQueueView({
      at: 9 * MINUTE,
      tiers: byClass([['A']]),
      tickets: [ticket('A:standard@3', 0), { ...ticket('A:vip@5', 1), passesNobody: true }],
    });
    const next = nextTicket(view, { ...RULE, passedMax: 3 });
    expect(next).toMatchObject({ candidate: { ticket: 'A:vip@5' }, reason: { passed: [], capLeft: null } });
  });
});

const arrival = fc.record({
  service: fc.constantFrom('A', 'B'),
  classId: fc.constantFrom('standard', 'priority', 'vip'),
  gap: fc.integer({ min: 0, max: 3 }),
  callAt: fc.constantFrom(null, null, 1, 2, 3),
});

describe('calling in a hall', () => {
  it('[R4] [R5] passes exactly those whom the counter might have called, and none more often than the cap', () => {
    fc.assert(
      fc.property(fc.array(arrival, { maxLength: 80 }), fc.integer({ min: 0, max: 3 }), (arrivals, passedMax) => {
        const hall = new PlayedHall({ routing: { kind: 'aging', factors: { priority: 2, vip: 5 }, passedMax } }).staff(1, 2, 3);
        const passes = new Map<string, number>();
        for (const { service, classId, gap, callAt } of arrivals) {
          hall.wait(gap * MINUTE).issue(service, classId);
          if (callAt === null) continue;
          const waitingBefore = [...hall.state.tickets.values()]
            .filter((each) => each.status.is === 'waiting')
            .map((each) => ({ ...each }));
          const decision = hall.try({ type: 'call-next', counter: callAt }, teller(callAt));
          if (decision.ok) countPasses(decision.value, waitingBefore, callAt, passes);
          for (const each of hall.state.tickets.values()) {
            expect(passedNow(hall.state, each)).toBe(passes.get(each.id) ?? 0);
            expect(passedNow(hall.state, each)).toBeLessThanOrEqual(passedMax);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('[R8] [R9] chooses the same over arrays as over the hall, and somebody whenever somebody may be called', () => {
    fc.assert(
      fc.property(fc.array(arrival, { maxLength: 60 }), (arrivals) => {
        const hall = new PlayedHall().staff(1, 2, 3);
        const rule = hall.state.configuration!.routing;
        for (const { service, classId, gap, callAt } of arrivals) {
          hall.wait(gap * MINUTE).issue(service, classId);
          if (callAt === null) continue;
          const { tiers } = servedQueues(hall.state, callAt, hall.now);
          const tickets = [...hall.state.tickets.values()].flatMap((each) =>
            each.status.is === 'waiting'
              ? [
                  {
                    ticket: each.id,
                    service: each.legs[0]!.service,
                    class: each.classId,
                    credit: each.status.credit,
                    passesNobody: false,
                    passed: passedNow(hall.state, each),
                  },
                ]
              : [],
          );
          const expected = nextTicket(new ArrayQueueView({ at: hall.now, tiers, tickets }), rule);
          expect(expected === null).toBe(!tickets.some((each) => SERVED[callAt]!.includes(each.service)));
          const decision = hall.try({ type: 'call-next', counter: callAt }, teller(callAt));
          const called = decision.ok ? decision.value.find((event) => event.type === 'ticket-called') : undefined;
          expect(called?.ticket).toBe(expected?.candidate.ticket);
          expect(called?.reason).toEqual(expected?.reason);
        }
      }),
      { numRuns: 150 },
    );
  });
});

const SERVED: Record<number, string[]> = { 1: ['A', 'B'], 2: ['A', 'B'], 3: ['B'] };

/** The definition, looked up ticket by ticket. */
function countPasses(
  events: readonly HallEvent[],
  waiting: readonly {
    id: string;
    legs: readonly { service: string }[];
    status: { is: string; credit?: { at: number; order: number } };
  }[],
  counter: number,
  passes: Map<string, number>,
): void {
  const event = events.find((each) => each.type === 'ticket-called');
  const called = waiting.find((each) => each.id === event?.ticket);
  if (called === undefined) return;
  for (const each of waiting) {
    const earlier = each.status.credit!.order < called.status.credit!.order;
    if (earlier && SERVED[counter]!.includes(each.legs[0]!.service)) passes.set(each.id, (passes.get(each.id) ?? 0) + 1);
  }
}
