import { describe, expect, it } from 'vitest';
import { MANAGER, MINUTE, PlayedHall, SYSTEM, teller } from '../../../test/support/played-hall.ts';
import type { HallEvent } from '../events.ts';
import { BREAK_MINUTES_MAX, BREAKS_MAX, PLAN_AHEAD_MAX_MS } from '../limits.ts';
import { counterSign } from '../views/counter-signs.ts';
import { isAnythingDue } from './due-events.ts';

const HOUR = 60 * MINUTE;

const signOf = (hall: PlayedHall, counter: number) => counterSign(hall.state, hall.state.counters.get(counter)!);
const types = (events: readonly HallEvent[]) => events.map((event) => event.type);
const carryOut = (hall: PlayedHall) => hall.done({ type: 'carry-out-due' }, SYSTEM);

function plan(hall: PlayedHall, counter: number, said: { from?: number; minutes?: number; reason?: string } = {}): string {
  const command = { type: 'plan-break', teller: `100${counter}`, from: hall.now, minutes: 30, reason: 'meal', ...said } as const;
  return hall.answer(command, MANAGER).break!;
}

describe('what is due', () => {
  it('[T150] is nothing most of the time, and then nothing is kept', () => {
    const hall = new PlayedHall().staff(1);
    hall.issue('A');
    expect(isAnythingDue(hall.state, hall.now + 8 * HOUR)).toBe(false);
    expect(carryOut(hall)).toEqual([]);
    expect(isAnythingDue({ ...hall.state, configuration: null }, hall.now)).toBe(false);
  });

  it('[T151] puts a customer who is to come back later in line again at that time', () => {
    const hall = new PlayedHall().staff(1);
    const [first, second] = [hall.issue('A'), hall.wait(1).issue('A')];
    for (const [customer, minutes] of [
      [first, 20],
      [second, 10],
    ] as const) {
      expect(hall.next(1)).toBe(customer);
      hall.done({ type: 'hold-ticket', counter: 1, kind: 'later', until: hall.now + minutes * MINUTE }, teller(1));
    }
    expect(isAnythingDue(hall.wait(10 * MINUTE - 1).state, hall.now)).toBe(false);
    expect(carryOut(hall.wait(1))).toMatchObject([{ type: 'ticket-woken', ticket: second }]);
    expect(carryOut(hall.wait(10 * MINUTE))).toMatchObject([{ type: 'ticket-woken', ticket: first }]);
    expect([hall.next(1), hall.next(1)]).toEqual([first, second]);
  });

  it('[T151] wakes all whose time has come, each with a credit of its own', () => {
    const hall = new PlayedHall().staff(1);
    for (let each = 0; each < 3; each += 1) {
      hall.issue('A');
      hall.next(1);
      hall.done({ type: 'hold-ticket', counter: 1, kind: 'later', until: hall.now + (9 - each) * MINUTE }, teller(1));
    }
    const woken = carryOut(hall.wait(HOUR));
    const orders = woken.flatMap((event) => (event.type === 'ticket-woken' ? [event.credit.order] : []));
    expect([woken.length, new Set(orders).size]).toEqual([3, 3]);
  });

  it('[T152] gives a counter back what it is set up for when its time is over', () => {
    const hall = new PlayedHall().staff(1);
    hall.done({ type: 'serve-only', counter: 1, services: ['B'], until: hall.now + HOUR }, MANAGER);
    expect(isAnythingDue(hall.state, hall.now + HOUR - 1)).toBe(false);
    expect(carryOut(hall.wait(HOUR))).toEqual([{ type: 'counter-unrestricted', counter: 1 }]);
    expect(signOf(hall, 1).only).toBeNull();
  });

  it('[T153] withdraws a notice when its time is over', () => {
    const hall = new PlayedHall();
    const text = { zh: '今天下午停电', en: 'No power this afternoon' };
    const { notice } = hall.answer({ type: 'post-notice', audience: 'wall', text, until: hall.now + HOUR }, MANAGER);
    expect(isAnythingDue(hall.state, hall.now + HOUR - 1)).toBe(false);
    expect(carryOut(hall.wait(HOUR))).toEqual([{ type: 'notice-withdrawn', notice }]);
    expect(isAnythingDue(hall.state, hall.now)).toBe(false);
  });
});

