import { describe, expect, it } from 'vitest';
import { KIOSK, PlayedHall, teller } from '../../../test/support/played-hall.ts';
import { testConfiguration } from '../../../test/support/test-configuration.ts';
import { isInDailyHours } from '../opening-hours.ts';
import type { DisplaySetup } from '../setup/display-setup.ts';
import type { PublicPage } from '../setup/media-setup.ts';
import { displaySetup, displayZone, isInZone } from './display-zone.ts';
import { publicPagesAt } from './public-pages.ts';
import { listedCalls, stagedCalls } from './wall-calls.ts';

const text = (words: string) => ({ zh: words, en: words });
const WALL: DisplaySetup = { id: 'east', name: 'East', layout: 'calls-queues' };

describe('what a display is about', () => {
  const displays = [WALL, { ...WALL, id: 'west', counters: [3] }];

  it('[D42] the first of the list, the one that is named, everything where there is no list, none for an unknown name', () => {
    const configuration = testConfiguration({ displays });
    expect(displaySetup(configuration, null)?.id).toBe('east');
    expect(displaySetup(configuration, 'west')?.counters).toEqual([3]);
    expect(displaySetup(configuration, 'north')).toBeUndefined();
    const plain = testConfiguration({ displays: undefined });
    expect(displayZone(plain, displaySetup(plain, null)!)).toEqual({ counters: null, services: ['A', 'B'] });
    expect(displaySetup(plain, 'east')).toBeUndefined();
  });

  it('[D43] its counters, and the lines that they serve or that it names, in the hall’s order', () => {
    const configuration = testConfiguration();
    const only = (id: number) => configuration.counters.find((counter) => counter.id === id)!.serves.flat();
    for (const { id } of configuration.counters) {
      expect([...displayZone(configuration, { ...WALL, counters: [id] }).services].sort()).toEqual([...only(id)].sort());
    }
    expect(displayZone(configuration, { ...WALL, services: ['B'] })).toEqual({ counters: null, services: ['B'] });
    expect(displayZone(configuration, { ...WALL, counters: [1], services: ['B', 'A'] }).services).toEqual(['A', 'B']);
    const zone = displayZone(configuration, { ...WALL, counters: [2] });
    expect([isInZone(zone, 2), isInZone(zone, 1)]).toEqual([true, false]);
  });

  it('[D41, D43] lists the calls of its zone, and stages those that still hold', () => {
    const hall = new PlayedHall().staff(1, 3);
    const call = (counter: number, service: string) => {
      hall.wait(1_000).done({ type: 'issue-ticket', service }, KIOSK);
      return hall.answer({ type: 'call-next', counter }, teller(counter)).number!;
    };
    const everything = displayZone(testConfiguration(), WALL);
    const first = { ...everything, counters: new Set([1]) };
    const [one, three] = [call(1, 'A'), call(3, 'B')];
    const numbers = (calls: readonly { readonly number: string | null }[]) => calls.map(({ number }) => number);
    expect(numbers(listedCalls(hall.state, everything))).toEqual([three, one]);
    expect(numbers(listedCalls(hall.state, first))).toEqual([one]);
    hall.done({ type: 'start-service', counter: 1 }, teller(1));
    hall.done({ type: 'mark-no-show', counter: 3 }, teller(3));
    expect(numbers(stagedCalls(hall.state, everything))).toEqual([one]);
    expect(numbers(listedCalls(hall.state, everything))).toEqual([three, one]);
    const ticket = [...hall.state.tickets.values()].find(({ number }) => number === three)!.id;
    hall.done({ type: 'return-ticket', ticket }, teller(3));
    expect(numbers(listedCalls(hall.state, everything))).toEqual([one]);
  });
});

describe('public pages', () => {
  const page = (id: string, changes: Partial<PublicPage> = {}): PublicPage => {
    return { id, kind: 'prices', title: text(id), body: [text(id)], ...changes };
  };

  it('[D44] stand from their first day to their last, by the hall’s own date', () => {
    const publicPages = [
      page('always'),
      page('spring', { validFrom: '2026-03-01', validUntil: '2026-03-31' }),
      page('from', { validFrom: '2026-03-31' }),
      page('until', { validUntil: '2026-03-30' }),
    ];
    const configuration = testConfiguration({ publicPages, timeZone: 'Asia/Shanghai' });
    const at = (time: string) => publicPagesAt(configuration, Date.parse(time)).map(({ id }) => id);
    expect(at('2026-03-30T12:00:00+08:00')).toEqual(['always', 'spring', 'until']);
    expect(at('2026-03-30T23:59:59+08:00')).toEqual(['always', 'spring', 'until']);
    expect(at('2026-03-31T00:00:00+08:00')).toEqual(['always', 'spring', 'from']);
    expect(at('2026-04-01T00:00:00+08:00')).toEqual(['always', 'from']);
    expect(publicPagesAt(testConfiguration(), 0)).toEqual([]);
  });
});

describe('hours of every day', () => {
  it('[D48] go over midnight where they end before they begin', () => {
    const at = (time: string, from: string, to: string) =>
      isInDailyHours({ from, to }, 'Asia/Shanghai', Date.parse(`2026-03-30T${time}:00+08:00`));
    expect(['19:59', '20:00', '23:59', '00:00', '06:59', '07:00'].map((time) => at(time, '20:00', '07:00'))).toEqual([
      false,
      true,
      true,
      true,
      true,
      false,
    ]);
    expect(['08:59', '09:00', '16:59', '17:00'].map((time) => at(time, '09:00', '17:00'))).toEqual([false, true, true, false]);
    expect(at('12:00', '00:00', '24:00')).toBe(true);
  });
});
