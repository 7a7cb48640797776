import { describe, expect, it } from 'vitest';
import { configurationProblems } from '../hall/configuration-problems.ts';
import type { HallConfiguration } from '../hall/configuration.ts';
import { testConfiguration } from '../../test/support/test-configuration.ts';
import { fieldText, problemText } from './configuration-problem.ts';

const [first, second] = testConfiguration().services;
const [counter] = testConfiguration().counters;
const step = { afterSeconds: 0, tell: ['manager'], sound: 'chime' } as const;
const range = (from: string, to: string) => ({ from, to });

/** One configuration for each thing that can be wrong. */
const WRONG: readonly Partial<HallConfiguration>[] = [
  { services: [{ ...first!, series: 'Z' }, second!] },
  { services: [first!, first!] },
  { services: [{ ...first!, nextStep: 'A' }, second!] },
  { counters: [{ ...counter!, serves: [['A']] }] },
  { counters: [{ ...counter!, serves: [['A', 'A', 'B']] }] },
  { counters: [{ ...counter!, helpsAfterSeconds: 5 }] },
  { receptionRoom: 9 },
  { routing: { kind: 'strict', order: ['vip', 'vip'], passedMax: null } },
  { routing: { kind: 'ratio', turns: [], passedMax: null } },
  { routing: { kind: 'ratio', turns: [{ classes: [], calls: 0 }], passedMax: null } },
  { timeZone: 'Nowhere/City' },
  { businessDay: { opensAt: '24:00', closesAt: '12:00' } },
  { businessDay: { opensAt: '08:00', closesAt: '08:00' } },
  { hours: { mon: [range('08:00', '12:00'), range('11:00', '17:00')] } },
  { hours: { mon: [range('12:00', '08:00')] } },
  { alerts: [{ kind: 'class-waiting', threshold: 0, steps: [step] }] },
  { alerts: [{ kind: 'idle-counter', threshold: 1, class: 'vip', steps: [step] }] },
  { alerts: [{ kind: 'idle-counter', threshold: 1, steps: [{ ...step, afterSeconds: 5 }] }] },
  { alerts: [{ kind: 'idle-counter', threshold: 1, steps: [step, step] }] },
];

describe('what is wrong with a configuration', () => {
  it.each(WRONG)('[S86] is told in Chinese too: %j', (changes) => {
    const problems = configurationProblems(testConfiguration(changes));
    expect(problems.length).toBeGreaterThan(0);
    for (const { problem } of problems) {
      expect(problemText(problem, 'en')).toBe(problem);
      expect([problem, /[一-龥]/.test(problemText(problem, 'zh'))]).toEqual([problem, true]);
    }
  });

  it('[S86] is named by its place, in the words of the forms', () => {
    expect(fieldText(['services', 0, 'promisedWaitMinutes'], 'zh')).toBe('业务 › 1 › 承诺等候（分钟）');
    expect(fieldText(['services', 0, 'promisedWaitMinutes'], 'en')).toBe('services › 1 › promisedWaitMinutes');
    expect(fieldText(['counters', '3', 'serves'], 'zh')).toBe('台席 › 3 › 办理业务');
  });
});
