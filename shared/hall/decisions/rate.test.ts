import { describe, expect, it } from 'vitest';
import { GREETER, MANAGER, MINUTE, PlayedHall, SYSTEM, teller } from '../../../test/support/played-hall.ts';
import type { Actor } from '../actor.ts';
import { FEEDBACK_MS_MAX } from '../limits.ts';
import { fromSnapshot, toSnapshot } from '../snapshot.ts';
import { currentLeg } from '../ticket.ts';
import { ratingSign } from '../views/rating-sign.ts';

const FEEDBACK = { rating: true, comments: true };
const tablet = (counter: number): Actor => ({ id: `device:tablet-${counter}`, roles: ['rating'], counter });
const phone = (ticket: string): Actor => ({ id: `phone:${ticket}`, roles: ['phone'], ticket });
const rate = (ticket: string, grade: 1 | 2 | 3 | 4 | 5 = 5, leg = 0) => ({ type: 'rate-service', ticket, leg, grade }) as const;

/** Counter 1 has finished one customer of two who came for A. */
function served(changes: object = {}): { hall: PlayedHall; ticket: string; next: string } {
  const hall = new PlayedHall({ feedback: FEEDBACK, ...changes });
  hall.staff(1, 2);
  const [ticket, next] = [hall.issue('A'), hall.issue('A')];
  hall.next(1);
  hall.wait(MINUTE).done({ type: 'finish-service', counter: 1 }, teller(1));
  return { hall, ticket, next };
}

describe('a rating', () => {
  it('[G1] is a fact with ticket, leg, counter, teller and grade, and no more', () => {
    const { hall, ticket } = served();
    expect(hall.done(rate(ticket, 2), tablet(1))).toEqual([
      { type: 'service-rated', ticket, leg: 0, counter: 1, teller: '1001', grade: 2 },
    ]);
    expect(currentLeg(hall.state.tickets.get(ticket)!).grade).toBe(2);
    expect(fromSnapshot(toSnapshot(hall.state)).counters.get(1)?.served).toEqual({ ticket, leg: 0, at: hall.now });
  });

  it('[G2] is given once for each leg, whoever taps twice', () => {
    const { hall, ticket } = served();
    hall.done(rate(ticket), tablet(1));
    for (const actor of [tablet(1), phone(ticket), SYSTEM]) expect(hall.refused(rate(ticket, 1), actor)).toBe('already-rated');
  });

  it('[G2] is of each leg of a visit that was sent on', () => {
    const hall = new PlayedHall({ feedback: FEEDBACK });
    hall.staff(1, 2);
    const ticket = hall.issue('A');
    hall.next(1);
    hall.done({ type: 'transfer-ticket', counter: 1, service: 'B', toCounter: 2 }, teller(1));
    expect(hall.refused(rate(ticket, 3, 1), tablet(2))).toBe('service-not-finished');
    hall.done(rate(ticket, 3), tablet(1));
    hall.next(2);
    hall.done({ type: 'finish-service', counter: 2 }, teller(2));
    expect(hall.done(rate(ticket, 1, 1), tablet(2))).toMatchObject([{ leg: 1, counter: 2, teller: '1002', grade: 1 }]);
    expect(hall.state.tickets.get(ticket)?.legs.map(({ grade }) => grade)).toEqual([3, 1]);
  });

  it('[G3] is refused before the leg has ended, and where nobody is asked', () => {
    const hall = new PlayedHall({ feedback: FEEDBACK });
    hall.staff(1);
    const ticket = hall.issue('A');
    expect(hall.refused(rate(ticket), phone(ticket))).toBe('service-not-finished');
    hall.next(1);
    for (const leg of [0, 1, 99]) expect(hall.refused(rate(ticket, 5, leg), phone(ticket))).toBe('service-not-finished');
    expect(hall.refused(rate('nobody'), SYSTEM)).toBe('unknown-ticket');
    const silent = served({ feedback: { rating: false, comments: true } });
    expect(silent.hall.refused(rate(silent.ticket), tablet(1))).toBe('feedback-not-offered');
  });

  it('[G4] at a tablet is about what ended last at its own counter, until the next is called there', () => {
    const { hall, ticket } = served();
    expect(hall.refused(rate(ticket), tablet(2))).toBe('not-allowed');
    hall.next(1);
    expect(hall.refused(rate(ticket), tablet(1))).toBe('counter-moved-on');
    expect(hall.done(rate(ticket), phone(ticket))).toHaveLength(1);
  });

  it('[G5] by phone is about its own ticket, and within half an hour', () => {
    const { hall, ticket, next } = served();
    expect(hall.refused(rate(ticket), phone(next))).toBe('not-allowed');
    expect(hall.refused(rate('nobody'), phone(ticket))).toBe('not-allowed');
    hall.next(1);
    hall.done({ type: 'transfer-ticket', counter: 1, service: 'B' }, teller(1));
    hall.wait(FEEDBACK_MS_MAX);
    expect(hall.decide(rate(next), phone(next)).ok).toBe(true);
    expect(hall.wait(1).refused(rate(next), phone(next))).toBe('feedback-too-late');
  });

  it('[G6] takes no undo away, and stays when the end of the service is taken back', () => {
    const { hall, ticket } = served();
    hall.done(rate(ticket, 4), tablet(1));
    hall.done({ type: 'undo', counter: 1 }, teller(1));
    expect(hall.state.counters.get(1)?.served).toBeNull();
    hall.done({ type: 'finish-service', counter: 1 }, teller(1));
    expect(hall.refused(rate(ticket, 1), tablet(1))).toBe('already-rated');
    expect(currentLeg(hall.state.tickets.get(ticket)!).grade).toBe(4);
  });
});

