import { describe, expect, it } from 'vitest';
import { KIOSK, MANAGER, MINUTE, PlayedHall, teller } from '../../../test/support/played-hall.ts';
import { testConfiguration } from '../../../test/support/test-configuration.ts';
import type { MinimumOpen } from '../configuration.ts';
import { PLAN_AHEAD_MAX_MS } from '../limits.ts';
import { counterSign } from '../views/counter-signs.ts';

const HOUR = 60 * MINUTE;
const TWO_FOR_A: MinimumOpen = { service: 'A', counters: 2, from: '08:00', to: '12:00' };

const signOf = (hall: PlayedHall, counter: number) => counterSign(hall.state, hall.state.counters.get(counter)!);
const types = (events: readonly { readonly type: string }[]) => events.map((event) => event.type);

describe('the minimum of open counters', () => {
  it('[T140] refuses a teller’s pause, close and sign-out below it, and tells how many stay open', () => {
    const hall = new PlayedHall({ minimumOpen: [TWO_FOR_A] }).staff(1, 2, 3);
    for (const type of ['close-counter', 'sign-out'] as const) {
      expect(hall.refused({ type, counter: 1 }, teller(1))).toBe('below-minimum');
    }
    expect(hall.try({ type: 'pause-counter', counter: 2, reason: 'meal' }, teller(2))).toEqual({
      ok: false,
      error: { kind: 'below-minimum', counter: 2, service: 'A', minimum: 2, open: 1 },
    });
    // Counter 3 serves B only: nobody misses it.
    hall.done({ type: 'pause-counter', counter: 3, reason: 'meal' }, teller(3));
  });

  it('[T140] leaves the decision to a manager, also to one who sits at the counter', () => {
    const hall = new PlayedHall({ minimumOpen: [TWO_FOR_A] }).staff(1, 2);
    hall.done({ type: 'pause-counter', counter: 1, reason: 'meal' }, MANAGER);
    hall.done({ type: 'close-counter', counter: 2 }, { ...teller(2), roles: ['teller', 'manager'] });
    expect(signOf(hall, 2).mode).toBe('closed');
  });

  it('[T141] counts open counters only: neither paused ones nor those that stop after their customer', () => {
    const hall = new PlayedHall({ minimumOpen: [{ ...TWO_FOR_A, counters: 1 }] }).staff(1, 2);
    hall.issue('A');
    hall.next(1);
    hall.done({ type: 'pause-counter', counter: 1, reason: 'meal' }, teller(1));
    expect(hall.refused({ type: 'pause-counter', counter: 2, reason: 'meal' }, teller(2))).toBe('below-minimum');
    hall.done({ type: 'close-counter', counter: 1 }, teller(1));
    hall.done({ type: 'mark-no-show', counter: 1 }, teller(1));
    hall.done({ type: 'sign-out', counter: 1 }, teller(1));
    expect(hall.refused({ type: 'close-counter', counter: 2 }, teller(2))).toBe('below-minimum');
  });

  it('[T141] counts what a counter serves for now, not what it is set up for', () => {
    const hall = new PlayedHall({ minimumOpen: [{ ...TWO_FOR_A, counters: 1 }] }).staff(1, 2, 3);
    hall.done({ type: 'serve-only', counter: 1, services: ['B'] }, MANAGER);
    expect(hall.refused({ type: 'pause-counter', counter: 2, reason: 'meal' }, teller(2))).toBe('below-minimum');
    hall.done({ type: 'serve-only', counter: 3, services: ['A'], until: hall.now + HOUR }, MANAGER);
    hall.done({ type: 'pause-counter', counter: 2, reason: 'meal' }, teller(2));
    expect(hall.refused({ type: 'pause-counter', counter: 3, reason: 'meal' }, teller(3))).toBe('below-minimum');
    hall.done({ type: 'pause-counter', counter: 1, reason: 'meal' }, teller(1));
    hall.wait(HOUR).done({ type: 'pause-counter', counter: 3, reason: 'meal' }, teller(3));
  });

  it('[T141] does not count on a counter that is reserved for others and only helps out', () => {
    const setup = testConfiguration();
    const counters = setup.counters.map((each) =>
      each.id === 2 ? { ...each, reservedFor: 'vip', helpsAfterSeconds: 60 } : each,
    );
    const hall = new PlayedHall({ counters, minimumOpen: [{ ...TWO_FOR_A, counters: 1 }] }).staff(1, 2);
    expect(hall.refused({ type: 'pause-counter', counter: 1, reason: 'meal' }, teller(1))).toBe('below-minimum');
    hall.done({ type: 'pause-counter', counter: 2, reason: 'meal' }, teller(2));
  });

  it.each([
    ['at 11:59', [TWO_FOR_A], 179, 'below-minimum'],
    ['at 12:00', [TWO_FOR_A], 180, null],
    ['on a Sunday', [{ ...TWO_FOR_A, weekdays: ['sun'] as const }], 0, 'below-minimum'],
    ['on another day', [{ ...TWO_FOR_A, weekdays: ['mon', 'sat'] as const }], 0, null],
    ['of several entries', [TWO_FOR_A, { ...TWO_FOR_A, counters: 1 }], 0, 'below-minimum'],
  ])('[T142] is the hall’s for this time: %s', (_when, minimumOpen, minutes, refusal) => {
    const hall = new PlayedHall({ minimumOpen }).staff(1, 2);
    hall.wait(minutes * MINUTE);
    const decision = hall.decide({ type: 'pause-counter', counter: 1, reason: 'meal' }, teller(1));
    expect(decision.ok ? null : decision.error.kind).toBe(refusal);
  });
});

