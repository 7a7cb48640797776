import { describe, expect, it } from 'vitest';
import { MINUTE, PlayedHall } from '../../../test/support/played-hall.ts';
import { waitingSheet } from './waiting-sheet.ts';

describe('the waiting list for calling by hand', () => {
  it('[S78] lists who waits by service and class, each in its own order, and who is at a counter', () => {
    const played = new PlayedHall().staff(1);
    for (const [service, classId] of [
      ['A', undefined],
      ['A', 'vip'],
      ['B', undefined],
      ['A', undefined],
    ] as const) {
      played.issue(service, classId);
      played.wait(MINUTE);
    }
    played.next(1);
    const sheet = waitingSheet(played.state);
    expect(sheet.count).toBe(3);
    expect(sheet.atHand).toEqual([{ counter: 1, number: 'V001' }]);
    expect(sheet.lines.map(({ service, classId, tickets }) => [service, classId, tickets.map(({ number }) => number)])).toEqual([
      ['A', 'standard', ['A001', 'A002']],
      ['B', 'standard', ['B001']],
    ]);
  });

  it('[S78] is empty when nobody waits', () => {
    expect(waitingSheet(new PlayedHall().state)).toEqual({ lines: [], count: 0, atHand: [] });
  });
});
