import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JournalArchive } from '../../server/database/journal-archive.ts';
import { openPostgresDatabase } from '../../server/database/postgres-database.ts';
import { History } from '../../server/history/history.ts';
import type { JournalEntry } from '../../server/journal/entry.ts';
import { positionOf, sealEntry } from '../../server/journal/hash-chain.ts';
import { openRedisJournal } from '../../server/journal/redis/redis-journal.ts';
import { SILENT_LOG } from '../../server/observability/log.ts';
import { ORIGIN } from '../../shared/protocol/position.ts';
import { entryDraft } from '../support/journal-entries.ts';
import { MINUTE, PlayedHall } from '../support/played-hall.ts';
import { PostgresServer } from '../support/postgres-server.ts';
import { RedisNodes } from '../support/redis-nodes.ts';
import { openStoreOn } from '../support/redis-store-on.ts';
import { SYSTEM_CLOCK, SYSTEM_TIMERS } from '../support/system-timers.ts';

const CUSTOMERS = 40;

let nodes: RedisNodes;
let server: PostgresServer;
beforeAll(async () => {
  [nodes, server] = await Promise.all([RedisNodes.start({ replicas: 1 }), PostgresServer.start()]);
});
afterAll(async () => {
  await nodes.remove();
  await server.remove();
});

function livedDay(): JournalEntry[] {
  const hall = new PlayedHall().staff(1, 2);
  for (let customer = 0; customer < CUSTOMERS; customer += 1) {
    hall.issue(customer % 3 === 0 ? 'B' : 'A');
    hall.wait((1 + (customer % 4)) * MINUTE);
    hall.next(1 + (customer % 2));
  }
  let head = ORIGIN;
  return hall.log.map(({ at, events }, index) => {
    const entry = sealEntry(entryDraft('demo', String(index), { at, events }), head);
    head = positionOf(entry);
    return entry;
  });
}

describe('a history on Redis, PostgreSQL and the archive', () => {
  it('[Q8] is the same made anew from the archive and what is left of the log, as it was from the whole log', async () => {
    const entries = livedDay();
    const database = await openPostgresDatabase(await server.newDatabase());
    const store = await openStoreOn(nodes);
    const archive = new JournalArchive(database);
    const journal = await openRedisJournal({ store, timers: SYSTEM_TIMERS, onTrouble: () => undefined, archive });
    const historyRows = async () => {
      const given = { database, journal, halls: ['demo'], clock: SYSTEM_CLOCK, timers: SYSTEM_TIMERS, log: SILENT_LOG };
      const history = await History.open({ ...given, hub: { onCommitted: () => () => undefined } });
      await history.idle();
      expect(history.version('demo')).toBe(entries.length);
      await history.close();
      const legs = await database.sql.selectFrom('history_legs').selectAll().orderBy('ticket').orderBy('leg').execute();
      const halls = await database.sql.selectFrom('history_halls').selectAll().execute();
      return { legs, halls };
    };
    try {
      expect((await journal.append('demo', ORIGIN, entries)).is).toBe('appended');
      const whole = await historyRows();
      expect(whole.legs.length).toBeGreaterThan(CUSTOMERS / 2);
      const cut = Math.floor(entries.length / 2);
      await archive.keep('demo', entries.slice(0, cut));
      await journal.trim('demo', cut);
      expect(Number(await nodes.master.ask('XLEN', 'q:{demo}:log'))).toBe(entries.length - cut);
      await database.sql.deleteFrom('history_legs').execute();
      await database.sql.deleteFrom('history_halls').execute();
      expect(await historyRows()).toEqual(whole);
      expect(await journal.read('demo', 0, entries.length)).toEqual(entries);
    } finally {
      await journal.close();
      await store.close();
      await database.close();
    }
  });
});
