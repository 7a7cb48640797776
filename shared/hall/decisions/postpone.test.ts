import { describe, expect, it } from 'vitest';
import { GREETER, GUARD, MANAGER, MINUTE, PlayedHall, teller } from '../../../test/support/played-hall.ts';
import type { Actor } from '../actor.ts';
import { decide } from '../decide.ts';
import { passedNow } from '../snapshot.ts';

const RULE = { postpone: { placesBack: 2, timesMax: 2 } };

function phoneOf(ticket: string): Actor {
  return { id: `phone:${ticket}`, roles: ['phone'], ticket };
}

/** Tickets of service A, a minute apart. */
function line(hall: PlayedHall, count: number): string[] {
  return Array.from({ length: count }, () => hall.wait(MINUTE).issue('A'));
}

function calledOn(hall: PlayedHall, count: number): (string | null)[] {
  return Array.from({ length: count }, () => hall.wait(MINUTE).next(1));
}

describe('postpone-ticket', () => {
  it('[F180] puts a waiting ticket so many places back in its own queue, or behind the last, and no further', () => {
    const hall = new PlayedHall(RULE).staff(1);
    const [a = '', b, c = '', d] = line(hall, 4);
    expect(hall.done({ type: 'postpone-ticket', ticket: a }, phoneOf(a))).toMatchObject([
      { type: 'ticket-postponed', postponed: 1 },
    ]);
    hall.done({ type: 'postpone-ticket', ticket: c }, GREETER);
    expect(calledOn(hall, 4)).toEqual([b, a, d, c]);
  });

  it('[F180] puts it behind those who were put back to that very place before, and lets later tickets come after it', () => {
    const hall = new PlayedHall({ postpone: { placesBack: 1, timesMax: 1 } }).staff(1);
    const [a = '', b = '', c] = line(hall, 3);
    hall.done({ type: 'postpone-ticket', ticket: a }, MANAGER);
    hall.done({ type: 'postpone-ticket', ticket: b }, MANAGER);
    const [late] = line(hall, 1);
    expect(calledOn(hall, 4)).toEqual([a, b, c, late]);
  });

  it('[F181] is refused without a rule, more often than the rule says, behind nobody, and for a ticket that does not wait', () => {
    const without = new PlayedHall().staff(1);
    const [unruled = ''] = line(without, 2);
    expect(without.refused({ type: 'postpone-ticket', ticket: unruled }, MANAGER)).toBe('postponing-not-offered');
    const hall = new PlayedHall({ postpone: { placesBack: 1, timesMax: 1 } }).staff(1);
    const [a = '', b = '', c = ''] = line(hall, 3);
    expect(hall.refused({ type: 'postpone-ticket', ticket: c }, MANAGER)).toBe('nobody-behind');
    hall.done({ type: 'postpone-ticket', ticket: a }, MANAGER);
    expect(hall.refused({ type: 'postpone-ticket', ticket: a }, MANAGER)).toBe('postpones-used-up');
    hall.next(1);
    expect(hall.refused({ type: 'postpone-ticket', ticket: b }, MANAGER)).toBe('ticket-not-waiting');
    expect(hall.refused({ type: 'postpone-ticket', ticket: 'none' }, MANAGER)).toBe('unknown-ticket');
  });

  it('[F182] lets a phone act for its own ticket and for no other, whatever it names', () => {
    const hall = new PlayedHall(RULE).staff(1);
    const [own = '', other = ''] = line(hall, 3);
    for (const type of ['postpone-ticket', 'cancel-ticket'] as const) {
      expect(hall.refused({ type, ticket: other }, phoneOf(own))).toBe('not-allowed');
      expect(hall.refused({ type, ticket: 'none' }, phoneOf(own))).toBe('not-allowed');
      expect(hall.refused({ type, ticket: own }, { id: 'phone:none', roles: ['phone'] })).toBe('not-allowed');
    }
    hall.done({ type: 'cancel-ticket', ticket: own }, phoneOf(own));
    expect(hall.state.tickets.get(own)?.status).toMatchObject({ is: 'ended', ending: 'cancelled' });
  });

  it('[F183] begins the promise anew: what it was passed before no longer calls it first', () => {
    const hall = new PlayedHall({
      ...RULE,
      routing: { kind: 'strict', order: ['vip', 'standard'], passedMax: 1 },
    }).staff(1);
    const [a = '', b, c] = line(hall, 3);
    hall.issue('A', 'vip');
    hall.next(1);
    const passed = () => passedNow(hall.state, hall.state.tickets.get(a)!);
    expect(passed()).toBe(1);
    hall.done({ type: 'postpone-ticket', ticket: a }, phoneOf(a));
    expect(passed()).toBe(0);
    expect(calledOn(hall, 3)).toEqual([b, c, a]);
  });

  it('[F180] keeps who waits for one counter at that counter, and changes nothing by itself', () => {
    const hall = new PlayedHall(RULE).staff(1, 2);
    const sent = [1, 2].map(() => {
      const ticket = hall.issue('A');
      hall.next(2);
      hall.done({ type: 'transfer-ticket', counter: 2, service: 'B', toCounter: 1 }, teller(2));
      return ticket;
    });
    const [first = ''] = sent;
    const before = JSON.stringify(hall.state.tickets.get(first));
    const again = { at: hall.now, actor: GUARD, newId: () => 'none' };
    expect(decide(hall.state, { type: 'postpone-ticket', ticket: first }, again).ok).toBe(true);
    expect(JSON.stringify(hall.state.tickets.get(first))).toBe(before);
    hall.done({ type: 'postpone-ticket', ticket: first }, phoneOf(first));
    expect(hall.state.tickets.get(first)?.status).toMatchObject({ is: 'waiting', to: { counter: 1 } });
    expect(calledOn(hall, 2)).toEqual([...sent].reverse());
  });
});
