import { expect, it } from 'vitest';
import { announcement } from './announcement.ts';
import { counterReading, numberReading } from './number-reading.ts';

const COUNTER = { id: 3, kind: 'counter', name: { zh: '3号柜台', en: 'Counter 3' } } as const;
const ROOM = { id: 8, kind: 'room', name: { zh: 'VIP 接待室', en: 'VIP room' } } as const;

it('[D20] reads a number as people read it', () => {
  expect(numberReading('A012', 'zh')).toBe('A 零幺二');
  expect(numberReading('A012', 'en')).toBe('A zero one two');
  expect(numberReading('AB1000', 'zh')).toBe('A B 幺零零零');
  expect(numberReading('7', 'en')).toBe('seven');
});

it('[D20] counts a counter and names a room', () => {
  expect(announcement('A012', COUNTER, 'zh')).toBe('请 A 零幺二号客户到 3 号柜台办理业务。');
  expect(announcement('A012', COUNTER, 'en')).toBe('Ticket A zero one two, please go to counter three.');
  expect(announcement('V003', ROOM, 'zh')).toBe('请 V 零零三号客户到 VIP 接待室办理业务。');
  expect(announcement('V003', ROOM, 'en')).toBe('Ticket V zero zero three, please go to the VIP room.');
  expect([9, 12, 20, 21, 101].map((counter) => counterReading(counter, 'en'))).toEqual([
    'nine',
    'twelve',
    'twenty',
    'twenty-one',
    'one zero one',
  ]);
});
