import { must } from '../../shared/lib/assert.ts';
import { readClusterNodes, slotOf, type ClusterMap } from './cluster-map.ts';
import { ensureLibrary } from './library-check.ts';
import { LOOK_MS, MOVED_PAUSE_MS, MOVED_RETRIES_MAX, SENTINEL_PATIENCE_MS } from './limits.ts';
import { isMoving, MovingSlots, redirectOf } from './moving-slots.ts';
import type { LinkUse } from './master-links.ts';
import { nodeName, type NodeAddress } from './redis-address.ts';
import { RedisLink } from './redis-link.ts';
import {
  RedisGoneError,
  RedisRefusedError,
  type RedisReply,
  type RedisStore,
  type RedisStoreOptions,
  type Shard,
  type ShardEvent,
} from './redis-store.ts';
import { REMOVED_COPIES_KEY, removedCopies } from './removed-copies.ts';
import { SentinelWatch } from './sentinel-watch.ts';
import { ShardLine, type FoundMaster } from './shard-line.ts';
import { TalkLine } from './talk-line.ts';

interface ClusterAnswer {
  readonly epoch: number;
  readonly text: string;
}

const NOBODY: ReadonlySet<string> = new Set();
/** The store once its address is known; `open-redis-store.ts` looks whether it keeps its promises. */
export class ConnectedStore implements RedisStore {
  readonly #options: RedisStoreOptions;
  readonly #lines = new Map<string, ShardLine>();
  readonly #listeners = new Set<(shard: Shard, event: ShardEvent) => void>();
  readonly #sentinels: SentinelWatch | null;
  readonly #talk: TalkLine;
  readonly #mapLinks = new Map<string, RedisLink>();
  readonly #asking = new Map<string, Promise<ClusterAnswer | null>>();
  #cluster: ClusterMap | null = null;
  readonly #moving = new MovingSlots((name) => this.#lines.get(name));
  #removed: ReadonlySet<string> = NOBODY;
  #stopLooking = (): void => undefined;
  readonly #closing: (() => void)[] = [];
  #isLooking = false;
  #isClosed = false;
  #told = '';
  /** The last that kept a connection from being made. */
  trouble: Error | null = null;

