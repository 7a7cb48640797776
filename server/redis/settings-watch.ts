import type { ConnectedStore } from './connected-store.ts';
import { masterRole } from './copies-kept.ts';
import { ASKED_TRIES_MAX, SETTINGS_LOOK_MS, SETTINGS_SAY_AGAIN_MS } from './limits.ts';
import { nodeName, parseNode, type NodeAddress } from './redis-address.ts';
import type { RedisStoreOptions } from './redis-store.ts';
import { REMOVED_COPIES_KEY, removedCopies } from './removed-copies.ts';
import { askFacts, neverMasters, SETTINGS_KEY, weakPoints, type NodeFacts, type WeakPoint } from './settings-check.ts';
import type { ShardLine } from './shard-line.ts';

export type WatchOptions = Pick<RedisStoreOptions, 'address' | 'allowed' | 'clock' | 'onTrouble' | 'timers'>;

interface Seen {
  /** Not those that were accepted by name. */
  readonly points: readonly WeakPoint[];
  /** The master may throw away what is written, and nobody has accepted that. */
  readonly isUnsafe: boolean;
  /** Nodes that could not be asked: what was known of them stands. */
  readonly silent: readonly string[];
}

/**
 * Whether all nodes have the settings that the promises rest on: at the start, over each new connection to a master, and every minute,
 * since an operator may change them at any time. What has become weaker is said, and shown by the store's condition; where a master
 * may throw entries away nothing is written any more until that is mended.
 */
export class SettingsWatch {
  readonly #store: ConnectedStore;
  readonly #options: WatchOptions;
  /** Nodes that do not let this user ask for their settings: they are not asked again. */
  readonly #refusing = new Set<string>();
  /** What was said, until it is said again. */
  readonly #said = new Map<string, () => void>();
  readonly #looking = new Set<ShardLine>();
  readonly #releases: (() => void)[] = [];
  #isClosed = false;

  constructor(store: ConnectedStore, options: WatchOptions) {
    this.#store = store;
    this.#options = options;
  }

  /** At the start: of all nodes, whether accepted or not; a node that cannot be asked is one of unknown settings. */
  async weakPoints(): Promise<WeakPoint[]> {
    const points: WeakPoint[] = [];
    for (const line of this.#store.shards()) points.push(...(await this.#pointsOf(line)).all);
    return points;
  }

  /** From now on, until `close`. */
  start(): void {
    const { timers } = this.#options;
    const lookAt = (isMeant: (line: ShardLine) => boolean): void => {
      for (const line of this.#store.shards()) if (isMeant(line)) void this.look(line);
    };
    this.#releases.push(timers.every(SETTINGS_LOOK_MS, () => lookAt(() => true)));
    this.#releases.push(this.#store.onShard((shard, event) => event === 'term' && lookAt((line) => line === shard)));
  }

  /** Idempotent. */
  close(): void {
    this.#isClosed = true;
    for (const release of [...this.#releases.splice(0), ...this.#said.values()]) release();
  }

  /** Never rejects: of a node that cannot be asked what was known stands. */
  async look(line: ShardLine): Promise<void> {
    if (this.#looking.has(line)) return;
    this.#looking.add(line);
    for (let generation = -1; generation !== line.generation;) {
      generation = line.generation;
      try {
        const seen = await this.#seenAt(line);
        if (generation === line.generation) this.#judge(line, seen);
      } catch {
        // The master cannot be asked, or its connection is on its way out: what was known stands until the next look.
      }
    }
    this.#looking.delete(line);
  }

  async #seenAt(line: ShardLine): Promise<Seen> {
    const { allowed } = this.#options;
    const { facts, known, silent } = await this.#pointsOf(line);
    if (!facts.some(({ isMaster }) => isMaster)) throw new Error('the master cannot be asked for its settings');
    const evicts = facts.some(({ evictionPolicy, isMaster }) => isMaster && evictionPolicy !== 'noeviction');
    return {
      points: known.filter(({ setting }) => !allowed.includes(setting)),
      isUnsafe: evicts && !allowed.includes('eviction'),
      silent: silent.map(({ node }) => node),
    };
  }

  #judge(line: ShardLine, { isUnsafe, points, silent }: Seen): void {
    const was = line.condition.weaker ?? [];
    const stands = was.filter((each) => silent.some((node) => each.endsWith(` ${node}`)));
    const weaker = [...new Set([...stands, ...points.map(({ node, setting }) => `${setting} ${node}`)])];
    for (const { setting, what } of points) {
      const ends = isUnsafe && setting === 'eviction' ? ' Nothing is written until then.' : '';
      this.#say(`weaker than Hallcall promises: ${what}${ends}`);
    }
    if (was.length > 0 && weaker.length === 0) this.#options.onTrouble('the settings of Redis are again what Hallcall promises');
    line.judge({ isUnsafe, weaker });
  }

  #say(what: string): void {
    if (this.#isClosed || this.#said.has(what)) return;
    const { onTrouble, timers } = this.#options;
    const release = timers.after(SETTINGS_SAY_AGAIN_MS, () => this.#said.delete(what));
    this.#said.set(what, release);
    onTrouble(what);
  }

  /** `known`: without the nodes that could not be asked, which are in `silent`; both are in `all`. */
  async #pointsOf(line: ShardLine) {
    const role = masterRole(await line.read(['ROLE']));
    const removed = await removedCopies((command) => this.#store.send(REMOVED_COPIES_KEY, command));
    const names = [...(role?.replicas.keys() ?? [])];
    const nodes = [line.node, ...names.map((name) => parseNode(name))].filter((node) => node !== null);
    const facts: NodeFacts[] = [];
    const silent: WeakPoint[] = [];
    for (const node of nodes) {
      const asked = await this.#askNode(node);
      if ('setting' in asked) silent.push(asked);
      else facts.push(asked);
    }
    const { kept } = line.condition.copies;
    const known = facts.flatMap((each) => weakPoints(each, kept));
    // Whom a cluster makes the master, it does not ask a priority for.
    const counted = facts.filter(({ name }) => !removed.some((each) => each.name === name));
    if (this.#options.address.is !== 'cluster') known.push(...neverMasters(counted, kept));
    return { facts, known, silent, all: [...known, ...silent] };
  }

  async #askNode(node: NodeAddress): Promise<NodeFacts | WeakPoint> {
    const name = nodeName(node);
    const { clock } = this.#options;
    const record = await this.#store.send(SETTINGS_KEY, ['HGET', SETTINGS_KEY, name]);
    const recorded = typeof record === 'string' ? record : null;
    let why = '';
    // A busy machine may be late once; it is nothing but a question.
    for (let tries = 0; tries < ASKED_TRIES_MAX; tries += 1) {
      try {
        const link = await this.#store.ask(node);
        const asked = { recorded, mayConfigure: !this.#refusing.has(name), now: clock.now() };
        const { facts, isRefused } = await askFacts(name, (command) => link.send(command), asked).finally(() => link.destroy());
        if (isRefused) this.#refusing.add(name);
        if (facts.recordedBefore !== null) this.#say(oldRecord(facts, facts.recordedBefore));
        return facts;
      } catch (error) {
        why = error instanceof Error ? error.message : String(error);
      }
    }
    return {
      setting: 'unknown-settings',
      node: name,
      what: `${name}: it cannot be asked for its settings (${why}). Open the way to it.`,
    };
  }
}

function oldRecord({ name }: NodeFacts, at: number): string {
  return (
    `${name}: what is known of its settings was written down at ${new Date(at).toISOString()}, and it has been started again since. ` +
    'Run "npm run redis:migrate" with the operator’s login, which looks again.'
  );
}
