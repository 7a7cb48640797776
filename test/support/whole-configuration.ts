import type { HallConfiguration } from '../../shared/hall/configuration.ts';
import { testConfiguration } from './test-configuration.ts';

const text = (words: string) => ({ zh: words, en: words });

export const PRINTER = { id: 'front', name: { zh: '前台', en: 'front' }, host: '127.0.0.1', port: 9100, columns: 48 };

/**
 * A hall that uses everything a hall can be set up for: a service with a next step, a counter kept for VIPs that helps after a
 * minute, a silent room, limits of recalls, appointments, and alerts of several kinds.
 */
export function wholeConfiguration(changes: Partial<HallConfiguration> = {}): HallConfiguration {
  const small = testConfiguration();
  return {
    ...small,
    services: [
      ...small.services.map((service) => ({ ...service, promisedWaitMinutes: 10 })),
      { id: 'C', name: text('contracts'), series: 'C', documents: [], nextStep: 'B' },
    ],
    series: [...small.series, { id: 'C', letter: 'C' }],
    counters: [
      { id: 1, name: text('1'), kind: 'counter', serves: [['A', 'B', 'C']] },
      { id: 2, name: text('2'), kind: 'counter', serves: [['A'], ['B']] },
      { id: 3, name: text('3'), kind: 'counter', serves: [['B']] },
      {
        id: 4,
        name: text('4'),
        kind: 'counter',
        reservedFor: 'vip',
        helpsAfterSeconds: 60,
        serves: [['A', 'B']],
      },
      { id: 5, name: text('room'), kind: 'room', silent: true, serves: [[{ service: 'C', class: 'vip' }], ['B']] },
    ],
    printers: [PRINTER],
    feedback: { rating: true, comments: true },
    postpone: { placesBack: 1, timesMax: 2 },
    recalls: { timesMax: 2, spacingSeconds: 10 },
    transfers: { place: 'credit' },
    appointments: { earlyMinutes: 30, lateMinutes: 15, late: 'walk-in', place: 'booked-time' },
    endOfDay: { lastTicketMinutes: 0, waiting: 'unserved' },
    receptionRoom: 5,
    stopReasons: [{ id: 'network', text: text('network') }],
    adviceDeclineReasons: [{ id: 'nobody-free', text: text('nobody free') }],
    alerts: [
      { kind: 'people-waiting', threshold: 3, steps: [{ afterSeconds: 0, tell: ['manager'], sound: 'chime' }] },
      {
        kind: 'longest-wait',
        threshold: 5,
        repeatMinutes: 2,
        steps: [
          { afterSeconds: 0, tell: ['greeter'], sound: 'none' },
          { afterSeconds: 60, tell: ['manager'], sound: 'urgent', attend: true },
        ],
      },
      {
        kind: 'class-waiting',
        threshold: 0,
        class: 'vip',
        steps: [{ afterSeconds: 0, tell: ['greeter'], sound: 'chime' }],
      },
      { kind: 'idle-counter', threshold: 5, steps: [{ afterSeconds: 0, tell: ['manager'], sound: 'none' }] },
      { kind: 'long-pause', threshold: 5, steps: [{ afterSeconds: 0, tell: ['manager'], sound: 'none' }] },
      {
        kind: 'predicted-wait',
        threshold: 10,
        aheadMinutes: 20,
        steps: [{ afterSeconds: 0, tell: ['manager'], sound: 'chime' }],
      },
      { kind: 'device-fault', threshold: 0, steps: [{ afterSeconds: 0, tell: ['greeter', 'manager'], sound: 'chime' }] },
    ],
    ...changes,
  };
}
