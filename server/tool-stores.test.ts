import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAccessDatabase, type AccessDatabase } from './database/access-database.ts';
import { hallInQuestion, onlyHall, type ToolPlace } from './tool-stores.ts';

let folder: string;
let database: AccessDatabase;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hallcall-tool-stores-'));
  database = await openAccessDatabase(join(folder, 'database.sqlite'));
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

function place(): ToolPlace {
  return { data: folder, database: null, redis: null, redisAllow: [], redisCopies: 'strict', redisReplicas: 0 };
}

async function knowAccountOf(hall: string): Promise<void> {
  const account = { staff_number: '1001', hall, roles: '["teller"]', password_hash: '', active: 1, demo_password: 0 } as const;
  await database.sql.insertInto('staff').values(account).execute();
}

describe('the hall that a tool is about', () => {
  it('[A74] is the only one, or the one that was named; none that is not there', async () => {
    expect(await hallInQuestion(place(), database, null)).toBeNull();
    const none = hallInQuestion(place(), database, 'elsewhere');
    await expect(none).rejects.toMatchObject({
      exitCode: 2,
      message: 'there is no hall "elsewhere" here; there is none yet: start the hub once',
    });
    await knowAccountOf('demo');
    expect(await hallInQuestion(place(), database, null)).toBe('demo');
    expect(await hallInQuestion(place(), database, 'demo')).toBe('demo');
    await expect(hallInQuestion(place(), database, 'elsewhere')).rejects.toMatchObject({
      exitCode: 2,
      message: 'there is no hall "elsewhere" here; there are: demo',
    });
  });

  it('[A74] is believed where a shared database was named and its journal was not: nobody there knows the halls', async () => {
    await knowAccountOf('demo');
    expect(await hallInQuestion({ ...place(), database: 'postgres://127.0.0.1/hallcall' }, database, 'north')).toBe('north');
  });

  it('[A74] is to be named where there are several; of thousands some are listed', () => {
    expect(() => onlyHall(['east', 'west'])).toThrow('there are 2 halls here: give --hall (east, west)');
    const many = Array.from({ length: 1_000 }, (_, index) => `hall-${index}`);
    expect(() => onlyHall(many)).toThrow('hall-6, hall-7 and 992 more)');
  });
});
