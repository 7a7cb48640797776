import { describe, expect, it } from 'vitest';
import { MANAGER, MINUTE, PlayedHall, teller } from '../../../test/support/played-hall.ts';
import { testConfiguration } from '../../../test/support/test-configuration.ts';
import type { CounterSetup, RoutingRule } from '../configuration.ts';
import { passedNow } from '../snapshot.ts';
import type { TicketId } from '../ticket.ts';
import { deskView } from '../views/desk-view.ts';
import { servedQueues } from './served-queues.ts';

const SECOND = 1_000;

/** The test hall with one counter set up otherwise, counters 1 and 2 staffed. */
function hallWith(id: number, changes: Partial<CounterSetup>, routing?: RoutingRule): PlayedHall {
  const counters = testConfiguration().counters.map((each) => (each.id === id ? { ...each, ...changes } : each));
  return new PlayedHall({ counters, ...(routing && { routing }) }).staff(1, 2);
}

function tiersOf(hall: PlayedHall, counter: number): string[] {
  const { tiers } = servedQueues(hall.state, counter, hall.now);
  return tiers.map((tier) => tier.map((queue) => `${queue.service}:${queue.class}`).join(' '));
}

function upNext(hall: PlayedHall, counter: number): TicketId[] {
  return deskView(hall.state, counter, hall.now)!.upNext.map((each) => each.ticket);
}

function passed(hall: PlayedHall, ticket: TicketId): number {
  return passedNow(hall.state, hall.state.tickets.get(ticket)!);
}

describe('what a counter is set up for', () => {
  it('[T78] a service is all its classes, a class of it is one queue, and none is in two tiers', () => {
    const hall = hallWith(1, { serves: [[{ service: 'B', class: 'vip' }], ['A'], ['B']] });
    expect(tiersOf(hall, 1)).toEqual(['B:vip', 'A:standard A:priority A:vip', 'B:standard B:priority']);
  });

  it('[T78] calls one class of a service before anything else of it', () => {
    const hall = hallWith(1, { serves: [[{ service: 'B', class: 'vip' }], ['A', 'B']] }, { kind: 'fcfs', passedMax: null });
    const standard = hall.issue('B');
    const vip = hall.wait(MINUTE).issue('B', 'vip');
    expect([hall.next(1), hall.next(1)]).toEqual([vip, standard]);
  });

  it('[T78] a class that is not served is neither called nor counted', () => {
    const hall = hallWith(1, { serves: [[{ service: 'A', class: 'vip' }]] });
    hall.issue('A');
    expect(deskView(hall.state, 1, hall.now)).toMatchObject({ waiting: 0, oldestAt: null, upNext: [], services: ['A'] });
    expect(hall.refused({ type: 'call-next', counter: 1 }, teller(1))).toBe('nobody-waiting');
    expect(hall.next(2)).not.toBeNull();
  });
});

describe('a counter that is restricted for now', () => {
  it('[T79] serves the services named, in their order, until its time', () => {
    const hall = hallWith(1, {});
    const a = hall.issue('A');
    const b = hall.wait(MINUTE).issue('B');
    const until = hall.now + 10 * MINUTE;
    hall.done({ type: 'serve-only', counter: 1, services: ['B'], until }, MANAGER);
    expect(tiersOf(hall, 1)).toEqual(['B:standard B:priority B:vip']);
    expect(deskView(hall.state, 1, hall.now)).toMatchObject({ services: ['B'], waiting: 1 });
    expect(upNext(hall, 1)).toEqual([b]);
    hall.wait(10 * MINUTE);
    expect(upNext(hall, 1)).toEqual([a, b]);
    expect(hall.next(1)).toBe(a);
  });

  it('[T79] serves them in the order named, whatever it is set up and reserved for', () => {
    const hall = hallWith(1, { reservedFor: 'vip', helpsAfterSeconds: 600 });
    hall.issue('A', 'vip');
    const b = hall.wait(MINUTE).issue('B');
    hall.done({ type: 'serve-only', counter: 1, services: ['B', 'A'] }, MANAGER);
    expect(tiersOf(hall, 1)).toEqual(['B:standard B:priority B:vip', 'A:standard A:priority A:vip']);
    expect(hall.next(1)).toBe(b);
  });

  it('[T79] [T75] still calls who waits for it alone', () => {
    const hall = hallWith(1, {});
    const sent = hall.issue('A');
    expect(hall.serve(2)).toBe(sent);
    hall.done({ type: 'transfer-ticket', counter: 2, toCounter: 1 }, teller(2));
    hall.wait(MINUTE).issue('B');
    hall.done({ type: 'serve-only', counter: 1, services: ['B'] }, MANAGER);
    expect(upNext(hall, 1)[0]).toBe(sent);
    expect(deskView(hall.state, 1, hall.now)?.waiting).toBe(2);
    expect(hall.next(2)).not.toBe(sent);
    expect(hall.next(1)).toBe(sent);
  });
});

