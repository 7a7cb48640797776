import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { initialState } from '../../shared/hall/state.ts';
import { toSnapshot } from '../../shared/hall/snapshot.ts';
import { ORIGIN } from '../../shared/protocol/position.ts';
import { openAccessDatabase, type AccessDatabase } from '../../server/database/access-database.ts';
import { JournalArchive } from '../../server/database/journal-archive.ts';
import { positionOf } from '../../server/journal/hash-chain.ts';
import { openRedisJournal } from '../../server/journal/redis/redis-journal.ts';
import { KEPT_VERSIONS_LEAST } from '../../server/journal/redis/limits.ts';
import { trimLog } from '../../server/journal/redis/trim-logs.ts';
import { chainOf, headOf } from '../support/journal-entries.ts';
import { RedisNodes } from '../support/redis-nodes.ts';
import { openStoreOn } from '../support/redis-store-on.ts';
import { SYSTEM_CLOCK, SYSTEM_TIMERS } from '../support/system-timers.ts';

const HALL = 'demo';
const GROUP = 500;
const DAY_MS = 24 * 3_600_000;

let nodes: RedisNodes;
let database: AccessDatabase;
const folder = mkdtempSync(join(tmpdir(), 'hallcall-archive-'));
beforeAll(async () => {
  nodes = await RedisNodes.start({ replicas: 0 });
  database = await openAccessDatabase(join(folder, 'database.sqlite'));
});
afterAll(async () => {
  await database.close();
  await nodes.remove();
  rmSync(folder, { recursive: true });
});

it('[N23] lets go only of what is below a whole snapshot, in the archive, a day old and ten thousand versions back; it is read as before', async () => {
  const store = await openStoreOn(nodes);
  const archive = new JournalArchive(database);
  const open = () => openRedisJournal({ store, timers: SYSTEM_TIMERS, onTrouble: () => undefined, archive });
  const journal = await open();
  const entries = chainOf(HALL, KEPT_VERSIONS_LEAST + 1_200);
  for (let from = 0; from < entries.length; from += GROUP) {
    const group = entries.slice(from, from + GROUP);
    expect(await journal.append(HALL, headOf(entries.slice(0, from)), group)).toEqual({ is: 'appended' });
  }
  const today = { now: () => entries[0]!.at + DAY_MS / 2 };
  const later = SYSTEM_CLOCK;
  expect(await trimLog(HALL, { journal, archive, clock: later })).toBe(0); // No snapshot.
  await journal.saveSnapshot(HALL, { position: positionOf(entries[899]!), state: toSnapshot(initialState()) });
  expect(await trimLog(HALL, { journal, archive, clock: today })).toBe(0); // Not a day old.
  expect(await nodes.master.ask('XLEN', `q:{${HALL}}:log`)).toBe(String(entries.length));
  const muddled = {
    keptTo: () => Promise.resolve(0),
    keep: () => Promise.reject(new Error('no room')),
    read: archive.read.bind(archive),
  };
  await expect(trimLog(HALL, { journal, archive: muddled, clock: later })).rejects.toThrow('no room');
  expect(await nodes.master.ask('XLEN', `q:{${HALL}}:log`)).toBe(String(entries.length));

  expect(await trimLog(HALL, { journal, archive, clock: later })).toBe(899);
  expect(await nodes.master.ask('XLEN', `q:{${HALL}}:log`)).toBe(String(entries.length - 899));
  const fresh = await open();
  expect(await fresh.head(HALL)).toEqual(headOf(entries));
  for (const [after, limit] of [
    [0, 10],
    [890, 30],
    [898, 2],
    [899, 3],
    [900, 3],
    [0, 2_000],
  ] as const)
    expect(await fresh.read(HALL, after, limit)).toEqual(entries.slice(after, after + limit));
  expect((await fresh.latestSnapshot(HALL))?.position).toEqual(positionOf(entries[899]!));
  expect(await fresh.verify(HALL)).toBeNull();
  expect(await fresh.append(HALL, headOf(entries), chainOf(HALL, 1, headOf(entries)))).toEqual({ is: 'appended' });
  const alone = await openRedisJournal({ store, timers: SYSTEM_TIMERS, onTrouble: () => undefined });
  await expect(alone.read(HALL, 0, 5)).rejects.toThrow('it has left the log, and no archive has it');
  expect(await alone.head('nobody')).toEqual(ORIGIN);
  for (const each of [journal, fresh, alone]) await each.close();
  await store.close();
});
