import type { Timers } from '../../shared/lib/clock.ts';
import { SENTINEL_ANSWER_MS_MAX, SENTINEL_PATIENCE_MS } from './limits.ts';
import { nodeName, parseNode, type NodeAddress } from './redis-address.ts';
import type { RedisLink } from './redis-link.ts';
import type { RedisReply } from './redis-store.ts';

/** What the Sentinels say, taken together. */
export interface SentinelView {
  readonly master: NodeAddress;
  /** Every replica that any of them knows and may make the master, whether it is there now or not. */
  readonly promotable: ReadonlySet<string>;
  /** Those that a majority of all Sentinels says are down or cut off, so that none of that majority would choose them now. */
  readonly away: ReadonlySet<string>;
}

interface SentinelAnswer {
  readonly master: NodeAddress;
  readonly epoch: number;
  readonly replicas: readonly { readonly name: string; readonly isAway: boolean }[];
}

/**
 * Asks all Sentinels, each over its own connection. The master is whom the newest configuration names; replicas are all that any of
 * them has ever told of, since a Sentinel that does not answer now may be the one that promotes.
 */
export class SentinelWatch {
  readonly #sentinels: readonly NodeAddress[];
  readonly #masterName: string;
  readonly #connect: (node: NodeAddress) => Promise<RedisLink>;
  readonly #timers: Timers;
  readonly #links = new Map<string, RedisLink>();
  readonly #answers = new Map<string, SentinelAnswer>();
  /** One question at a time to each: one that is paused must not pile them up. */
  readonly #asking = new Map<string, Promise<SentinelAnswer | null>>();
  #trouble = 'nothing was heard';

  constructor(options: {
    readonly sentinels: readonly NodeAddress[];
    readonly masterName: string;
    readonly connect: (node: NodeAddress) => Promise<RedisLink>;
    readonly timers: Timers;
  }) {
    this.#sentinels = options.sentinels;
    this.#masterName = options.masterName;
    this.#connect = options.connect;
    this.#timers = options.timers;
  }

  /** Why the last one that did not answer did not, in words. For a start that finds none. */
  get trouble(): string {
    return this.#trouble;
  }

  /** Null when none has ever answered. Never rejects. */
  async look(): Promise<SentinelView | null> {
    const answering = await Promise.all(this.#sentinels.map((each) => this.#askSoon(each)));
    const fresh = answering.filter((each) => each !== null);
    const known = [...this.#answers.values()];
    const newest = (fresh.length > 0 ? fresh : known).reduce<SentinelAnswer | null>(
      (best, each) => (best === null || each.epoch > best.epoch ? each : best),
      null,
    );
    if (newest === null) return null;
    const master = nodeName(newest.master);
    const promotable = new Set(known.flatMap((each) => [nodeName(each.master), ...each.replicas.map(({ name }) => name)]));
    promotable.delete(master);
    const away = [...promotable].filter((name) => this.#saidAway(fresh, name) * 2 > this.#sentinels.length);
    return { master: newest.master, promotable, away: new Set(away) };
  }

  close(): void {
    for (const link of this.#links.values()) link.destroy();
    this.#links.clear();
  }

  #saidAway(answers: readonly SentinelAnswer[], name: string): number {
    return answers.filter(({ replicas }) => replicas.some((each) => each.name === name && each.isAway)).length;
  }

  /** Null when it takes its time: the others do not wait for it. */
  async #askSoon(sentinel: NodeAddress): Promise<SentinelAnswer | null> {
    const name = nodeName(sentinel);
    const asking = this.#asking.get(name) ?? this.#ask(sentinel).finally(() => this.#asking.delete(name));
    this.#asking.set(name, asking);
    let release = (): void => undefined;
    const late = new Promise<null>((resolve) => {
      release = this.#timers.after(SENTINEL_PATIENCE_MS, () => resolve(null));
    });
    return Promise.race([asking, late]).finally(release);
  }

  async #ask(sentinel: NodeAddress): Promise<SentinelAnswer | null> {
    const name = nodeName(sentinel);
    try {
      const link = await this.#linkTo(sentinel, name);
      const release = this.#timers.after(SENTINEL_ANSWER_MS_MAX, () => link.destroy());
      const [master, replicas] = await Promise.all([
        link.send(['SENTINEL', 'MASTER', this.#masterName]),
        link.send(['SENTINEL', 'REPLICAS', this.#masterName]),
      ]).finally(release);
      const answer = readAnswer(master, replicas);
      if (answer !== null) this.#answers.set(name, answer);
      return answer;
    } catch (error) {
      // Another one answers, or what is known stands: a Sentinel that is down is no trouble of ours.
      this.#trouble = error instanceof Error ? error.message : String(error);
      return null;
    }
  }

  async #linkTo(sentinel: NodeAddress, name: string): Promise<RedisLink> {
    const open = this.#links.get(name);
    if (open?.isOpen === true) return open;
    const link = await this.#connect(sentinel);
    this.#links.set(name, link);
    return link;
  }
}

function readAnswer(master: RedisReply, replicas: RedisReply): SentinelAnswer | null {
  const fields = fieldsOf(master);
  const node = parseNode(nodeText(fields));
  if (node === null) return null;
  const listed = Array.isArray(replicas) ? (replicas as readonly RedisReply[]).map(fieldsOf) : [];
  return {
    master: node,
    epoch: Number(fields.get('config-epoch') ?? 0),
    replicas: listed
      .filter((each) => each.get('slave-priority') !== '0')
      .map((each) => ({ name: nodeText(each), isAway: /s_down|o_down|disconnected/.test(each.get('flags') ?? '') })),
  };
}

function nodeText(fields: ReadonlyMap<string, string>): string {
  return nodeName({ host: fields.get('ip') ?? '', port: Number(fields.get('port') ?? 0) });
}

function fieldsOf(reply: RedisReply): Map<string, string> {
  const flat = Array.isArray(reply) ? (reply as readonly RedisReply[]) : [];
  const fields = new Map<string, string>();
  for (let index = 0; index + 1 < flat.length; index += 2) fields.set(String(flat[index]), String(flat[index + 1]));
  return fields;
}
