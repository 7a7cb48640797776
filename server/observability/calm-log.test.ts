import { expect, it } from 'vitest';
import { calmLog, SAME_LINE_MS } from './calm-log.ts';

it('[Y27] a trouble that every command meets is written once, and every ten seconds with how often it came', () => {
  const lines: unknown[] = [];
  const write = (facts: object, words: string): void => void lines.push([words, facts]);
  let now = 0;
  const log = calmLog({ log: { debug: write, info: write, warn: write, error: write }, monotonicMs: () => now });
  const trouble = (hall: string, id: number): void => log.error({ hall, id }, 'the journal cannot be asked');
  for (let id = 1; id <= 500; id += 1) trouble('east', id);
  trouble('west', 501);
  log.error({ hall: 'east' }, 'another trouble');
  expect(lines.splice(0)).toEqual([
    ['the journal cannot be asked', { hall: 'east', id: 1 }],
    ['the journal cannot be asked', { hall: 'west', id: 501 }],
    ['another trouble', { hall: 'east' }],
  ]);
  now += SAME_LINE_MS;
  trouble('east', 502);
  trouble('west', 503);
  expect(lines.splice(0)).toEqual([
    ['the journal cannot be asked', { hall: 'east', id: 502, alike: 499 }],
    ['the journal cannot be asked', { hall: 'west', id: 503 }],
  ]);
  log.info({ hall: 'east' }, 'a day closed');
  log.info({ hall: 'east' }, 'a day closed');
  log.warn({ is: 'read-only' }, 'the journal changed its condition');
  log.warn({ is: 'writable' }, 'the journal changed its condition');
  expect(lines).toHaveLength(4);
});
