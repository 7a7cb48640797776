import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ORIGIN, type Position } from '../../shared/protocol/position.ts';
import { acceptLostEnd } from '../../server/accept-lost-end.ts';
import { dataFolderAt } from '../../server/config/data-folder.ts';
import { openAccessDatabase } from '../../server/database/access-database.ts';
import { historyHeads } from '../../server/history/history-heads.ts';
import { HISTORY_FORMAT } from '../../server/history/limits.ts';
import { openRedisJournal } from '../../server/journal/redis/redis-journal.ts';
import { SqliteJournal } from '../../server/journal/sqlite-journal.ts';
import { refuseLostEnd } from '../../server/lost-end.ts';
import { openRedisStore } from '../../server/redis/open-redis-store.ts';
import type { ToolPlace } from '../../server/tool-stores.ts';
import { chainOf, headOf } from '../support/journal-entries.ts';
import { RedisNode } from '../support/redis-nodes.ts';
import { storeOptions } from '../support/redis-store-on.ts';
import { SYSTEM_TIMERS } from '../support/system-timers.ts';

const HALL = 'demo';
const TODAY = chainOf(HALL, 9);
const YESTERDAY = TODAY.slice(0, 4);
const ANEW = chainOf(HALL, 1, headOf(YESTERDAY), 'anew-');

const release: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const each of release.splice(0).reverse()) await each();
});

/** A folder with a history that goes so far. */
async function folderKnowing({ version, hash }: Position) {
  const path = mkdtempSync(join(tmpdir(), 'hallcall-lost-end-'));
  release.push(() => rmSync(path, { recursive: true }));
  const folder = dataFolderAt(path);
  const database = await openAccessDatabase(folder.database);
  release.push(() => database.close());
  const row = { hall: HALL, format: HISTORY_FORMAT, version, hash, visits: '{}', learned: '{}' };
  await database.sql.insertInto('history_halls').values(row).execute();
  return { database, folder };
}

const placeOf = (data: string, redis: string | null): ToolPlace => ({
  ...{ data, database: null, redis, redisReplicas: 0 },
  ...{ redisCopies: 'strict', redisAllow: [] },
});

describe('an older copy of the journal that was put back', () => {
  it('[I44] of a folder is refused at the start, until somebody gives up by its version what was lost', async () => {
    const { database, folder } = await folderKnowing(headOf(TODAY));
    const write = async (from: Position, entries: typeof TODAY): Promise<void> => {
      const journal = SqliteJournal.open({ path: folder.journal, timers: SYSTEM_TIMERS });
      expect(await journal.append(HALL, from, entries)).toEqual({ is: 'appended' });
      await refuseLostEnd(journal, database).finally(() => journal.close());
    };
    await expect(write(ORIGIN, YESTERDAY)).rejects.toThrow(/ends at version 4, .* goes to version 9: an older copy/);
    copyFileSync(folder.journal, `${folder.journal}.copy`);
    await write(headOf(YESTERDAY), TODAY.slice(4));
    copyFileSync(`${folder.journal}.copy`, folder.journal);
    await expect(acceptLostEnd(placeOf(folder.path, null), HALL, 3)).rejects.toThrow('ends at version 4, not at 3');
    expect(await historyHeads(database)).toEqual(new Map([[HALL, 9]]));
    expect(await acceptLostEnd(placeOf(folder.path, null), HALL, 4)).toContain('Versions 5 to 9 are given up');
    await write(headOf(YESTERDAY), ANEW);
  });

  it('[I45] of Redis freezes the halls that it lacks entries of, also for tools, until somebody gives them up', async () => {
    const node = await RedisNode.prepare({ 'min-replicas-to-write': '0' });
    release.push(() => node.remove());
    await node.start();
    const { database, folder } = await folderKnowing(headOf(TODAY));
    const open = async () => {
      const store = await openRedisStore(storeOptions(node.url, 0));
      const proven = await historyHeads(database);
      const journal = await openRedisJournal({ store, timers: SYSTEM_TIMERS, onTrouble: () => undefined, proven });
      release.push(() => store.close());
      release.push(() => journal.close());
      return journal;
    };
    // All of it is gone: the hall is not made anew, and no number comes from the beginning.
    const forgetful = await open();
    expect(await forgetful.append(HALL, ORIGIN, YESTERDAY)).toEqual({ is: 'read-only', reason: 'damaged' });
    await expect(forgetful.read(HALL, 0, 1)).rejects.toThrow(
      'the log ends at version 0, and the history in the database goes to version 9',
    );
    expect(await forgetful.append('town', ORIGIN, chainOf('town', 1))).toEqual({ is: 'appended' });
    // A copy of yesterday, put there by a hub that knows of no history.
    const store = await openRedisStore(storeOptions(node.url, 0));
    const before = await openRedisJournal({ store, timers: SYSTEM_TIMERS, onTrouble: () => undefined });
    expect(await before.append(HALL, ORIGIN, YESTERDAY)).toEqual({ is: 'appended' });
    const frozen = await open();
    expect(await frozen.append(HALL, headOf(YESTERDAY), ANEW)).toEqual({ is: 'read-only', reason: 'damaged' });
    await expect(frozen.read(HALL, 0, 1)).rejects.toThrow('npm run hall -- accept-lost-end demo 4');
    expect(await acceptLostEnd(placeOf(folder.path, node.url), HALL, 4)).toContain('Versions 5 to 9 are given up');
    expect(await (await open()).append(HALL, headOf(YESTERDAY), ANEW)).toEqual({ is: 'appended' });
    await expect(acceptLostEnd(placeOf(folder.path, node.url), HALL, 5)).rejects.toThrow('nothing is to be given up');
    await before.close();
    await store.close();
  });
});
