import { expect, it } from 'vitest';
import { testConfiguration } from '../../test/support/test-configuration.ts';
import { callReasonText } from './call-reason.ts';

const CONFIGURATION = testConfiguration();

it('[D24] tells the rule, who was passed and how often it is still allowed', () => {
  const reason = { rule: 'aging', passed: [{ service: 'A', class: 'standard', count: 2 }], capLeft: 1 } as const;
  expect(callReasonText(reason, CONFIGURATION, 'zh')).toBe('按类别计算，等候时间最长；让行：bills·standard 2 人；最多还可让行 1 次。');
  expect(callReasonText(reason, CONFIGURATION, 'en')).toBe('The longest wait, counted by class; passed: 2 × bills (standard); 1 more allowed.');
});

it('[D24] tells a cap and a choice', () => {
  expect(callReasonText({ rule: 'cap', passed: [], capLeft: null }, CONFIGURATION, 'zh')).toBe('已让行到上限，优先叫号。');
  expect(callReasonText({ rule: 'chosen', passed: [], capLeft: null, why: '特殊需要' }, CONFIGURATION, 'zh')).toBe(
    '选呼：特殊需要。',
  );
});
