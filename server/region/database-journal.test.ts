import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toSnapshot } from '../../shared/hall/snapshot.ts';
import { initialState } from '../../shared/hall/state.ts';
import { must } from '../../shared/lib/assert.ts';
import { ORIGIN } from '../../shared/protocol/position.ts';
import { MINUTE, PlayedHall } from '../../test/support/played-hall.ts';
import { logOf, RegionStage, shipmentOf } from '../../test/support/region-stage.ts';
import { DatabaseAwayError } from '../database/database-trouble.ts';
import { positionOf } from '../journal/hash-chain.ts';
import type { StoredSnapshot } from '../journal/journal.ts';
import { SNAPSHOTS_KEPT } from '../journal/limits.ts';
import { SILENT_LOG } from '../observability/log.ts';
import { DatabaseJournal } from './database-journal.ts';
import { RegionHall } from './region-hall.ts';
import { RegionStore } from './region-store.ts';

class JournalOfTrouble extends DatabaseJournal {
  isAway = false;

  override latestSnapshot(hall: string): Promise<StoredSnapshot | null> {
    return this.isAway ? Promise.reject(new DatabaseAwayError('it restarts')) : super.latestSnapshot(hall);
  }
}

let stage: RegionStage;

beforeEach(async () => {
  stage = await RegionStage.open({ isInDatabase: true });
});

afterEach(() => stage.close());

function log(customers: number, waitMinutes = 3, name = 'north-1') {
  const hall = new PlayedHall().staff(1, 2);
  for (let each = 0; each < customers; each += 1) {
    hall.issue('A');
    hall.wait(waitMinutes * MINUTE);
    hall.next(1);
  }
  return logOf(name, hall);
}

async function take(...shipment: Parameters<typeof shipmentOf>) {
  return must(await stage.region.take('north-1', shipmentOf(...shipment)), 'it is in the file');
}

const waitingNow = () => stage.region.live('north-1').halls[0]?.now?.waiting;

describe('the logs of halls in the region’s database', () => {
  it('[Z18] are kept and judged as in a journal: once, in order, no fork; the state is the same after a restart, by one of two snapshots or from the first entry', async () => {
    const entries = log(6);
    expect(await take(entries.slice(0, 7))).toMatchObject({ is: 'taken', position: positionOf(must(entries[6], 'seven')) });
    expect((await take(entries, 9)).is).toBe('out-of-order');
    // Bodies at once: the duty has just gone from one hub to the other, and each sends what it has read.
    const both = await Promise.all([take(entries, 3), take(entries), take(entries, 5)]);
    expect(both.map(({ is }) => is)).toEqual(['taken', 'taken', 'taken']);
    expect(await take(log(6, 4))).toMatchObject({ is: 'refused', fault: 'log-forked' });
    const kept = (): DatabaseJournal => new DatabaseJournal(stage.database);
    expect(await kept().read('north-1', 0, 1_000)).toEqual(entries);
    const before = waitingNow();
    await stage.restart();
    expect((await kept().latestSnapshot('north-1'))?.position).toEqual(positionOf(must(entries.at(-1), 'a log')));
    expect(waitingNow()).toBe(before);
    const state = toSnapshot(initialState());
    for (const entry of entries.slice(0, 4)) await kept().saveSnapshot('north-1', { position: positionOf(entry), state });
    expect(await stage.database.sql.selectFrom('region_snapshots').select('version').execute()).toHaveLength(SNAPSHOTS_KEPT);
    // One that was spoiled is none.
    await stage.database.sql.updateTable('region_snapshots').set({ state: '{}' }).execute();
    expect(await kept().latestSnapshot('north-1')).toBeNull();
    await stage.restart();
    expect(waitingNow()).toBe(before);
  });

  it('[Z18] have each entry once, though two services by mistake write the same at the same moment', async () => {
    const entries = log(6, 3, 'south-1');
    const journals = [new DatabaseJournal(stage.database), new DatabaseJournal(stage.database)];
    const outcomes = await Promise.all(journals.map((journal) => journal.append('south-1', ORIGIN, entries)));
    expect(outcomes.some(({ is }) => is === 'appended')).toBe(true);
    expect(outcomes.every(({ is }) => is === 'appended' || is === 'conflict')).toBe(true);
    expect(await must(journals[0], 'one of two').read('south-1', 0, 1_000)).toEqual(entries);
  });

  it('[Z18] go on from where they are when the database was set back to a copy, or another service has written there', async () => {
    const entries = log(8);
    await take(entries.slice(0, 12));
    const { sql } = stage.database;
    await sql.deleteFrom('journal_archive').where('version', '>', 5).execute();
    expect(await take(entries, 12)).toEqual({ is: 'out-of-order', position: positionOf(must(entries[4], 'five')) });
    expect((await take(entries, 5)).is).toBe('taken');
    expect(await new DatabaseJournal(stage.database).read('north-1', 0, 1_000)).toEqual(entries);
    expect(waitingNow()).toBe(0);
  });

  it('[Z18] are looked at again later when the database goes away just then; until then the hall is shown as it was', async () => {
    const [journal, store] = [new JournalOfTrouble(stage.database), new RegionStore(stage.database)];
    const given = { store, timeZone: 'Asia/Shanghai', clock: stage.time, log: SILENT_LOG, onTaken: () => undefined };
    const hall = await RegionHall.open({ ...given, hall: 'north-1', journal });
    const entries = log(8);
    await hall.take(shipmentOf(entries.slice(0, 12)));
    await stage.database.sql.deleteFrom('journal_archive').where('version', '>', 5).execute();
    journal.isAway = true;
    await expect(hall.take(shipmentOf(entries, 12))).rejects.toThrow('it restarts');
    expect(hall.live()).toMatchObject({ line: { is: 'live' }, now: { waiting: 0 } });
    journal.isAway = false;
    expect(await hall.take(shipmentOf(entries, 12))).toEqual({
      is: 'out-of-order',
      position: positionOf(must(entries[4], 'five')),
    });
    expect((await hall.take(shipmentOf(entries, 5))).is).toBe('taken');
  });
});
