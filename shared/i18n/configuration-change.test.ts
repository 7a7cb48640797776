import { describe, expect, it } from 'vitest';
import { testConfiguration } from '../../test/support/test-configuration.ts';
import type { AlertRule, HallConfiguration } from '../hall/configuration.ts';
import { configurationDifferences } from '../protocol/configuration-differences.ts';
import { configurationChanges } from './configuration-change.ts';
import { LANGUAGES, type Language } from './language.ts';

const classes = [
  { id: 'standard', name: { zh: '普通', en: 'Standard' } },
  { id: 'priority', name: { zh: '优先', en: 'Priority' } },
  { id: 'vip', name: { zh: 'VIP', en: 'VIP' }, series: 'V' },
];
const bills = { id: 'A', name: { zh: '缴费', en: 'Bills' }, series: 'A', documents: [] };
const accounts = { id: 'B', name: { zh: '开户', en: 'Accounts' }, series: 'B', documents: [] };
const moves = { id: 'C', name: { zh: '过户', en: 'Moves' }, series: 'B', documents: [] };
const [one, two, three] = testConfiguration().counters;
const room = { id: 8, name: { zh: '贵宾室', en: 'VIP room' }, kind: 'room', serves: [['A']] } as const;
const front = { id: 'front', name: { zh: '前台', en: 'Front' }, host: '10.0.0.5', port: 9100, columns: 48 };
const lunch = { service: 'A', counters: 2, from: '11:30', to: '13:30' };
const wait: AlertRule = {
  kind: 'longest-wait',
  threshold: 20,
  service: 'A',
  steps: [
    { afterSeconds: 0, tell: ['greeter'], sound: 'chime' },
    { afterSeconds: 300, tell: ['manager', 'guard'], sound: 'urgent', attend: true },
  ],
};

function hall(changes: Partial<HallConfiguration> = {}): HallConfiguration {
  return testConfiguration({ services: [bills, accounts], classes, ...changes });
}

function told(before: HallConfiguration, after: HallConfiguration, language: Language): string[] {
  return configurationDifferences(before, after).flatMap(({ path }) =>
    configurationChanges(path, { before, after }, language).map((change) => {
      const { where, before: was, after: is } = change;
      return was === null ? `${where}: ${is}` : `${where}: ${was} → ${is}`;
    }),
  );
}

type Changes = Partial<HallConfiguration>;
type Case = readonly [name: string, before: Changes, after: Changes, zh: readonly string[], en: readonly string[]];

