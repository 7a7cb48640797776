import { describe, expect, it } from 'vitest';
import { runSteps, total } from './steps.mjs';

const step = (name: string, passed: number, failed: number, begun: string[]) => ({
  name,
  run: async () => {
    begun.push(name);
    await Promise.resolve();
    return { passed, failed };
  },
});

describe('steps', () => {
  it('run in order and add up', async () => {
    const begun: string[] = [];
    const ran = await runSteps([step('a', 1, 0, begun), step('b', 2, 0, begun)]);
    expect(begun).toEqual(['a', 'b']);
    expect(total(ran)).toEqual({ passed: 3, failed: 0 });
  });

  it('end with the first that fails, and still add up', async () => {
    const begun: string[] = [];
    const ran = await runSteps([step('a', 1, 0, begun), step('b', 2, 1, begun), step('c', 5, 0, begun)]);
    expect(begun).toEqual(['a', 'b']);
    expect(total(ran)).toEqual({ passed: 3, failed: 1 });
  });

  it('side by side: what is under way ends, nothing more begins', async () => {
    const begun: string[] = [];
    const ran = await runSteps([step('a', 0, 1, begun), step('b', 2, 0, begun), step('c', 5, 0, begun)], 2);
    expect(begun).toEqual(['a', 'b']);
    expect(total(ran)).toEqual({ passed: 2, failed: 1 });
  });
});
