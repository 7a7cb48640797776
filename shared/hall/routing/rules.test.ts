import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../../test/support/played-hall.ts';
import type { RoutingRule } from '../configuration.ts';
import type { RatioPosition } from './ratio-position.ts';
import { ArrayQueueView, type ArrayTicket } from './array-queue-view.ts';
import { nextTicket, type NextTicket } from './next-ticket.ts';
import type { QueueKey } from './queue-view.ts';

const CLASSES = ['standard', 'priority', 'vip'];
const OWN = CLASSES.map((id) => ({ service: 'A', class: id, to: 'counter:1' }));
const unbounded = { passedMax: null };

/** `A:vip@3` is a VIP for A taken at minute 3; `!2` behind it: passed twice; `>`: for this counter only. */
function ticket(words: string, index: number): ArrayTicket {
  const [, service = '', classId = '', minute, passed, own] = /^(\w):(\w+)@(\d+)(?:!(\d+))?(>)?$/.exec(words) ?? [];
  return {
    ticket: words,
    service,
    class: classId,
    ...(own !== undefined && { to: 'counter:1' }),
    credit: { at: Number(minute) * MINUTE, order: index + 1 },
    passesNobody: false,
    passed: Number(passed ?? 0),
  };
}

function tier(...services: string[]): QueueKey[] {
  return services.flatMap((service) => CLASSES.map((id) => ({ service, class: id })));
}

interface Case {
  readonly rule: RoutingRule;
  readonly at?: number;
  readonly tiers?: QueueKey[][];
  readonly ratio?: RatioPosition;
  readonly waiting: readonly string[];
}

function viewOf({ at = 20, tiers = [tier('A')], ratio = { turn: 0, calls: 0 }, waiting }: Case): ArrayQueueView {
  return new ArrayQueueView({ at: at * MINUTE, own: OWN, tiers, ratio, tickets: waiting.map(ticket) });
}

function next(of: Case): NextTicket | null {
  return nextTicket(viewOf(of), of.rule);
}

/** Who is called, one after the other, until so many or nobody is left. */
function called(of: Case, times = 20): string[] {
  const view = viewOf(of);
  const tickets: string[] = [];
  while (tickets.length < times) {
    const call = nextTicket(view, of.rule);
    if (call === null) break;
    view.call(call);
    tickets.push(call.candidate.ticket);
  }
  return tickets;
}

describe('first come, first served', () => {
  const rule: RoutingRule = { kind: 'fcfs', ...unbounded };

  it('[T70] looks at credit alone, whatever class and service', () => {
    const waiting = ['A:vip@5', 'B:standard@4', 'A:standard@3', 'B:priority@6'];
    const order = ['A:standard@3', 'B:standard@4', 'A:vip@5', 'B:priority@6'];
    expect(called({ rule, tiers: [tier('A', 'B')], waiting })).toEqual(order);
    expect(next({ rule, tiers: [tier('A', 'B')], waiting })?.reason).toEqual({ rule: 'fcfs', passed: [], capLeft: null });
  });
});

describe('strict', () => {
  it('[T71] calls class by class, the classes that are not named on equal terms after the others', () => {
    const waiting = ['A:standard@1', 'A:priority@2', 'A:vip@3', 'A:standard@4', 'A:vip@5'];
    const vipFirst: RoutingRule = { kind: 'strict', order: ['vip'], ...unbounded };
    expect(called({ rule: vipFirst, waiting })).toEqual(['A:vip@3', 'A:vip@5', 'A:standard@1', 'A:priority@2', 'A:standard@4']);
    const all: RoutingRule = { kind: 'strict', order: ['priority', 'vip', 'standard'], ...unbounded };
    expect(called({ rule: all, waiting })[0]).toBe('A:priority@2');
    expect(next({ rule: all, waiting: ['A:standard@1', 'A:vip@2'] })?.reason).toEqual({
      rule: 'strict',
      passed: [{ service: 'A', class: 'standard', count: 1 }],
      capLeft: null,
    });
  });
});

describe('head start', () => {
  const rule: RoutingRule = { kind: 'head-start', minutes: { vip: 10, priority: 4 }, ...unbounded };

  it.each([
    ['a VIP who came 9 minutes later', ['A:standard@1', 'A:vip@10'], 'A:vip@10'],
    ['whoever came first, when it was 10 minutes', ['A:standard@1', 'A:vip@11'], 'A:standard@1'],
    ['a standard customer before a VIP of 11 minutes later', ['A:standard@1', 'A:vip@12'], 'A:standard@1'],
    ['a VIP of 5 minutes after a priority customer', ['A:priority@1', 'A:vip@6'], 'A:vip@6'],
    ['a priority customer before a VIP of 7 minutes later', ['A:priority@1', 'A:vip@8'], 'A:priority@1'],
  ])('[T72] calls %s', (_title, waiting, expected) => {
    expect(next({ rule, waiting })?.candidate.ticket).toBe(expected);
  });
});