describe('opening a counter by the manager', () => {
  it('[T143] signs the teller in, says what is served and opens, in one entry', () => {
    const hall = new PlayedHall();
    const until = hall.now + HOUR;
    const command = { type: 'open-counter', counter: 1, teller: '1001', services: ['B'], until } as const;
    const events = hall.done(command, MANAGER);
    expect(types(events)).toEqual(['signed-in', 'counter-restricted', 'counter-opened']);
    expect(signOf(hall, 1)).toMatchObject({ mode: 'idle', teller: '1001', only: { services: ['B'], until } });
    hall.issue('A');
    const b = hall.issue('B');
    expect(hall.next(1)).toBe(b);
  });

  it('[T143] at a counter that is open only changes what it serves', () => {
    const hall = new PlayedHall().staff(1);
    expect(types(hall.done({ type: 'open-counter', counter: 1, services: ['B'] }, MANAGER))).toEqual(['counter-restricted']);
    expect(hall.done({ type: 'open-counter', counter: 1, services: ['B'] }, MANAGER)).toEqual([]);
    expect(types(hall.done({ type: 'open-counter', counter: 1, services: [] }, MANAGER))).toEqual(['counter-unrestricted']);
    expect(hall.refused({ type: 'open-counter', counter: 1, teller: '1001' }, MANAGER)).toBe('counter-already-open');
  });

  it('[T144] takes nobody’s place and nobody from another counter', () => {
    const hall = new PlayedHall().staff(1);
    expect(hall.refused({ type: 'open-counter', counter: 1, teller: '1002' }, MANAGER)).toBe('counter-taken');
    expect(hall.try({ type: 'open-counter', counter: 2, teller: '1001' }, MANAGER)).toEqual({
      ok: false,
      error: { kind: 'already-signed-in', counter: 1, teller: '1001' },
    });
    expect(hall.refused({ type: 'open-counter', counter: 2 }, MANAGER)).toBe('not-signed-in');
    expect(hall.refused({ type: 'open-counter', counter: 9, teller: '1009' }, MANAGER)).toBe('unknown-counter');
    hall.done({ type: 'close-day' }, MANAGER);
    expect(hall.refused({ type: 'open-counter', counter: 2, teller: '1002' }, MANAGER)).toBe('day-not-open');
  });

  it('[T144] is refused for a service that is not there and for a time that makes no sense', () => {
    const hall = new PlayedHall();
    const open = { type: 'open-counter', counter: 1, teller: '1001' } as const;
    expect(hall.refused({ ...open, services: ['A', 'Q'] }, MANAGER)).toBe('unknown-service');
    for (const until of [hall.now, hall.now - 1, hall.now + PLAN_AHEAD_MAX_MS + 1]) {
      expect(hall.refused({ ...open, services: ['A'], until }, MANAGER)).toBe('bad-time');
    }
    expect(hall.refused({ ...open, until: hall.now + HOUR }, MANAGER)).toBe('bad-time');
  });

  it('[T145] with a teller, services or a time is not a teller’s to say', () => {
    const hall = new PlayedHall();
    hall.done({ type: 'sign-in', counter: 1 }, teller(1));
    for (const said of [{ teller: '1001' }, { services: ['A'] }, { until: hall.now + HOUR }]) {
      expect(hall.refused({ type: 'open-counter', counter: 1, ...said }, teller(1))).toBe('not-allowed');
    }
    expect(hall.refused({ type: 'open-counter', counter: 1, teller: '1002' }, teller(2))).toBe('not-signed-in');
  });
});

