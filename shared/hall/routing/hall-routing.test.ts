import { fc } from '../../../test/support/seeded-check.ts';
import { describe, expect, it } from 'vitest';
import { anyRule } from '../../../test/support/any-rule.ts';
import { MANAGER, MINUTE, PlayedHall, teller } from '../../../test/support/played-hall.ts';
import { testConfiguration } from '../../../test/support/test-configuration.ts';
import { checkCall } from '../../../test/simulation/rules/call-promises.ts';
import type { Command } from '../commands.ts';
import type { CounterSetup, RoutingRule } from '../configuration.ts';
import { passedNow } from '../snapshot.ts';
import type { HallState } from '../state.ts';
import { addressKey, currentLeg, isBefore, type TicketId } from '../ticket.ts';
import { deskView } from '../views/desk-view.ts';
import { ArrayQueueView } from './array-queue-view.ts';
import { hallQueueView } from './hall-queue-view.ts';
import { nextTicket } from './next-ticket.ts';
import { queuesOf } from './queue-view.ts';
import { servedQueues } from './served-queues.ts';

const COUNTERS = [1, 2, 3];

/** Counter 1 takes VIPs of B first, counter 2 is kept for VIPs and helps after 2 minutes, counter 3 serves B only. */
function playedHall(routing: RoutingRule): PlayedHall {
  const changes: Partial<CounterSetup>[] = [
    { serves: [[{ service: 'B', class: 'vip' }], ['A', 'B']] },
    { reservedFor: 'vip', helpsAfterSeconds: 120 },
    {},
  ];
  const counters = testConfiguration().counters.map((each, index) => ({ ...each, ...changes[index] }));
  return new PlayedHall({ routing, counters }).staff(...COUNTERS);
}

const anyAct = fc.record({
  waits: fc.integer({ min: 0, max: 2 }),
  issues: fc.record({ service: fc.constantFrom('A', 'B'), class: fc.constantFrom('standard', 'priority', 'vip') }),
  counter: fc.constantFrom(...COUNTERS),
  does: fc.constantFrom('next', 'next', 'next', 'no-show', 'to-counter', 'to-teller', 'hold', 'restrict', 'restore', 'nothing'),
});
type Act = typeof anyAct extends fc.Arbitrary<infer Value> ? Value : never;

/** The command that an act stands for; one that the hall refuses just does not happen. */
function commandOf({ does, counter }: Act): Command | null {
  const other = (counter % COUNTERS.length) + 1;
  switch (does) {
    case 'next':
      return { type: 'call-next', counter };
    case 'no-show':
      return { type: 'mark-no-show', counter };
    case 'to-counter':
      return { type: 'transfer-ticket', counter, toCounter: other };
    case 'to-teller':
      return { type: 'transfer-ticket', counter, service: 'B', toTeller: String(1000 + other) };
    case 'hold':
      return { type: 'hold-ticket', counter, kind: 'this-counter' };
    case 'restrict':
      return { type: 'serve-only', counter, services: ['B'] };
    case 'restore':
      return { type: 'serve-only', counter, services: [] };
    case 'nothing':
      return null;
  }
}

/** What went out of the line may come back into it. */
function comeBack(hall: PlayedHall): void {
  for (const { id, status } of [...hall.state.tickets.values()]) {
    if (status.is === 'no-show' && status.returnable) hall.done({ type: 'return-ticket', ticket: id }, MANAGER);
    if (status.is === 'held') hall.done({ type: 'wake-ticket', ticket: id }, MANAGER);
  }
}

/** Everybody who waits, as a list, taken from the tickets and not from the queues. */
function listed(state: HallState, counter: number, at: number): ArrayQueueView {
  const tickets = [...state.tickets.values()].flatMap((each) =>
    each.status.is === 'waiting'
      ? [
          {
            ticket: each.id,
            service: currentLeg(each).service,
            class: each.classId,
            to: each.status.to && addressKey(each.status.to),
            credit: each.status.credit,
            passesNobody: each.returns > 0 || each.woken,
            passed: passedNow(state, each),
          },
        ]
      : [],
  );
  return new ArrayQueueView({ at, ...servedQueues(state, counter, at), ratio: state.ratio, tickets });
}

