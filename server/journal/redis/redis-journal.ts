import { assert } from '../../../shared/lib/assert.ts';
import type { Timers } from '../../../shared/lib/clock.ts';
import type { Position } from '../../../shared/protocol/position.ts';
import { REDIS_PLANTED_FAULTS, type RedisPlantedFault, type RedisStore, type Shard } from '../../redis/redis-store.ts';
import { assertGroup } from '../append-group.ts';
import type { EntryArchive } from '../entry-archive.ts';
import type { JournalEntry } from '../entry.ts';
import { bodyOf, chainHash } from '../hash-chain.ts';
import {
  JournalDamagedError,
  type AppendOutcome,
  type Journal,
  type JournalCondition,
  type JournalPlantedFault,
  type ReadOnlyReason,
  type StoredSnapshot,
  type WithdrawOutcome,
} from '../journal.ts';
import { CHECK_BATCH, SNAPSHOTS_KEPT } from '../limits.ts';
import { ChainFence } from './chain-fence.ts';
import { GrownLine } from './grown-line.ts';
import { HallChain } from './hall-chain.ts';
import { hallKeys, HALLS_KEY } from './hall-keys.ts';
import { POLL_MS, TRIES_MAX } from './limits.ts';
import { foreignKeys, forgetCall, isForeign, trimCall, wordsOf } from './log-calls.ts';
import { LogReader, snapshotText } from './log-reader.ts';
import { dayNames } from './log-reply.ts';
import { LogWriter } from './log-writer.ts';
import { RedisCondition } from './redis-condition.ts';

export interface RedisJournalOptions {
  /** Stays open when the journal is closed: it is the caller's. */
  readonly store: RedisStore;
  readonly timers: Timers;
  /** In words, for the log. */
  readonly onTrouble: (trouble: string) => void;
  /** Where entries are that have left the logs. */
  readonly archive?: EntryArchive | null;
  /** The last version of each hall that something outside of Redis has seen: a log that ends before is frozen. */
  readonly proven?: ReadonlyMap<string, number> | undefined;
  readonly plantedFault?: RedisPlantedFault | JournalPlantedFault | null;
}

export async function openRedisJournal(options: RedisJournalOptions): Promise<RedisJournal> {
  return new RedisJournal(options);
}

/**
 * The journal of many hubs: a stream for each hall, in one slot, appended to by a function that looks at everything first. `appended`
 * is said when all copies that are promised have it (`server/redis/write-groups.ts`), and only then others are told.
 *
 * **Maintained invariants**: nothing that is not committed is read, told or reckoned with; over each new connection a hall is compared
 * with what is known before anything is written (`chain-fence.ts`). A hall whose log says something else is frozen; the others go on.
 */
export class RedisJournal implements Journal {
  readonly isShared = true;
  readonly #store: RedisStore;
  readonly #onTrouble: (trouble: string) => void;
  readonly #chains = new Map<string, HallChain>();
  readonly #condition = new RedisCondition();
  readonly #listeners = new Set<(hall: string, version: number) => void>();
  readonly #fence: ChainFence;
  readonly #reader: LogReader;
  readonly #grown: GrownLine;
  readonly #writer: LogWriter;
  readonly #isDedupeOff: boolean;
  readonly #underWay = new Set<Promise<unknown>>();
  /** Halls with appends that nobody knew the end of, until their shard takes writes again. */
  readonly #unsure = new Set<HallChain>();
  readonly #stopLooking: () => void;
  readonly #releaseShards: () => void;
  #closed: Promise<void> | null = null;

