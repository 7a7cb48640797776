import { join } from 'node:path';
import { assert, must } from '../../shared/lib/assert.ts';
import type { Actor } from '../../shared/hall/actor.ts';
import type { Command } from '../../shared/hall/commands.ts';
import { decide } from '../../shared/hall/decide.ts';
import { applyEntry } from '../../shared/hall/evolve.ts';
import { toSnapshot } from '../../shared/hall/snapshot.ts';
import { initialState } from '../../shared/hall/state.ts';
import { ORIGIN, type Position } from '../../shared/protocol/position.ts';
import { openDatabase } from '../../server/database/open-database.ts';
import { Hub } from '../../server/hub/hub.ts';
import { SNAPSHOT_EVERY_ENTRIES } from '../../server/hub/limits.ts';
import type { JournalEntry } from '../../server/journal/entry.ts';
import { chainHash, positionOf, sealEntry } from '../../server/journal/hash-chain.ts';
import { SqliteJournal } from '../../server/journal/sqlite-journal.ts';
import { SILENT_LOG } from '../../server/observability/log.ts';
import { newId } from '../support/served-hub.ts';
import { SYSTEM_CLOCK, SYSTEM_TIMERS } from '../support/system-timers.ts';
import { testConfiguration } from '../support/test-configuration.ts';
import { figure, median, type Figure } from './figure.ts';
import type { Size } from './size.ts';

const HALL = 'demo';
const GROUP = 200;
const WAITING = 300;
const ENTRY_EVERY_MS = 9_000;
/** Ten hours of business. */
const ENTRIES_PER_DAY = 4_000;
const DAY_MS = 24 * 3_600_000;
const NIGHT_MS = DAY_MS - ENTRIES_PER_DAY * ENTRY_EVERY_MS;
const ACTOR: Actor = { id: 'staff:1001', roles: ['teller', 'manager', 'kiosk', 'system'], staffNumber: '1001' };

/**
 * From opening the files to the first state answer, with a journal of a million entries; beside a program that knows where
 * the newest snapshot and the entries behind it are, reads and parses them, and walks their chain.
 */
export async function coldStart(size: Size, folder: string): Promise<Figure[]> {
  const path = join(folder, 'long.sqlite');
  await writeLongJournal(path, size.journalEntries);
  const rounds: { readonly ours: number; readonly bare: number }[] = [];
  for (let round = 0; round < size.startRounds; round += 1) {
    rounds.push({ ours: await startHub(path, size.journalEntries), bare: readBare(path, size.journalEntries) });
  }
  return [
    figure({
      name: 'cold-start',
      value: median(rounds.map((round) => round.ours)),
      unit: 'ms',
      rival: 'bare program that reads, parses and chain-checks the same snapshot and entries',
      rivalValue: median(rounds.map((round) => round.bare)),
    }),
  ];
}

async function startHub(path: string, version: number): Promise<number> {
  const from = performance.now();
  const journal = SqliteJournal.open({ path, timers: SYSTEM_TIMERS });
  const hub = new Hub({
    journal,
    broadcast: { entries: () => undefined },
    clock: SYSTEM_CLOCK,
    monotonic: () => performance.now(),
    timers: SYSTEM_TIMERS,
    newId,
    log: SILENT_LOG,
    release: 'bench',
  });
  const { state, position } = await hub.read(HALL);
  const answer = JSON.stringify({ ...position, state: toSnapshot(state) });
  const took = performance.now() - from;
  assert(position.version === version && answer.length > 0, 'the hall is there, up to its last entry');
  // Not closed in good order: that would keep a newer snapshot, and the next start would have less to read.
  await journal.close();
  return took;
}

