import { describe, expect, it } from 'vitest';
import { MORNING } from '../../test/support/played-hall.ts';
import { testConfiguration } from '../../test/support/test-configuration.ts';
import type { Alert } from '../hall/alert.ts';
import { alertText } from './alert.ts';

const CONFIGURATION = testConfiguration({
  services: [{ id: 'A', name: { zh: '缴费', en: 'Bills' }, series: 'A', documents: [] }],
  classes: [
    { id: 'standard', name: { zh: '普通', en: 'Standard' } },
    { id: 'vip', name: { zh: 'VIP', en: 'VIP' } },
  ],
  counters: [
    { id: 3, name: { zh: '3', en: '3' }, kind: 'counter', serves: [['A']] },
    { id: 8, name: { zh: '客户接待室', en: 'Reception room' }, kind: 'room', serves: [['A']] },
  ],
  printers: [{ id: 'front', name: { zh: '门口打印机', en: 'Front printer' }, host: 'h', port: 9100, columns: 48 }],
  pauseReasons: [{ id: 'meal', text: { zh: '用餐', en: 'meal' } }],
});

function alert(changes: Partial<Alert>): Alert {
  const raised = { id: 'a', kind: 'help', subject: {}, raisedAt: MORNING, tell: ['manager'], told: ['manager'] } as const;
  const step = { sound: 'none', attend: false, step: 0, steppedAt: MORNING, acknowledged: null, clearedAt: null } as const;
  return { ...raised, ...step, ...changes };
}

const SENTENCES: readonly (readonly [changes: Partial<Alert>, zh: string, en: string])[] = [
  [
    { kind: 'people-waiting', subject: { service: 'A' }, measured: 22 },
    '缴费有 22 人等候（09:00 起）。',
    '22 people wait for Bills (since 09:00).',
  ],
  [
    { kind: 'longest-wait', subject: { service: 'A' }, measured: 1 },
    '缴费有客户已等候 1 分钟（09:00 起）。',
    'A customer has waited 1 minute for Bills (since 09:00).',
  ],
  [
    { kind: 'queue-while-paused', subject: { service: 'A' }, measured: 12 },
    '缴费有 12 人等候，而办理此业务的台席暂停服务（09:00 起）。',
    '12 people wait for Bills while a counter that serves it is paused (since 09:00).',
  ],
  [
    { kind: 'class-waiting', subject: { service: 'A', class: 'vip', number: 'V002' }, measured: 0 },
    'VIP 客户 V002（缴费）在等候，VIP 专席均不空闲（09:00 起）。',
    'VIP customer V002 waits for Bills, and no VIP counter is free (since 09:00).',
  ],
  [
    { kind: 'class-waiting', subject: { service: 'A', class: 'vip', number: 'V002' }, measured: 0, attend: true },
    '请前往接待：VIP 客户 V002（缴费）在等候，VIP 专席均不空闲（09:00 起）。',
    'Please attend: VIP customer V002 waits for Bills, and no VIP counter is free (since 09:00).',
  ],
  [
    { kind: 'idle-counter', subject: { counter: 3 }, measured: 20 },
    '3 号台席已空闲 20 分钟（09:00 起）。',
    'Counter 3 has been free for 20 minutes (since 09:00).',
  ],
  [
    { kind: 'long-service', subject: { counter: 8, number: 'A001' }, measured: 40 },
    '客户接待室办理 A001 已 40 分钟（09:00 起）。',
    'Reception room has been serving A001 for 40 minutes (since 09:00).',
  ],
  [
    { kind: 'long-pause', subject: { counter: 3 }, measured: 30 },
    '3 号台席已暂停 30 分钟（09:00 起）。',
    'Counter 3 has been paused for 30 minutes (since 09:00).',
  ],
  [
    { kind: 'counter-closed-early', subject: { counter: 3 }, measured: 60 },
    '3 号台席比公示的营业时间提前 60 分钟关台（09:00 起）。',
    'Counter 3 closed 60 minutes before the end of the posted hours (since 09:00).',
  ],
  [
    { kind: 'device-fault', subject: { printer: 'front', about: 'paper-out' }, measured: 1 },
    '门口打印机：缺纸（09:00 起）。',
    'Front printer: out of paper (since 09:00).',
  ],
  [
    { kind: 'device-fault', subject: { printer: 'front', number: 'A031' }, measured: 1 },
    '门口打印机：A031 未打印（09:00 起）。',
    'Front printer: A031 was not printed (since 09:00).',
  ],
  [
    { kind: 'device-fault', subject: { screen: 'd1', name: '东墙大屏', about: 'frozen' }, measured: 3 },
    '东墙大屏：画面卡住（09:00 起）。',
    '东墙大屏: picture frozen (since 09:00).',
  ],
  [
    { kind: 'help', subject: { counter: 3, about: '客户情绪激动' }, by: '1003', told: ['guard', 'manager'] },
    '3 号台席（工号 1003）请求保安协助：客户情绪激动（09:00 起）。',
    'Counter 3 (staff 1003) asks for a guard: 客户情绪激动 (since 09:00).',
  ],
  [
    { kind: 'help', subject: { counter: 3 }, by: '1003' },
    '3 号台席（工号 1003）请求协助（09:00 起）。',
    'Counter 3 (staff 1003) asks for help (since 09:00).',
  ],
  [
    { kind: 'pause-refused', subject: { counter: 3, about: 'meal' }, by: '1003' },
    '3 号台席（工号 1003）申请暂停服务：用餐（09:00 起）。',
    'Counter 3 (staff 1003) asks to pause: meal (since 09:00).',
  ],
];

describe('alerts in words', () => {
  it.each(SENTENCES)('[T194] %j', (changes, zh, en) => {
    expect(alertText(alert(changes), CONFIGURATION, 'zh')).toBe(zh);
    expect(alertText(alert(changes), CONFIGURATION, 'en')).toBe(en);
  });
});