describe('planned breaks', () => {
  it('[T154] begin by themselves where the teller sits then, and end by resuming', () => {
    const hall = new PlayedHall().staff(1);
    const id = plan(hall, 1, { from: hall.now + HOUR });
    expect(isAnythingDue(hall.state, hall.now + HOUR - 1)).toBe(false);
    hall.done({ type: 'move-teller', counter: 1, toCounter: 2 }, MANAGER);
    expect(carryOut(hall.wait(HOUR))).toEqual([
      { type: 'break-started', break: id },
      { type: 'counter-paused', counter: 2, reason: 'meal' },
    ]);
    expect(carryOut(hall)).toEqual([]);
    hall.done({ type: 'resume-counter', counter: 2 }, teller(1));
    expect(signOf(hall, 2).mode).toBe('idle');
  });

  it('[T154] wait for the customer at hand', () => {
    const hall = new PlayedHall().staff(1);
    plan(hall, 1);
    hall.issue('A');
    hall.next(1);
    expect(types(carryOut(hall))).toEqual(['break-started', 'pause-planned']);
    hall.done({ type: 'finish-service', counter: 1 }, teller(1));
    expect(signOf(hall, 1)).toMatchObject({ mode: 'paused', reason: 'meal' });
  });

  it('[T154] begin below the minimum of open counters: a manager planned them', () => {
    const hall = new PlayedHall({ minimumOpen: [{ service: 'A', counters: 1, from: '00:00', to: '24:00' }] }).staff(1);
    plan(hall, 1);
    expect(hall.refused({ type: 'pause-counter', counter: 1, reason: 'meal' }, teller(1))).toBe('below-minimum');
    expect(types(carryOut(hall))).toEqual(['break-started', 'counter-paused']);
  });

  it('[T155] change nothing at a counter that is closed, paused or about to stop, and nothing once they are over', () => {
    const hall = new PlayedHall().staff(1, 2);
    hall.done({ type: 'pause-counter', counter: 1, reason: 'water' }, teller(1));
    hall.issue('A');
    hall.next(2);
    hall.done({ type: 'close-counter', counter: 2 }, teller(2));
    hall.done({ type: 'sign-in', counter: 3 }, teller(3));
    for (const counter of [1, 2, 3, 4]) plan(hall, counter);
    expect(types(carryOut(hall))).toEqual(Array(4).fill('break-started'));
    expect(signOf(hall, 1).reason).toBe('water');
    hall.done({ type: 'open-counter', counter: 3 }, teller(3));
    plan(hall, 3, { minutes: 10 });
    expect(types(carryOut(hall.wait(10 * MINUTE)))).toEqual(['break-started']);
  });

  it('[T155] of one teller that begin together pause once', () => {
    const hall = new PlayedHall().staff(1);
    plan(hall, 1);
    plan(hall, 1, { reason: 'shift' });
    expect(types(carryOut(hall))).toEqual(['break-started', 'counter-paused', 'break-started']);
    expect(signOf(hall, 1).reason).toBe('meal');
  });

  it('[T156] are planned for a time to come, and cancelled before they begin', () => {
    const hall = new PlayedHall().staff(1);
    const command = { type: 'plan-break', teller: '1001', from: hall.now, minutes: 30, reason: 'meal' } as const;
    for (const from of [hall.now - 1, hall.now + PLAN_AHEAD_MAX_MS + 1]) {
      expect(hall.refused({ ...command, from }, MANAGER)).toBe('bad-time');
    }
    for (const minutes of [0, BREAK_MINUTES_MAX + 1]) expect(hall.refused({ ...command, minutes }, MANAGER)).toBe('bad-time');
    expect(hall.refused({ type: 'cancel-break', break: 'nowhere' }, MANAGER)).toBe('unknown-break');
    const id = plan(hall, 1, { from: hall.now + HOUR });
    hall.done({ type: 'cancel-break', break: id }, MANAGER);
    expect(carryOut(hall.wait(HOUR))).toEqual([]);
    const begun = plan(hall, 1);
    carryOut(hall);
    expect(hall.refused({ type: 'cancel-break', break: begun }, MANAGER)).toBe('break-over');
  });

  it('[T156] may begin in the minute that runs, and are not without number', () => {
    const hall = new PlayedHall().wait(59_000);
    plan(hall, 1, { from: hall.now - 59_000 });
    for (let each = 1; each < BREAKS_MAX; each += 1) plan(hall, 1, { from: hall.now + each });
    const command = { type: 'plan-break', teller: '1001', from: hall.now, minutes: 30, reason: 'meal' } as const;
    expect(hall.refused(command, MANAGER)).toBe('list-full');
  });
});

