import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AssertionError } from '../../shared/lib/assert.ts';
import { initialState } from '../../shared/hall/state.ts';
import { toSnapshot } from '../../shared/hall/snapshot.ts';
import { ORIGIN } from '../../shared/protocol/position.ts';
import type { JournalEntry } from '../../server/journal/entry.ts';
import { positionOf, sealEntry } from '../../server/journal/hash-chain.ts';
import {
  JournalDamagedError,
  type Journal,
  type JournalCondition,
  type JournalPlantedFault,
  type StoredSnapshot,
} from '../../server/journal/journal.ts';
import { SNAPSHOTS_KEPT } from '../../server/journal/limits.ts';
import { chainOf, entryDraft, headOf } from '../support/journal-entries.ts';

/** One store that journals are opened on, one after the other, and what can happen to it. */
export interface JournalBench {
  open(plantedFault?: JournalPlantedFault): Journal;
  /** The journal is closed meanwhile. */
  damageEntry(hall: string, version: number, how: 'changed' | 'missing'): void;
  damageSnapshot(hall: string): void;
  /** From now on writes fail for want of room, until `freeDisk`. */
  fillDisk(): void;
  freeDisk(): void;
  /** The time passes in which the journal looks for room again. */
  passProbe(): Promise<void>;
  dispose(): void;
}

const HALL = 'demo';
const EMPTY_STATE = toSnapshot(initialState());

/** What every adapter of the port does. `newBench` makes an empty store. */
export function journalContract(name: string, newBench: () => JournalBench): void {
  describe(`the ${name} journal`, () => {
    let bench: JournalBench;
    let journal: Journal;
    const opened: Journal[] = [];

    const open = (plantedFault?: JournalPlantedFault): Journal => {
      const next = bench.open(plantedFault);
      opened.push(next);
      return next;
    };
    const reopen = async (): Promise<Journal> => {
      await journal.close();
      journal = open();
      return journal;
    };

    async function* nowAndAfterRestart(): AsyncGenerator<Journal> {
      yield journal;
      yield await reopen();
    }

    beforeEach(() => {
      bench = newBench();
      journal = open();
    });
    afterEach(async () => {
      for (const each of opened.splice(0)) await each.close();
      bench.dispose();
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
        bench.damageSnapshot(HALL);
        journal = open();
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

    describe('damage', () => {
      const damaged = async (how: 'changed' | 'missing'): Promise<JournalCondition[]> => {
        await journal.append(HALL, ORIGIN, chainOf(HALL, 9));
        await journal.close();
        bench.damageEntry(HALL, 5, how);
        journal = open();
        const conditions: JournalCondition[] = [];
        journal.onCondition((condition) => conditions.push(condition));
        return conditions;
      };

      it.each(['changed', 'missing'] as const)('[J9] refuses to read over an entry that is %s, and says which', async (how) => {
        const conditions = await damaged(how);
        await expect(journal.read(HALL, 0, 100)).rejects.toThrow(JournalDamagedError);
        await expect(journal.read(HALL, 4, 1)).rejects.toThrow('journal of hall "demo" is damaged at version 5');
        expect(conditions).toEqual([{ is: 'read-only', reason: 'damaged' }]);
        const head = await journal.head(HALL);
        expect(await journal.append(HALL, head, chainOf(HALL, 1, head, 'x'))).toEqual({ is: 'read-only', reason: 'damaged' });
      });

      it.each(['changed', 'missing'] as const)('[J18] finds an entry that is %s in the background', async (how) => {
        const conditions = await damaged(how);
        const head = await journal.head(HALL);
        expect(journal.condition()).toEqual({ is: 'writable' });
        const found = await journal.verify(HALL);
        expect(found).toBeInstanceOf(JournalDamagedError);
        expect([found?.hall, found?.version]).toEqual([HALL, 5]);
        expect(conditions).toEqual([{ is: 'read-only', reason: 'damaged' }]);
        expect(await journal.append(HALL, head, chainOf(HALL, 1, head, 'x'))).toEqual({ is: 'read-only', reason: 'damaged' });
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
          bench.freeDisk();
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
        bench.freeDisk();
        await reopen();
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
      journal = open('dedupe-off');
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
  bench.fillDisk();
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

function upTo(last: number): number[] {
  return Array.from({ length: last }, (_, index) => index + 1);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