describe('a counter that serves some services only for now', () => {
  it('[T146] calls for these only, until what it is set up for is restored', () => {
    const hall = new PlayedHall().staff(1);
    const [a, b] = [hall.issue('A'), hall.issue('B')];
    hall.done({ type: 'serve-only', counter: 1, services: ['B', 'B'] }, MANAGER);
    expect(signOf(hall, 1).only).toEqual({ services: ['B'], until: null });
    expect(hall.next(1)).toBe(b);
    hall.done({ type: 'serve-only', counter: 1, services: [] }, MANAGER);
    expect(hall.next(1)).toBe(a);
    expect(hall.done({ type: 'serve-only', counter: 1, services: [] }, MANAGER)).toEqual([]);
  });

  it('[T146] may be closed, and stays so when its teller leaves', () => {
    const hall = new PlayedHall().staff(1);
    hall.done({ type: 'serve-only', counter: 1, services: ['B'] }, MANAGER);
    hall.done({ type: 'serve-only', counter: 2, services: ['B'] }, MANAGER);
    hall.done({ type: 'sign-out', counter: 1 }, teller(1));
    expect([signOf(hall, 1).only, signOf(hall, 2).only]).toEqual([
      { services: ['B'], until: null },
      { services: ['B'], until: null },
    ]);
  });

  it('[T146] is refused for what is not there and for a time that makes no sense', () => {
    const hall = new PlayedHall();
    expect(hall.refused({ type: 'serve-only', counter: 9, services: ['A'] }, MANAGER)).toBe('unknown-counter');
    expect(hall.refused({ type: 'serve-only', counter: 1, services: ['Q'] }, MANAGER)).toBe('unknown-service');
    expect(hall.refused({ type: 'serve-only', counter: 1, services: ['A'], until: hall.now }, MANAGER)).toBe('bad-time');
    expect(hall.refused({ type: 'serve-only', counter: 1, services: [], until: hall.now + HOUR }, MANAGER)).toBe('bad-time');
  });

  it('[T146] forgets a service that the configuration leaves out', () => {
    const hall = new PlayedHall();
    hall.done({ type: 'serve-only', counter: 1, services: ['A', 'B'] }, MANAGER);
    hall.done({ type: 'serve-only', counter: 2, services: ['B'] }, MANAGER);
    hall.done({ type: 'stop-service', service: 'B', reason: 'system' }, MANAGER);
    const setup = testConfiguration();
    const [first, second] = setup.counters;
    const counters = [first!, second!].map((each) => ({ ...each, serves: [['A']] }));
    hall.done({ type: 'configure-hall', configuration: { ...setup, services: setup.services.slice(0, 1), counters } }, MANAGER);
    expect([signOf(hall, 1).only, signOf(hall, 2).only]).toEqual([{ services: ['A'], until: null }, null]);
    expect(hall.state.stopped.size).toBe(0);
  });
});

