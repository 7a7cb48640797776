import { describe, expect, it } from 'vitest';
import { MANAGER, MINUTE, PlayedHall, teller } from '../../../test/support/played-hall.ts';
import type { HoldTicket } from '../commands.ts';
import { PLAN_AHEAD_MAX_MS } from '../limits.ts';
import type { TicketId } from '../ticket.ts';

function hold(hall: PlayedHall, counter: number, kind: HoldTicket['kind'] = 'any-counter'): void {
  hall.done({ type: 'hold-ticket', counter, kind }, teller(counter));
}

/** A customer at counter 1, in service since the hall's present moment. */
function served(hall: PlayedHall, service = 'A'): TicketId {
  const ticket = hall.issue(service);
  hall.next(1);
  hall.done({ type: 'start-service', counter: 1 }, teller(1));
  return ticket;
}

describe('hold-ticket', () => {
  it('[T100] sets a customer aside and frees the counter', () => {
    const hall = new PlayedHall().staff(1);
    const ticket = served(hall);
    const events = hall.done({ type: 'hold-ticket', counter: 1, kind: 'this-counter' }, teller(1));
    expect(events).toEqual([{ type: 'ticket-held', ticket, counter: 1, teller: '1001', kind: 'this-counter', until: null }]);
    expect(hall.state.counters.get(1)?.mode).toMatchObject({ is: 'open', atHand: null });
    expect(hall.state.tickets.get(ticket)?.status).toMatchObject({ is: 'held', kind: 'this-counter', counter: 1 });
    expect(hall.refused({ type: 'hold-ticket', counter: 1, kind: 'any-counter' }, teller(1))).toBe('nobody-at-hand');
    expect(hall.refused({ type: 'hold-ticket', counter: 1, kind: 'any-counter' }, MANAGER)).toBe('not-signed-in');
  });

  it('[T100] starts a customer who was never started, at the call', () => {
    const hall = new PlayedHall().staff(1);
    const ticket = hall.issue('A');
    hall.next(1);
    const calledAt = hall.now;
    hall.wait(MINUTE);
    expect(hall.done({ type: 'hold-ticket', counter: 1, kind: 'any-counter' }, teller(1))).toMatchObject([
      { type: 'service-started', ticket, startedAt: calledAt, implicit: true },
      { type: 'ticket-held', ticket },
    ]);
    expect(hall.answer({ type: 'resume-ticket', counter: 1, ticket }, teller(1))).toEqual({ ticket });
  });

  it('[T101] wants a time for 稍后唤回, of this business day, and for no other kind', () => {
    const hall = new PlayedHall().staff(1);
    served(hall);
    const later = (until?: number) => hall.refused({ type: 'hold-ticket', counter: 1, kind: 'later', until }, teller(1));
    for (const until of [undefined, hall.now, hall.now - 1, hall.now + 15 * 60 * MINUTE, hall.now + PLAN_AHEAD_MAX_MS + 1]) {
      expect(later(until)).toBe('bad-time');
    }
    const timed = { type: 'hold-ticket', counter: 1, until: hall.now + MINUTE } as const;
    expect(hall.refused({ ...timed, kind: 'any-counter' }, teller(1))).toBe('bad-time');
    expect(hall.refused({ ...timed, kind: 'this-counter' }, teller(1))).toBe('bad-time');
    expect(hall.answer({ ...timed, kind: 'later' }, teller(1))).toMatchObject({ ticket: null });
  });

  it('[T101] takes a time after midnight in a hall that closes then', () => {
    const hall = new PlayedHall({ businessDay: { opensAt: '08:00', closesAt: '02:00' } }).staff(1);
    served(hall);
    const at = (hours: number) =>
      ({ type: 'hold-ticket', counter: 1, kind: 'later', until: hall.now + hours * 60 * MINUTE }) as const;
    expect(hall.refused(at(17), teller(1))).toBe('bad-time');
    expect(hall.try(at(16.9), teller(1)).ok).toBe(true);
  });

  it('[T102] lets a planned pause begin', () => {
    const hall = new PlayedHall().staff(1);
    const ticket = served(hall);
    hall.done({ type: 'pause-counter', counter: 1, reason: 'meal' }, teller(1));
    hold(hall, 1);
    expect(hall.state.counters.get(1)?.mode.is).toBe('paused');
    expect(hall.refused({ type: 'resume-ticket', counter: 1, ticket }, teller(1))).toBe('counter-paused');
  });
});

