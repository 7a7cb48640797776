import { describe, expect, it } from 'vitest';
import { testConfiguration } from '../../test/support/test-configuration.ts';
import { promiseGrade, promisedMinutes } from './promise.ts';

const MINUTE = 60_000;

describe('a wait against the promise', () => {
  it.each([
    [0, 'ok'],
    [7.9, 'ok'],
    [8, 'near'],
    [10, 'near'],
    [10.1, 'over'],
  ])('[S46] %d of 10 minutes is %s', (waited, grade) => {
    expect(promiseGrade(waited * MINUTE, 10)).toBe(grade);
  });

  it('[S46] is known of services that promise one', () => {
    const [first, second] = testConfiguration().services;
    const configuration = testConfiguration({ services: [{ ...first!, promisedWaitMinutes: 15 }, second!] });
    expect([promisedMinutes(configuration, 'A'), promisedMinutes(configuration, 'B'), promisedMinutes(null, 'A')]).toEqual([
      15,
      null,
      null,
    ]);
  });
});
