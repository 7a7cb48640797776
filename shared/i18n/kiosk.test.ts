import { expect, it } from 'vitest';
import { hoursOfDay } from '../hall/opening-hours.ts';
import { hoursTodayText } from './kiosk.ts';

/** A Sunday in Shanghai, still Saturday in UTC. */
const AT = Date.UTC(2026, 10, 21, 20);
const HOURS = {
  sun: [
    { from: '08:30', to: '12:00' },
    { from: '13:30', to: '17:30' },
  ],
};

it('[K10] tells today’s hours where the hall is', () => {
  expect(hoursTodayText(hoursOfDay(HOURS, 'Asia/Shanghai', AT), 'zh')).toBe('今日办理 08:30–12:00、13:30–17:30');
  expect(hoursTodayText(hoursOfDay(HOURS, 'Asia/Shanghai', AT), 'en')).toBe('Today 08:30–12:00, 13:30–17:30');
  expect(hoursTodayText(hoursOfDay(HOURS, 'UTC', AT), 'zh')).toBe('今日不办理');
});
