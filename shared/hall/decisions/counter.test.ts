import { describe, expect, it } from 'vitest';
import { MANAGER, PlayedHall, SYSTEM, teller } from '../../../test/support/played-hall.ts';
import { counterSigns } from '../views/counter-signs.ts';

const modeOf = (hall: PlayedHall, counter: number) => counterSigns(hall.state).find((sign) => sign.counter === counter);

describe('signing in', () => {
  it('[T30] opens nothing, and holds one teller at one counter', () => {
    const hall = new PlayedHall();
    hall.done({ type: 'sign-in', counter: 1 }, teller(1));
    expect(modeOf(hall, 1)).toMatchObject({ mode: 'closed', teller: '1001' });
    expect(hall.refused({ type: 'sign-in', counter: 2 }, teller(1))).toBe('already-signed-in');
    expect(hall.refused({ type: 'sign-in', counter: 1 }, teller(1))).toBe('already-signed-in');
    expect(hall.refused({ type: 'sign-in', counter: 1 }, teller(2))).toBe('counter-taken');
    expect(hall.refused({ type: 'sign-in', counter: 2 }, SYSTEM)).toBe('not-allowed');
  });

  it('[T31] is what a counter needs to be opened', () => {
    const hall = new PlayedHall();
    expect(hall.refused({ type: 'open-counter', counter: 1 }, MANAGER)).toBe('not-signed-in');
    hall.done({ type: 'sign-in', counter: 1 }, teller(1));
    hall.done({ type: 'open-counter', counter: 1 }, MANAGER);
    expect(hall.refused({ type: 'open-counter', counter: 1 }, teller(1))).toBe('counter-already-open');
  });

  it('[T31] ends by closing the counter, but not with a customer at hand', () => {
    const hall = new PlayedHall().staff(1);
    hall.issue('A');
    hall.next(1);
    expect(hall.refused({ type: 'sign-out', counter: 1 }, teller(1))).toBe('ticket-at-hand');
    hall.done({ type: 'finish-service', counter: 1 }, teller(1));
    const events = hall.done({ type: 'sign-out', counter: 1 }, teller(1));
    expect(events.map((event) => event.type)).toEqual(['counter-closed', 'signed-out']);
    expect(modeOf(hall, 1)).toMatchObject({ mode: 'closed', teller: null });
  });
});

describe('pausing', () => {
  it('[T32] waits for the customer at hand', () => {
    const hall = new PlayedHall().staff(1);
    hall.issue('A');
    hall.next(1);
    hall.done({ type: 'pause-counter', counter: 1, reason: 'meal' }, teller(1));
    expect(modeOf(hall, 1)).toMatchObject({ mode: 'calling', planned: 'paused', reason: 'meal' });
    expect(hall.refused({ type: 'pause-counter', counter: 1, reason: 'meal' }, teller(1))).toBe('counter-already-paused');
    hall.done({ type: 'mark-no-show', counter: 1 }, teller(1));
    expect(modeOf(hall, 1)).toMatchObject({ mode: 'paused', reason: 'meal' });
    expect(hall.refused({ type: 'open-counter', counter: 1 }, teller(1))).toBe('counter-paused');
    hall.done({ type: 'resume-counter', counter: 1 }, teller(1));
    expect(modeOf(hall, 1)).toMatchObject({ mode: 'idle', reason: null });
  });

  it('[T32] is dropped by resuming before it happens', () => {
    const hall = new PlayedHall().staff(1);
    const [first, second] = [hall.issue('A'), hall.issue('A')];
    hall.next(1);
    hall.done({ type: 'pause-counter', counter: 1, reason: 'meal' }, teller(1));
    hall.done({ type: 'resume-counter', counter: 1 }, teller(1));
    expect(hall.answer({ type: 'call-next', counter: 1 }, teller(1))).toMatchObject({ ended: first, ticket: second });
    expect(hall.refused({ type: 'resume-counter', counter: 1 }, teller(1))).toBe('counter-not-paused');
  });

  it('[T32] and closing are planned alike; opening drops a planned close', () => {
    const hall = new PlayedHall().staff(1);
    hall.issue('A');
    hall.next(1);
    hall.done({ type: 'close-counter', counter: 1 }, teller(1));
    expect(modeOf(hall, 1)).toMatchObject({ planned: 'closed' });
    expect(hall.refused({ type: 'close-counter', counter: 1 }, teller(1))).toBe('counter-already-closed');
    hall.done({ type: 'open-counter', counter: 1 }, teller(1));
    hall.done({ type: 'close-counter', counter: 1 }, teller(1));
    hall.done({ type: 'finish-service', counter: 1 }, teller(1));
    expect(modeOf(hall, 1)).toMatchObject({ mode: 'closed', teller: '1001' });
    expect(hall.refused({ type: 'pause-counter', counter: 1, reason: 'meal' }, teller(1))).toBe('counter-closed');
  });

  it('[T33] is open to managers at every counter and to tellers at their own', () => {
    const hall = new PlayedHall().staff(1, 2);
    expect(hall.refused({ type: 'pause-counter', counter: 1, reason: 'meal' }, teller(2))).toBe('not-signed-in');
    hall.done({ type: 'pause-counter', counter: 1, reason: 'meal' }, MANAGER);
    hall.done({ type: 'resume-counter', counter: 1 }, MANAGER);
    hall.done({ type: 'close-counter', counter: 1 }, MANAGER);
    expect(modeOf(hall, 1)).toMatchObject({ mode: 'closed' });
    expect(hall.refused({ type: 'sign-out', counter: 1 }, teller(2))).toBe('not-signed-in');
    expect(hall.done({ type: 'sign-out', counter: 1 }, MANAGER)).toEqual([{ type: 'signed-out', counter: 1, teller: '1001' }]);
    expect(hall.refused({ type: 'sign-out', counter: 1 }, MANAGER)).toBe('not-signed-in');
  });
});
