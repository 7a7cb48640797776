import { beforeEach, describe, expect, it } from 'vitest';
import { initialState } from '../../shared/hall/state.ts';
import { toSnapshot } from '../../shared/hall/snapshot.ts';
import { ORIGIN } from '../../shared/protocol/position.ts';
import type { JournalEntry } from '../../server/journal/entry.ts';
import { positionOf, sealEntry } from '../../server/journal/hash-chain.ts';
import { JournalDamagedError, type Journal, type JournalCondition } from '../../server/journal/journal.ts';
import { chainOf, entryDraft, headOf } from '../support/journal-entries.ts';
import { useJournal, type JournalBench } from './journal-bench.ts';

const HALL = 'demo';
const EMPTY_STATE = toSnapshot(initialState());

/** What every adapter does when something goes wrong below it, or when it ends. `newBench` makes an empty store. */
export function journalTroubleContract(name: string, newBench: () => JournalBench | Promise<JournalBench>): void {
  describe(`the ${name} journal in trouble`, () => {
    const { journal: lastOpened, bench: ofTest, open, reopen } = useJournal(newBench);
    let journal: Journal;
    let bench: JournalBench;
    beforeEach(() => {
      journal = lastOpened();
      bench = ofTest();
    });

    describe('damage', () => {
      const damaged = async (how: 'changed' | 'missing'): Promise<JournalCondition[]> => {
        await journal.append(HALL, ORIGIN, chainOf(HALL, 9));
        await journal.close();
        await bench.damageEntry(HALL, 5, how);
        journal = await open();
        const conditions: JournalCondition[] = [];
        journal.onCondition((condition) => conditions.push(condition));
        return conditions;
      };
      /** One file is damaged as a whole; a log of its own hurts no other hall. */
      const expectStopped = async (conditions: readonly JournalCondition[]): Promise<void> => {
        const isWhole = bench.damageStops === 'journal';
        expect(conditions).toEqual(isWhole ? [{ is: 'read-only', reason: 'damaged' }] : []);
        const head = await journal.head(HALL);
        expect(await journal.append(HALL, head, chainOf(HALL, 1, head, 'x'))).toEqual({ is: 'read-only', reason: 'damaged' });
        const other = await journal.append('other', ORIGIN, chainOf('other', 1));
        expect(other).toEqual(isWhole ? { is: 'read-only', reason: 'damaged' } : { is: 'appended' });
      };

      it.each(['changed', 'missing'] as const)('[J9] refuses to read over an entry that is %s, and says which', async (how) => {
        const conditions = await damaged(how);
        await expect(journal.read(HALL, 0, 100)).rejects.toThrow(JournalDamagedError);
        await expect(journal.read(HALL, 4, 1)).rejects.toThrow('journal of hall "demo" is damaged at version 5');
        await expectStopped(conditions);
      });

      it.each(['changed', 'missing'] as const)('[J18] finds an entry that is %s in the background', async (how) => {
        const conditions = await damaged(how);
        expect(journal.condition()).toEqual({ is: 'writable' });
        const found = await journal.verify(HALL);
        expect(found).toBeInstanceOf(JournalDamagedError);
        expect([found?.hall, found?.version]).toEqual([HALL, 5]);
        await expectStopped(conditions);
      });

      it('[J18] says nothing of a chain that is whole', async () => {
        expect(await journal.verify(HALL)).toBeNull();
        await journal.append(HALL, ORIGIN, chainOf(HALL, 30));
        expect(await journal.verify(HALL)).toBeNull();
        expect(journal.condition()).toEqual({ is: 'writable' });
      });
    });

    describe('a full disk', () => {
      it('[J10] makes it read-only, loses nothing that was acknowledged, and ends by itself', async () => {
        const conditions: JournalCondition[] = [];
        const release = journal.onCondition((condition) => conditions.push(condition));
        for (let cycle = 0; cycle < 3; cycle += 1) {
          const acknowledged = await fillUp(journal, bench);
          expect(journal.condition()).toEqual({ is: 'read-only', reason: 'disk-full' });
          expect(await journal.read(HALL, 0, 100_000)).toEqual(acknowledged);
          await journal.saveSnapshot(HALL, { position: headOf(acknowledged), state: EMPTY_STATE });
          await bench.passProbe();
          expect(journal.condition()).toEqual({ is: 'read-only', reason: 'disk-full' });
          await bench.freeDisk();
          await becomesWritable(journal, bench);
          const head = headOf(acknowledged);
          expect(await journal.append(HALL, head, chainOf(HALL, 1, head))).toEqual({ is: 'appended' });
        }
        expect(conditions.map(({ is }) => is)).toEqual([1, 2, 3].flatMap(() => ['read-only', 'writable']));
        release();
        expect(await journal.verify(HALL)).toBeNull();
      });

      it('[J10] has everything acknowledged after a restart in between', async () => {
        const acknowledged = await fillUp(journal, bench);
        await bench.freeDisk();
        journal = await reopen();
        expect(await journal.read(HALL, 0, 100_000)).toEqual(acknowledged);
        const head = headOf(acknowledged);
        expect(await journal.append(HALL, head, chainOf(HALL, 1, head))).toEqual({ is: 'appended' });
      });
    });

    describe('closing', () => {
      it('[J16] finishes what is being written, refuses what comes after, and may be done twice', async () => {
        const entries = chainOf(HALL, 3);
        const conditions: JournalCondition[] = [];
        journal.onCondition((condition) => conditions.push(condition));
        const written = journal.append(HALL, ORIGIN, entries);
        const closed = journal.close();
        expect(await journal.append(HALL, headOf(entries), chainOf(HALL, 1, headOf(entries)))).toEqual({
          is: 'read-only',
          reason: 'closed',
        });
        await closed;
        await journal.close();
        expect(await written).toEqual({ is: 'appended' });
        expect(conditions).toEqual([{ is: 'read-only', reason: 'closed' }]);
        await expect(journal.read(HALL, 0, 1)).rejects.toThrow('closed');
        await expect(journal.head(HALL)).rejects.toThrow('closed');
        await journal.saveSnapshot(HALL, { position: headOf(entries), state: EMPTY_STATE });
        await journal.forgetCommands(HALL, 1);
        expect(await (await reopen()).read(HALL, 0, 9)).toEqual(entries);
      });

      it('[J16] tells nobody any more who has let go', async () => {
        const told: JournalCondition[] = [];
        const release = journal.onCondition((condition) => told.push(condition));
        release();
        release();
        await journal.close();
        expect(told).toEqual([]);
      });
    });

    it('[J24] with its planted fault takes a command twice, so a harness can prove that it would notice', async () => {
      await journal.close();
      journal = await open('dedupe-off');
      const first = chainOf(HALL, 1)[0]!;
      await journal.append(HALL, ORIGIN, [first]);
      expect(await journal.findCommand(HALL, first.commandId)).toBeNull();
      const again = sealEntry(entryDraft(HALL, '1'), positionOf(first));
      expect(await journal.append(HALL, positionOf(first), [again])).toEqual({ is: 'appended' });
    });
  });
}

/** Appends until the disk is full. Returns what was acknowledged in all. */
async function fillUp(journal: Journal, bench: JournalBench): Promise<JournalEntry[]> {
  const acknowledged = await journal.read(HALL, 0, 100_000);
  const append = async (count: number): Promise<string> => {
    const head = headOf(acknowledged);
    const entries = chainOf(HALL, count, head);
    const outcome = await journal.append(HALL, head, entries);
    if (outcome.is === 'appended') acknowledged.push(...entries);
    return outcome.is;
  };
  expect(await append(10)).toBe('appended');
  await bench.fillDisk();
  for (let tries = 0; tries < 500; tries += 1) {
    const outcome = await append(100);
    if (outcome === 'appended') continue;
    expect(outcome).toBe('read-only');
    return acknowledged;
  }
  throw new Error('the disk never became full');
}

/** Each probe takes its time; how many it needs is not part of the contract. */
async function becomesWritable(journal: Journal, bench: JournalBench): Promise<void> {
  while (journal.condition().is !== 'writable') {
    await bench.passProbe();
    await journal.head(HALL);
  }
}