describe('a counter reserved for a class', () => {
  const reserved = { reservedFor: 'vip', helpsAfterSeconds: 120 } as const;

  it('[T80] calls its own class first, whatever its tiers say of services', () => {
    const hall = hallWith(2, reserved);
    hall.issue('A');
    const vip = hall.wait(MINUTE).issue('B', 'vip');
    expect(tiersOf(hall, 2)).toEqual(['A:vip', 'B:vip']);
    expect(hall.next(2)).toBe(vip);
  });

  it('[T80] helps others once nobody of its own has waited for so long', () => {
    const hall = hallWith(2, reserved);
    const vip = hall.issue('A', 'vip');
    const others = [hall.issue('A'), hall.issue('B')];
    expect(hall.next(2)).toBe(vip);
    hall.wait(119 * SECOND);
    expect(deskView(hall.state, 2, hall.now)).toMatchObject({ waiting: 0, upNext: [] });
    expect(hall.next(2)).toBeNull();
    hall.wait(1 * SECOND);
    expect(tiersOf(hall, 2)).toEqual(['A:vip', 'B:vip', 'A:standard A:priority', 'B:standard B:priority']);
    expect(upNext(hall, 2)).toEqual(others);
    expect(hall.next(2)).toBe(others[0]);
  });

  it('[T80] helps at once where nobody of its own has come yet, and no more when one comes', () => {
    const hall = hallWith(2, reserved);
    const [first] = [hall.issue('A'), hall.issue('A')];
    expect(hall.next(2)).toBe(first);
    const vip = hall.wait(MINUTE).issue('B', 'vip');
    expect(upNext(hall, 2)).toEqual([vip]);
    expect(hall.next(2)).toBe(vip);
    expect(hall.next(2)).toBeNull();
  });

  it('[T80] does not help while somebody waits for it alone', () => {
    const hall = hallWith(2, reserved);
    const sent = hall.issue('B');
    expect(hall.serve(1)).toBe(sent);
    hall.done({ type: 'transfer-ticket', counter: 1, toTeller: '1002' }, teller(1));
    hall.issue('A');
    expect(tiersOf(hall, 2)).toEqual(['A:vip', 'B:vip']);
    expect(upNext(hall, 2)).toEqual([sent]);
  });

  it('[T80] without a time to help after, serves its tiers like any other', () => {
    const hall = hallWith(2, { reservedFor: 'vip' });
    const first = hall.issue('A');
    hall.issue('B', 'vip');
    expect(hall.next(2)).toBe(first);
  });

  it('[T81] passes nobody whom it was not allowed to call', () => {
    const hall = hallWith(2, reserved, { kind: 'strict', order: ['vip'], passedMax: 3 });
    const standard = hall.issue('A');
    hall.wait(MINUTE).issue('A', 'vip');
    hall.next(2);
    expect(passed(hall, standard)).toBe(0);
    hall.wait(MINUTE).issue('A', 'vip');
    hall.next(1);
    expect(passed(hall, standard)).toBe(1);
  });
});

describe('the next of a desk', () => {
  it('[T82] are those whom it would call: its own first, then by the ratio played forward', () => {
    const turns = [
      { classes: ['vip'], calls: 1 },
      { classes: ['standard'], calls: 1 },
    ];
    const hall = hallWith(1, {}, { kind: 'ratio', turns, passedMax: null });
    const sent = hall.issue('B');
    expect(hall.serve(2)).toBe(sent);
    hall.done({ type: 'transfer-ticket', counter: 2, toCounter: 1 }, teller(2));
    const standard = [hall.issue('A'), hall.issue('A'), hall.issue('A')];
    const vip = [hall.issue('A', 'vip'), hall.issue('B', 'vip')];
    hall.wait(MINUTE);
    const shown = upNext(hall, 1);
    expect(shown).toEqual([sent, vip[0], standard[0], vip[1], standard[1], standard[2]]);
    expect(shown.map(() => hall.next(1))).toEqual(shown);
    expect(hall.state.ratio).toEqual({ turn: 1, calls: 0 });
  });

  it('[T73] the ratio is the hall’s, not the counter’s', () => {
    const turns = [
      { classes: ['vip'], calls: 1 },
      { classes: ['standard'], calls: 1 },
    ];
    const hall = hallWith(1, {}, { kind: 'ratio', turns, passedMax: null });
    const [standard] = [hall.issue('A'), hall.issue('A')];
    const vip = [hall.issue('A', 'vip'), hall.issue('A', 'vip')];
    expect([hall.next(1), hall.next(2)]).toEqual([vip[0], standard]);
  });
});
