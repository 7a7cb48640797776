import { describe, expect, it } from 'vitest';
import { GREETER, MINUTE, PlayedHall, teller } from '../../../test/support/played-hall.ts';
import { DayTally } from './day-tally.ts';

function figuresOf(hall: PlayedHall) {
  const { day } = hall.state;
  const tally = new DayTally(day.is === 'none' ? '' : day.day);
  for (const entry of hall.log) tally.take(entry);
  return tally.figures();
}

describe('a day in figures', () => {
  it('[B9] counts tickets by what became of them, waits to the first call, and what each counter finished', () => {
    const hall = new PlayedHall().staff(1, 2);
    const [first, , third] = [hall.issue('A'), hall.issue('A'), hall.issue('B'), hall.issue('A')];
    hall.wait(4 * MINUTE);
    hall.serve(1);
    hall.wait(2 * MINUTE);
    hall.next(1);
    hall.done({ type: 'mark-no-show', counter: 1 }, teller(1));
    hall.done({ type: 'cancel-ticket', ticket: third }, GREETER);
    expect(first).toBeDefined();
    const { total, services, counters } = figuresOf(hall);
    expect(total).toMatchObject({ issued: 4, served: 1, noShow: 1, left: 1, unserved: 0, open: 1 });
    expect(total.waitMsMean).toBe(5 * MINUTE);
    expect(total.waitMsMax).toBe(6 * MINUTE);
    expect(services.get('A')).toMatchObject({ issued: 3, served: 1, noShow: 1, open: 1 });
    expect(services.get('B')).toMatchObject({ issued: 1, left: 1, waitMsMean: null });
    expect([...counters]).toEqual([[1, 1]]);
  });

  it('[B9] does not count what was taken back', () => {
    const hall = new PlayedHall().staff(1);
    hall.issue('A');
    hall.serve(1);
    hall.done({ type: 'finish-service', counter: 1 }, teller(1));
    expect(figuresOf(hall).total).toMatchObject({ served: 1, open: 0 });
    hall.done({ type: 'undo', counter: 1 }, teller(1));
    expect(figuresOf(hall).total).toMatchObject({ served: 0, open: 1 });
    expect([...figuresOf(hall).counters]).toEqual([]);
  });
});