const CASES: readonly Case[] = [
  [
    'the rule',
    {},
    { routing: { kind: 'strict', order: ['vip', 'priority'], passedMax: 3 } },
    ['叫号规则 · 规则: 等候加权 → 严格优先', '叫号规则 · 等候加权: 优先 2、VIP 2 → 无', '叫号规则 · 先后次序: 无 → VIP、优先'],
    [
      'Calling · Rule: Weighted waiting → Strict priority',
      'Calling · Weighted waiting: Priority 2, VIP 2 → none',
      'Calling · In this order: none → VIP, Priority',
    ],
  ],
  [
    'a cap and a factor',
    {},
    { routing: { kind: 'aging', factors: { priority: 2, vip: 3 }, passedMax: null } },
    ['叫号规则 · VIP 等候一分钟按几分钟计: 2 → 3', '叫号规则 · 每张号票最多被让行几次: 3 → 不限'],
    ['Calling · VIP: a minute counts as minutes: 2 → 3', 'Calling · How often one ticket may be passed: 3 → no limit'],
  ],
  ['a service that came', {}, { services: [bills, accounts, moves] }, ['业务“过户”: 新增'], ['Service Moves: added']],
  ['a service that went', { services: [bills, accounts, moves] }, {}, ['业务“过户”: 已删除'], ['Service Moves: removed']],
  [
    'a service with another name and promise',
    {},
    { services: [{ ...bills, name: { zh: '交费', en: 'Bills' }, promisedWaitMinutes: 15, nextStep: 'B' }, accounts] },
    ['业务“缴费” · 名称（中文）: 缴费 → 交费', '业务“缴费” · 承诺等候（分钟）: 无 → 15', '业务“缴费” · 下一环节业务: 无 → 开户'],
    [
      'Service Bills · Name (Chinese): 缴费 → 交费',
      'Service Bills · Promised wait (minutes): none → 15',
      'Service Bills · Service that follows: none → Accounts',
    ],
  ],
  [
    'documents and hours of a service',
    {},
    { services: [{ ...bills, documents: [{ zh: '身份证', en: 'Identity card' }], hours: {} }, accounts] },
    ['业务“缴费” · 所需证件: 无 → 身份证', '业务“缴费” · 单独的受理时间: 否 → 是'],
    ['Service Bills · Documents needed: none → Identity card', 'Service Bills · Hours of its own: no → yes'],
  ],
  [
    'hours of a day',
    { hours: { mon: [{ from: '08:30', to: '17:00' }], sun: [{ from: '09:00', to: '16:00' }] } },
    {
      hours: {
        mon: [
          { from: '08:30', to: '12:00' },
          { from: '13:00', to: '18:00' },
        ],
      },
    },
    ['营业时间（公示） · 星期一: 08:30–17:00 → 08:30–12:00、13:00–18:00', '营业时间（公示） · 星期日: 09:00–16:00 → 不营业'],
    [
      'Opening hours (posted) · Mon: 08:30–17:00 → 08:30–12:00, 13:00–18:00',
      'Opening hours (posted) · Sun: 09:00–16:00 → closed',
    ],
  ],
  [
    'what a counter serves, and for whom',
    {},
    {
      counters: [{ ...one!, serves: [['B'], [{ service: 'A', class: 'vip' }]], reservedFor: 'vip', silent: true }, two!, three!],
    },
    [
      '1 号台席 · 办理业务: 第 1 级 缴费、开户 → 第 1 级 开户；第 2 级 缴费（VIP）',
      '1 号台席 · 专席: 无 → VIP',
      '1 号台席 · 静默叫号: 否 → 是',
    ],
    [
      'Counter 1 · serves: choice 1: Bills, Accounts → choice 1: Accounts; choice 2: Bills (VIP)',
      'Counter 1 · Reserved for: none → VIP',
      'Counter 1 · Called silently: no → yes',
    ],
  ],
  [
    'a room, the order of counters and the reception room',
    {},
    { counters: [two!, one!, three!, room], receptionRoom: 8 },
    [
      '贵宾室: 新增',
      '台席 · 排列顺序: 1 号台席、2 号台席、3 号台席 → 2 号台席、1 号台席、3 号台席',
      '客户接待室（转客户接待室）: 无 → 贵宾室',
    ],
    [
      'VIP room: added',
      'Counters · order in the list: counter 1, counter 2, counter 3 → counter 2, counter 1, counter 3',
      'Reception room (for complaints): none → VIP room',
    ],
  ],
  [
    'the minimum open',
    { minimumOpen: [lunch] },
    { minimumOpen: [{ ...lunch, counters: 3, weekdays: ['mon', 'fri'] }] },
    ['最低开台: 缴费至少 2 个台席（每天 11:30–13:30） → 缴费至少 3 个台席（星期一、星期五 11:30–13:30）'],
    ['Minimum open: Bills at least 2 (every day, 11:30–13:30) → Bills at least 3 (Mon, Fri, 11:30–13:30)'],
  ],
  [
    'a step of an alert, and another alert',
    { alerts: [wait] },
    {
      alerts: [
        { ...wait, threshold: 15, steps: [wait.steps[0]!, { ...wait.steps[1]!, afterSeconds: 180, attend: false }] },
        { kind: 'idle-counter', threshold: 10, steps: [] },
      ],
    },
    [
      '提醒“最长等候”（缴费） · 达到（分钟）: 20 → 15',
      '提醒“最长等候”（缴费） · 第 2 步: 300 秒后告诉值班经理、保安，急促，请其前往 → 180 秒后告诉值班经理、保安，急促',
      '提醒“台席空闲”: 新增',
    ],
    [
      'Alert “Longest wait” (Bills) · From (minutes): 20 → 15',
      'Alert “Longest wait” (Bills) · Step 2: after 300 seconds tell managers, guards, urgent, ask to go there → after 180 seconds tell managers, guards, urgent',
      'Alert “Idle counter”: added',
    ],
  ],
  [
    'the address of a printer',
    { printers: [front] },
    { printers: [{ ...front, host: '10.0.0.6' }] },
    ['打印机“前台” · 地址: 10.0.0.5 → 10.0.0.6'],
    ['Printer Front · Address: 10.0.0.5 → 10.0.0.6'],
  ],
  [
    'what is switched on as a whole',
    {},
    {
      recalls: { timesMax: 3, spacingSeconds: 20 },
      transfers: { place: 'end' },
      endOfDay: { lastTicketMinutes: 10, waiting: 'unserved' },
      chosenCallBy: ['manager'],
      stopReasons: [{ id: 'network', text: { zh: '系统故障', en: 'System down' } }],
    },
    [
      '限制重呼: 否 → 是',
      '转业务后的位置: 按原到达时间 → 排到最后',
      '日终规则: 新增',
      '可以选呼的人员: 营业员、值班经理 → 值班经理',
      '停办原因: 无 → 系统故障',
    ],
    [
      'Limit recalls: no → yes',
      'Place after a transfer: by first arrival → at the end',
      'End of the day: added',
      'Who may call a chosen number: Tellers, Managers → Managers',
      'Reasons to stop a service: none → System down',
    ],
  ],
];

