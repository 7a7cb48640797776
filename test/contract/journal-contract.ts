import { fc } from '../support/seeded-check.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { AssertionError } from '../../shared/lib/assert.ts';
import { initialState } from '../../shared/hall/state.ts';
import { toSnapshot } from '../../shared/hall/snapshot.ts';
import { ORIGIN } from '../../shared/protocol/position.ts';
import type { JournalEntry } from '../../server/journal/entry.ts';
import { positionOf, sealEntry } from '../../server/journal/hash-chain.ts';
import type { Journal, StoredSnapshot } from '../../server/journal/journal.ts';
import { SNAPSHOTS_KEPT } from '../../server/journal/limits.ts';
import { chainOf, entryDraft, headOf } from '../support/journal-entries.ts';
import { useJournal, type JournalBench } from './journal-bench.ts';

const HALL = 'demo';
const EMPTY_STATE = toSnapshot(initialState());

/** What every adapter of the port does. `newBench` makes an empty store. */
export function journalContract(name: string, newBench: () => JournalBench | Promise<JournalBench>): void {
  describe(`the ${name} journal`, () => {
    const opened = useJournal(newBench);
    let journal: Journal;
    const reopen = async (): Promise<Journal> => (journal = await opened.reopen());
    /** What holds now must hold after a restart. */
    async function* nowAndAfterRestart(): AsyncGenerator<Journal> {
      yield journal;
      yield await reopen();
    }
    beforeEach(() => {
      journal = opened.journal();
    });

    describe('appending', () => {
      it('[J5] starts at the origin', async () => {
        expect(await journal.head(HALL)).toEqual(ORIGIN);
        expect(await journal.read(HALL, 0, 10)).toEqual([]);
        expect(await journal.findCommand(HALL, 'command-1')).toBeNull();
        expect(await journal.latestSnapshot(HALL)).toBeNull();
        expect(await journal.halls()).toEqual([]);
        expect(journal.condition()).toEqual({ is: 'writable' });
      });

      it('[J5] appends a group behind the head, and keeps it over a restart', async () => {
        const entries = chainOf(HALL, 5);
        expect(await journal.append(HALL, ORIGIN, entries.slice(0, 2))).toEqual({ is: 'appended' });
        expect(await journal.append(HALL, headOf(entries.slice(0, 2)), entries.slice(2))).toEqual({ is: 'appended' });
        for await (const each of nowAndAfterRestart()) {
          expect(await each.head(HALL)).toEqual(headOf(entries));
          expect(await each.read(HALL, 0, 100)).toEqual(entries);
        }
      });

      it('[J5] keeps every field, whatever the text', async () => {
        const draft = entryDraft(HALL, 'text', {
          epoch: 7,
          events: [{ type: 'counter-paused', counter: 3, reason: 'Größe "×" \\ 午休 🎫 \u0000 \n \ud800' }],
        });
        const entry = sealEntry(draft, ORIGIN);
        await journal.append(HALL, ORIGIN, [entry]);
        expect(await (await reopen()).read(HALL, 0, 1)).toEqual([entry]);
      });

      it('[J5] answers conflict with the head when the caller is behind, and writes nothing', async () => {
        const entries = chainOf(HALL, 3);
        await journal.append(HALL, ORIGIN, entries);
        const rival = chainOf(HALL, 2, ORIGIN, 'rival-');
        expect(await journal.append(HALL, ORIGIN, rival)).toEqual({ is: 'conflict', head: headOf(entries) });
        const ahead = chainOf(HALL, 5, ORIGIN, 'ahead-');
        expect(await journal.append(HALL, headOf(ahead.slice(0, 4)), ahead.slice(4))).toMatchObject({ is: 'conflict' });
        const fork = { version: 3, hash: 'a'.repeat(64) };
        expect(await journal.append(HALL, fork, chainOf(HALL, 1, fork, 'fork-'))).toMatchObject({ is: 'conflict' });
        expect(await journal.read(HALL, 0, 100)).toEqual(entries);
        expect(await journal.findCommand(HALL, rival[0]!.commandId)).toBeNull();
      });

      it('[J5] lets exactly one of many racing writers win each version', async () => {
        for (let version = 0; version < 20; version += 1) {
          const head = await journal.head(HALL);
          const rivals = ['a', 'b', 'c', 'd'].map((rival) => chainOf(HALL, 2, head, `${rival}-`));
          const outcomes = await Promise.all(rivals.map((entries) => journal.append(HALL, head, entries)));
          expect(outcomes.map(({ is }) => is).sort()).toEqual(['appended', 'conflict', 'conflict', 'conflict']);
        }
        expect((await journal.read(HALL, 0, 100)).map((entry) => entry.version)).toEqual(upTo(40));
      });

      it('[J5] does appends that wait together in the order in which they were asked for', async () => {
        const entries = chainOf(HALL, 60);
        const outcomes = await Promise.all(
          entries.map((entry, index) => journal.append(HALL, headOf(entries.slice(0, index)), [entry])),
        );
        expect(outcomes).toEqual(entries.map(() => ({ is: 'appended' })));
        expect(await journal.read(HALL, 0, 100)).toEqual(entries);
      });

      it('[J6] gives the entry of a command that is there already, and writes nothing', async () => {
        const entries = chainOf(HALL, 3);
        await journal.append(HALL, ORIGIN, entries);
        const again = sealEntry(entryDraft(HALL, 'x', { commandId: entries[1]!.commandId }), headOf(entries));
        const fresh = sealEntry(entryDraft(HALL, 'y'), headOf(entries));
        const behindFresh = sealEntry(entryDraft(HALL, 'x', { commandId: entries[1]!.commandId }), positionOf(fresh));
        for await (const each of nowAndAfterRestart()) {
          expect(await each.append(HALL, headOf(entries), [again])).toEqual({ is: 'duplicate', entry: entries[1] });
          expect(await each.append(HALL, headOf(entries), [fresh, behindFresh])).toEqual({ is: 'duplicate', entry: entries[1] });
          expect(await each.append(HALL, ORIGIN, [entries[0]!])).toEqual({ is: 'duplicate', entry: entries[0] });
          expect(await each.head(HALL)).toEqual(headOf(entries));
          expect(await each.findCommand(HALL, fresh.commandId)).toBeNull();
        }
        expect(await journal.append(HALL, headOf(entries), [fresh])).toEqual({ is: 'appended' });
      });

      it('[J6] finds the entry of a command until it is forgotten', async () => {
        const entries = chainOf(HALL, 6);
        await journal.append(HALL, ORIGIN, entries.slice(0, 4));
        expect(await journal.findCommand(HALL, 'command-2')).toEqual(entries[1]);
        await journal.append(HALL, headOf(entries.slice(0, 4)), entries.slice(4));
        expect(await journal.findCommand(HALL, 'command-6')).toEqual(entries[5]);
        expect(await journal.findCommand('other', 'command-2')).toBeNull();
        await journal.forgetCommands(HALL, 3);
        for await (const each of nowAndAfterRestart()) {
          const found = await Promise.all(entries.map(({ commandId }) => each.findCommand(HALL, commandId)));
          expect(found.map((entry) => entry?.version ?? null)).toEqual([null, null, null, 4, 5, 6]);
        }
        const again = sealEntry(entryDraft(HALL, 'x', { commandId: 'command-1' }), headOf(entries));
        expect(await journal.append(HALL, headOf(entries), [again])).toEqual({ is: 'appended' });
        expect(await journal.findCommand(HALL, 'command-1')).toEqual(again);
      });

      it('[J22] takes a group that is no chain, of two halls, empty or falsely hashed as a bug', async () => {
        const [first, second, third] = chainOf(HALL, 3) as [JournalEntry, JournalEntry, JournalEntry];
        const sameCommand = sealEntry(entryDraft(HALL, 'x', { commandId: first.commandId }), positionOf(first));
        const groups: JournalEntry[][] = [
          [],
          [second],
          [first, third],
          [first, { ...second, hall: 'other' }],
          [first, { ...second, previousHash: ORIGIN.hash }],
          [first, sameCommand],
          [{ ...first, actor: 'staff:9001' }],
          [{ ...first, hash: second.hash }],
        ];
        for (const group of groups) await expect(journal.append(HALL, ORIGIN, group)).rejects.toThrow(AssertionError);
        expect(await journal.append(HALL, ORIGIN, [first, second, third])).toEqual({ is: 'appended' });
        expect(journal.condition()).toEqual({ is: 'writable' });
      });
    });

    describe('reading', () => {
      it('[J7] reads on from any version, at most as many as asked for', async () => {
        const entries = chainOf(HALL, 12);
        await journal.append(HALL, ORIGIN, entries);
        expect(await journal.read(HALL, 3, 4)).toEqual(entries.slice(3, 7));
        expect(await journal.read(HALL, 10, 100)).toEqual(entries.slice(10));
        expect(await journal.read(HALL, 0, 1)).toEqual(entries.slice(0, 1));
        expect(await journal.read(HALL, 12, 5)).toEqual([]);
        expect(await journal.read(HALL, 99, 5)).toEqual([]);
        expect(await journal.read('other', 0, 5)).toEqual([]);
      });

      it('[J7] gives the same entries in any portions', async () => {
        const entries = chainOf(HALL, 40);
        await journal.append(HALL, ORIGIN, entries);
        await fc.assert(
          fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 30, maxLength: 40 }), async (portions) => {
            const read: JournalEntry[] = [];
            for (const limit of portions) read.push(...(await journal.read(HALL, read.length, limit)));
            expect(read).toEqual(entries.slice(0, read.length));
            expect(read).toHaveLength(Math.min(40, sum(portions)));
          }),
          { numRuns: 20, seed: 20261122 },
        );
      });

      it('[J17] keeps halls apart', async () => {
        const halls = ['airport', 'demo', 'town-hall'];
        for (const hall of halls) await journal.append(hall, ORIGIN, chainOf(hall, 2));
        await journal.forgetCommands('demo', 1);
        for await (const each of nowAndAfterRestart()) {
          expect((await each.halls()).sort()).toEqual(halls);
          for (const hall of halls) expect(await each.read(hall, 0, 9)).toEqual(chainOf(hall, 2));
          expect(await each.findCommand('airport', 'command-1')).toEqual(chainOf('airport', 1)[0]);
        }
      });
    });

    describe('snapshots', () => {
      const snapshotAt = (entry: JournalEntry): StoredSnapshot => ({ position: positionOf(entry), state: EMPTY_STATE });
      let entries: JournalEntry[];
      beforeEach(async () => {
        entries = chainOf(HALL, 9);
        await journal.append(HALL, ORIGIN, entries);
      });

      it('[J8] gives back the newest, over a restart', async () => {
        await journal.saveSnapshot(HALL, snapshotAt(entries[7]!));
        await journal.saveSnapshot(HALL, snapshotAt(entries[2]!));
        for await (const each of nowAndAfterRestart()) expect(await each.latestSnapshot(HALL)).toEqual(snapshotAt(entries[7]!));
        expect(await journal.latestSnapshot('other')).toBeNull();
      });

      it('[J8] passes over a damaged one, to the one before it and then to none', async () => {
        for (const version of [1, 4, 8]) await journal.saveSnapshot(HALL, snapshotAt(entries[version]!));
        await journal.close();
        await opened.bench().damageSnapshot(HALL);
        journal = await opened.open();
        expect(await journal.latestSnapshot(HALL)).toEqual(snapshotAt(entries[4]!));
        expect(SNAPSHOTS_KEPT).toBe(2);
        expect(journal.condition()).toEqual({ is: 'writable' });
      });

      it('[J8] passes over one that belongs to another chain', async () => {
        await journal.saveSnapshot(HALL, snapshotAt(entries[4]!));
        await journal.saveSnapshot(HALL, { position: { version: 8, hash: 'a'.repeat(64) }, state: EMPTY_STATE });
        expect(await journal.latestSnapshot(HALL)).toEqual(snapshotAt(entries[4]!));
        await journal.saveSnapshot(HALL, { position: { version: 99, hash: 'a'.repeat(64) }, state: EMPTY_STATE });
        expect(await journal.latestSnapshot(HALL)).toBeNull();
      });
    });
  });
}

function upTo(last: number): number[] {
  return Array.from({ length: last }, (_, index) => index + 1);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