  constructor(options: RedisStoreOptions) {
    this.#options = options;
    const { address, timers } = options;
    const asSentinel = (node: NodeAddress): Promise<RedisLink> => this.#open(node, 'watch', true);
    this.#sentinels =
      address.is === 'sentinel'
        ? new SentinelWatch({ sentinels: address.nodes, masterName: address.masterName, connect: asSentinel, timers })
        : null;
    this.#talk = new TalkLine({
      node: () => this.shards()[0]?.node ?? null,
      connect: (node) => this.#open(node, 'hears'),
      timers,
    });
  }

  /** Resolves after the first look, connected or not. */
  async start(): Promise<void> {
    const { address, timers } = this.#options;
    if (address.is === 'one') await this.#addLine('one', () => this.#foundOne(must(address.nodes[0], 'one address is one node')));
    if (address.is === 'sentinel') await this.#addLine('sentinel', () => this.#foundBySentinels());
    this.#stopLooking = timers.every(LOOK_MS, () => void this.look());
    await this.look();
  }

  shards(): readonly ShardLine[] {
    return [...this.#lines.values()];
  }

  shardOf(key: string): Shard {
    return this.#moving.shardOf(key) ?? this.#lineOf(key) ?? NO_SHARD;
  }

  #lineOf(key: string): ShardLine | undefined {
    const name = this.#cluster?.slots[slotOf(key)];
    return name == null ? this.#lines.values().next().value : this.#lines.get(name);
  }

  async call(
    name: `hallcall_${string}`,
    keys: readonly [string, ...string[]],
    args: readonly string[] = [],
  ): Promise<RedisReply> {
    const command = ['FCALL', name, String(keys.length), ...keys, ...args];
    for (let tries = 0; ; tries += 1) {
      const written = await this.shardOf(keys[0]).write(command);
      if (written.is === 'kept') return written.reply;
      if (written.is === 'unsure') throw new RedisGoneError(`nobody knows whether ${name} is on as many nodes as promised`);
      if (!isMoving(written.error) || tries >= MOVED_RETRIES_MAX) throw written.error;
      await this.moved(keys[0], written.error);
    }
  }

  async send(key: string, command: readonly string[]): Promise<RedisReply> {
    for (let tries = 0; ; tries += 1) {
      try {
        return await this.shardOf(key).read(command);
      } catch (error) {
        if (!isMoving(error) || tries >= MOVED_RETRIES_MAX) throw error;
        await this.moved(key, error);
      }
    }
  }

  publish(channel: string, message: string): void {
    // A message that is lost is made up for by whoever waits for it.
    this.shards()[0]
      ?.read(['PUBLISH', channel, message])
      .catch(() => undefined);
  }

  subscribe(channel: string, listener: (message: string) => void): () => void {
    return this.#talk.subscribe(channel, listener);
  }

  onSubscribed(listener: () => void): () => void {
    return this.#talk.onSubscribed(listener);
  }

  onShard(listener: (shard: Shard, event: ShardEvent) => void): () => void {
    const own = (shard: Shard, event: ShardEvent): void => listener(shard, event);
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  /** Done once, when it is closed. */
  onClose(release: () => void): void {
    this.#closing.push(release);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const release of this.#closing.splice(0)) release();
    this.#stopLooking();
    this.#talk.close();
    this.#sentinels?.close();
    for (const line of this.#lines.values()) line.close();
    for (const link of this.#mapLinks.values()) link.destroy();
    this.#listeners.clear();
  }

  /** Who was removed, and who serves which slot. */
  async look(): Promise<void> {
    if (this.#isLooking || this.#isClosed) return;
    this.#isLooking = true;
    try {
      if (this.#options.address.is === 'cluster') await this.#lookAtCluster();
      const removed = await removedCopies((command) => this.shardOf(REMOVED_COPIES_KEY).read(command));
      this.#removed = new Set(removed.map(({ name }) => name));
    } catch (error) {
      this.#noteTrouble(error);
    } finally {
      this.#isLooking = false;
    }
  }

  async moved(key: string, refused: RedisRefusedError): Promise<void> {
    const { timers } = this.#options;
    await this.#lineToAsked(refused);
    if (this.#moving.follow(key, refused, this.#lineOf(key))) return;
    await new Promise<void>((resolve) => timers.after(MOVED_PAUSE_MS, resolve));
    await this.look();
  }

  /** A connection of its own to any node, to ask for its settings. */
  ask(node: NodeAddress): Promise<RedisLink> {
    return this.#open(node, 'asks');
  }

  async #addLine(name: string, find: () => Promise<FoundMaster | null>): Promise<void> {
    const line: ShardLine = new ShardLine({
      find,
      connect: (node, use) => this.#connectLine(node, use),
      timers: this.#options.timers,
      allowed: this.#options.allowed,
      onEvent: (event) => this.#tell(line, event),
      onTrouble: (trouble) => this.#tellTrouble(trouble),
      plantedFault: this.#options.plantedFault ?? null,
    });
    this.#lines.set(name, line);
    await line.start();
  }

  async #foundOne(node: NodeAddress): Promise<FoundMaster> {
    const { replicas: promised } = this.#options;
    return { node, need: { promised, names: null, removed: this.#removed, away: NOBODY } };
  }

  async #foundBySentinels(): Promise<FoundMaster | null> {
    const view = await this.#sentinels?.look();
    if (view === null || view === undefined) {
      this.#noteTrouble(new Error(`no Sentinel answers: ${this.#sentinels?.trouble ?? ''}`));
      return null;
    }
    const away = this.#options.copies === 'relaxed' ? view.away : NOBODY;
    return {
      node: view.master,
      need: { promised: this.#options.replicas, names: view.promotable, removed: this.#removed, away },
    };
  }

  #foundByCluster(name: string): FoundMaster | null {
    const shard = this.#cluster?.shards.get(name);
    if (shard === undefined) return null;
    const away = this.#options.copies === 'relaxed' ? shard.away : NOBODY;
    return { node: shard.node, need: { promised: this.#options.replicas, names: shard.replicas, removed: this.#removed, away } };
  }

  async #lookAtCluster(): Promise<void> {
    const map = await this.#askCluster();
    if (map === null || this.#isClosed) return;
    this.#cluster = map;
    this.#moving.settle(map);
    for (const { hasSlots, name } of map.shards.values()) {
      if (hasSlots && !this.#lines.has(name)) await this.#addLine(name, () => Promise.resolve(this.#foundByCluster(name)));
    }
    for (const [name, line] of this.#lines) {
      const shard = map.shards.get(name);
      if (shard?.hasSlots === true || (shard !== undefined && this.#moving.isGoingTo(line))) continue;
      this.#lines.delete(name);
      line.close();
    }
  }

  /** A slot may be on its way to a master that has none yet, so that nobody has had to speak to it. */
  async #lineToAsked(refused: RedisRefusedError): Promise<void> {
    const name = refused.code === 'ASK' ? redirectOf(refused)?.name : undefined;
    if (name === undefined || this.#lines.has(name) || this.#cluster?.shards.has(name) !== true) return;
    await this.#addLine(name, () => Promise.resolve(this.#foundByCluster(name)));
  }

  /** Of all nodes that answer the one with the newest configuration, as each may be cut off from the others. */
  async #askCluster(): Promise<ClusterMap | null> {
    const known = [...(this.#cluster?.shards.values() ?? [])].flatMap(({ node, replicas }) => [nodeName(node), ...replicas]);
    const nodes = new Set([...this.#options.address.nodes.map(nodeName), ...known]);
    const answers = await Promise.all([...nodes].map((name) => this.#askClusterNodeSoon(name)));
    const newest = answers.flatMap((each) => each ?? []).sort((left, right) => right.epoch - left.epoch)[0];
    return newest === undefined ? null : readClusterNodes(newest.text);
  }

  /** Null when it takes its time: the others do not wait for one that is dead or paused. */
  async #askClusterNodeSoon(name: string): Promise<ClusterAnswer | null> {
    const asking = this.#asking.get(name) ?? this.#askClusterNode(name).finally(() => this.#asking.delete(name));
    this.#asking.set(name, asking);
    let release = (): void => undefined;
    const late = new Promise<null>((resolve) => {
      release = this.#options.timers.after(SENTINEL_PATIENCE_MS, () => resolve(null));
    });
    return Promise.race([asking, late]).finally(() => release());
  }

  async #askClusterNode(name: string): Promise<ClusterAnswer | null> {
    const [host = '', port = ''] = splitName(name);
    try {
      let link = this.#mapLinks.get(name);
      if (link?.isOpen !== true) {
        link = await this.#open({ host, port: Number(port) }, 'watch');
        this.#mapLinks.set(name, link);
      }
      const asked = link;
      const release = this.#options.timers.after(LOOK_MS, () => asked.destroy());
      const [info, text] = await Promise.all([asked.send(['CLUSTER', 'INFO']), asked.send(['CLUSTER', 'NODES'])]).finally(
        release,
      );
      const state = String(info);
      // One that is cut off from most of the others knows only what was.
      if (!state.includes('cluster_state:ok')) return null;
      return { epoch: Number(/cluster_current_epoch:(\d+)/.exec(state)?.[1] ?? 0), text: String(text) };
    } catch (error) {
      this.#noteTrouble(error);
      return null;
    }
  }

  async #connectLine(node: NodeAddress, use: LinkUse): Promise<RedisLink> {
    const link = await this.#open(node, use);
    // Of the connections to a master one asks for all.
    if (use !== 'reads') return link;
    try {
      await ensureLibrary(nodeName(node), (command) => link.send(command));
      return link;
    } catch (error) {
      link.destroy();
      throw this.#noteTrouble(error);
    }
  }

  async #open(node: NodeAddress, use: string, isSentinel = false): Promise<RedisLink> {
    const { address, hub, timers } = this.#options;
    const { caFile, isTls, sentinelLogin } = address;
    const login = isSentinel ? sentinelLogin : address.login;
    // A Sentinel knows no names of connections with some of its versions; nobody needs them there.
    const name = isSentinel ? null : `hallcall-${use}-${hub}`.replace(/[^\x21-\x7e]/g, '_');
    try {
      return await RedisLink.open({ node, login, isTls, caFile, name, timers, isQuiet: use === 'quiet' });
    } catch (error) {
      throw this.#noteTrouble(error);
    }
  }

  /** Once, not at each look. */
  #tellTrouble(trouble: string): void {
    if (trouble === this.#told || this.#isClosed) return;
    this.#told = trouble;
    this.#options.onTrouble(trouble);
  }

  #noteTrouble(error: unknown): Error {
    const trouble = error instanceof Error ? error : new Error(String(error));
    // That nobody answers says less than what was said before.
    if (this.trouble === null || !(trouble instanceof RedisGoneError)) this.trouble = trouble;
    return trouble;
  }

  #tell(shard: Shard, event: ShardEvent): void {
    if (event === 'term') this.#talk.connect();
    for (const listener of [...this.#listeners]) listener(shard, event);
  }
}

function splitName(name: string): string[] {
  const colon = name.lastIndexOf(':');
  return [name.slice(0, colon).replace(/^\[|\]$/g, ''), name.slice(colon + 1)];
}

/** Where nobody serves a slot. */
const NO_SHARD: Shard = {
  generation: 0,
  term: '',
  node: null,
  condition: { is: 'unreachable', copies: { promised: 0, kept: 0 } },
  peersHeard: () => Promise.resolve(),
  write: () => Promise.resolve({ is: 'refused', error: new RedisRefusedError('NOTWRITABLE nobody serves this slot') }),
  read: () => Promise.reject(new RedisRefusedError('TRYAGAIN nobody serves this slot')),
};
