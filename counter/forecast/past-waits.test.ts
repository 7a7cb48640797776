import { describe, expect, it } from 'vitest';
import { LiveHall } from '../../shared/ui/hall.svelte.ts';
import { MANAGER, MINUTE, PlayedHall } from '../../test/support/played-hall.ts';
import { StaffedHall } from '../../test/support/staffed-hall.ts';
import { pastWaits, type PastPoint } from './past-waits.ts';
import { WaitHistory } from './wait-history.svelte.ts';

const minutesOf = (points: readonly PastPoint[] | undefined): (number | null)[][] =>
  (points ?? []).map(({ longestMs, meanMs }) => [longestMs / MINUTE, meanMs === null ? null : meanMs / MINUTE]);

/** A at 0 and 2 minutes; the first is called at 4, the second leaves at 5; it is 7. */
function sevenMinutes(): PlayedHall {
  const played = new PlayedHall().staff(1);
  played.issue('A');
  const second = played.wait(2 * MINUTE).issue('A');
  played.wait(2 * MINUTE).next(1);
  played.wait(MINUTE).done({ type: 'mark-left', ticket: second }, MANAGER);
  return played.wait(2 * MINUTE);
}

describe('past waits', () => {
  it('[F150] are read out of the tickets minute by minute: the longest who waited, the mean of who was called', () => {
    const played = sevenMinutes();
    const points = pastWaits(played.state, played.now).get('A');
    expect(minutesOf(points)).toEqual([
      [0, null],
      [1, null],
      [2, null],
      [3, null],
      [2, 4],
      [0, 4],
      [0, 4],
      [0, 4],
    ]);
    expect(minutesOf(pastWaits(played.state, played.now).get('B'))).toEqual(Array.from({ length: 8 }, () => [0, null]));
  });

  it('[F150] reach back for half an hour, and a mean for as long as all who were called are known', () => {
    const played = sevenMinutes();
    played.wait(60 * MINUTE).issue('B');
    const points = pastWaits(played.state, played.now).get('A') ?? [];
    expect(points).toHaveLength(31);
    expect(points.every(({ longestMs, meanMs }) => longestMs === 0 && meanMs === null)).toBe(true);
  });

  it('[F150] are nothing while no day is open', () => {
    const played = new PlayedHall({}, { opens: false });
    expect(pastWaits(played.state, played.now).get('A')).toEqual([]);
  });
});

describe('the history of a line', () => {
  it('[F150] keeps an hour of what the tickets told, and forgets what is older', () => {
    const played = sevenMinutes();
    const history = new WaitHistory({ hall: new LiveHall(new StaffedHall(MANAGER, played)) });
    expect(history.of('A')).toEqual([]);
    history.look();
    expect(history.of('A')).toHaveLength(8);
    played.wait(28 * MINUTE).issue('B');
    history.look();
    expect(minutesOf(history.of('A'))[4]).toEqual([2, 4]);
    for (let look = 0; look < 2; look += 1) {
      played.wait(25 * MINUTE).issue('B');
      history.look();
    }
    const { length } = history.of('A');
    expect(length).toBe(60);
    expect(history.of('A')[0]!.at).toBeGreaterThan(played.now - 60 * MINUTE);
  });
});
