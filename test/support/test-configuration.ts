import type { HallConfiguration } from '../../shared/hall/configuration.ts';

const text = (words: string) => ({ zh: words, en: words });
const ALWAYS = [{ from: '00:00', to: '24:00' }];

/** A small hall: services A and B, three classes, counters 1 (A and B as equals), 2 (A first), 3 (B only). */
export function testConfiguration(changes: Partial<HallConfiguration> = {}): HallConfiguration {
  return {
    name: text('hall'),
    timeZone: 'Asia/Shanghai',
    brandColour: '#005bac',
    hours: { mon: ALWAYS, tue: ALWAYS, wed: ALWAYS, thu: ALWAYS, fri: ALWAYS, sat: ALWAYS, sun: ALWAYS },
    businessDay: { opensAt: '00:00', closesAt: '24:00' },
    services: [
      { id: 'A', name: text('bills'), series: 'A', documents: [] },
      { id: 'B', name: text('accounts'), series: 'B', documents: [text('identity card')] },
    ],
    classes: [
      { id: 'standard', name: text('standard') },
      { id: 'priority', name: text('priority') },
      { id: 'vip', name: text('vip'), series: 'V' },
    ],
    series: [
      { id: 'A', letter: 'A' },
      { id: 'B', letter: 'B' },
      { id: 'V', letter: 'V' },
    ],
    counters: [
      { id: 1, name: text('1'), kind: 'counter', serves: [['A', 'B']] },
      { id: 2, name: text('2'), kind: 'counter', serves: [['A'], ['B']] },
      { id: 3, name: text('3'), kind: 'counter', serves: [['B']] },
    ],
    routing: { kind: 'aging', factors: { priority: 2, vip: 2 }, passedMax: 3 },
    returns: { placesBack: 2, timesMax: 1 },
    pauseReasons: [{ id: 'meal', text: text('meal') }],
    callReasons: [{ id: 'frail', text: text('frail') }],
    outcomes: [{ id: 'done', text: text('done') }],
    printers: [],
    outOfOrder: text('out of order'),
    ...changes,
  };
}
