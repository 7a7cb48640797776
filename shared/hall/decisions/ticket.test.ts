import { describe, expect, it } from 'vitest';
import { KIOSK, MANAGER, MINUTE, PlayedHall, teller } from '../../../test/support/played-hall.ts';
import { testConfiguration } from '../../../test/support/test-configuration.ts';
import { ENDED_KEPT_MS } from '../limits.ts';

function noShow(hall: PlayedHall, counter: number): string {
  const ticket = hall.next(counter);
  hall.done({ type: 'mark-no-show', counter }, teller(counter));
  return ticket!;
}

describe('return-ticket', () => {
  it('[T18] puts a no-show behind the configured number of its own queue', () => {
    const hall = new PlayedHall().staff(1);
    hall.issue('A');
    const missed = noShow(hall, 1);
    const waiting = ['A', 'A', 'A'].map((service) => hall.wait(MINUTE).issue(service));
    hall.done({ type: 'return-ticket', ticket: missed }, teller(1));
    const order = [1, 2, 3, 4].map(() => hall.wait(MINUTE).next(1));
    expect(order).toEqual([waiting[0], waiting[1], missed, waiting[2]]);
  });

  it('[T18] puts it at the end when fewer wait, and only so often', () => {
    const hall = new PlayedHall().staff(1);
    hall.issue('A');
    const missed = noShow(hall, 1);
    const other = hall.wait(MINUTE).issue('A');
    hall.wait(MINUTE).done({ type: 'return-ticket', ticket: missed }, teller(1));
    expect(hall.refused({ type: 'return-ticket', ticket: missed }, teller(1))).toBe('ticket-not-no-show');
    expect(hall.wait(MINUTE).next(1)).toBe(other);
    expect(noShow(hall, 1)).toBe(missed);
    expect(hall.refused({ type: 'return-ticket', ticket: missed }, teller(1))).toBe('returns-used-up');
    expect(hall.state.tickets.get(missed)?.status).toMatchObject({ is: 'no-show', returnable: false });
  });

  it('[T18] puts it behind those who came back to the same place before', () => {
    const hall = new PlayedHall().staff(1, 2);
    hall.issue('A');
    hall.issue('A');
    const [first, second] = [noShow(hall, 1), noShow(hall, 2)];
    const waiting = ['A', 'A', 'A'].map((service) => hall.wait(MINUTE).issue(service));
    hall.done({ type: 'return-ticket', ticket: first }, teller(1));
    hall.done({ type: 'return-ticket', ticket: second }, teller(1));
    const order = [1, 2, 3, 4, 5].map(() => hall.wait(MINUTE).next(1));
    expect(order).toEqual([waiting[0], waiting[1], first, second, waiting[2]]);
  });

  it('[T18] leaves an end an end when more returns are configured later, and obeys a rule that became stricter', () => {
    const hall = new PlayedHall({ returns: { placesBack: 2, timesMax: 0 } }).staff(1);
    const configure = (timesMax: number) =>
      hall.done({ type: 'configure-hall', configuration: testConfiguration({ returns: { placesBack: 2, timesMax } }) }, MANAGER);
    hall.issue('A');
    const over = noShow(hall, 1);
    configure(1);
    expect(hall.refused({ type: 'return-ticket', ticket: over }, teller(1))).toBe('returns-used-up');
    hall.issue('A');
    const returnable = noShow(hall, 1);
    configure(0);
    expect(hall.refused({ type: 'return-ticket', ticket: returnable }, teller(1))).toBe('returns-used-up');
  });

  it('[T18] puts it first in its queue when no place back is configured', () => {
    const hall = new PlayedHall({ returns: { placesBack: 0, timesMax: 1 } }).staff(1);
    hall.issue('A');
    const missed = noShow(hall, 1);
    hall.wait(MINUTE).issue('A');
    hall.wait(MINUTE).done({ type: 'return-ticket', ticket: missed }, teller(1));
    expect(hall.wait(MINUTE).next(1)).toBe(missed);
  });

  it('[T18] keeps the order of those who come back to the first place', () => {
    const hall = new PlayedHall({ returns: { placesBack: 0, timesMax: 1 } }).staff(1);
    const missed = [1, 2, 3].map(() => {
      hall.issue('A');
      return noShow(hall, 1);
    });
    const waiting = hall.wait(MINUTE).issue('A');
    for (const ticket of missed) hall.wait(MINUTE).done({ type: 'return-ticket', ticket }, teller(1));
    expect([1, 2, 3, 4].map(() => hall.next(1))).toEqual([...missed, waiting]);
  });

  it('[T19] starts anew with passes, and passes nobody', () => {
    const hall = new PlayedHall({ returns: { placesBack: 1, timesMax: 1 } }).staff(1, 3);
    hall.issue('B');
    const missed = noShow(hall, 3);
    hall.wait(MINUTE).issue('A');
    hall.wait(MINUTE).issue('B', 'vip');
    hall.done({ type: 'return-ticket', ticket: missed }, teller(1));
    expect(hall.next(3)).not.toBe(missed);
    hall.done({ type: 'finish-service', counter: 3 }, teller(3));
    const [event] = hall.done({ type: 'call-next', counter: 3 }, teller(3));
    expect(event).toMatchObject({ type: 'ticket-called', ticket: missed, reason: { passed: [] } });
    expect(hall.state.tickets.get(missed)?.passed).toBe(0);
  });
});

describe('leaving', () => {
  it('[T20] ends a ticket that waits, and no other', () => {
    const hall = new PlayedHall().staff(1);
    const [first, second, third] = [hall.issue('A'), hall.issue('A'), hall.issue('A')];
    hall.done({ type: 'cancel-ticket', ticket: second }, KIOSK);
    hall.done({ type: 'mark-left', ticket: third }, teller(1));
    hall.next(1);
    for (const ticket of [first, second, third]) {
      expect(hall.refused({ type: 'cancel-ticket', ticket }, KIOSK)).toBe('ticket-not-waiting');
      expect(hall.refused({ type: 'mark-left', ticket }, KIOSK)).toBe('ticket-not-waiting');
    }
    expect(hall.refused({ type: 'call-next', counter: 1, atHand: null }, teller(1))).toBe('counter-moved-on');
  });

  it('[T24] is forgotten 30 minutes later, with the next entry', () => {
    const hall = new PlayedHall();
    const ticket = hall.issue('A');
    hall.done({ type: 'mark-left', ticket }, teller(1));
    hall.wait(ENDED_KEPT_MS - 1).issue('A');
    expect(hall.refused({ type: 'mark-left', ticket }, teller(1))).toBe('ticket-not-waiting');
    hall.wait(1).issue('A');
    expect(hall.refused({ type: 'mark-left', ticket }, teller(1))).toBe('unknown-ticket');
    expect(hall.state.ended).toEqual([]);
  });

  it('[T24] is forgotten after a no-show for good, and not after one that may come back', () => {
    const hall = new PlayedHall().staff(1);
    const returnable = hall.issue('A');
    noShow(hall, 1);
    hall.done({ type: 'configure-hall', configuration: testConfiguration({ returns: { placesBack: 2, timesMax: 0 } }) }, MANAGER);
    const over = hall.issue('A');
    noShow(hall, 1);
    hall.wait(ENDED_KEPT_MS).issue('A');
    expect([over, returnable].map((ticket) => hall.state.tickets.has(ticket))).toEqual([false, true]);
  });
});