describe('a change of the configuration in words', () => {
  it.each(CASES)('[S115] tells of %s', (_name, before, after, zh, en) => {
    expect(told(hall(before), hall(after), 'zh')).toEqual(zh);
    expect(told(hall(before), hall(after), 'en')).toEqual(en);
  });

  it('[S115] has words for every field: whatever comes or goes, no name of a field and no brackets of a list are shown', () => {
    const full = hall({
      services: [
        { ...bills, hours: {}, otherChannel: { text: { zh: '自助机', en: 'Machine' }, fromWaiting: 5, fromMinutes: 20 } },
        accounts,
      ],
      printers: [front],
      recalls: { timesMax: 3, spacingSeconds: 20 },
      postpone: { placesBack: 3, timesMax: 2 },
      appointments: { earlyMinutes: 30, lateMinutes: 10, late: 'walk-in', place: 'booked-time' },
      endOfDay: { lastTicketMinutes: 10, waiting: 'unserved' },
      minimumOpen: [lunch],
      alerts: [wait],
    });
    const other = leavesChanged(full) as HallConfiguration;
    const paths = configurationDifferences(full, other);
    expect(paths.length).toBeGreaterThan(50);
    for (const { path } of paths) {
      for (const language of LANGUAGES) {
        const where = configurationChanges(path, { before: full, after: other }, language).map((change) => change.where);
        expect(where.filter((each) => /[a-z][A-Z]|›|[[\]{}]/.test(each))).toEqual([]);
      }
    }
  });
});

/** The same fields and ids, every figure, switch and word of a person another. */
function leavesChanged(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((each: unknown) => leavesChanged(each));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([field, each]) => [field, leavesChanged(each, field)]));
  }
  if (typeof value === 'number' && key !== 'id' && key !== '') return value + 1;
  return ['zh', 'en', 'host', 'letter', 'timeZone', 'brandColour', 'opensAt', 'closesAt'].includes(key)
    ? `${String(value)}1`
    : value;
}
