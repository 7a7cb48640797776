import { must } from '../../../shared/lib/assert.ts';
import type { RedisReply, RedisStore } from '../../redis/redis-store.ts';
import type { EntryArchive } from '../entry-archive.ts';
import type { JournalEntry } from '../entry.ts';
import { chainHash, openEntry, positionOf } from '../hash-chain.ts';
import { JournalDamagedError, type StoredSnapshot } from '../journal.ts';
import type { HallChain } from './hall-chain.ts';
import { TRIES_MAX } from './limits.ts';
import { findCall, readCall, vanished, wordsOf } from './log-calls.ts';
import { dayNames, openPart, openUnchecked, readPart } from './log-reply.ts';

const HASH_LENGTH = 64;

/** Reads what is in a hall's keys, and in the archive what has left them. All that it gives has been verified. */
export class LogReader {
  readonly #store: RedisStore;
  readonly #archive: EntryArchive | null;
  readonly #open: typeof openEntry;

  constructor(options: { readonly store: RedisStore; readonly archive: EntryArchive | null; readonly isBelieving: boolean }) {
    this.#store = options.store;
    this.#archive = options.archive;
    this.#open = options.isBelieving ? openUnchecked : openEntry;
  }

  /** @throws JournalDamagedError, RedisGoneError, RedisRefusedError */
  async read(chain: HallChain, after: number, limit: number): Promise<JournalEntry[]> {
    const { hall, keys } = chain;
    const part = readPart(hall, await this.ask(keys.head, readCall(keys, after, limit)));
    if (part === null) return [];
    if (part.head.trimmedTo > after) return this.#readArchive(chain, after, limit);
    const known = chain.hashAt(after);
    const before = known === null ? await this.#beforeTrimmed(hall, after, part.head.trimmedTo) : { version: after, hash: known };
    return openPart(hall, { after, before, entries: part.entries.slice(0, limit + 1) }, this.#open).slice(0, limit);
  }

  async entry(chain: HallChain, version: number): Promise<JournalEntry> {
    const entry = chain.tailAfter(version - 1, 1)?.[0] ?? (await this.read(chain, version - 1, 1))[0];
    return must(entry?.version === version ? entry : null, 'the log has the entry that it told of');
  }

  /** The version that a command id led to; null when it is not kept. */
  async findCommand(chain: HallChain, commandId: string): Promise<number | null> {
    for (let tries = 0; tries < TRIES_MAX; tries += 1) {
      const [word, told] = wordsOf(await this.ask(chain.keys.head, findCall(chain.keys, commandId, chain.days)));
      if (word === 'FOUND') return Number(told);
      if (word === 'LOST') throw vanished(chain, String(told));
      if (word === 'EMPTY' && chain.committed.version > 0) throw vanished(chain, chain.keys.head);
      if (word !== 'DAYS') return null;
      chain.days = dayNames(String(told));
    }
    throw new Error('the days of a hall do not stay as they are');
  }

  /** The newest snapshot that is whole and belongs to the log. */
  async latestSnapshot(chain: HallChain): Promise<StoredSnapshot | null> {
    const { keys } = chain;
    const listed = await this.ask(keys.snapshots, ['HKEYS', keys.snapshots]);
    const versions = wordsOf(listed).map(Number);
    for (const version of versions.sort((left, right) => right - left)) {
      const text = String(await this.ask(keys.snapshots, ['HGET', keys.snapshots, String(version)]));
      const hash = text.slice(0, HASH_LENGTH);
      const state = text.slice(2 * HASH_LENGTH);
      if (chainHash(hash, state) !== text.slice(HASH_LENGTH, 2 * HASH_LENGTH)) continue;
      if (version > chain.committed.version || (await this.#hashAt(chain, version)) !== hash) continue;
      return { position: { version, hash }, state: JSON.parse(state) as StoredSnapshot['state'] };
    }
    return null;
  }

  /** A read on the master that has the key, once more when it is on its way to another. */
  ask(key: string, command: readonly string[]): Promise<RedisReply> {
    return this.#store.send(key, command);
  }

  async #hashAt(chain: HallChain, version: number): Promise<string | null> {
    const known = chain.hashAt(version);
    if (known !== null) return known;
    const part = readPart(chain.hall, await this.ask(chain.keys.head, readCall(chain.keys, version, 0)));
    const [first] = part?.entries ?? [];
    if (first?.version === version) return first.hash;
    const archived = await this.#archive?.read(chain.hall, version - 1, 1);
    return archived?.[0]?.hash ?? null;
  }

  /** From the archive, and on from the log where the archive ends. */
  async #readArchive(chain: HallChain, after: number, limit: number): Promise<JournalEntry[]> {
    const archived = (await this.#archive?.read(chain.hall, after, limit)) ?? [];
    const last = archived.at(-1);
    if (last === undefined) throw new JournalDamagedError(chain.hall, after + 1, 'it has left the log, and no archive has it');
    if (archived.length >= limit) return archived;
    return [...archived, ...(await this.read(chain, last.version, limit - archived.length))];
  }

  /** Right behind what has left the log, the archive knows what the next entry must continue. */
  async #beforeTrimmed(hall: string, after: number, trimmedTo: number) {
    if (after === 0 || after !== trimmedTo) return null;
    const [entry] = (await this.#archive?.read(hall, after - 1, 1)) ?? [];
    return entry === undefined ? null : positionOf(entry);
  }
}

/** As it is kept: hash of its position, checksum, then the state. */
export function snapshotText({ position, state }: StoredSnapshot): string {
  const text = JSON.stringify(state);
  return position.hash + chainHash(position.hash, text) + text;
}
