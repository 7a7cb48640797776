import { describe, expect, it } from 'vitest';
import { MANAGER, MINUTE, MORNING, PlayedHall, teller } from '../../../test/support/played-hall.ts';
import { deskView } from './desk-view.ts';
import { kioskServices } from './kiosk-services.ts';
import { latestCalls } from './latest-calls.ts';
import { serviceQueues } from './service-queues.ts';
import { findTickets, noShows, waitingTickets } from './ticket-view.ts';

describe('views', () => {
  it('[T61] lists a recalled ticket once, where it was last announced', () => {
    const hall = new PlayedHall().staff(1, 2);
    hall.issue('A');
    hall.issue('A');
    hall.next(1);
    hall.next(2);
    hall.done({ type: 'recall', counter: 1 }, teller(1));
    expect(latestCalls(hall.state).map(({ number, counter, recalls }) => [number, counter, recalls])).toEqual([
      ['A001', 1, 1],
      ['A002', 2, 0],
    ]);
  });

  it('[T62] finds a number however it is typed', () => {
    const hall = new PlayedHall();
    const ticket = hall.issue('A');
    for (const typed of ['A001', 'a1', ' a 001 ', 'A1'])
      expect(findTickets(hall.state, typed).map((each) => each.ticket)).toEqual([ticket]);
    for (const typed of ['', 'A', '1', 'A0011', 'B1']) expect(findTickets(hall.state, typed)).toEqual([]);
  });

  it('[R2] shows a desk its customers in the order in which it would call them', () => {
    const hall = new PlayedHall().staff(2);
    const b = hall.issue('B');
    const a = hall.wait(MINUTE).issue('A');
    const vip = hall.wait(MINUTE).issue('A', 'vip');
    hall.wait(4 * MINUTE);
    const shown = deskView(hall.state, 2, hall.now)!.upNext.map((each) => each.ticket);
    expect(shown).toEqual([vip, a, b]);
    expect([1, 2, 3].map(() => hall.next(2))).toEqual(shown);
  });

  it('[T60] counts the waiting by service and class and knows the longest wait', () => {
    const hall = new PlayedHall();
    hall.issue('A');
    hall.wait(MINUTE).issue('A', 'vip');
    expect(serviceQueues(hall.state)[0]).toEqual({
      service: 'A',
      waiting: 2,
      byClass: [
        { class: 'standard', waiting: 1 },
        { class: 'priority', waiting: 0 },
        { class: 'vip', waiting: 1 },
      ],
      addressed: 0,
      oldestAt: MORNING,
    });
    expect(waitingTickets(hall.state, { service: 'B' }, 5)).toEqual([]);
  });

  it('[T18] lists no-shows, the latest first', () => {
    const hall = new PlayedHall().staff(1);
    const tickets = [hall.issue('A'), hall.issue('A')];
    for (let each = 0; each < 2; each += 1) {
      hall.wait(MINUTE).next(1);
      hall.done({ type: 'mark-no-show', counter: 1 }, teller(1));
    }
    expect(noShows(hall.state).map((each) => each.ticket)).toEqual(tickets.reverse());
  });

  it('[T1] tells a kiosk why it gives no ticket', () => {
    const hall = new PlayedHall();
    expect(kioskServices(hall.state, hall.now).map((each) => each.offer)).toEqual(['open', 'open']);
    hall.done({ type: 'close-day' }, MANAGER);
    expect(kioskServices(hall.state, hall.now).map((each) => each.offer)).toEqual(['day-not-open', 'day-not-open']);
  });
});
