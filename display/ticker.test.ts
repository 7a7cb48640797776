import { describe, expect, it } from 'vitest';
import { MANAGER, MINUTE, PlayedHall } from '../test/support/played-hall.ts';
import { MOVE_SHOWN_MS, MOVED_AT_ONCE, tickerLines } from './ticker.ts';

const text = { zh: '本厅下午三点检修', en: 'Maintenance at three' };

describe('the line at the foot of the wall', () => {
  it('[D30] tells the hall’s notices for the wall, the latest first, and no notice for staff', () => {
    const played = new PlayedHall();
    played.done({ type: 'post-notice', audience: 'wall', text }, MANAGER);
    played.done({ type: 'post-notice', audience: 'staff', text }, MANAGER);
    const later = { zh: '请保管好随身物品', en: 'Mind your belongings' };
    played.wait(MINUTE).done({ type: 'post-notice', audience: 'wall', text: later, until: played.now + 5 * MINUTE }, MANAGER);
    expect(tickerLines(played.state, played.now)).toMatchObject([
      { is: 'notice', text: later },
      { is: 'notice', text },
    ]);
    expect(tickerLines(played.state, played.now + 5 * MINUTE)).toMatchObject([{ text }]);
    expect(tickerLines(new PlayedHall().state, played.now)).toEqual([]);
  });

  it('[D31] tells for a minute who was moved to another line, before the notices, while they wait', () => {
    const played = new PlayedHall().staff(3);
    played.done({ type: 'post-notice', audience: 'wall', text }, MANAGER);
    const tickets = [played.issue('A'), played.issue('A'), played.issue('A')];
    played.done({ type: 'redirect-tickets', tickets: tickets.slice(0, 2), service: 'B' }, MANAGER);
    const [moved, notice] = tickerLines(played.state, played.now);
    expect(moved).toMatchObject({ is: 'moved', to: 'B' });
    expect(moved?.is === 'moved' && [...moved.numbers].sort()).toEqual(['A001', 'A002']);
    expect(notice).toMatchObject({ is: 'notice' });
    played.next(3);
    expect(tickerLines(played.state, played.now)[0]).toMatchObject({ numbers: ['A002'] });
    expect(tickerLines(played.state, played.now + MOVE_SHOWN_MS)).toHaveLength(1);
  });

  it('[D31] tells many in several turns', () => {
    const played = new PlayedHall();
    const tickets = Array.from({ length: MOVED_AT_ONCE + 1 }, () => played.issue('A'));
    played.done({ type: 'redirect-tickets', tickets, service: 'B' }, MANAGER);
    const lines = tickerLines(played.state, played.now);
    expect(lines.map((line) => line.is === 'moved' && line.numbers.length)).toEqual([MOVED_AT_ONCE, 1]);
  });
});
