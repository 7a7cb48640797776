import type { Clock, Timers } from '../../shared/lib/clock.ts';
import type { NodeAddress, RedisAddress } from './redis-address.ts';

/** What Redis answers: RESP2, texts as UTF-8. */
export type RedisReply = string | number | null | readonly RedisReply[];

/** Nodes besides the master that must have a write before it counts. */
export interface KeptCopies {
  /** As the installation was made. */
  readonly promised: number;
  /** As an operator, or the automatic relaxation, has lowered it. */
  readonly kept: number;
}

/**
 * Of a node that takes writes, and the copies behind it. `full`: it has no memory left for more, or no room on its disk. `unsafe`: it
 * may throw away what is written (`maxmemory-policy`), so nothing is.
 */
export interface StoreCondition {
  readonly is: 'writable' | 'unreachable' | 'copies-missing' | 'full' | 'unsafe';
  readonly copies: KeptCopies;
  /** Settings weaker than the promises that nobody has accepted, as `no-fsync-always 10.0.0.2:6379`; absent when there are none. */
  readonly weaker?: readonly string[];
}

export type Written =
  /** It is on as many nodes as promised; so is everything that was written before it. */
  | { readonly is: 'kept'; readonly reply: RedisReply }
  /** Nothing was done: the server said so, or no node takes writes now. */
  | { readonly is: 'refused'; readonly error: RedisRefusedError }
  /** Nobody knows: the connection ended before the answer, or too few copies have it. */
  | { readonly is: 'unsure'; readonly reply: RedisReply };

/** The server answered with an error: nothing was done. `code` is its first word, as in `NOPERM`. */
export class RedisRefusedError extends Error {
  override readonly name = 'RedisRefusedError';
  readonly code: string;

  constructor(message: string) {
    super(message);
    this.code = /^[A-Z]+/.exec(message)?.[0] ?? 'ERR';
  }
}

/** The connection ended before the answer, or there is none: for a write, nobody knows. */
export class RedisGoneError extends Error {
  override readonly name = 'RedisGoneError';
}

/**
 * A master and its replicas: where one key, and all keys with its hash tag, are. Of one node and behind Sentinels there is one, of
 * a cluster one for each of its masters.
 *
 * **Maintained invariant**: nothing is ever sent twice by itself; `WAIT` goes over the connection that wrote.
 */
export interface Shard {
  /** Rises with each new connection for writes: what was known of the log before must be compared again. */
  readonly generation: number;
  /** The master's replication id: another one means that its log may have been cut. Empty while there is no connection. */
  readonly term: string;
  /** Resolves when other hubs had their time to bring back what the log of a new term has lost. */
  peersHeard(): Promise<void>;
  readonly node: NodeAddress | null;
  readonly condition: StoreCondition;
  /**
   * Group commit: what is asked for in one turn is sent in one piece, with one `WAIT` for all copies behind it. Refused at once
   * unless the condition is `writable`. Never rejects.
   */
  write(command: readonly string[]): Promise<Written>;
  /** On another connection to the master: never waits behind a write. @throws RedisRefusedError, RedisGoneError */
  read(command: readonly string[]): Promise<RedisReply>;
}

/** What happened to a shard. `term`: there is a new connection for writes, perhaps to another master. */
export type ShardEvent = 'condition' | 'term';

/**
 * The Redis of an installation, whatever its shape. For what is no journal (duties, messages between hubs) `call`, `publish`
 * and `subscribe` are enough.
 */
export interface RedisStore {
  /** Who serves a key now. Another one after a slot has moved. */
  shardOf(key: string): Shard;
  shards(): readonly Shard[];
  /**
   * A function of the library (such as `hallcall_tend_duties`) on the master of its keys, which are all in one slot. Resolves when what
   * it did is on as many nodes as promised: no failover forgets it. After `RedisGoneError` nobody knows whether it was done.
   *
   * @throws RedisRefusedError, RedisGoneError
   */
  call(name: `hallcall_${string}`, keys: readonly [string, ...string[]], args?: readonly string[]): Promise<RedisReply>;
  /** Any command on the master of `key`. @throws RedisRefusedError, RedisGoneError */
  send(key: string, command: readonly string[]): Promise<RedisReply>;
  /**
   * A write or a read of `shardOf(key)` was refused because its slot is on its way to another node, or has arrived there: resolves when
   * `shardOf(key)` may be asked again; at once where the node said whom to ask.
   */
  moved(key: string, refused: RedisRefusedError): Promise<void>;
  /** At most once, perhaps never; does not throw. Channels begin with `hallcall:`. */
  publish(channel: string, message: string): void;
  /** Goes on after a new connection; what was said meanwhile is lost. Returns the release. */
  subscribe(channel: string, listener: (message: string) => void): () => void;
  /** Subscriptions are (again) in force: what came before may have been missed. Returns the release. */
  onSubscribed(listener: () => void): () => void;
  onShard(listener: (shard: Shard, event: ShardEvent) => void): () => void;
  /** Idempotent. */
  close(): Promise<void>;
}

/** Settings weaker than the promises, by name: each is refused at the start unless it is accepted (`HALLCALL_REDIS_ALLOW`). */
export const WEAKER_SETTINGS = [
  'old-version',
  'no-appendonly',
  'no-fsync-always',
  'eviction',
  'truncated-aof',
  'no-min-replicas',
  'no-promotion',
  'missing-replica',
  'unknown-settings',
] as const;
export type WeakerSetting = (typeof WEAKER_SETTINGS)[number];

/**
 * Known wrong behaviours, for harnesses that must prove that they would notice: no WAIT; a WAIT for one copy; a WAIT over another
 * connection than the one that wrote; no new epoch and no comparing when the log may have been cut; going on at the head after a lost
 * connection; reading without checking hashes.
 */
export const REDIS_PLANTED_FAULTS = [
  'wait-off',
  'wait-one',
  'wait-elsewhere',
  'no-epoch',
  'resume-at-head',
  'no-hash-check',
] as const;
export type RedisPlantedFault = (typeof REDIS_PLANTED_FAULTS)[number];

/** What `openRedisStore` (open-redis-store.ts) takes. */
export interface RedisStoreOptions {
  readonly address: RedisAddress;
  /** This hub's name, for other hubs and for CLIENT LIST. */
  readonly hub: string;
  /** Copies that are promised besides the master (`HALLCALL_REDIS_REPLICAS`). */
  readonly replicas: number;
  /** `strict`: a lost copy stops writing. `relaxed`: not while a majority of the Sentinels says that it is down. */
  readonly copies: 'strict' | 'relaxed';
  readonly allowed: readonly WeakerSetting[];
  readonly clock: Clock;
  readonly timers: Timers;
  /** In words, for the log. */
  readonly onTrouble: (trouble: string) => void;
  readonly plantedFault?: RedisPlantedFault | null;
  /** How long the start waits for a master, and for copies that are on their way; `START_MS_MAX` unless told. */
  readonly startMsMax?: number;
}
