import { describe, expect, it } from 'vitest';
import { GREETER, MINUTE, PlayedHall, teller } from '../../../test/support/played-hall.ts';
import { testConfiguration } from '../../../test/support/test-configuration.ts';
import type { TicketForecasts } from '../forecast/hall-forecast.ts';
import type { ToldWait } from '../forecast/wait-range.ts';
import { heldTickets } from './held-tickets.ts';
import { promisesNext, ticketView, waitingTickets } from './ticket-view.ts';

/** A promises 10 minutes, B 3, C nothing. */
function promisingHall(): PlayedHall {
  const { counters, series, services } = testConfiguration();
  const [a, b] = services;
  return new PlayedHall({
    services: [
      { ...a!, promisedWaitMinutes: 10 },
      { ...b!, promisedWaitMinutes: 3 },
      { ...a!, id: 'C', series: 'C' },
    ],
    counters: counters.map((counter) => ({ ...counter, serves: [['A', 'B', 'C']] })),
    series: [...series, { id: 'C', letter: 'C' }],
  });
}

describe('what screens show of a visit', () => {
  it('[T127] lists who is on hold, the longest first, and how', () => {
    const hall = new PlayedHall().staff(1, 2);
    const [first, second] = [hall.issue('A'), hall.issue('A')];
    [hall.next(1), hall.next(2)].forEach((ticket, index) => expect(ticket).toBe([first, second][index]));
    const until = hall.now + 5 * MINUTE;
    hall.done({ type: 'hold-ticket', counter: 2, kind: 'later', until }, teller(2));
    const since = hall.now;
    hall.wait(MINUTE).done({ type: 'hold-ticket', counter: 1, kind: 'this-counter' }, teller(1));
    expect(heldTickets(hall.state)).toMatchObject([
      { ticket: second, status: 'held', held: { kind: 'later', counter: 2, since, until } },
      { ticket: first, held: { kind: 'this-counter', counter: 1, until: null } },
    ]);
    hall.done({ type: 'wake-ticket', ticket: second }, teller(1));
    expect(heldTickets(hall.state)).toHaveLength(1);
    expect(ticketView(hall.state, second)?.held).toBeNull();
  });

  it('[T127] shows for whom a ticket waits, what was delivered, what follows, and whether its papers were seen', () => {
    const hall = new PlayedHall().staff(1, 2);
    const [ticket, other] = [hall.issue('A'), hall.issue('B')];
    hall.done({ type: 'merge-tickets', ticket: other, into: ticket }, GREETER);
    hall.done({ type: 'check-documents', ticket }, GREETER);
    expect(ticketView(hall.state, ticket)).toMatchObject({
      to: null,
      steps: ['B'],
      legs: 1,
      delivered: [],
      documentsChecked: true,
    });
    hall.next(1);
    hall.done({ type: 'transfer-ticket', counter: 1, toCounter: 2, delivered: ['A'] }, teller(1));
    expect(ticketView(hall.state, ticket)).toMatchObject({ to: { counter: 2 }, steps: ['B'], legs: 2, delivered: ['A'] });
    expect(waitingTickets(hall.state, {}, 9).map((each) => each.ticket)).toEqual([ticket]);
  });

  it('[T128] orders who waits by when the promise of their service runs out', () => {
    const hall = promisingHall();
    const [a, c] = [hall.issue('A'), hall.issue('C')];
    const b = hall.wait(2 * MINUTE).issue('B');
    const until = [hall.now + 3 * MINUTE, hall.now + 8 * MINUTE];
    hall.wait(4 * MINUTE);
    expect(promisesNext(hall.state, hall.now, 9)).toMatchObject([
      { ticket: { ticket: b, promisedUntil: until[0] }, until: until[0], isBroken: true },
      { ticket: { ticket: a, promisedUntil: until[1] }, until: until[1], isBroken: false },
    ]);
    expect(promisesNext(hall.state, hall.now, 1)).toHaveLength(1);
    expect(ticketView(hall.state, c)?.promisedUntil).toBeNull();
  });

  it('[F138] orders them by how likely the promise is broken, as it is forecast: the broken first, what is not known in the middle', () => {
    const hall = promisingHall();
    const over = hall.issue('A');
    hall.wait(11 * MINUTE);
    const [unlikely, unknown] = [hall.issue('B'), hall.issue('B')];
    const [likely, alike] = [hall.issue('B'), hall.issue('B')];
    const left: ToldWait = { is: 'unknown', why: 'too-far' };
    const chances: [string, number][] = [
      [unlikely, 0.1],
      [likely, 0.87],
      [alike, 0.92],
    ];
    const tickets = chances.map(([ticket, breaksPromise]) => ({ ticket, left, breaksPromise }));
    const forecasts = { at: hall.now, version: 1, tickets };
    const order = (known: TicketForecasts | null) =>
      promisesNext(hall.state, hall.now, 9, known).map(({ ticket }) => ticket.ticket);
    // 0.87 and 0.92 are both nine tenths: then the earlier promise is first.
    expect(order(forecasts)).toEqual([over, likely, alike, unknown, unlikely]);
    expect(order(null)).toEqual([over, unlikely, unknown, likely, alike]);
    expect(promisesNext(hall.state, hall.now, 9, forecasts).map(({ breaks }) => breaks)).toEqual([1, 0.87, 0.92, null, 0.1]);
  });
});
