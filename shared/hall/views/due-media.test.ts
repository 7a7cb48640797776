import { describe, expect, it } from 'vitest';
import type { MediaItem } from '../setup/media-setup.ts';
import { localTimeToEpoch } from '../local-time.ts';
import { dueMedia } from './due-media.ts';

const ZONE = 'Asia/Shanghai';

/** 2026-11-20 is a Friday. */
function shownAt(item: Partial<MediaItem>, day: string, time: string, timeZone = ZONE): boolean {
  const items = [{ id: 'one', file: 'one.png', ...item }];
  return dueMedia({ items }, { at: localTimeToEpoch(day, time, timeZone), timeZone }).length === 1;
}

describe('what of the media is due', () => {
  it('[M1] from its first day to its last, both included, by the hall’s dates', () => {
    const item = { from: '2026-11-20', until: '2026-11-21' };
    const days = ['2026-11-19', '2026-11-20', '2026-11-21', '2026-11-22'];
    expect(days.map((day) => shownAt(item, day, '12:00'))).toEqual([false, true, true, false]);
    expect(shownAt(item, '2026-11-20', '00:00')).toBe(true);
    expect(shownAt(item, '2026-11-21', '23:59')).toBe(true);
    // Four in the afternoon of the 19th in Shanghai is still the night to the 19th in New York: each hall has its own dates.
    const at = localTimeToEpoch('2026-11-20', '06:00', ZONE);
    const items = [{ id: 'one', file: 'one.png', from: '2026-11-20' }];
    expect(dueMedia({ items }, { at, timeZone: ZONE })).toHaveLength(1);
    expect(dueMedia({ items }, { at, timeZone: 'America/New_York' })).toHaveLength(0);
  });

  it('[M1] on its weekdays and in its hours, the last minute not included', () => {
    expect(shownAt({ weekdays: ['fri'] }, '2026-11-20', '12:00')).toBe(true);
    expect(shownAt({ weekdays: ['mon', 'sat'] }, '2026-11-20', '12:00')).toBe(false);
    const hours = { from: '09:00', to: '11:30' };
    expect(['08:59', '09:00', '11:29', '11:30'].map((time) => shownAt({ hours }, '2026-11-20', time))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(shownAt({ hours: { from: '09:00', to: '24:00' } }, '2026-11-20', '23:59')).toBe(true);
  });

  it('[M2] hours over midnight belong to the day on which they began', () => {
    const item: Partial<MediaItem> = { hours: { from: '22:00', to: '02:00' }, weekdays: ['fri'], until: '2026-11-20' };
    expect(shownAt(item, '2026-11-20', '21:59')).toBe(false);
    expect(shownAt(item, '2026-11-20', '22:00')).toBe(true);
    expect(shownAt(item, '2026-11-21', '01:59')).toBe(true);
    expect(shownAt(item, '2026-11-21', '02:00')).toBe(false);
    expect(shownAt(item, '2026-11-21', '22:00')).toBe(false);
    expect(shownAt(item, '2026-11-20', '01:00')).toBe(false);
  });

  it('[M1] in the hall’s order, and of a display only what it names; a hall that says nothing shows nothing', () => {
    const items = ['a', 'b', 'c'].map((id) => ({ id, file: `${id}.png` }));
    const at = localTimeToEpoch('2026-11-20', '12:00', ZONE);
    const ids = (only?: readonly string[]) => dueMedia({ items }, { at, timeZone: ZONE, ids: only }).map(({ id }) => id);
    expect(ids()).toEqual(['a', 'b', 'c']);
    expect(ids(['c', 'a'])).toEqual(['a', 'c']);
    expect(ids([])).toEqual([]);
    expect(dueMedia(undefined, { at, timeZone: ZONE })).toEqual([]);
  });
});
