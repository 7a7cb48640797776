import { randomUUID } from 'node:crypto';
import type { Timers } from '../../../shared/lib/clock.ts';
import type { RedisStore, Shard } from '../../redis/redis-store.ts';
import type { JournalEntry } from '../entry.ts';
import type { JournalDamagedError } from '../journal.ts';
import type { StoredEntry } from '../hash-chain.ts';
import { grownMessage, readGrown, type Grown } from './grown-message.ts';
import type { HallChain } from './hall-chain.ts';
import { GROWN_CHANNEL } from './hall-keys.ts';
import { POLL_MS, POLL_TURNS, QUIET_MS, WHOLE_TURNS } from './limits.ts';
import { wholeCall, wordsOf, wrongKeys } from './log-calls.ts';
import { dayNames, openPart, readHead } from './log-reply.ts';

export interface GrownLineOptions {
  readonly store: RedisStore;
  readonly timers: Timers;
  readonly chains: ReadonlyMap<string, HallChain>;
  /** Compares a hall with its log, and confirms what is there. */
  readonly confirm: (chain: HallChain) => Promise<void>;
  readonly told: (hall: string, version: number) => void;
  /** Something of a hall's keys is gone, or will be. */
  readonly damaged: (chain: HallChain, error: JournalDamagedError) => void;
}

/**
 * What hubs tell each other of committed entries, and what makes up for messages that are lost: a message that leaves a gap, and a
 * look at the heads now and then. What nobody has told, as its writer was killed right behind it, is confirmed before it is told here.
 */
export class GrownLine {
  readonly #options: GrownLineOptions;
  readonly #pending = new Map<string, StoredEntry[]>();
  /** Before each message: its own comes back to the hub that sent it. */
  readonly #sender = `${randomUUID()} `;
  readonly #releases: (() => void)[];
  #turns = 0;
  #isPolling = false;

  constructor(options: GrownLineOptions) {
    this.#options = options;
    const { store, timers } = options;
    this.#releases = [
      store.subscribe(GROWN_CHANNEL, (message) => this.#hear(message)),
      timers.every(POLL_MS, () => void this.#poll()),
      timers.every(QUIET_MS, () => {
        for (const chain of options.chains.values()) chain.shorten();
      }),
    ];
  }

  /** Entries that this hub committed: what is committed in one turn is told in one message. */
  tell(hall: string, committed: readonly JournalEntry[], bodies: readonly string[]): void {
    const entries = committed.map(({ epoch, hash, version }, index) => ({
      hall,
      version,
      epoch,
      hash,
      body: bodies[index] ?? '',
    }));
    if (this.#pending.size === 0) queueMicrotask(() => this.#flush());
    const pending = this.#pending.get(hall);
    if (pending === undefined) this.#pending.set(hall, [...entries]);
    else pending.push(...entries);
  }

  close(): void {
    for (const release of this.#releases.splice(0)) release();
  }

  #flush(): void {
    this.#options.store.publish(GROWN_CHANNEL, this.#sender + grownMessage(this.#pending));
    this.#pending.clear();
  }

  #hear(message: string): void {
    if (message.startsWith(this.#sender)) return;
    for (const grown of readGrown(message.slice(message.indexOf(' ') + 1))) this.#take(grown);
  }

  #take(grown: Grown): void {
    const { chains, store, told } = this.#options;
    const chain = chains.get(grown.hall);
    if (chain === undefined) {
      told(grown.hall, grown.version);
      return;
    }
    if (grown.version <= chain.committed.version || chain.frozen !== null) return;
    if (!chain.isFenced(store.shardOf(chain.keys.head)) || !extendBy(chain, grown)) chain.isStale = true;
    told(grown.hall, grown.version);
  }

  /** Some of the halls each time. */
  async #poll(): Promise<void> {
    if (this.#isPolling) return;
    this.#isPolling = true;
    this.#turns += 1;
    const mine = this.#turns % POLL_TURNS;
    const turn = [...this.#options.chains.values()].filter((chain, index) => index % POLL_TURNS === mine && chain.isKnown);
    await Promise.all(turn.map((chain) => this.#lookAt(chain)));
    this.#isPolling = false;
  }

  async #lookAt(chain: HallChain): Promise<void> {
    const shard = this.#options.store.shardOf(chain.keys.head);
    if (chain.frozen !== null || !chain.isFenced(shard)) return;
    const before = chain.committed.version;
    const isWhole = Math.floor(this.#turns / POLL_TURNS) % WHOLE_TURNS === 0;
    let version: number | null;
    try {
      version = isWhole
        ? await this.#wholeVersion(chain, shard)
        : Number((await shard.read(['HGET', chain.keys.head, 'v'])) ?? 0);
    } catch {
      // The connection is on its way out: it is compared over the next one.
      return;
    }
    // What is being written now is told by whoever writes it.
    if (version === null || version === before || chain.committed.version !== before) return;
    if (version < before) chain.unfence();
    else chain.isStale = true;
    await this.#options.confirm(chain);
  }

  /** Where the log ends; null when its keys are not whole, or another hub has opened a day. @throws RedisGoneError, RedisRefusedError */
  async #wholeVersion(chain: HallChain, shard: Shard): Promise<number | null> {
    const reply = await shard.read(wholeCall(chain.keys, chain.days));
    const wrong = wrongKeys(chain, reply);
    if (wrong !== null) {
      if (chain.frozen === null) this.#options.damaged(chain, wrong);
      return null;
    }
    const [word, told] = wordsOf(reply);
    if (word !== 'DAYS') return readHead(reply)?.position.version ?? 0;
    // It is looked at the next time.
    chain.days = dayNames(String(told));
    return null;
  }
}

/** False when the entries do not go on from what is known, or do not verify: then the log is asked. */
function extendBy(chain: HallChain, { entries, hall, version }: Grown): boolean {
  const fresh = entries.filter((entry) => entry.version > chain.committed.version);
  if (fresh.length === 0) return false;
  try {
    const opened = openPart(hall, { after: chain.committed.version, before: chain.committed, entries: fresh });
    return chain.extend(opened) && chain.committed.version === version;
  } catch {
    // A message is no proof of damage: the log is.
    return false;
  }
}
