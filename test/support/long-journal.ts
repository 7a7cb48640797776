import type { Actor } from '../../shared/hall/actor.ts';
import type { Command } from '../../shared/hall/commands.ts';
import { decide } from '../../shared/hall/decide.ts';
import { applyEntry } from '../../shared/hall/evolve.ts';
import { toSnapshot } from '../../shared/hall/snapshot.ts';
import { initialState, type HallState } from '../../shared/hall/state.ts';
import { assert } from '../../shared/lib/assert.ts';
import { idsFrom } from '../../shared/lib/ids.ts';
import { randomInteger, seededRandom } from '../../shared/lib/random.ts';
import { ORIGIN, type Position } from '../../shared/protocol/position.ts';
import { openDatabase } from '../../server/database/open-database.ts';
import type { JournalEntry } from '../../server/journal/entry.ts';
import { bodyOf, fingerprintOf, positionOf, sealEntry } from '../../server/journal/hash-chain.ts';
import { createTables } from '../../server/journal/sqlite-journal-schema.ts';
import { SqliteJournalStore } from '../../server/journal/sqlite-journal-store.ts';
import type { Write } from '../../server/journal/sqlite-journal-writes.ts';
import { testConfiguration } from './test-configuration.ts';

export interface LongJournalOptions {
  /** Must not be there yet. */
  readonly path: string;
  readonly hall: string;
  readonly entries: number;
  /** Entries behind the snapshot; null: no snapshot. */
  readonly tail: number | null;
  readonly seed?: number;
}

export interface LongJournal {
  readonly head: Position;
  readonly snapshot: Position | null;
  /** The state at the head, as it must come out of any start. */
  readonly state: HallState;
}

const GROUP_ENTRIES = 2_000;
const FIRST_DAY_AT = Date.UTC(2024, 0, 1, 0, 5);
const DAY_MS = 24 * 3_600_000;
/** A day of three counters that never rest: 4,000 tickets. */
const ENTRIES_PER_DAY = 16_000;
const MS_PER_ENTRY = 4_000;
/** Tickets waiting before the first is called each day. */
const HEAD_START = 60;

const MANAGER: Actor = { id: 'staff:3001', roles: ['manager', 'admin'], staffNumber: '3001' };
const KIOSK: Actor = { id: 'device:kiosk', roles: ['kiosk'] };
const TELLERS = [1, 2, 3].map((counter): Actor => ({
  id: `staff:100${counter}`,
  roles: ['teller'],
  staffNumber: `100${counter}`,
}));

/**
 * Writes a journal file as years of work leave it: days that open and close, tickets that are issued, called, started and
 * finished, every entry decided by the core and chained. About 25 s for a million entries.
 */
export function writeLongJournal({ path, hall, entries, tail, seed = 1 }: LongJournalOptions): LongJournal {
  const database = openDatabase(path);
  createTables(database);
  database.close();
  const writer = new LongJournalWriter(new SqliteJournalStore({ path }), hall, seed);
  const steps = halfYear(writer.state, seed);
  let snapshot: Position | null = null;
  for (let version = 1; version <= entries; version += 1) {
    writer.take(steps.next().value);
    if (tail !== null && version === entries - tail) snapshot = writer.saveSnapshot();
  }
  return { head: writer.close(), snapshot, state: writer.state };
}

interface Step {
  readonly actor: Actor;
  readonly command: Command;
  readonly at: number;
}

class LongJournalWriter {
  readonly state = initialState();
  readonly #store: SqliteJournalStore;
  readonly #hall: string;
  readonly #newId: () => string;
  #head: Position = ORIGIN;
  #group: JournalEntry[] = [];

  constructor(store: SqliteJournalStore, hall: string, seed: number) {
    const random = seededRandom(seed);
    this.#store = store;
    this.#hall = hall;
    this.#newId = idsFrom((bytes) => bytes.forEach((_, index) => (bytes[index] = randomInteger(random, 256))));
  }

  take({ actor, command, at }: Step): void {
    const decision = decide(this.state, command, { at, actor, newId: this.#newId });
    assert(decision.ok, `${command.type} is refused: ${JSON.stringify(decision)}`);
    const draft = {
      hall: this.#hall,
      epoch: 1,
      at,
      actor: actor.id,
      commandId: this.#newId(),
      fingerprint: fingerprintOf(actor, command),
      events: decision.value,
    };
    const entry = sealEntry(draft, this.#group.length === 0 ? this.#head : positionOf(this.#group.at(-1)!));
    applyEntry(this.state, entry);
    this.#group.push(entry);
    if (this.#group.length >= GROUP_ENTRIES) this.#flush();
    // As the hub does it: ids are kept until the next business day has ended.
    if (command.type === 'open-day')
      this.#write({ do: 'forget-commands', hall: this.#hall, upToVersion: entry.version - ENTRIES_PER_DAY });
  }

  saveSnapshot(): Position {
    this.#flush();
    this.#write({ do: 'save-snapshot', hall: this.#hall, position: this.#head, state: JSON.stringify(toSnapshot(this.state)) });
    return this.#head;
  }

  close(): Position {
    this.#flush();
    this.#store.close({ tidily: true });
    return this.#head;
  }

  #flush(): void {
    if (this.#group.length === 0) return;
    const group = this.#group;
    this.#write({
      do: 'append',
      hall: this.#hall,
      expected: this.#head,
      epochs: group.map((entry) => entry.epoch),
      commandIds: group.map((entry) => entry.commandId),
      hashes: group.map((entry) => entry.hash),
      bodies: group.map(bodyOf),
    });
    this.#head = positionOf(group.at(-1)!);
    this.#group = [];
  }

  #write(write: Write): void {
    const [outcome] = this.#store.commit([write]);
    assert(outcome?.is === 'done', `${write.do} is answered ${JSON.stringify(outcome)}`);
  }
}

/** Endless. Looks at the state between steps, as people do. */
function* halfYear(state: HallState, seed: number): Generator<Step, never> {
  const random = seededRandom(seed ^ 0x5eed);
  yield { actor: MANAGER, command: { type: 'configure-hall', configuration: testConfiguration() }, at: FIRST_DAY_AT };
  for (let day = 0; ; day += 1) {
    let at = FIRST_DAY_AT + day * DAY_MS;
    const step = (actor: Actor, command: Command): Step => ({ actor, command, at: (at += MS_PER_ENTRY) });
    yield step(MANAGER, { type: 'open-day' });
    for (const [index, teller] of TELLERS.entries()) {
      yield step(teller, { type: 'sign-in', counter: index + 1 });
      yield step(teller, { type: 'open-counter', counter: index + 1 });
    }
    const issue = (): Step => step(KIOSK, issueTicket(random));
    for (let early = 0; early < HEAD_START; early += 1) yield issue();
    const opened = state.version;
    for (let turn = 0; state.version - opened < ENTRIES_PER_DAY; turn += 1) {
      const counter = 1 + (turn % TELLERS.length);
      const teller = TELLERS[counter - 1]!;
      yield issue();
      yield step(teller, { type: 'call-next', counter });
      yield step(teller, { type: 'start-service', counter });
      yield step(teller, { type: 'finish-service', counter });
    }
    yield step(MANAGER, { type: 'close-day' });
  }
}

function issueTicket(random: () => number): Command {
  return {
    type: 'issue-ticket',
    service: random() < 0.6 ? 'A' : 'B',
    class: random() < 0.8 ? 'standard' : random() < 0.7 ? 'priority' : 'vip',
  };
}