describe('moving a teller', () => {
  it('[T147] takes the mode and the teller’s own choices to a free counter', () => {
    const hall = new PlayedHall().staff(1);
    hall.done({ type: 'set-auto-call', counter: 1, on: true }, teller(1));
    hall.done({ type: 'serve-only', counter: 1, services: ['B'] }, MANAGER);
    const events = hall.done({ type: 'move-teller', counter: 1, toCounter: 2 }, MANAGER);
    expect(types(events)).toEqual(['counter-closed', 'signed-out', 'signed-in', 'counter-opened', 'auto-call-set']);
    expect(signOf(hall, 1)).toMatchObject({ mode: 'closed', teller: null, autoCall: false, only: { services: ['B'] } });
    expect(signOf(hall, 2)).toMatchObject({ mode: 'idle', teller: '1001', autoCall: true, only: null });
  });

  it('[T147] keeps a pause and a closed counter as they are', () => {
    const hall = new PlayedHall().staff(1);
    hall.done({ type: 'pause-counter', counter: 1, reason: 'meal' }, teller(1));
    hall.done({ type: 'move-teller', counter: 1, toCounter: 2 }, MANAGER);
    expect(signOf(hall, 2)).toMatchObject({ mode: 'paused', reason: 'meal', teller: '1001' });
    hall.done({ type: 'close-counter', counter: 2 }, teller(1));
    hall.done({ type: 'move-teller', counter: 2, toCounter: 3 }, MANAGER);
    expect(signOf(hall, 3)).toMatchObject({ mode: 'closed', teller: '1001' });
  });

  it('[T147] takes along who waits for this person, and sends who waits for the counter to any', () => {
    const hall = new PlayedHall().staff(1, 2);
    const [forPerson, forCounter] = [hall.issue('A'), hall.issue('A')];
    hall.next(2);
    hall.done({ type: 'transfer-ticket', counter: 2, toTeller: '1001' }, teller(2));
    hall.next(2);
    hall.done({ type: 'transfer-ticket', counter: 2, toCounter: 1 }, teller(2));
    const events = hall.done({ type: 'move-teller', counter: 1, toCounter: 3 }, MANAGER);
    expect(events).toContainEqual({ type: 'tickets-released', tickets: [forCounter] });
    expect(hall.next(2)).toBe(forCounter);
    expect(hall.answer({ type: 'call-next', counter: 3 }, teller(1)).ticket).toBe(forPerson);
  });

  it('[T147] needs a teller, a free counter and nobody at hand', () => {
    const hall = new PlayedHall().staff(1, 2);
    expect(hall.refused({ type: 'move-teller', counter: 3, toCounter: 1 }, MANAGER)).toBe('not-signed-in');
    expect(hall.refused({ type: 'move-teller', counter: 1, toCounter: 2 }, MANAGER)).toBe('counter-taken');
    expect(hall.refused({ type: 'move-teller', counter: 1, toCounter: 1 }, MANAGER)).toBe('counter-taken');
    expect(hall.refused({ type: 'move-teller', counter: 1, toCounter: 9 }, MANAGER)).toBe('unknown-counter');
    expect(hall.refused({ type: 'move-teller', counter: 9, toCounter: 1 }, MANAGER)).toBe('unknown-counter');
    hall.issue('A');
    hall.next(1);
    expect(hall.refused({ type: 'move-teller', counter: 1, toCounter: 3 }, MANAGER)).toBe('ticket-at-hand');
  });
});

describe('auto-call', () => {
  it('[T148] is chosen by the teller, or the manager for them, and ends with the sign-in', () => {
    const hall = new PlayedHall().staff(1);
    expect(hall.refused({ type: 'set-auto-call', counter: 1, on: true }, teller(2))).toBe('not-signed-in');
    expect(hall.refused({ type: 'set-auto-call', counter: 2, on: true }, MANAGER)).toBe('not-signed-in');
    expect(hall.refused({ type: 'set-auto-call', counter: 9, on: true }, MANAGER)).toBe('unknown-counter');
    hall.done({ type: 'set-auto-call', counter: 1, on: true }, MANAGER);
    expect(hall.done({ type: 'set-auto-call', counter: 1, on: true }, teller(1))).toEqual([]);
    expect(signOf(hall, 1).autoCall).toBe(true);
    hall.done({ type: 'sign-out', counter: 1 }, teller(1));
    hall.staff(1);
    expect(signOf(hall, 1).autoCall).toBe(false);
  });
});

describe('a stopped service', () => {
  it('[T149] gives no tickets and says why, while those who wait are served', () => {
    const hall = new PlayedHall().staff(1);
    const waiting = hall.issue('A');
    hall.done({ type: 'stop-service', service: 'A', reason: 'system' }, MANAGER);
    expect(hall.try({ type: 'issue-ticket', service: 'A' }, KIOSK)).toEqual({
      ok: false,
      error: { kind: 'service-stopped', service: 'A', reason: 'system' },
    });
    expect(hall.next(1)).toBe(waiting);
    hall.done({ type: 'resume-service', service: 'A' }, MANAGER);
    hall.issue('A');
  });

  it('[T149] is stopped once and resumed once', () => {
    const hall = new PlayedHall();
    expect(hall.refused({ type: 'stop-service', service: 'Q', reason: 'system' }, MANAGER)).toBe('unknown-service');
    expect(hall.refused({ type: 'resume-service', service: 'Q' }, MANAGER)).toBe('unknown-service');
    expect(hall.refused({ type: 'resume-service', service: 'A' }, MANAGER)).toBe('service-not-stopped');
    hall.done({ type: 'stop-service', service: 'A', reason: 'system' }, MANAGER);
    expect(hall.refused({ type: 'stop-service', service: 'A', reason: 'power' }, MANAGER)).toBe('service-already-stopped');
  });
});
