import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAccessDatabase } from './access-database.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hallcall-database-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

const audit = { at: 1, who: 'cli', what: 'test', facts: '{}' };

describe('database.sqlite', () => {
  it('[A70] keeps what was written over a restart, and migrates only once', async () => {
    const path = join(folder, 'database.sqlite');
    const first = await openAccessDatabase(path);
    await first.sql.insertInto('audit_log').values(audit).execute();
    await first.close();
    const second = await openAccessDatabase(path);
    expect(await second.sql.selectFrom('audit_log').selectAll().execute()).toEqual([audit]);
    await second.close();
  });

  it('[A71] tells a change by another connection from its own', async () => {
    const path = join(folder, 'database.sqlite');
    const hub = await openAccessDatabase(path);
    const tool = await openAccessDatabase(path);
    const { mark } = await hub.changesSince(null);
    await hub.sql.insertInto('audit_log').values(audit).execute();
    expect(await hub.changesSince(mark)).toEqual({ mark, changed: 'nothing' });
    await tool.sql.insertInto('audit_log').values(audit).execute();
    const after = await hub.changesSince(mark);
    expect(after.changed).toBe('all');
    expect((await hub.changesSince(after.mark)).changed).toBe('nothing');
    await tool.close();
    await hub.close();
  });
});
