import { expect, it } from 'vitest';
import { poolConfig, questionLimits } from './postgres-pool.ts';

it('[Q14] a start has a minute for a migration, or for the wait for that of another hub; other questions have seconds', () => {
  expect(questionLimits(0)).toEqual({ statement_timeout: 0, query_timeout: 60_000, lock_timeout: 0 });
  const { lock_timeout: lock = 0, query_timeout: query = 0, statement_timeout: statement } = questionLimits(5_000);
  expect(statement).toBe(5_000);
  expect(query).toBeGreaterThan(5_000);
  expect(lock).toBeGreaterThan(0);
});

it('[Q14] these are what a pool asks with', () => {
  const asked = poolConfig({
    url: 'postgres://127.0.0.1/hallcall',
    applicationName: 'test',
    connectionsMax: 1,
    statementMs: 5_000,
  });
  expect(asked).toMatchObject(questionLimits(5_000));
});
