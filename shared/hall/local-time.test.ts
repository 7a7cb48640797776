import { describe, expect, it } from 'vitest';
import { localDay, localTime, localTimeToEpoch } from './local-time.ts';
import { isOpenAt } from './opening-hours.ts';

const iso = (at: number) => new Date(at).toISOString();

describe('local time', () => {
  it('[T40] names the local date, not the UTC one', () => {
    expect(localDay(Date.UTC(2026, 10, 22, 15, 59, 59, 999), 'Asia/Shanghai')).toBe('2026-11-22');
    expect(localDay(Date.UTC(2026, 10, 22, 16, 0), 'Asia/Shanghai')).toBe('2026-11-23');
    expect(localTime(Date.UTC(2026, 10, 22, 16, 5), 'Asia/Shanghai')).toEqual({ day: '2026-11-23', weekday: 'mon', minutes: 5 });
  });

  it.each([
    ['Asia/Shanghai', '2026-11-22', '09:00', '2026-11-22T01:00:00.000Z'],
    ['Asia/Shanghai', '2026-11-22', '24:00', '2026-11-22T16:00:00.000Z'],
    ['Europe/Berlin', '2026-03-29', '02:30', '2026-03-29T01:00:00.000Z'],
    ['Europe/Berlin', '2026-10-25', '02:30', '2026-10-25T00:30:00.000Z'],
    ['America/New_York', '2026-03-08', '02:30', '2026-03-08T07:00:00.000Z'],
    ['America/New_York', '2026-11-01', '01:30', '2026-11-01T05:30:00.000Z'],
    ['Asia/Kathmandu', '2026-11-22', '00:00', '2026-11-21T18:15:00.000Z'],
    ['America/Santiago', '2026-09-06', '00:00', '2026-09-06T04:00:00.000Z'],
  ])('[T44] %s %s %s', (zone, day, time, expected) => {
    expect(iso(localTimeToEpoch(day, time, zone))).toBe(expected);
  });

  it('[T5] includes the first minute of a range and not its last', () => {
    const hours = {
      sun: [
        { from: '09:00', to: '12:00' },
        { from: '13:00', to: '24:00' },
      ],
    };
    const at = (time: string) => isOpenAt(hours, 'Asia/Shanghai', localTimeToEpoch('2026-11-22', time, 'Asia/Shanghai'));
    expect(['08:59', '09:00', '11:59', '12:00', '13:00', '23:59', '24:00'].map(at)).toEqual([
      false,
      true,
      true,
      false,
      true,
      true,
      false,
    ]);
  });
});
