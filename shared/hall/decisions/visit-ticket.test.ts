import { describe, expect, it } from 'vitest';
import { GREETER, MINUTE, PlayedHall, teller } from '../../../test/support/played-hall.ts';
import type { TicketId } from '../ticket.ts';
import { ticketView } from '../views/ticket-view.ts';

describe('reclassify-ticket', () => {
  it('[T120] changes the class of who waits; number and credit stay', () => {
    const hall = new PlayedHall({ routing: { kind: 'strict', order: ['vip'], passedMax: null } }).staff(1);
    hall.issue('A');
    const ticket = hall.wait(MINUTE).issue('A');
    const { status } = hall.state.tickets.get(ticket)!;
    expect(hall.answer({ type: 'reclassify-ticket', ticket, class: 'vip' }, GREETER)).toEqual({ ticket });
    expect(hall.state.tickets.get(ticket)).toMatchObject({ classId: 'vip', number: 'A002', status });
    expect(hall.done({ type: 'reclassify-ticket', ticket, class: 'vip' }, GREETER)).toEqual([]);
    expect(hall.next(1)).toBe(ticket);
    expect(hall.refused({ type: 'reclassify-ticket', ticket, class: 'standard' }, GREETER)).toBe('ticket-not-waiting');
    expect(hall.refused({ type: 'reclassify-ticket', ticket, class: 'gold' }, GREETER)).toBe('unknown-class');
    expect(hall.refused({ type: 'reclassify-ticket', ticket: 'none', class: 'vip' }, GREETER)).toBe('unknown-ticket');
  });

  it('[T120] leaves who waits for one counter only there', () => {
    const hall = new PlayedHall().staff(1, 2);
    const ticket = hall.issue('A');
    hall.next(1);
    hall.done({ type: 'transfer-ticket', counter: 1, toCounter: 2 }, teller(1));
    hall.done({ type: 'reclassify-ticket', ticket, class: 'vip' }, GREETER);
    expect(hall.refused({ type: 'call-next', counter: 1, atHand: null }, teller(1))).toBe('nobody-waiting');
    expect(hall.next(2)).toBe(ticket);
  });
});

describe('merge-tickets', () => {
  function merge(hall: PlayedHall, ticket: TicketId, into: TicketId): void {
    expect(hall.answer({ type: 'merge-tickets', ticket, into }, GREETER)).toEqual({ ticket: into, ended: ticket });
    expect(hall.state.tickets.get(ticket)?.status).toMatchObject({ is: 'ended', ending: 'merged' });
  }

  it('[T121] keeps the earlier of two arrivals for the same service', () => {
    const hall = new PlayedHall().staff(1);
    const early = hall.issue('A');
    const other = hall.wait(MINUTE).issue('A');
    const late = hall.wait(MINUTE).issue('A');
    merge(hall, early, late);
    expect(hall.state.tickets.get(late)?.creditAt).toBe(hall.now - 2 * MINUTE);
    expect([hall.next(1), hall.next(1)]).toEqual([late, other]);
  });

  it('[T121] gives no later arrival to the ticket that goes on', () => {
    const hall = new PlayedHall();
    const early = hall.issue('A');
    const late = hall.wait(MINUTE).issue('A');
    const { status } = hall.state.tickets.get(early)!;
    merge(hall, late, early);
    expect(hall.state.tickets.get(early)?.status).toEqual(status);
  });

  it('[T122] lets another service follow on the ticket, by the arrival that it had', () => {
    const hall = new PlayedHall().staff(1, 3);
    const forB = hall.issue('B');
    const otherB = hall.wait(MINUTE).issue('B');
    const forA = hall.wait(MINUTE).issue('A');
    merge(hall, forB, forA);
    hall.done({ type: 'call-ticket', counter: 1, ticket: forA, reason: 'frail' }, teller(1));
    expect(hall.answer({ type: 'finish-service', counter: 1 }, teller(1))).toEqual({ ended: forA, ticket: null });
    expect([hall.next(3), hall.next(3)]).toEqual([forA, otherB]);
    expect(hall.state.tickets.get(forA)).toMatchObject({ status: { is: 'ended' }, steps: [] });
  });

  it('[T122] does not let follow what was delivered on the way, nor anything twice', () => {
    const hall = new PlayedHall().staff(1);
    const [first, second, third] = [hall.issue('A'), hall.issue('B'), hall.issue('B')];
    merge(hall, second, first);
    merge(hall, third, first);
    expect(hall.state.tickets.get(first)?.steps).toMatchObject([{ service: 'B' }]);
    hall.next(1);
    hall.done({ type: 'finish-service', counter: 1, delivered: ['A', 'B'] }, teller(1));
    expect(hall.state.tickets.get(first)?.status.is).toBe('ended');
  });

  it('[T122] does not let follow what was delivered before a transfer, nor what a redirect made of the wait', () => {
    const hall = new PlayedHall().staff(1, 2);
    const [first, second] = [hall.issue('A'), hall.issue('B')];
    merge(hall, second, first);
    hall.next(1);
    hall.done({ type: 'transfer-ticket', counter: 1, toCounter: 2, delivered: ['B'] }, teller(1));
    expect(hall.state.tickets.get(first)).toMatchObject({ status: { is: 'waiting' }, steps: [] });

    const [third, fourth] = [hall.issue('A'), hall.issue('B')];
    merge(hall, fourth, third);
    hall.done({ type: 'redirect-tickets', tickets: [third], service: 'B' }, GREETER);
    expect(ticketView(hall.state, third)).toMatchObject({ service: 'B', steps: [] });
    expect(hall.next(1)).toBe(third);
    hall.done({ type: 'finish-service', counter: 1, delivered: ['A'] }, teller(1));
    expect(hall.state.tickets.get(third)?.status.is).toBe('ended');
  });

  it('[T121] is for two tickets that wait', () => {
    const hall = new PlayedHall().staff(1);
    const [called, ticket] = [hall.issue('A'), hall.issue('A')];
    hall.next(1);
    const refused = (one: TicketId, into: TicketId) => hall.refused({ type: 'merge-tickets', ticket: one, into }, GREETER);
    expect(refused(ticket, ticket)).toBe('same-ticket');
    expect(refused(called, ticket)).toBe('ticket-not-waiting');
    expect(refused(ticket, called)).toBe('ticket-not-waiting');
    expect(refused(ticket, 'none')).toBe('unknown-ticket');
    expect(refused('none', ticket)).toBe('unknown-ticket');
  });
});

describe('check-documents', () => {
  it('[T123] is kept with the ticket; a second time changes nothing', () => {
    const hall = new PlayedHall().staff(1);
    const ticket = hall.issue('B');
    expect(hall.answer({ type: 'check-documents', ticket }, GREETER)).toEqual({ ticket });
    expect(hall.done({ type: 'check-documents', ticket }, GREETER)).toEqual([]);
    expect(hall.state.tickets.get(ticket)?.documentsChecked).toBe(true);
    hall.next(1);
    expect(hall.refused({ type: 'check-documents', ticket }, GREETER)).toBe('ticket-not-waiting');
    expect(hall.refused({ type: 'check-documents', ticket: 'none' }, GREETER)).toBe('unknown-ticket');
  });
});