describe('resume-ticket', () => {
  it('[T103] goes on with the same service; the time on hold is not worked', () => {
    const hall = new PlayedHall().staff(1, 2);
    const ticket = served(hall);
    const startedAt = hall.now;
    hall.wait(2 * MINUTE);
    hold(hall, 1);
    hall.wait(5 * MINUTE).done({ type: 'resume-ticket', counter: 2, ticket }, teller(2));
    expect(hall.state.tickets.get(ticket)).toMatchObject({
      status: { is: 'serving', counter: 2, startedAt: hall.now },
      legs: [{ service: 'A', startedAt, heldMs: 5 * MINUTE, counter: 2, teller: '1002' }],
    });
    expect(hall.wait(MINUTE).answer({ type: 'finish-service', counter: 2 }, teller(2))).toEqual({ ended: ticket, ticket: null });
    expect(hall.state.tickets.get(ticket)?.legs).toHaveLength(1);
  });

  it('[T103] is for a held ticket, and for a counter that has nobody at hand', () => {
    const hall = new PlayedHall().staff(1);
    const ticket = served(hall);
    expect(hall.refused({ type: 'resume-ticket', counter: 1, ticket }, teller(1))).toBe('ticket-not-held');
    hold(hall, 1);
    expect(hall.refused({ type: 'resume-ticket', counter: 1, ticket: 'none' }, teller(1))).toBe('unknown-ticket');
    expect(hall.refused({ type: 'resume-ticket', counter: 2, ticket }, teller(2))).toBe('not-signed-in');
    served(hall);
    expect(hall.refused({ type: 'resume-ticket', counter: 1, ticket }, teller(1))).toBe('ticket-at-hand');
  });

  it('[T104] keeps 回本台席继续 for its counter; a manager may take it to another', () => {
    const hall = new PlayedHall().staff(1, 2);
    const ticket = served(hall);
    hold(hall, 1, 'this-counter');
    expect(hall.try({ type: 'resume-ticket', counter: 2, ticket }, teller(2))).toMatchObject({
      ok: false,
      error: { kind: 'held-elsewhere', number: 'A001', status: 'held', counter: 1 },
    });
    hall.done({ type: 'sign-out', counter: 2 }, teller(2));
    hall.done({ type: 'sign-in', counter: 2 }, MANAGER);
    hall.done({ type: 'open-counter', counter: 2 }, MANAGER);
    expect(hall.answer({ type: 'resume-ticket', counter: 2, ticket }, MANAGER)).toEqual({ ticket });
  });
});

describe('wake-ticket', () => {
  it('[T105] puts a ticket back in line by the arrival of its visit, as a new wait that passes nobody', () => {
    const hall = new PlayedHall().staff(1);
    const arrivedAt = hall.now;
    const ticket = served(hall);
    const heldAt = hall.wait(MINUTE).now;
    hold(hall, 1, 'any-counter');
    const other = hall.wait(MINUTE).issue('A');
    expect(hall.wait(MINUTE).answer({ type: 'wake-ticket', ticket }, teller(1))).toEqual({ ticket });
    expect(hall.state.tickets.get(ticket)).toMatchObject({
      status: { is: 'waiting', credit: { at: arrivedAt } },
      legs: [
        { finishedAt: heldAt, delivered: [] },
        { service: 'A', queuedAt: hall.now },
      ],
    });
    const [called] = hall.done({ type: 'call-next', counter: 1 }, teller(1));
    expect(called).toMatchObject({ type: 'ticket-called', ticket, reason: { passed: [] } });
    expect(hall.next(1)).toBe(other);
    expect(hall.refused({ type: 'wake-ticket', ticket }, teller(1))).toBe('ticket-not-held');
    expect(hall.refused({ type: 'wake-ticket', ticket: 'none' }, teller(1))).toBe('unknown-ticket');
  });

  it('[T106] waits for its own counter while somebody is signed in there, else for any', () => {
    const hall = new PlayedHall().staff(1, 2);
    const ticket = served(hall);
    hold(hall, 1, 'this-counter');
    hall.done({ type: 'wake-ticket', ticket }, teller(2));
    expect(hall.refused({ type: 'call-next', counter: 2, atHand: null }, teller(2))).toBe('nobody-waiting');
    expect(hall.next(1)).toBe(ticket);
    hold(hall, 1, 'this-counter');
    hall.done({ type: 'sign-out', counter: 1 }, teller(1));
    hall.done({ type: 'wake-ticket', ticket }, teller(2));
    expect(hall.next(2)).toBe(ticket);
  });
});
