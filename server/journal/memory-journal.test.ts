import { fc } from '../../test/support/seeded-check.ts';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../shared/lib/random.ts';
import { initialState } from '../../shared/hall/state.ts';
import { toSnapshot } from '../../shared/hall/snapshot.ts';
import { ORIGIN } from '../../shared/protocol/position.ts';
import { chainOf, headOf } from '../../test/support/journal-entries.ts';
import { ManualTimers } from '../../test/support/manual-timers.ts';
import type { JournalEntry } from './entry.ts';
import type { JournalPlantedFault } from './journal.ts';
import { failFrom, failOnce, MemoryDisk, type WriteFault } from './memory-disk.ts';
import { MemoryJournal } from './memory-journal.ts';

const HALL = 'demo';
/** The loop takes two seconds by itself; other tests run beside it. */
const LOOP_MS_MAX = 60_000;
const STATE = toSnapshot(initialState());

/** Appends until the journal no longer takes anything, or `rounds` are over. Returns what was acknowledged. */
async function appendRounds(journal: MemoryJournal, rounds: number, before: JournalEntry[] = []): Promise<JournalEntry[]> {
  const acknowledged = [...before];
  for (let round = 0; round < rounds; round += 1) {
    const entries = chainOf(HALL, 1 + (round % 3), headOf(acknowledged));
    const outcome = await journal.append(HALL, headOf(acknowledged), entries);
    if (outcome.is === 'appended') acknowledged.push(...entries);
    else break;
    if (round % 4 === 3) await journal.saveSnapshot(HALL, { position: headOf(acknowledged), state: STATE });
  }
  return acknowledged;
}

describe('the N-th write that fails', () => {
  const plans = [failOnce, failFrom];
  const faults: WriteFault[] = ['disk-full', 'io-error'];

  it(
    '[J11] loses and doubles nothing, for N = 1 … 200, once and from then on',
    async () => {
      for (const plan of plans) {
        for (const fault of faults) {
          for (let nth = 1; nth <= 200; nth += 1) {
            const disk = new MemoryDisk(plan(nth, fault));
            const journal = new MemoryJournal({ disk });
            const acknowledged = await appendRounds(journal, 170);
            expect(journal.condition()).toEqual({ is: 'read-only', reason: fault });
            // The hash of the last one stands for all before it.
            const kept = await new MemoryJournal({ disk }).read(HALL, 0, 1_000);
            expect(headOf(kept)).toEqual(headOf(acknowledged));
          }
        }
      }
    },
    LOOP_MS_MAX,
  );

  it('[J11] ends with a restart when it was an I/O error that struck once', async () => {
    const disk = new MemoryDisk(failOnce(5, 'io-error'));
    const timers = new ManualTimers();
    const first = new MemoryJournal({ disk });
    const acknowledged = await appendRounds(first, 20);
    await timers.advance(60_000);
    expect(first.condition()).toEqual({ is: 'read-only', reason: 'io-error' });
    const all = await appendRounds(new MemoryJournal({ disk }), 20, acknowledged);
    expect(all.length).toBeGreaterThan(acknowledged.length);
    expect(await new MemoryJournal({ disk }).read(HALL, 0, 1_000)).toEqual(all);
  });
});

describe('a crash', () => {
  it('[J21] keeps all that was acknowledged, whenever it comes', async () => {
    for (let seed = 1; seed <= 100; seed += 1) {
      const { acknowledged, kept } = await crashed(seed, null);
      expect(kept.slice(0, acknowledged)).toEqual(chainOf(HALL, acknowledged));
      expect(kept).toEqual(chainOf(HALL, kept.length));
    }
  });

  it('[J21] sometimes keeps what nobody was told of: unsure is not lost', async () => {
    const runs = await Promise.all(Array.from({ length: 100 }, (_, seed) => crashed(seed, null)));
    expect(runs.some(({ acknowledged, kept }) => kept.length > acknowledged)).toBe(true);
    expect(runs.some(({ acknowledged, kept, asked }) => kept.length === acknowledged && asked > acknowledged)).toBe(true);
  });

  it('[J21] loses acknowledged entries when the planted fault answers before COMMIT', async () => {
    const runs = await Promise.all(Array.from({ length: 100 }, (_, seed) => crashed(seed, 'ack-before-commit')));
    expect(runs.filter(({ acknowledged, kept }) => kept.length < acknowledged).length).toBeGreaterThan(10);
  });

  it('[J21] answers nobody any more', async () => {
    const timers = new ManualTimers();
    const journal = new MemoryJournal({ timers, delayMs: () => 5 });
    const answers: string[] = [];
    void journal.append(HALL, ORIGIN, chainOf(HALL, 1)).then(() => answers.push('append'));
    void journal.head(HALL).then(() => answers.push('head'));
    journal.crash();
    void journal.append(HALL, ORIGIN, chainOf(HALL, 1)).then(() => answers.push('late'));
    await timers.advance(1_000);
    await journal.close();
    expect(answers).toEqual([]);
    expect(timers.size).toBe(0);
  });

  async function crashed(
    seed: number,
    plantedFault: JournalPlantedFault | null,
  ): Promise<{ acknowledged: number; asked: number; kept: JournalEntry[] }> {
    const random = seededRandom(seed);
    const disk = new MemoryDisk();
    const timers = new ManualTimers();
    const journal = new MemoryJournal({ disk, timers, delayMs: () => Math.ceil(random() * 10), plantedFault });
    let acknowledged = 0;
    let asked = 0;
    const writer = async (): Promise<void> => {
      for (const entry of chainOf(HALL, 50)) {
        asked = entry.version;
        await journal.append(HALL, headOf(chainOf(HALL, entry.version - 1)), [entry]);
        acknowledged = entry.version;
      }
    };
    void writer();
    await timers.advance(20 + Math.floor(random() * 80));
    journal.crash();
    const told = acknowledged;
    await timers.advance(1_000);
    expect(acknowledged).toBe(told);
    return { acknowledged, asked, kept: await new MemoryJournal({ disk }).read(HALL, 0, 1_000) };
  }
});

describe('virtual time', () => {
  it('[J21] takes its delays from the timers, and the same delays give the same log', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const run = async (): Promise<readonly string[]> => {
          const random = seededRandom(seed);
          const timers = new ManualTimers();
          const journal = new MemoryJournal({ timers, delayMs: () => Math.floor(random() * 10) });
          const log: string[] = [];
          for (const hall of ['a', 'b', 'c']) {
            void journal.append(hall, ORIGIN, chainOf(hall, 2)).then(({ is }) => log.push(`${hall} ${is}`));
            void journal.append(hall, ORIGIN, chainOf(hall, 1, ORIGIN, 'x')).then(({ is }) => log.push(`${hall} ${is}`));
            await timers.advance(7);
          }
          await timers.advance(1_000);
          expect(log).toHaveLength(6);
          return log;
        };
        expect(await run()).toEqual(await run());
      }),
      { numRuns: 30, seed: 20261122 },
    );
  });
});
