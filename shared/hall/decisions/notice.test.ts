import { describe, expect, it } from 'vitest';
import { GREETER, MANAGER, MINUTE, PlayedHall, SYSTEM, teller } from '../../../test/support/played-hall.ts';
import { NOTICES_MAX, PLAN_AHEAD_MAX_MS } from '../limits.ts';
import { emergencyNotices, staffNotices, wallNotices } from '../views/notices.ts';

const TEXT = { zh: '今日 16:00 系统维护', en: 'Maintenance at 16:00 today' };

function post(hall: PlayedHall, audience: 'wall' | 'staff' | 'emergency', until?: number) {
  return hall.answer({ type: 'post-notice', audience, text: TEXT, until }, MANAGER).notice!;
}

describe('notices', () => {
  it('[T183] stand on the wall or on panels until their time is over or they are withdrawn', () => {
    const hall = new PlayedHall();
    const [wall, staff] = [post(hall, 'wall', hall.now + MINUTE), post(hall, 'staff')];
    expect(wallNotices(hall.state, hall.now)).toMatchObject([{ id: wall, text: TEXT, by: '3001', until: hall.now + MINUTE }]);
    expect(staffNotices(hall.state, '2001', hall.now)).toMatchObject([{ notice: { id: staff }, confirmed: false }]);
    expect(wallNotices(hall.state, hall.now + MINUTE - 1)).toHaveLength(1);
    expect(wallNotices(hall.state, hall.now + MINUTE)).toEqual([]);
    hall.done({ type: 'withdraw-notice', notice: staff }, MANAGER);
    expect(staffNotices(hall.state, '2001', hall.now)).toEqual([]);
    expect(hall.refused({ type: 'withdraw-notice', notice: staff }, MANAGER)).toBe('unknown-notice');
  });

  it('[T183] end in the time that the hall plans ahead', () => {
    const hall = new PlayedHall();
    for (const until of [hall.now, hall.now - MINUTE, hall.now + PLAN_AHEAD_MAX_MS + 1]) {
      expect(hall.refused({ type: 'post-notice', audience: 'wall', text: TEXT, until }, MANAGER)).toBe('bad-time');
    }
    post(hall, 'wall', hall.now + PLAN_AHEAD_MAX_MS);
  });

  it('[T183] are not more than the hall keeps, those not counted whose time is over', () => {
    const hall = new PlayedHall();
    post(hall, 'wall', hall.now + MINUTE);
    for (let nth = 1; nth < NOTICES_MAX; nth += 1) post(hall, 'staff');
    expect(hall.refused({ type: 'post-notice', audience: 'staff', text: TEXT }, MANAGER)).toBe('list-full');
    hall.wait(MINUTE);
    post(hall, 'staff');
  });

  it('[D40] in an emergency find room however many there are, and stand where nothing else stands', () => {
    const hall = new PlayedHall();
    for (let nth = 0; nth < NOTICES_MAX; nth += 1) post(hall, 'staff');
    expect(hall.refused({ type: 'post-notice', audience: 'wall', text: TEXT }, MANAGER)).toBe('list-full');
    const [first, second] = [post(hall, 'emergency', hall.now + MINUTE), post(hall, 'emergency')];
    expect(emergencyNotices(hall.state, hall.now).map(({ id }) => id)).toEqual([second, first]);
    expect(wallNotices(hall.state, hall.now)).toEqual([]);
    expect(staffNotices(hall.state, '2001', hall.now)).toHaveLength(NOTICES_MAX);
    expect(emergencyNotices(hall.state, hall.now + MINUTE).map(({ id }) => id)).toEqual([second]);
    expect(hall.refused({ type: 'confirm-notice', notice: second }, GREETER)).toBe('not-allowed');
    hall.done({ type: 'withdraw-notice', notice: second }, MANAGER);
    expect(emergencyNotices(hall.state, hall.now + MINUTE)).toEqual([]);
    for (let nth = 1; nth < NOTICES_MAX; nth += 1) post(hall, 'emergency');
    expect(hall.refused({ type: 'post-notice', audience: 'emergency', text: TEXT }, MANAGER)).toBe('list-full');
  });

  it('[T184] for the staff are confirmed by each person once; who has not is shown them first', () => {
    const hall = new PlayedHall();
    const [first, second] = [post(hall, 'staff'), post(hall, 'staff')];
    expect(hall.done({ type: 'confirm-notice', notice: second }, GREETER)).toEqual([
      { type: 'notice-confirmed', notice: second, by: '2001' },
    ]);
    expect(hall.done({ type: 'confirm-notice', notice: second }, GREETER)).toEqual([]);
    const seen = (who: string) => staffNotices(hall.state, who, hall.now).map(({ notice, confirmed }) => [notice.id, confirmed]);
    expect(seen('2001')).toEqual([[first, false], [second, true]]); // prettier-ignore
    expect(seen('1001')).toEqual([[second, false], [first, false]]); // prettier-ignore
    hall.done({ type: 'confirm-notice', notice: second }, teller(1));
    expect(hall.state.notices.get(second)!.confirmedBy).toEqual(['2001', '1001']);
  });

  it('[T184] are confirmed by persons, and not those on the wall', () => {
    const hall = new PlayedHall();
    const [wall, staff] = [post(hall, 'wall'), post(hall, 'staff')];
    expect(hall.refused({ type: 'confirm-notice', notice: 'none' }, GREETER)).toBe('unknown-notice');
    expect(hall.refused({ type: 'confirm-notice', notice: staff }, SYSTEM)).toBe('not-allowed');
    expect(hall.refused({ type: 'confirm-notice', notice: wall }, GREETER)).toBe('not-allowed');
  });
});
