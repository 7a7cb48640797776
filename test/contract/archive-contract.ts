import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccessDatabase } from '../../server/database/access-database.ts';
import { JournalArchive } from '../../server/database/journal-archive.ts';
import { JournalDamagedError } from '../../server/journal/journal.ts';
import { ORIGIN } from '../../shared/protocol/position.ts';
import { chainOf } from '../support/journal-entries.ts';
import { fc } from '../support/seeded-check.ts';
import type { DatabaseBench } from './database-bench.ts';

const LENGTH = 30;

/** The archive of entries, on every database. */
export function archiveContract(name: string, newBench: () => Promise<DatabaseBench>): void {
  describe(`the archive of entries on ${name}`, () => {
    let bench: DatabaseBench;
    let database: AccessDatabase;
    let archives: JournalArchive[];
    const chain = chainOf('demo', LENGTH);

    beforeEach(async () => {
      bench = await newBench();
      database = await bench.open();
      archives = [database, await bench.ofAnotherHub(database)].map((each) => new JournalArchive(each));
    });
    afterEach(() => bench.dispose());

    it('[Q11] keeps the entries of a hall once, in whatever batches and by whichever hubs they come', async () => {
      let halls = 0;
      const batch = fc.record({ hub: fc.constantFrom(0, 1), back: fc.nat(4), length: fc.integer({ min: 1, max: 9 }) });
      await fc.assert(
        fc.asyncProperty(fc.array(batch, { minLength: 4, maxLength: 8 }), async (batches) => {
          halls += 1;
          const hall = `hall-${halls}`;
          const entries = chainOf(hall, LENGTH);
          let kept = 0;
          for (const { back, hub, length } of batches) {
            const from = Math.max(0, kept - back);
            await archives[hub]!.keep(hall, entries.slice(from, from + length));
            kept = Math.min(LENGTH, Math.max(kept, from + length));
          }
          const whole = await archives[0]!.read(hall, 0, 2 * LENGTH);
          expect(whole).toEqual(entries.slice(0, kept));
          expect(await archives[1]!.keptTo(hall)).toBe(whole.length);
        }),
        { numRuns: 8 },
      );
      await Promise.all(archives.flatMap((archive) => [archive.keep('demo', chain), archive.keep('demo', chain)]));
      expect(await archives[0]!.read('demo', 0, 2 * LENGTH)).toEqual(chain);
      expect(await archives[0]!.read('demo', 10, 5)).toEqual(chain.slice(10, 15));
      expect(await archives[0]!.read('demo', LENGTH, 5)).toEqual([]);
      expect(await archives[0]!.keptTo('nowhere')).toBe(0);
    });

    it('[Q11] takes no gap, no fork, no damage and no entry of another hall, and writes nothing of such a batch', async () => {
      const [archive] = archives;
      await archive!.keep('demo', chain.slice(0, 10));
      const other = chainOf('demo', 12, ORIGIN, 'fork');
      const damaged = chain.slice(10, 20).map((entry, index) => (index === 4 ? { ...entry, actor: 'staff:9001' } : entry));
      for (const batch of [chain.slice(11, 20), other, other.slice(10), damaged, chainOf('elsewhere', 12).slice(10)]) {
        await expect(archive!.keep('demo', batch)).rejects.toBeInstanceOf(JournalDamagedError);
      }
      expect(await archive!.keptTo('demo')).toBe(10);
    });

    it('[Q11] reads no entry that was changed or lost in the table', async () => {
      const [archive] = archives;
      await archive!.keep('demo', chain);
      const entry = () => database.sql.updateTable('journal_archive').where('hall', '=', 'demo').where('version', '=', 12);
      await entry().set({ epoch: 2 }).execute();
      expect((await archive!.read('demo', 0, LENGTH))[11]?.epoch).toBe(2);
      await entry().set({ body: '{}' }).execute();
      await expect(archive!.read('demo', 0, LENGTH)).rejects.toMatchObject({ name: 'JournalDamagedError', version: 12 });
      await database.sql.deleteFrom('journal_archive').where('version', '=', 12).execute();
      await expect(archive!.read('demo', 0, LENGTH)).rejects.toMatchObject({ version: 12 });
      await expect(archive!.read('demo', 12, LENGTH)).rejects.toMatchObject({ version: 12 });
    });
  });
}
