import { describe, expect, it } from 'vitest';
import { MINUTE, PlayedHall, teller } from '../../../test/support/played-hall.ts';
import type { TransferTicket } from '../commands.ts';
import type { HallConfiguration } from '../configuration.ts';
import type { TicketId } from '../ticket.ts';

type Where = Omit<TransferTicket, 'type' | 'counter'>;

function send(hall: PlayedHall, where: Where, counter = 1): TicketId | undefined {
  return hall.answer({ type: 'transfer-ticket', counter, ...where }, teller(counter)).ended;
}

function refused(hall: PlayedHall, where: Where): string {
  return hall.refused({ type: 'transfer-ticket', counter: 1, ...where }, teller(1));
}

/** Counters 1 to 3 are staffed, and a customer for A is called at counter 1. */
function atHand(changes: Partial<HallConfiguration> = {}): { hall: PlayedHall; ticket: TicketId } {
  const hall = new PlayedHall(changes).staff(1, 2, 3);
  const ticket = hall.issue('A');
  hall.next(1);
  return { hall, ticket };
}

describe('transfer-ticket', () => {
  it('[T107] ends one wait and service and begins the next on the same number', () => {
    const { hall, ticket } = atHand();
    hall.wait(3 * MINUTE);
    expect(send(hall, { service: 'B', delivered: ['A'] })).toBe(ticket);
    expect(hall.state.tickets.get(ticket)).toMatchObject({
      number: 'A001',
      status: { is: 'waiting' },
      legs: [
        { service: 'A', delivered: ['A'], finishedAt: hall.now },
        { service: 'B', queuedAt: hall.now },
      ],
    });
    expect(hall.next(3)).toBe(ticket);
    expect(hall.state.calls[0]).toMatchObject({ number: 'A001', service: 'B', counter: 3 });
  });

  it('[T107] says what was delivered, by default nothing, and starts who was never started', () => {
    const { hall, ticket } = atHand();
    const events = hall.done({ type: 'transfer-ticket', counter: 1, service: 'B' }, teller(1));
    expect(events).toMatchObject([
      { type: 'service-started', ticket, implicit: true },
      { type: 'ticket-transferred', ticket, delivered: [], steps: [] },
    ]);
  });

  it('[T108] places by the credit of the visit, or behind everybody', () => {
    const order = (transfers?: HallConfiguration['transfers']) => {
      const { hall, ticket } = atHand({ transfers });
      const other = hall.wait(MINUTE).issue('B');
      hall.wait(MINUTE);
      send(hall, { service: 'B' });
      return [hall.next(3), hall.next(3)].map((each) => (each === ticket ? 'transferred' : each === other ? 'other' : each));
    };
    expect(order()).toEqual(['transferred', 'other']);
    expect(order({ place: 'credit' })).toEqual(['transferred', 'other']);
    expect(order({ place: 'end' })).toEqual(['other', 'transferred']);
  });

  it('[T109] waits for one counter only, and is called there before others', () => {
    const { hall, ticket } = atHand();
    hall.issue('B');
    send(hall, { toCounter: 3 });
    expect(hall.next(1)).not.toBe(ticket);
    expect(hall.refused({ type: 'call-next', counter: 2, atHand: null }, teller(2))).toBe('nobody-waiting');
    expect(hall.next(3)).toBe(ticket);
  });

  it('[T109] waits for one person only, wherever they sit', () => {
    const { hall, ticket } = atHand();
    send(hall, { toTeller: '1002', service: 'B' });
    expect(hall.refused({ type: 'call-next', counter: 3, atHand: null }, teller(3))).toBe('nobody-waiting');
    expect(hall.next(2)).toBe(ticket);
  });

  it('[T110] refuses what leads nowhere', () => {
    const { hall } = atHand();
    hall.done({ type: 'sign-out', counter: 3 }, teller(3));
    expect(refused(hall, {})).toBe('nowhere-to-go');
    expect(refused(hall, { service: 'A' })).toBe('nowhere-to-go');
    expect(refused(hall, { toCounter: 1 })).toBe('nowhere-to-go');
    expect(refused(hall, { toTeller: '1001', service: 'B' })).toBe('nowhere-to-go');
    expect(refused(hall, { toCounter: 2, toTeller: '1002' })).toBe('nowhere-to-go');
    expect(refused(hall, { toCounter: 3 })).toBe('not-signed-in');
    expect(refused(hall, { toTeller: '1003' })).toBe('teller-not-signed-in');
    expect(refused(hall, { toCounter: 9 })).toBe('unknown-counter');
    expect(refused(hall, { service: 'Z' })).toBe('unknown-service');
    expect(refused(hall, { service: 'B', delivered: ['Z'] })).toBe('unknown-service');
    expect(hall.refused({ type: 'transfer-ticket', counter: 2, service: 'B' }, teller(2))).toBe('nobody-at-hand');
    expect(hall.refused({ type: 'transfer-ticket', counter: 2, service: 'B' }, teller(1))).toBe('not-signed-in');
  });

  it('[T110] sends nobody to a stopped service, but on to a colleague for it', () => {
    const { hall, ticket } = atHand();
    hall.done({ type: 'stop-service', service: 'B', reason: 'system' }, teller(1));
    expect(refused(hall, { service: 'B' })).toBe('service-stopped');
    hall.done({ type: 'stop-service', service: 'A', reason: 'system' }, teller(1));
    expect(send(hall, { toCounter: 2 })).toBe(ticket);
  });

  it('[T111] lets a planned close happen, and releases who waits for that counter or its teller', () => {
    const { hall, ticket } = atHand();
    send(hall, { toCounter: 2 });
    const second = hall.issue('A');
    hall.next(1);
    send(hall, { toTeller: '1002' });
    hall.issue('B');
    hall.next(3);
    hall.done({ type: 'transfer-ticket', counter: 3, toTeller: '1002' }, teller(3));
    const third = hall.next(2)!;
    hall.done({ type: 'close-counter', counter: 2 }, teller(2));
    const events = hall.done({ type: 'finish-service', counter: 2 }, teller(2));
    expect(events.map(({ type }) => type)).toEqual(['service-started', 'service-finished', 'counter-closed', 'tickets-released']);
    const waiting = [ticket, second].filter((each) => each !== third);
    for (const id of waiting) expect(hall.state.tickets.get(id)?.status).not.toHaveProperty('to');
    expect(waiting.length > 0 && waiting.includes(hall.next(1)!)).toBe(true);
  });

  it('[T112] does not put a customer without a number on the wall', () => {
    const hall = new PlayedHall().staff(1, 3);
    const { ticket } = hall.answer({ type: 'serve-without-ticket', counter: 1, service: 'A' }, teller(1));
    send(hall, { toCounter: 3 });
    expect(hall.next(3)).toBe(ticket);
    expect(hall.state.calls).toEqual([]);
  });
});