describe('auto-call', () => {
  function idle(changes = {}): PlayedHall {
    const hall = new PlayedHall(changes).staff(1);
    hall.done({ type: 'set-auto-call', counter: 1, on: true }, teller(1));
    return hall;
  }

  it('[T157] calls for a counter that has been idle for long enough, as *next* would', () => {
    const hall = idle();
    hall.issue('A');
    hall.issue('A', 'vip');
    expect(isAnythingDue(hall.state, hall.now + 2_999)).toBe(false);
    const expected = hall.wait(3_000).decide({ type: 'call-next', counter: 1 }, teller(1));
    expect(carryOut(hall)).toEqual(expected.ok && expected.value);
    expect(signOf(hall, 1)).toMatchObject({ mode: 'calling', number: 'V001' });
    hall.done({ type: 'finish-service', counter: 1 }, teller(1));
    expect(isAnythingDue(hall.state, hall.now + 2_999)).toBe(false);
    expect(types(carryOut(hall.wait(3_000)))).toEqual(['ticket-called']);
  });

  it('[T157] calls who arrives later at once, and after the hall’s own time', () => {
    const hall = idle({ autoCallAfterSeconds: 10 });
    expect(carryOut(hall.wait(9_999))).toEqual([]);
    hall.issue('A');
    expect(carryOut(hall)).toEqual([]);
    expect(types(carryOut(hall.wait(1)))).toEqual(['ticket-called']);
  });

  it('[T158] is one counter at a time, the one that is idle longest first', () => {
    const hall = new PlayedHall().staff(2).wait(1).staff(1, 3);
    for (const counter of [1, 2, 3]) hall.done({ type: 'set-auto-call', counter, on: true }, teller(counter));
    hall.issue('A');
    const b = hall.issue('B');
    hall.wait(HOUR);
    expect(carryOut(hall)).toMatchObject([{ type: 'ticket-called', counter: 2, number: 'A001' }]);
    expect(carryOut(hall)).toMatchObject([{ type: 'ticket-called', counter: 1, ticket: b }]);
    expect(carryOut(hall)).toEqual([]);
  });

  it('[T158] leaves alone a counter that does not want it, is busy, paused or closed', () => {
    const hall = idle().staff(2);
    hall.issue('A');
    hall.done({ type: 'pause-counter', counter: 1, reason: 'meal' }, teller(1));
    expect(carryOut(hall.wait(HOUR))).toEqual([]);
    hall.done({ type: 'close-counter', counter: 1 }, teller(1));
    expect(carryOut(hall.wait(HOUR))).toEqual([]);
  });

  it('[T158] looks at the hall after what was planned for this moment', () => {
    const hall = idle();
    hall.issue('A');
    plan(hall, 1, { from: hall.now + HOUR });
    hall.wait(HOUR);
    expect(types(carryOut(hall))).toEqual(['break-started', 'counter-paused']);
    expect(carryOut(hall)).toEqual([]);
  });
});
