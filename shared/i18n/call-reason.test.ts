import { expect, it } from 'vitest';
import { testConfiguration } from '../../test/support/test-configuration.ts';
import { callReasonText } from './call-reason.ts';

const CONFIGURATION = testConfiguration();

it('[D24] tells the rule, who was passed and how often it is still allowed', () => {
  const reason = { rule: 'aging', passed: [{ service: 'A', class: 'standard', count: 2 }], capLeft: 1 } as const;
  expect(callReasonText(reason, CONFIGURATION, 'zh')).toBe(
    '按类别计算，等候时间最长；让行：bills·standard 2 人；最多还可让行 1 次。',
  );
  expect(callReasonText(reason, CONFIGURATION, 'en')).toBe(
    'The longest wait, counted by class; passed: 2 × bills (standard); 1 more allowed.',
  );
});

it('[D24] tells a cap and a choice', () => {
  expect(callReasonText({ rule: 'cap', passed: [], capLeft: null }, CONFIGURATION, 'zh')).toBe('已让行到上限，优先叫号。');
  expect(callReasonText({ rule: 'chosen', passed: [], capLeft: null, why: '特殊需要' }, CONFIGURATION, 'zh')).toBe(
    '选呼：特殊需要。',
  );
});

it.each([
  ['fcfs', '按取号先后。', 'The first to have come.'],
  ['strict', '按类别先后。', 'By the order of classes.'],
  ['aging', '按类别计算，等候时间最长。', 'The longest wait, counted by class.'],
  ['head-start', '按类别提前计算，取号最早。', 'The first to have come, the class’s head start counted.'],
  ['ratio', '轮到该类客户。', 'The turn of this class.'],
  ['cap', '已让行到上限，优先叫号。', 'Passed as often as allowed, so first now.'],
  ['max-wait', '等候超过上限，不分类别，先到先叫。', 'Waited longer than the maximum, so the first of all classes.'],
  ['own', '只等本台席或本柜员。', 'Waited for this counter or its teller only.'],
  ['chosen', '选呼。', 'Chosen.'],
] as const)('[T87] tells why: %s', (rule, zh, en) => {
  const reason = { rule, passed: [], capLeft: null };
  expect(callReasonText(reason, CONFIGURATION, 'zh')).toBe(zh);
  expect(callReasonText(reason, CONFIGURATION, 'en')).toBe(en);
});

it('[T87] tells apart who waits for this counter only', () => {
  const passed = [
    { service: 'A', class: 'standard', count: 2 },
    { service: 'B', class: 'vip', to: 'counter:1', count: 1 },
  ];
  const reason = { rule: 'cap', passed, capLeft: 2 } as const;
  expect(callReasonText(reason, CONFIGURATION, 'zh')).toBe(
    '已让行到上限，优先叫号；让行：bills·standard 2 人、accounts·vip（指定本台席）1 人；最多还可让行 2 次。',
  );
  expect(callReasonText(reason, CONFIGURATION, 'en')).toBe(
    'Passed as often as allowed, so first now; passed: 2 × bills (standard), 1 × accounts (vip, for this counter only); 2 more allowed.',
  );
});
