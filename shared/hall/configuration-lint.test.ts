import { describe, expect, it } from 'vitest';
import { testConfiguration } from '../../test/support/test-configuration.ts';
import { lintText } from '../i18n/configuration-lint.ts';
import type { AlertRule } from './configuration.ts';
import { configurationLint } from './configuration-lint.ts';
import type { CounterSetup, HallConfiguration, RoutingRule, ServiceSetup, WeeklyHours } from './configuration.ts';
import type { LintKind } from './lint/lint.ts';

type Changes = Partial<HallConfiguration>;

const WORKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri'] as const;

function week(from: string, to: string, days: readonly (typeof WORKDAYS)[number][] = WORKDAYS): WeeklyHours {
  return Object.fromEntries(days.map((day) => [day, [{ from, to }]]));
}

function service(id: string, changes: Partial<ServiceSetup> = {}): ServiceSetup {
  return { id, name: { zh: id, en: id }, series: 'A', documents: [], ...changes };
}

function counter(id: number, changes: Partial<CounterSetup> = {}): CounterSetup {
  return { id, name: { zh: String(id), en: String(id) }, kind: 'counter', serves: [['A', 'B']], ...changes };
}

function alert(kind: AlertRule['kind'], threshold: number, tell: AlertRule['steps'][0]['tell'] = ['manager']): AlertRule {
  return { kind, threshold, steps: [{ afterSeconds: 0, tell, sound: 'none' }] };
}

const DAY: Changes = {
  hours: week('08:00', '18:00'),
  businessDay: { opensAt: '07:30', closesAt: '18:30' },
  endOfDay: { lastTicketMinutes: 15, waiting: 'serve-first' },
};
const STRICT: RoutingRule = { kind: 'strict', order: ['vip', 'priority', 'standard'], passedMax: null };
const A_AND_B = [service('A'), service('B')];

/** What is changed in a hall without a doubt, and what is said then. */
const TOLD: readonly (readonly [kind: LintKind, changes: Changes, en: string, zh: string])[] = [
  [
    'service-without-counter',
    { services: [service('A'), service('B', { hours: week('08:00', '20:00') })] },
    'Service B has no counter after 18:00: the hall is closed then.',
    '业务“B”18:00 后没有台席办理：营业厅当时不营业。',
  ],
  [
    'service-without-counter',
    { businessDay: { opensAt: '08:30', closesAt: '18:00' } },
    'Every service has no counter before 08:30: the business day is closed then.',
    '全部业务 08:30 前没有台席办理：营业日当时未开启。',
  ],
  [
    'service-without-counter',
    { minimumOpen: [{ service: 'B', counters: 1, from: '08:00', to: '17:00' }] },
    'Service B has no counter after 17:00: no minimum of open counters is set then.',
    '业务“B”17:00 后没有台席办理：当时没有最少开台数。',
  ],
  [
    'short-day',
    { hours: { ...week('08:00', '18:00'), fri: [{ from: '08:00', to: '17:30' }] } },
    'The hall is open for only 9.5 hours a day (Fri), fewer than 10.',
    '营业厅周五每天只开放 9.5 小时，不足 10 小时。',
  ],
  [
    'short-day',
    { services: [service('A'), service('B', { hours: week('09:00', '17:00') })] },
    'Service B is open for only 8 hours a day, fewer than 10.',
    '业务“B”每天只开放 8 小时，不足 10 小时。',
  ],
  [
    'no-last-ticket',
    { endOfDay: undefined },
    'No time is set for the last ticket before closing: whoever takes it may still be waiting after closing time.',
    '没有设置下班前停止取号的时间，最后取号的客户可能等到下班后。',
  ],
  [
    'next-step-closed',
    { services: [service('A', { nextStep: 'B' }), service('B', { hours: { ...week('08:00', '18:00'), fri: undefined } })] },
    'Service A sends customers on to service B, which is closed all day (Fri).',
    '业务“A”办结后转到业务“B”，而业务“B”周五 全天不办理。',
  ],
  [
    'class-unserved',
    { counters: [counter(1, { serves: [['A', { service: 'B', class: 'standard' }]] })] },
    'No counter serves service B for class priority, class vip.',
    '没有台席为“priority”客户、“vip”客户办理业务“B”。',
  ],
  [
    'only-reserved',
    { counters: [counter(1, { serves: [['A']] }), counter(8, { reservedFor: 'vip', helpsAfterSeconds: 60 })] },
    'Service B for class standard, class priority is served only at counters marked for others (counter 8).',
    '“standard”客户、“priority”客户的业务“B”只能由其他类别的专席办理（8 号台席）。',
  ],
  [
    'reserved-idle',
    { counters: [counter(1), counter(8, { reservedFor: 'vip', serves: [[{ service: 'A', class: 'vip' }]] })] },
    'Counter 8 stands idle while nobody of class vip waits, because it serves nobody else.',
    '没有“vip”客户等候时，8 号台席一直空闲，因为它只办理“vip”客户。',
  ],
  [
    'reserved-in-name-only',
    { counters: [counter(1), counter(8, { reservedFor: 'vip' })] },
    'Counter 8 is marked for class vip but calls everybody at any time: nothing says how long it waits before it helps others.',
    '8 号台席标明是“vip”客户专席，但没有设置多久无人等候后才为其他客户办理，随时叫所有客户。',
  ],
  [
    'minimum-unreachable',
    { minimumOpen: [{ service: 'A', counters: 2, from: '12:00', to: '13:00' }] },
    'Service A needs at least 2 open counters, but only 1 counter serves it.',
    '业务“A”要求至少开 2 个台席，但只有 1 个台席能办理。',
  ],
  [
    'class-never-first',
    { routing: { kind: 'strict', order: ['priority'], passedMax: 3 } },
    'Class vip is never served before class standard under this rule.',
    '按现在的叫号规则，“vip”客户永远不会先于“standard”客户。',
  ],
  [
    'class-may-starve',
    { routing: STRICT },
    'Without a cap or a maximum wait, class standard, class priority may never be called while the hall is busy.',
    '没有设置让行上限和最长等候，忙时“standard”客户、“priority”客户可能一直叫不到。',
  ],
  [
    'class-may-starve',
    {
      routing: {
        kind: 'ratio',
        turns: [
          { classes: ['vip', 'priority'], calls: 19 },
          { classes: ['standard'], calls: 1 },
        ],
        passedMax: null,
      },
    },
    'Without a cap or a maximum wait, class standard may never be called while the hall is busy.',
    '没有设置让行上限和最长等候，忙时“standard”客户可能一直叫不到。',
  ],
  [
    'cap-turns-priority-off',
    { routing: { ...STRICT, passedMax: 0 } },
    'A cap of 0 turns priority off: everybody is called in the order of arrival.',
    '让行上限为 0，优先类别不起作用，一律按先后叫号。',
  ],
  [
    'alert-told-to-nobody',
    { alerts: [{ ...alert('class-waiting', 0, []), class: 'vip' }] },
    'The alert “class waiting (class vip)” goes to nobody.',
    '提醒“客户到店（“vip”客户）”没有通知任何人。',
  ],
  [
    'alert-hidden',
    { alerts: [alert('idle-counter', 10), alert('idle-counter', 20)] },
    'The alert “idle counter” is set twice, and the second is never used.',
    '提醒“台席空闲”设置了两次，后一个不起作用。',
  ],
  [
    'promise-before-alert',
    { services: [service('A', { promisedWaitMinutes: 15 }), service('B')], alerts: [alert('longest-wait', 20)] },
    'Service A promises a wait of 15 minutes, but nobody is alerted before 20.',
    '业务“A”承诺等候 15 分钟，而等候 20 分钟才提醒。',
  ],
  [
    'printer-address-twice',
    { printers: ['front', 'back'].map((id) => ({ id, name: { zh: id, en: id }, host: '10.0.0.5', port: 9100, columns: 48 })) },
    'Printers front, back are one and the same (10.0.0.5:9100).',
    '打印机front、back是同一台（10.0.0.5:9100）。',
  ],
];