describe('the tablet of a counter', () => {
  it('[G7] asks after the end of a service for the hall’s seconds, then sleeps', () => {
    const { hall, ticket } = served({ feedback: { ...FEEDBACK, ratingSeconds: 20 } });
    const sign = () => ratingSign(hall.state, 1, hall.now);
    expect(sign()).toMatchObject({ is: 'asking', ticket, leg: 0, number: 'A001', grade: null });
    expect(ratingSign(hall.state, 2, hall.now)).toEqual({ is: 'asleep' });
    hall.wait(19_999);
    expect(sign()).toMatchObject({ is: 'asking' });
    hall.wait(1);
    expect(sign()).toEqual({ is: 'asleep' });
  });

  it('[G7] sleeps at once when the next customer is called, after an undo, and when the day is over', () => {
    const { hall } = served();
    const sign = () => ratingSign(hall.state, 1, hall.now).is;
    hall.done({ type: 'undo', counter: 1 }, teller(1));
    expect(sign()).toBe('asleep');
    hall.done({ type: 'finish-service', counter: 1 }, teller(1));
    expect(sign()).toBe('asking');
    hall.next(1);
    expect(sign()).toBe('asleep');
    hall.done({ type: 'mark-no-show', counter: 1 }, teller(1));
    expect(sign()).toBe('asleep');
    hall.done({ type: 'serve-without-ticket', counter: 1, service: 'A' }, teller(1));
    hall.done({ type: 'finish-service', counter: 1 }, teller(1));
    expect(ratingSign(hall.state, 1, hall.now)).toMatchObject({ is: 'asking', number: null });
    hall.done({ type: 'close-day', leaveUnserved: true }, MANAGER);
    expect(sign()).toBe('asleep');
  });

  it('[G7] sleeps where *next* ends one customer and calls another, and where nobody is asked', () => {
    const { hall } = served();
    hall.next(1);
    hall.issue('A');
    hall.next(1);
    expect(ratingSign(hall.state, 1, hall.now)).toEqual({ is: 'asleep' });
    const silent = served({ feedback: { rating: false, comments: true } });
    expect(ratingSign(silent.hall.state, 1, silent.hall.now)).toEqual({ is: 'asleep' });
    expect(GREETER.roles).not.toContain('rating');
  });
});
