import { describe, expect, it } from 'vitest';
import { GREETER, MANAGER, MINUTE, PlayedHall, SYSTEM, teller } from '../../../test/support/played-hall.ts';
import type { RedirectTickets } from '../commands.ts';
import { MOVES_KEPT, REDIRECT_MAX } from '../limits.ts';
import { passedNow } from '../snapshot.ts';
import type { TicketId } from '../ticket.ts';
import { redirectPreview } from '../views/redirect-preview.ts';

type Whom = Omit<RedirectTickets, 'type'>;

function redirect(hall: PlayedHall, whom: Whom): number | undefined {
  return hall.answer({ type: 'redirect-tickets', ...whom }, GREETER).count;
}

function refused(hall: PlayedHall, whom: Whom): string {
  const preview = redirectPreview(hall.state, whom, hall.now);
  const refusal = hall.refused({ type: 'redirect-tickets', ...whom }, GREETER);
  expect(preview).toMatchObject({ ok: false, error: { kind: refusal } });
  return refusal;
}

function serviceOf(hall: PlayedHall, ticket: TicketId): string | undefined {
  return hall.state.tickets.get(ticket)?.legs.at(-1)?.service;
}

describe('redirect-tickets', () => {
  it('[T116] moves people to another line; credit and passes stay', () => {
    const hall = new PlayedHall({ routing: { kind: 'strict', order: ['vip'], passedMax: null } }).staff(1, 3);
    const moved = hall.issue('A');
    hall.wait(MINUTE).issue('A', 'vip');
    hall.next(1);
    const other = hall.wait(MINUTE).issue('B');
    const { credit } = hall.state.tickets.get(moved)!.status as { credit: unknown };
    expect(hall.answer({ type: 'redirect-tickets', tickets: [moved], service: 'B' }, GREETER)).toMatchObject({ count: 1 });
    expect(hall.state.tickets.get(moved)).toMatchObject({
      number: 'A001',
      status: { is: 'waiting', credit },
      legs: [{ service: 'B', redirectedFrom: 'A', queuedAt: hall.now - 2 * MINUTE }],
    });
    expect(passedNow(hall.state, hall.state.tickets.get(moved)!)).toBe(1);
    expect([hall.next(3), hall.next(3)]).toEqual([moved, other]);
  });

  it('[T116] [T118] finds whoever matches when it is decided: service, class, and so many minutes waited', () => {
    const hall = new PlayedHall();
    const early = [hall.issue('A'), hall.issue('A', 'vip')];
    hall.wait(10 * MINUTE);
    const late = hall.issue('A');
    const filter = { service: 'A', class: 'standard', waitedMinutesMin: 10 };
    expect(redirectPreview(hall.state, { filter, service: 'B' }, hall.now)).toMatchObject({
      ok: true,
      value: {
        moving: [{ ticket: early[0] }],
        oldestAt: hall.now - 10 * MINUTE,
        services: [
          { service: 'A', before: 3, after: 2 },
          { service: 'B', before: 0, after: 1 },
        ],
      },
    });
    expect(redirect(hall, { filter, service: 'B' })).toBe(1);
    expect([...early, late].map((ticket) => serviceOf(hall, ticket))).toEqual(['B', 'A', 'A']);
    expect(redirect(hall, { filter: { service: 'A' }, service: 'B' })).toBe(2);
  });

  it('[T116] drops a counter or person that was waited for', () => {
    const hall = new PlayedHall().staff(1, 2);
    const ticket = hall.issue('A');
    hall.next(1);
    hall.done({ type: 'transfer-ticket', counter: 1, toCounter: 2 }, teller(1));
    expect(redirect(hall, { filter: { service: 'A' }, service: 'B' })).toBe(1);
    expect(hall.next(1)).toBe(ticket);
  });

  it('[T116] is no redirect when it leads back', () => {
    const hall = new PlayedHall();
    const ticket = hall.issue('A');
    redirect(hall, { tickets: [ticket], service: 'B' });
    redirect(hall, { tickets: [ticket], service: 'A' });
    expect(hall.state.tickets.get(ticket)?.legs[0]).not.toHaveProperty('redirectedFrom');
  });

  it('[T117] moves nobody when one of those who are named does not wait', () => {
    const hall = new PlayedHall().staff(1);
    const [called, waiting] = [hall.issue('A'), hall.issue('A')];
    hall.next(1);
    const decision = hall.try({ type: 'redirect-tickets', tickets: [waiting, called], service: 'B' }, GREETER);
    expect(decision).toMatchObject({ ok: false, error: { kind: 'ticket-not-waiting', number: 'A001', counter: 1 } });
    expect(serviceOf(hall, waiting)).toBe('A');
    expect(redirect(hall, { tickets: [waiting, waiting], service: 'B' })).toBe(1);
  });

  it('[T117] [T118] refuses what is unknown, stopped, empty or too much', () => {
    const hall = new PlayedHall();
    const ticket = hall.issue('A');
    const filter = { service: 'A' };
    expect(refused(hall, { filter, service: 'Z' })).toBe('unknown-service');
    expect(refused(hall, { filter: { service: 'Z' }, service: 'A' })).toBe('unknown-service');
    expect(refused(hall, { filter: { service: 'A', class: 'gold' }, service: 'B' })).toBe('unknown-class');
    expect(refused(hall, { tickets: ['none'], service: 'B' })).toBe('unknown-ticket');
    expect(refused(hall, { filter: { service: 'B' }, service: 'A' })).toBe('nobody-matches');
    expect(refused(hall, { filter, service: 'A' })).toBe('nobody-matches');
    expect(refused(hall, { tickets: [ticket], service: 'A' })).toBe('nobody-matches');
    expect(refused(hall, { tickets: [], service: 'A' })).toBe('nobody-matches');
    // Told is where nobody could be moved to, not whence.
    const decision = hall.decide({ type: 'redirect-tickets', filter: { service: 'B' }, service: 'A' }, GREETER);
    expect(decision).toEqual({ ok: false, error: { kind: 'nobody-matches', service: 'A' } });
    for (let more = 0; more < REDIRECT_MAX; more += 1) hall.issue('A');
    expect(refused(hall, { filter, service: 'B' })).toBe('redirect-too-large');
    hall.done({ type: 'stop-service', service: 'B', reason: 'network' }, MANAGER);
    expect(refused(hall, { filter, service: 'B' })).toBe('service-stopped');
  });

  it('[T119] tells walls and phones who moved, the latest first', () => {
    const hall = new PlayedHall();
    const tickets = Array.from({ length: MOVES_KEPT + 1 }, () => hall.issue('A'));
    redirect(hall, { tickets, service: 'B' });
    expect(hall.state.moves).toHaveLength(MOVES_KEPT);
    redirect(hall, { tickets: [tickets[3]!], service: 'A' });
    expect(hall.state.moves).toHaveLength(MOVES_KEPT);
    expect(hall.state.moves[0]).toEqual({ ticket: tickets[3], number: 'A004', from: 'B', to: 'A', at: hall.now });
  });

  it('[T116] says who did it, where that is a person', () => {
    const hall = new PlayedHall();
    const ticket = hall.issue('A');
    expect(hall.done({ type: 'redirect-tickets', tickets: [ticket], service: 'B' }, GREETER)).toMatchObject([{ by: '2001' }]);
    expect(hall.done({ type: 'redirect-tickets', tickets: [ticket], service: 'A' }, SYSTEM)).toMatchObject([{ by: null }]);
  });
});