describe('ratio', () => {
  const turns = [
    { classes: ['vip'], calls: 2 },
    { classes: ['standard'], calls: 1 },
  ];
  const rule: RoutingRule = { kind: 'ratio', turns, ...unbounded };
  const crowd = ['A:standard@1', 'A:standard@2', 'A:standard@3', 'A:vip@4', 'A:vip@5', 'A:vip@6', 'A:vip@7'];

  it('[T73] calls two of one group, then one of the other, and round again; who is left comes at the end', () => {
    expect(called({ rule, waiting: crowd })).toEqual([
      'A:vip@4',
      'A:vip@5',
      'A:standard@1',
      'A:vip@6',
      'A:vip@7',
      'A:standard@2',
      'A:standard@3',
    ]);
  });

  it('[T73] goes on where it stood', () => {
    expect(next({ rule, ratio: { turn: 0, calls: 1 }, waiting: crowd })?.reason.ratio).toEqual({ turn: 1, calls: 0 });
    expect(called({ rule, ratio: { turn: 1, calls: 0 }, waiting: crowd }, 2)).toEqual(['A:standard@1', 'A:vip@4']);
  });

  it('[T73] does not count a call for which only one group waited', () => {
    const position = { turn: 0, calls: 1 };
    for (const alone of ['A:standard@1', 'A:vip@1']) {
      expect(next({ rule, ratio: position, waiting: [alone] })?.reason.ratio).toEqual(position);
    }
    expect(next({ rule, ratio: { turn: 1, calls: 0 }, waiting: ['A:vip@1'] })?.candidate.ticket).toBe('A:vip@1');
  });

  it('[T73] skips a group of which nobody waits, and counts a class that no group names to the last', () => {
    const three: RoutingRule = {
      kind: 'ratio',
      turns: [...turns.slice(0, 1), { classes: ['priority'], calls: 3 }, ...turns.slice(1)],
      ...unbounded,
    };
    const waiting = ['A:vip@4', 'A:vip@5', 'A:vip@6', 'A:standard@7'];
    expect(called({ rule: three, waiting }, 3)).toEqual(['A:vip@4', 'A:vip@5', 'A:standard@7']);
    const two: RoutingRule = {
      kind: 'ratio',
      turns: [
        { classes: ['vip'], calls: 1 },
        { classes: ['priority'], calls: 1 },
      ],
      ...unbounded,
    };
    expect(called({ rule: two, waiting: ['A:standard@1', 'A:priority@2', 'A:vip@3', 'A:vip@4'] })).toEqual([
      'A:vip@3',
      'A:standard@1',
      'A:vip@4',
      'A:priority@2',
    ]);
  });

  it('[T73] begins anew where an older rule stood at a turn that is gone', () => {
    expect(next({ rule, ratio: { turn: 5, calls: 3 }, waiting: crowd })?.candidate.ticket).toBe('A:vip@4');
    expect(next({ rule, ratio: { turn: 0, calls: 9 }, waiting: crowd })?.candidate.ticket).toBe('A:standard@1');
  });
});

describe('the maximum wait', () => {
  const rule: RoutingRule = { kind: 'strict', order: ['vip'], passedMax: null, waitMaxMinutes: 15 };

  it('[T74] once exceeded, the oldest of all classes and tiers comes first', () => {
    const waiting = ['B:standard@4', 'A:vip@6', 'A:standard@5', 'A:vip@3'];
    expect(next({ rule, tiers: [tier('A'), tier('B')], at: 19, waiting })).toMatchObject({
      candidate: { ticket: 'A:vip@3' },
      reason: { rule: 'max-wait', passed: [] },
    });
    expect(called({ rule, tiers: [tier('A'), tier('B')], at: 22, waiting })).toEqual([
      'A:vip@3',
      'B:standard@4',
      'A:standard@5',
      'A:vip@6',
    ]);
  });

  it('[T74] counts from the minute after it, and knows those who wait for this counter only', () => {
    const waiting = ['A:standard@4', 'A:vip@6'];
    expect(next({ rule, at: 19, waiting })?.candidate.ticket).toBe('A:vip@6');
    expect(next({ rule, at: 20, waiting })?.candidate.ticket).toBe('A:standard@4');
    expect(next({ rule, at: 20, waiting: [...waiting, 'A:standard@3>'] })).toMatchObject({
      candidate: { ticket: 'A:standard@3>' },
      reason: { rule: 'max-wait' },
    });
    expect(next({ rule, at: 20, waiting: [...waiting, 'A:standard@5>'] })?.candidate.ticket).toBe('A:standard@4');
  });

  it('[T74] stands behind the cap', () => {
    const capped: RoutingRule = { ...rule, passedMax: 2 };
    expect(next({ rule: capped, at: 30, waiting: ['A:standard@1', 'A:standard@5!1'] })?.reason.rule).toBe('max-wait');
    expect(next({ rule: capped, at: 30, waiting: ['A:vip@1', 'A:standard@5!2'] })).toMatchObject({
      candidate: { ticket: 'A:standard@5!2' },
      reason: { rule: 'cap', passed: [{ service: 'A', class: 'vip', count: 1 }] },
    });
  });
});

describe('who waits for one counter only', () => {
  const rule: RoutingRule = { kind: 'aging', factors: { vip: 5 }, passedMax: 3 };

  it('[T75] is called before the tiers, the oldest first, and passes those of the tiers', () => {
    const waiting = ['A:vip@1', 'A:standard@9>', 'A:vip@8>'];
    expect(next({ rule, waiting })).toEqual({
      candidate: expect.objectContaining({ ticket: 'A:vip@8>', to: 'counter:1' }) as unknown,
      reason: { rule: 'own', passed: [{ service: 'A', class: 'vip', count: 1 }], capLeft: 2 },
    });
    expect(called({ rule, waiting })).toEqual(['A:vip@8>', 'A:standard@9>', 'A:vip@1']);
  });

  it('[T75] [T76] is passed by a call of the tiers only at the cap, which says so by address', () => {
    expect(next({ rule, waiting: ['A:vip@1>', 'A:standard@9!3'] })).toMatchObject({
      candidate: { ticket: 'A:standard@9!3' },
      reason: { rule: 'cap', passed: [{ service: 'A', class: 'vip', to: 'counter:1', count: 1 }], capLeft: 2 },
    });
  });
});
