import { describe, expect, it } from 'vitest';
import { DELIVERED_MAX } from '../../shared/hall/limits.ts';
import { StoredItems } from '../../test/support/stored-items.ts';
import { FinishDetails } from './finish-details.svelte.ts';

describe('what was done for a customer', () => {
  it('[S17] counts several services, each several times', () => {
    const details = new FinishDetails();
    details.add('t1', 'A', 1);
    details.add('t1', 'B', 1);
    details.add('t1', 'B', 1);
    expect(details.delivered('t1')).toEqual(['A', 'B', 'B']);
    details.add('t1', 'B', -1);
    details.add('t1', 'A', -1);
    details.add('t1', 'A', -1);
    expect(details.delivered('t1')).toEqual(['B']);
  });

  it('[S17] never gives one customer what was noted for another', () => {
    const details = new FinishDetails();
    details.add('t1', 'A', 1);
    details.toggleOutcome('t1', 'done');
    expect(details.isEmpty('t2')).toBe(true);
    expect(details.delivered('t2')).toEqual([]);
    details.add('t2', 'B', 1);
    expect([details.delivered('t2'), details.outcome('t2')]).toEqual([['B'], null]);
    expect(details.delivered('t1')).not.toContain('B');
  });

  it('[S47] outlives a reload, for every customer that is not gone yet', () => {
    const storage = new StoredItems();
    const details = new FinishDetails(storage);
    details.add('held', 'A', 1);
    details.add('at-hand', 'B', 1);
    details.toggleOutcome('at-hand', 'done');
    const reloaded = new FinishDetails(storage);
    expect([reloaded.delivered('held'), reloaded.delivered('at-hand'), reloaded.outcome('at-hand')]).toEqual([
      ['A'],
      ['B'],
      'done',
    ]);
    storage.setItem('hallcall.noted', 'no json');
    expect(new FinishDetails(storage).isEmpty('held')).toBe(true);
  });

  it('[S17] stops at what one leg may record', () => {
    const details = new FinishDetails();
    for (let time = 0; time < DELIVERED_MAX + 5; time += 1) details.add('t1', 'A', 1);
    expect(details.count('t1', 'A')).toBe(DELIVERED_MAX);
  });

  it('[S17] takes an outcome back when it is chosen again', () => {
    const details = new FinishDetails();
    details.toggleOutcome('t1', 'done');
    details.toggleOutcome('t1', 'gave-up');
    expect(details.outcome('t1')).toBe('gave-up');
    details.toggleOutcome('t1', 'gave-up');
    expect(details.isEmpty('t1')).toBe(true);
  });
});