function hall(changes: Changes): HallConfiguration {
  return testConfiguration({ ...DAY, services: A_AND_B, counters: [counter(1)], ...changes });
}

describe('what is told of a configuration that works', () => {
  it('[T195] is nothing where there is no doubt', () => {
    expect(configurationLint(hall({}))).toEqual([]);
  });

  it.each(TOLD)('[T195] %s %j', (kind, changes, en, zh) => {
    const configuration = hall(changes);
    const lint = configurationLint(configuration);
    expect(lint.map((each) => each.kind)).toEqual([kind]);
    expect(lint.map((each) => lintText(each, configuration, 'en'))).toEqual([en]);
    expect(lint.map((each) => lintText(each, configuration, 'zh'))).toEqual([zh]);
  });
});

describe('what is no reason to doubt', () => {
  const fine: readonly (readonly [what: string, changes: Changes])[] = [
    ['a minimum for lunch only', { minimumOpen: [{ service: 'A', counters: 1, from: '11:30', to: '13:30' }] }],
    ['a lunch break', { hours: { mon: [{ from: '07:30', to: '12:00' }, { from: '13:00', to: '18:30' }] } }], // prettier-ignore
    ['strict with a cap', { routing: { ...STRICT, passedMax: 3 } }],
    ['strict with a maximum wait', { routing: { ...STRICT, waitMaxMinutes: 30 } }],
    [
      'a VIP counter that calls VIPs first',
      { counters: [counter(1), counter(8, { reservedFor: 'vip', serves: [[{ service: 'A', class: 'vip' }], ['A']] })] },
    ],
    ['a VIP counter that helps', { counters: [counter(1), counter(8, { reservedFor: 'vip', helpsAfterSeconds: 60 })] }],
    ['a day that ends after midnight', { businessDay: { opensAt: '06:00', closesAt: '02:00' } }],
    [
      'an alert for one service and for all',
      { alerts: [alert('people-waiting', 9), { ...alert('people-waiting', 5), service: 'A' }] },
    ],
  ];

  it.each(fine)('[T196] %s', (_what, changes) => {
    expect(configurationLint(hall(changes))).toEqual([]);
  });

  it('[T196] a class that has counters of its own is told so', () => {
    const routing: RoutingRule = { kind: 'fcfs', passedMax: null };
    const counters = [counter(1), counter(8, { reservedFor: 'vip', helpsAfterSeconds: 60 })];
    const configuration = hall({ routing, counters });
    expect(configurationLint(configuration).map((each) => lintText(each, configuration, 'en'))).toEqual([
      'Class priority is never served before class standard under this rule.',
      'Class vip is never served before class standard under this rule, though it has counters of its own.',
    ]);
  });
});
