import { describe, expect, it } from 'vitest';
import type { ClassSetup, RoutingRule } from '../hall/configuration.ts';
import { ruleText } from './rule.ts';

const CLASSES: readonly ClassSetup[] = [
  { id: 'standard', name: { zh: '普通', en: 'Standard' } },
  { id: 'priority', name: { zh: '优先', en: 'Priority' } },
  { id: 'vip', name: { zh: 'VIP', en: 'VIP' } },
];

it('[D11] tells the rule that the routing reads', () => {
  const rule = { kind: 'aging', factors: { standard: 1, vip: 2 }, passedMax: 3 } as const;
  expect(ruleText(rule, CLASSES, 'zh')).toBe('一般按取号先后叫号。VIP 等候时间加倍计算；每位客户前最多插入 3 位优先客户。');
  expect(ruleText(rule, CLASSES, 'en')).toBe(
    'Numbers are normally called in order. VIP waiting time counts double; at most 3 later priority customers are called before you.',
  );
});

it('[D11] tells other factors, one place, no cap and no classes', () => {
  const two = { kind: 'aging', factors: { priority: 3, vip: 2 }, passedMax: 1 } as const;
  expect(ruleText(two, CLASSES, 'zh')).toBe(
    '一般按取号先后叫号。优先等候时间按 3 倍计算，VIP 等候时间加倍计算；每位客户前最多插入 1 位优先客户。',
  );
  expect(ruleText(two, CLASSES, 'en')).toContain('at most 1 later priority customer is called before you.');
  const same = { kind: 'aging', factors: { priority: 2, vip: 2 }, passedMax: null } as const;
  expect(ruleText(same, CLASSES, 'zh')).toBe('一般按取号先后叫号。优先、VIP 等候时间加倍计算。');
  expect(ruleText(same, CLASSES, 'en')).toBe(
    'Numbers are normally called in order. Priority and VIP waiting time counts double.',
  );
  const plain = { kind: 'aging', factors: {}, passedMax: 3 } as const;
  expect(ruleText(plain, CLASSES, 'zh')).toBe('按取号先后叫号。');
});

function inBoth(rule: RoutingRule): string[] {
  return [ruleText(rule, CLASSES, 'zh'), ruleText(rule, CLASSES, 'en')];
}

describe('every rule', () => {
  it('[T84] first come, first served, and whatever comes to the same', () => {
    const plain = ['按取号先后叫号。', 'Numbers are called in the order of arrival.'];
    expect(inBoth({ kind: 'fcfs', passedMax: 3, waitMaxMinutes: 30 })).toEqual(plain);
    expect(inBoth({ kind: 'aging', factors: { vip: 2 }, passedMax: 0 })).toEqual(plain);
    expect(inBoth({ kind: 'head-start', minutes: { vip: 0 }, passedMax: null })).toEqual(plain);
    expect(inBoth({ kind: 'strict', order: [], passedMax: 2 })).toEqual(plain);
    expect(inBoth({ kind: 'ratio', turns: [{ classes: ['vip'], calls: 2 }], passedMax: null })).toEqual(plain);
  });

  it('[T84] strict, with all classes named and with some', () => {
    expect(inBoth({ kind: 'strict', order: ['vip', 'priority', 'standard'], passedMax: 3 })).toEqual([
      '先叫 VIP 客户，再叫优先客户，最后叫普通客户，同类按取号先后；每位客户前最多插入 3 位优先客户。',
      'VIP customers are called first, then Priority, then Standard, each in the order of arrival; at most 3 later priority customers are called before you.',
    ]);
    expect(inBoth({ kind: 'strict', order: ['vip'], passedMax: null })).toEqual([
      '先叫 VIP 客户，再叫普通、优先客户，同类按取号先后。',
      'VIP customers are called first, then Standard and Priority, each in the order of arrival.',
    ]);
  });

  it('[T84] head start', () => {
    expect(inBoth({ kind: 'head-start', minutes: { vip: 10, priority: 1 }, passedMax: 1 })).toEqual([
      '一般按取号先后叫号。优先客户按提前 1 分钟取号计算，VIP 客户按提前 10 分钟取号计算；每位客户前最多插入 1 位优先客户。',
      'Numbers are normally called in order. Priority tickets count as if taken 1 minute earlier, VIP tickets count as if taken 10 minutes earlier; at most 1 later priority customer is called before you.',
    ]);
  });

  it('[T84] ratio, with who is not named in the last turn', () => {
    const turns = [
      { classes: ['vip'], calls: 2 },
      { classes: ['standard'], calls: 1 },
    ];
    expect(inBoth({ kind: 'ratio', turns, passedMax: 3 })).toEqual([
      '轮流叫号：2 位 VIP 客户，再 1 位普通或优先客户，如此循环，无人等候的一类跳过；每位客户前最多插入 3 位优先客户。',
      'Customers are called in turns: 2 VIP, then 1 Standard or Priority, and so on; a turn for which nobody waits is skipped; at most 3 later priority customers are called before you.',
    ]);
  });

  it('[T84] with a maximum wait', () => {
    expect(inBoth({ kind: 'aging', factors: { vip: 2 }, passedMax: 3, waitMaxMinutes: 40 })).toEqual([
      '一般按取号先后叫号。VIP 等候时间加倍计算；每位客户前最多插入 3 位优先客户；有人等候超过 40 分钟时，不分类别，先到先叫。',
      'Numbers are normally called in order. VIP waiting time counts double; at most 3 later priority customers are called before you; once anybody has waited more than 40 minutes, whoever came first is called next, whatever the class.',
    ]);
    expect(inBoth({ kind: 'strict', order: ['vip'], passedMax: null, waitMaxMinutes: 1 })[1]).toBe(
      'VIP customers are called first, then Standard and Priority, each in the order of arrival; once anybody has waited more than 1 minute, whoever came first is called next, whatever the class.',
    );
  });
});
