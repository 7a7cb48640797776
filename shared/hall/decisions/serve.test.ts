import { describe, expect, it } from 'vitest';
import { PlayedHall, teller } from '../../../test/support/played-hall.ts';

describe('finish-service', () => {
  it('[T17] keeps what was delivered and how it ended', () => {
    const hall = new PlayedHall().staff(1);
    const ticket = hall.issue('A');
    hall.next(1);
    hall.done({ type: 'start-service', counter: 1 }, teller(1));
    hall.done({ type: 'finish-service', counter: 1, delivered: ['A', 'B', 'B'], outcome: 'done' }, teller(1));
    expect(hall.state.tickets.get(ticket)?.legs).toMatchObject([
      { delivered: ['A', 'B', 'B'], outcome: 'done', teller: '1001', counter: 1 },
    ]);
  });

  it("[T17] delivers the ticket's own service when nothing is said, and may deliver nothing", () => {
    const hall = new PlayedHall().staff(1);
    const [first, second] = [hall.issue('A'), hall.issue('B')];
    hall.next(1);
    hall.done({ type: 'finish-service', counter: 1 }, teller(1));
    hall.next(1);
    hall.done({ type: 'finish-service', counter: 1, delivered: [] }, teller(1));
    expect([first, second].map((id) => hall.state.tickets.get(id)?.legs[0]?.delivered)).toEqual([['A'], []]);
  });

  it('[T6] refuses a delivered service that the hall does not have', () => {
    const hall = new PlayedHall().staff(1);
    hall.issue('A');
    hall.next(1);
    expect(hall.refused({ type: 'finish-service', counter: 1, delivered: ['Z'] }, teller(1))).toBe('unknown-service');
  });
});

describe('serve-without-ticket', () => {
  it('[T22] uses up no number', () => {
    const hall = new PlayedHall().staff(1);
    const { ticket, number } = hall.answer({ type: 'serve-without-ticket', counter: 1, service: 'B' }, teller(1));
    expect(number).toBeNull();
    expect(hall.state.tickets.get(ticket!)?.status).toMatchObject({ is: 'serving', counter: 1 });
    expect(hall.refused({ type: 'serve-without-ticket', counter: 1, service: 'B' }, teller(1))).toBe('ticket-at-hand');
    hall.done({ type: 'finish-service', counter: 1 }, teller(1));
    hall.issue('B');
    expect([...hall.state.numbers]).toEqual([['B', 1]]);
    expect(hall.refused({ type: 'serve-without-ticket', counter: 1, service: 'Z' }, teller(1))).toBe('unknown-service');
  });
});
