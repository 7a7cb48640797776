import { expect, it } from 'vitest';
import type { ClassSetup } from '../hall/configuration.ts';
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