function readBare(path: string, version: number): number {
  const from = performance.now();
  const database = openDatabase(path, { readOnly: true });
  const snapshot = must(
    database
      .prepare('SELECT version, hash, checksum, state FROM snapshots WHERE hall = ? ORDER BY version DESC LIMIT 1')
      .get(HALL),
    'a snapshot',
  );
  let hash = String(snapshot['hash']);
  assert(chainHash(hash, String(snapshot['state'])) === snapshot['checksum'], 'the snapshot is whole');
  const state: unknown = JSON.parse(String(snapshot['state']));
  const rows = database.prepare('SELECT version, hash, body FROM entries WHERE hall = ? AND version > ? ORDER BY version');
  let last = Number(snapshot['version']);
  for (const row of rows.iterate(HALL, last)) {
    const body = String(row['body']);
    assert(chainHash(hash, body) === row['hash'], 'the chain holds');
    const entry = JSON.parse(body) as JournalEntry;
    hash = String(row['hash']);
    last = entry.version;
  }
  database.close();
  const answer = JSON.stringify(state);
  const took = performance.now() - from;
  assert(last === version && answer.length > 0, 'everything was read');
  return took;
}

/** True days of a busy hall, one after the other; the newest snapshot is as old as it may get. */
async function writeLongJournal(path: string, entries: number): Promise<void> {
  const journal = SqliteJournal.open({ path, timers: SYSTEM_TIMERS });
  let head: Position = ORIGIN;
  let group: JournalEntry[] = [];
  let groupStart = head;
  const flush = async (): Promise<void> => {
    if (group.length === 0) return;
    const outcome = await journal.append(HALL, groupStart, group);
    assert(outcome.is === 'appended', `the journal is written: ${outcome.is}`);
    group = [];
    groupStart = head;
  };
  const hall = new LongHall(SYSTEM_CLOCK.now() - Math.ceil(entries / ENTRIES_PER_DAY) * DAY_MS);
  for (let version = 1; version <= entries; version += 1) {
    const entry = hall.next(head);
    group.push(entry);
    head = positionOf(entry);
    if (group.length === GROUP) await flush();
    if (version === entries - SNAPSHOT_EVERY_ENTRIES) {
      await flush();
      await journal.saveSnapshot(HALL, { position: head, state: toSnapshot(hall.state) });
    }
  }
  await flush();
  await journal.close();
}

const MORNING: readonly Command[] = [{ type: 'open-day' }, { type: 'sign-in', counter: 1 }, { type: 'open-counter', counter: 1 }];

/** One counter that calls as fast as people come, with some hundred waiting, day after day. */
class LongHall {
  readonly state = initialState();
  #now: number;
  #count = 0;
  #today = 0;
  #opening: readonly Command[] = [{ type: 'configure-hall', configuration: testConfiguration() }, ...MORNING];

  constructor(startAt: number) {
    this.#now = startAt;
  }

  next(head: Position): JournalEntry {
    this.#count += 1;
    this.#now += ENTRY_EVERY_MS;
    const command = this.#command();
    const decision = decide(this.state, command, { at: this.#now, actor: ACTOR, newId });
    if (!decision.ok) throw new Error(`refused: ${JSON.stringify(decision.error)}`);
    const sent = { actor: ACTOR.id, commandId: `long-${this.#count}`, fingerprint: 'f'.repeat(64) };
    const entry = sealEntry({ hall: HALL, epoch: 1, at: this.#now, ...sent, events: decision.value }, head);
    applyEntry(this.state, entry);
    return entry;
  }

  #command(): Command {
    this.#today += 1;
    const opening = this.#opening[this.#today - 1];
    if (opening !== undefined) return opening;
    if (this.#today === ENTRIES_PER_DAY) return this.#closing();
    const isIssue = this.#today < WAITING || this.#today % 2 === 0;
    return isIssue ? { type: 'issue-ticket', service: 'A' } : { type: 'call-next', counter: 1 };
  }

  #closing(): Command {
    this.#today = 0;
    this.#opening = MORNING;
    this.#now += NIGHT_MS;
    return { type: 'close-day' };
  }
}