  constructor({ archive = null, onTrouble, plantedFault = null, proven, store, timers }: RedisJournalOptions) {
    this.#store = store;
    this.#onTrouble = onTrouble;
    this.#isDedupeOff = plantedFault === 'dedupe-off';
    const planted = REDIS_PLANTED_FAULTS.find((each) => each === plantedFault) ?? null;
    const told = (hall: string, version: number): void => {
      for (const listener of [...this.#listeners]) listener(hall, version);
    };
    this.#fence = new ChainFence({ store, onTrouble, plantedFault: planted, grown: told, proven });
    this.#reader = new LogReader({ store, archive, isBelieving: planted === 'no-hash-check' });
    this.#stopLooking = timers.every(POLL_MS, () => this.#lookAtUnsure());
    this.#releaseShards = store.onShard((shard) => this.#shardChanged(shard));
    this.#condition.shards(store.shards().map(({ condition }) => condition));
    const confirm = async (chain: HallChain): Promise<void> => void (await this.#fence.fence(chain));
    const damaged = (chain: HallChain, error: JournalDamagedError): void => void this.#freeze(chain, error);
    this.#grown = new GrownLine({ store, timers, chains: this.#chains, confirm, told, damaged });
    this.#writer = new LogWriter({
      store,
      fence: this.#fence,
      onTrouble,
      isDedupeOff: this.#isDedupeOff,
      committed: ({ hall }, entries, bodies) => this.#grown.tell(hall, entries, bodies),
      unsure: (chain) => this.#unsure.add(chain),
      entryAt: (chain, version) => this.#committedEntry(chain, version),
    });
  }

  async head(hall: string): Promise<Position> {
    this.#assertOpen();
    const chain = this.#chain(hall);
    await this.#fence.look(chain);
    await this.#bringUpToDate(chain);
    return chain.committed;
  }

  async askHead(hall: string): Promise<Position> {
    this.#assertOpen();
    const chain = this.#chain(hall);
    if (!(await this.#fence.ask(chain))) throw new Error(`the log of hall "${hall}" cannot be asked now`);
    return chain.committed;
  }

  append(hall: string, expected: Position, entries: readonly JournalEntry[]): Promise<AppendOutcome> {
    return this.#during(this.#appendChecked(hall, expected, entries));
  }

  withdraw(hall: string, commandId: string, answer: string): Promise<WithdrawOutcome> {
    return this.#during(this.#write(hall, (chain) => this.#writer.withdraw(chain, commandId, answer)));
  }

  async read(hall: string, after: number, limit: number): Promise<JournalEntry[]> {
    this.#assertOpen();
    const chain = this.#chain(hall);
    if (!chain.isKnown) await this.#bringUpToDate(chain);
    if (chain.frozen !== null) throw chain.frozen;
    const count = Math.min(limit, chain.committed.version - after);
    if (count <= 0) return [];
    const known = chain.tailAfter(after, count);
    if (known !== null) return known;
    const entries = await this.#reading(chain, () => this.#reader.read(chain, after, count));
    chain.adopt(entries);
    return entries;
  }

  async findCommand(hall: string, commandId: string): Promise<JournalEntry | null> {
    this.#assertOpen();
    if (this.#isDedupeOff) return null;
    const chain = this.#chain(hall);
    const version = await this.#reading(chain, () => this.#reader.findCommand(chain, commandId));
    return version === null ? null : this.#committedEntry(chain, version);
  }

  /** What cannot be forgotten now is forgotten with the next day. */
  async forgetCommands(hall: string, upToVersion: number): Promise<void> {
    if (this.#condition.isClosed) return;
    const chain = this.#chain(hall);
    await this.#during(this.#writeKnowingDays(chain, (days) => forgetCall(chain.keys, upToVersion, days)));
  }

  async latestSnapshot(hall: string): Promise<StoredSnapshot | null> {
    this.#assertOpen();
    const chain = this.#chain(hall);
    if (!chain.isKnown) await this.#bringUpToDate(chain);
    return this.#reading(chain, () => this.#reader.latestSnapshot(chain));
  }

  /** Not saved while nothing can be written: a snapshot can be made again at any time. */
  async saveSnapshot(hall: string, snapshot: StoredSnapshot): Promise<void> {
    if (this.#condition.isClosed) return;
    const { snapshots } = this.#chain(hall).keys;
    const version = String(snapshot.position.version);
    const call = ['FCALL', 'hallcall_keep_snapshot', '1', snapshots, version, snapshotText(snapshot), String(SNAPSHOTS_KEPT)];
    await this.#during(this.#store.shardOf(snapshots).write(call));
  }

  async halls(): Promise<string[]> {
    this.#assertOpen();
    const listed = wordsOf(await this.#store.send(HALLS_KEY, ['SMEMBERS', HALLS_KEY])).map(String);
    const found = await Promise.all(listed.map((hall) => this.#isThere(hall)));
    return listed.filter((_hall, index) => found[index]);
  }

  /** Asked only of what this hub has seen nothing of: hubs look for new halls every few seconds. */
  async #isThere(hall: string): Promise<boolean> {
    const known = this.#chains.get(hall);
    if (known !== undefined && known.committed.version > 0) return true;
    const { head } = hallKeys(hall);
    return (await this.#reader.ask(head, ['EXISTS', head])) === 1;
  }

  async verify(hall: string): Promise<JournalDamagedError | null> {
    this.#assertOpen();
    const chain = this.#chain(hall);
    if (!chain.isKnown) await this.#bringUpToDate(chain);
    const { version } = chain.committed;
    try {
      for (let after = 0; after < version;) {
        const entries = await this.#reader.read(chain, after, Math.min(CHECK_BATCH, version - after));
        if (entries.length === 0) throw new JournalDamagedError(hall, after + 1, 'missing');
        after += entries.length;
      }
      return null;
    } catch (error) {
      if (error instanceof JournalDamagedError) return this.#freeze(chain, error);
      throw error;
    }
  }

  onGrown(listener: (hall: string, version: number) => void): () => void {
    const own = (hall: string, version: number): void => listener(hall, version);
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  condition(): JournalCondition {
    return this.#condition.current;
  }

  frozen(): readonly string[] {
    return [...this.#chains.values()].filter(({ frozen }) => frozen !== null).map(({ hall }) => hall);
  }

  onCondition(listener: (condition: JournalCondition) => void): () => void {
    return this.#condition.listen(listener);
  }

  /** Lets go of entries up to a version, which are in the archive. For `trimHall`. */
  async trim(hall: string, upToVersion: number): Promise<void> {
    const { keys } = this.#chain(hall);
    if (!this.#condition.isClosed) await this.#during(this.#store.shardOf(keys.head).write(trimCall(keys, upToVersion)));
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#condition.close();
    this.#releaseShards();
    this.#stopLooking();
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
    this.#grown.close();
    this.#listeners.clear();
  }

  async #appendChecked(hall: string, expected: Position, entries: readonly JournalEntry[]): Promise<AppendOutcome> {
    assertGroup(hall, expected, entries);
    const group = entries.map((entry) => ({ entry, body: bodyOf(entry) }));
    for (const { body, entry } of group) assert(chainHash(entry.previousHash, body) === entry.hash, 'the hash fits its entry');
    const bodies = group.map(({ body }) => body);
    return this.#write(hall, (chain) => this.#writer.append(chain, expected, { entries, bodies }));
  }

  /** Until the hub knows enough of the log for it. */
  async #write<Outcome>(
    hall: string,
    write: (chain: HallChain) => Promise<Outcome | 'again'>,
  ): Promise<Outcome | { readonly is: 'read-only'; readonly reason: ReadOnlyReason }> {
    if (this.#condition.isClosed) return { is: 'read-only', reason: 'closed' };
    const chain = this.#chain(hall);
    try {
      for (let tries = 0; tries < TRIES_MAX; tries += 1) {
        const outcome = await write(chain);
        if (outcome !== 'again') return outcome;
      }
    } catch (error) {
      if (!(error instanceof JournalDamagedError)) throw error;
      this.#freeze(chain, error);
      return { is: 'read-only', reason: 'damaged' };
    }
    return { is: 'read-only', reason: 'unreachable' };
  }

  /** An entry that the log told of: confirmed first when this hub has not heard of it. */
  async #committedEntry(chain: HallChain, version: number): Promise<JournalEntry> {
    if (version > chain.committed.version) {
      chain.isStale = true;
      await this.#bringUpToDate(chain);
      if (version > chain.committed.version) throw new Error('what the log has is not on as many nodes as promised');
    }
    return this.#reading(chain, () => this.#reader.entry(chain, version));
  }

  /** What is known goes on being read while the log cannot be asked. */
  async #bringUpToDate(chain: HallChain): Promise<void> {
    if (chain.frozen !== null || chain.isFresh(this.#store.shardOf(chain.keys.head))) return;
    const outcome = await this.#fence.fence(chain);
    if (outcome.is === 'not-now' && !chain.isKnown)
      throw new Error(`the log of hall "${chain.hall}" cannot be read now: ${outcome.reason}`);
  }

  async #writeKnowingDays(chain: HallChain, call: (days: readonly string[]) => string[]): Promise<void> {
    for (let tries = 0; tries < TRIES_MAX; tries += 1) {
      const written = await this.#store.shardOf(chain.keys.head).write(call(chain.days));
      const [word, told] = written.is === 'kept' ? wordsOf(written.reply) : [];
      if (word !== 'DAYS') return;
      chain.days = dayNames(String(told));
    }
  }

  /** Over a new connection, or when copies are there again, everything that is known is compared at once: others wait for it. */
  #shardChanged(shard: Shard): void {
    this.#condition.shards(this.#store.shards().map(({ condition }) => condition));
    if (shard.condition.is !== 'writable' || this.#condition.isClosed) return;
    for (const chain of this.#chains.values()) {
      const isOfShard = this.#store.shardOf(chain.keys.head) === shard;
      if (isOfShard && chain.isKnown && !chain.isFenced(shard)) void this.#during(this.#fence.fence(chain));
    }
  }

  /** A hall may have moved to a shard that was writable all the time: no change of a condition says so. */
  #lookAtUnsure(): void {
    const known = [...this.#unsure].filter(({ keys }) => this.#store.shardOf(keys.head).condition.is === 'writable');
    for (const chain of known) this.#unsure.delete(chain);
    if (known.length > 0) this.#condition.tellAgain();
  }

  async #reading<T>(chain: HallChain, read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      if (isForeign(error)) throw this.#freeze(chain, foreignKeys(chain.hall));
      if (error instanceof JournalDamagedError) this.#freeze(chain, error);
      throw error;
    }
  }

  #freeze(chain: HallChain, error: JournalDamagedError): JournalDamagedError {
    this.#onTrouble(error.message);
    return chain.freeze(error);
  }

  #chain(hall: string): HallChain {
    let chain = this.#chains.get(hall);
    if (chain === undefined) {
      chain = new HallChain(hall);
      this.#chains.set(hall, chain);
    }
    return chain;
  }

  async #during<T>(work: Promise<T>): Promise<T> {
    this.#underWay.add(work);
    try {
      return await work;
    } finally {
      this.#underWay.delete(work);
    }
  }

  #assertOpen(): void {
    if (this.#condition.isClosed) throw new Error('the journal is closed');
  }
}
