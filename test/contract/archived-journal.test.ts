import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JournalArchive } from '../../server/database/journal-archive.ts';
import { openPostgresDatabase } from '../../server/database/postgres-database.ts';
import { History } from '../../server/history/history.ts';
import type { JournalEntry } from '../../server/journal/entry.ts';
import { positionOf, sealEntry } from '../../server/journal/hash-chain.ts';
import { openRedisJournal } from '../../server/journal/redis/redis-journal.ts';
import { SILENT_LOG } from '../../server/observability/log.ts';
import { DatabaseJournal } from '../../server/region/database-journal.ts';
import { readRegionFile } from '../../server/region/region-file.ts';
import { Region } from '../../server/region/region.ts';
import type { RegionLine } from '../../server/shipping/region-line.ts';
import { Shipper, type ShippedJournal } from '../../server/shipping/shipper.ts';
import { localDay } from '../../shared/hall/local-time.ts';
import { assert } from '../../shared/lib/assert.ts';
import { ORIGIN } from '../../shared/protocol/position.ts';
import { shipmentSchema, type ShippingState } from '../../shared/protocol/shipping.ts';
import { entryDraft } from '../support/journal-entries.ts';
import { MINUTE, MORNING, PlayedHall } from '../support/played-hall.ts';
import { PostgresServer } from '../support/postgres-server.ts';
import { RedisNodes } from '../support/redis-nodes.ts';
import { REGION_YAML } from '../support/region-stage.ts';
import { openStoreOn } from '../support/redis-store-on.ts';
import { SYSTEM_TIMERS } from '../support/system-timers.ts';

/** History is not kept for ever: whatever the year is now, the played day is today. */
const PLAYED_CLOCK = { now: () => MORNING };

const CUSTOMERS = 40;

const closing: (() => Promise<void>)[] = [];
let nodes: RedisNodes;
let server: PostgresServer;
beforeAll(async () => {
  [nodes, server] = await Promise.all([RedisNodes.start({ replicas: 1 }), PostgresServer.start()]);
});
afterAll(async () => {
  for (const close of closing) await close();
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

/** A region that has nothing, on a PostgreSQL of its own, is shipped all of it by a hub whose log has lost its beginning. */
async function shipsWhole(journal: ShippedJournal, entries: readonly JournalEntry[]): Promise<void> {
  const file = readRegionFile(REGION_YAML.replace('id: south-1', 'id: demo'));
  assert(file.ok, 'a good file');
  const database = await openPostgresDatabase(await server.newDatabase());
  const basics = { clock: PLAYED_CLOCK, timers: SYSTEM_TIMERS, log: SILENT_LOG };
  const open = () => Region.open({ ...basics, database, file: file.value, journal: new DatabaseJournal(database) });
  let region = await open();
  const line: RegionLine = {
    async deliver(hall, body) {
      const taken = await region.take(hall, shipmentSchema.parse(JSON.parse(body)));
      assert(taken?.is === 'taken', `it is taken, not ${taken?.is}`);
      return taken;
    },
    close: () => undefined,
  };
  const whole = new Promise<void>((resolve) => {
    const onState = ({ is }: ShippingState): void => void (is === 'up-to-date' && resolve());
    const shipper = new Shipper({ ...basics, hall: 'demo', journal, line, random: () => 0.5, holds: () => true, onState });
    shipper.start();
    closing.push(() => shipper.close());
  });
  await whole;
  expect(await new DatabaseJournal(database).read('demo', 0, entries.length)).toEqual(entries);
  const today = localDay(entries[0]!.at, file.value.timeZone);
  const report = async () => {
    await region.idle();
    return (await region.report({ place: 'demo', from: today, to: today })).report.rows;
  };
  const rows = await report();
  expect(rows[0]?.figures.tickets).toBeGreaterThan(CUSTOMERS / 2);
  await region.close();
  region = await open();
  expect(region.live('demo').halls[0]?.now).not.toBeNull();
  expect((await report())[0]?.figures).toEqual(rows[0]?.figures);
  closing.push(
    () => region.close(),
    () => database.close(),
  );
}

describe('a history on Redis, PostgreSQL and the archive', () => {
  it('[Q8] [Z7] is the same made anew from the archive and what is left of the log, as it was from the whole log', async () => {
    const entries = livedDay();
    const database = await openPostgresDatabase(await server.newDatabase());
    const store = await openStoreOn(nodes);
    const archive = new JournalArchive(database);
    const journal = await openRedisJournal({ store, timers: SYSTEM_TIMERS, onTrouble: () => undefined, archive });
    const historyRows = async () => {
      const given = { database, journal, halls: ['demo'], clock: PLAYED_CLOCK, timers: SYSTEM_TIMERS, log: SILENT_LOG };
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
      await shipsWhole(journal, entries);
    } finally {
      await journal.close();
      await store.close();
      await database.close();
    }
  });
});