/** Compares the tree with the list, checks the promises, and calls; then counts who was passed, one by one. */
function callAndCheck(hall: PlayedHall, counter: number, passes: Map<TicketId, number>): void {
  const { state, now } = hall;
  const rule = state.configuration!.routing;
  const view = hallQueueView(state, counter, now);
  const next = nextTicket(view, rule);
  const list = listed(state, counter, now);
  const byList = nextTicket(list, rule);
  checkCall(view, rule, next);
  expect(next?.candidate.ticket).toBe(byList?.candidate.ticket);
  expect(next?.reason).toEqual(byList?.reason);
  expect(deskView(state, counter, now)?.upNext[0]?.ticket).toBe(next?.candidate.ticket);
  const passed = next === null ? [] : earlierOf(state, view, next.candidate);
  const decision = hall.try({ type: 'call-next', counter }, teller(counter));
  const called = decision.ok ? decision.value.find((event) => event.type === 'ticket-called') : undefined;
  expect(called?.ticket).toBe(next?.candidate.ticket);
  for (const ticket of passed) passes.set(ticket, (passes.get(ticket) ?? 0) + 1);
}

function earlierOf(
  state: HallState,
  view: ReturnType<typeof hallQueueView>,
  called: { credit: { at: number; order: number }; passesNobody: boolean },
): TicketId[] {
  if (called.passesNobody) return [];
  return [...state.tickets.values()].flatMap((each) => {
    if (each.status.is !== 'waiting' || !isBefore(each.status.credit, called.credit)) return [];
    const to = each.status.to && addressKey(each.status.to);
    const mayCall = queuesOf(view).some(
      (queue) => queue.service === currentLeg(each).service && queue.class === each.classId && queue.to === to,
    );
    return mayCall ? [each.id] : [];
  });
}

describe('a played hall under every rule', () => {
  it('[T76] [T77] [T81] [T82] [T83] calls over trees what it would over lists, and passes whom the counter might have called', () => {
    fc.assert(
      fc.property(anyRule, fc.array(anyAct, { maxLength: 50 }), (rule, acts) => {
        const hall = playedHall(rule);
        const passes = new Map<TicketId, number>();
        for (const act of acts) {
          hall.wait(act.waits * MINUTE).issue(act.issues.service, act.issues.class);
          const command = commandOf(act);
          if (command?.type === 'call-next') callAndCheck(hall, act.counter, passes);
          else if (command !== null) hall.try(command, command.type === 'serve-only' ? MANAGER : teller(act.counter));
          comeBack(hall);
          for (const each of hall.state.tickets.values()) {
            if (each.status.is !== 'waiting') passes.delete(each.id);
            else expect(passedNow(hall.state, each)).toBeLessThanOrEqual(rule.passedMax ?? Number.POSITIVE_INFINITY);
          }
          for (const [ticket, times] of passes) expect(passedNow(hall.state, hall.state.tickets.get(ticket)!)).toBe(times);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('[T77] a ticket that is woken passes nobody', () => {
    const hall = playedHall({ kind: 'strict', order: ['vip'], passedMax: 3 });
    const standard = hall.issue('A');
    const vip = hall.wait(MINUTE).issue('A', 'vip');
    expect(hall.serve(1)).toBe(vip);
    const passedOnce = passedNow(hall.state, hall.state.tickets.get(standard)!);
    hall.done({ type: 'hold-ticket', counter: 1, kind: 'any-counter' }, teller(1));
    hall.wait(MINUTE).done({ type: 'wake-ticket', ticket: vip }, MANAGER);
    expect(hall.next(1)).toBe(vip);
    expect([passedOnce, passedNow(hall.state, hall.state.tickets.get(standard)!)]).toEqual([1, 1]);
  });
});
