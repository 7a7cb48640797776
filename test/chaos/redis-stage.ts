import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { must } from '../../shared/lib/assert.ts';
import { freePort } from '../support/free-port.ts';
import { SAFE_SETTINGS } from '../support/redis-nodes.ts';
import { oneMachine, type Network } from './network.ts';
import { RedisProcess } from './redis-process.ts';
import { fieldsOf } from '../support/redis-talk.ts';

const FLOOR = [
  ...Object.entries(SAFE_SETTINGS).map(([name, value]) => `${name} ${value === '' ? '""' : String(value)}`),
  'repl-timeout 5',
];
const SET = 'hall';
const DOWN_AFTER_MS = 600;
/** Short, so that one failover may follow the other: Sentinel waits twice this time between two. */
const FAILOVER_TIMEOUT_MS = 1_500;
/** Periods of Sentinel, a quarter or less of its own: what it does is the same, a run is shorter. */
const SENTINEL_PACE = ['ping-period', 300, 'ask-period', 200, 'info-period', 500, 'publish-period', 500] as const;
const WHOLE_MS_MAX = 30_000;
const LOOK_MS = 40;
const NODES = 3;
const SENTINELS = 3;

export interface RedisStageOptions {
  readonly replicas?: number;
  /** Machines for the nodes first, then for the Sentinels; absent: all on this one. */
  readonly network?: Network;
}

export function stageMachines(): string[] {
  return [...numbered('redis', NODES), ...numbered('sentinel', SENTINELS)];
}

/** One master, replicas and three Sentinels that watch them: real processes on the settings that the promises rest on. */
export class RedisStage {
  readonly nodes: readonly RedisProcess[];
  readonly sentinels: readonly RedisProcess[];
  readonly network: Network;
  readonly #folder: string;

  private constructor(stage: { nodes: RedisProcess[]; sentinels: RedisProcess[]; network: Network; folder: string }) {
    this.nodes = stage.nodes;
    this.sentinels = stage.sentinels;
    this.network = stage.network;
    this.#folder = stage.folder;
  }

  static async start({ replicas = NODES - 1, network }: RedisStageOptions = {}): Promise<RedisStage> {
    const folder = mkdtempSync(join(tmpdir(), 'hallcall-redis-'));
    const lines = network ?? oneMachine([...numbered('redis', replicas + 1), ...numbered('sentinel', SENTINELS)]);
    const nodes: RedisProcess[] = [];
    const sentinels: RedisProcess[] = [];
    const stage = new RedisStage({ nodes, sentinels, network: lines, folder });
    try {
      for (let index = 0; index <= replicas; index += 1) {
        const master = nodes[0]?.address;
        const follows = master === undefined ? [] : [`replicaof ${master.host} ${master.port}`];
        nodes.push(await stage.#prepare(index, { lines: [...FLOOR, ...follows], sentinel: false }));
        await must(nodes[index], 'made just now').start();
      }
      const { host, port } = must(nodes[0], 'the first is the master').address;
      const watched = [
        `sentinel monitor ${SET} ${host} ${port} ${Math.floor(SENTINELS / 2) + 1}`,
        `sentinel down-after-milliseconds ${SET} ${DOWN_AFTER_MS}`,
        `sentinel failover-timeout ${SET} ${FAILOVER_TIMEOUT_MS}`,
        `sentinel parallel-syncs ${SET} ${NODES}`,
      ];
      for (let index = 0; index < SENTINELS; index += 1) {
        const sentinel = await stage.#prepare(replicas + 1 + index, { lines: watched, sentinel: true });
        sentinels.push(sentinel);
        await sentinel.start();
        await sentinel.ask('SENTINEL', 'DEBUG', ...SENTINEL_PACE);
      }
      await stage.whole();
      return stage;
    } catch (error) {
      await stage.stop();
      throw error;
    }
  }

  /** As a hub is told of it. */
  get url(): string {
    const places = this.sentinels.map(({ address: { host, port } }) => `${host}:${port}`);
    return `redis-sentinel://${places.join(',')}/${SET}`;
  }

  /** The node that most Sentinels send hubs to; null while they do not agree, or do not know. */
  async master(): Promise<RedisProcess | null> {
    const told = await Promise.all(this.sentinels.map((sentinel) => masterTold(sentinel)));
    const isMost = (name: string): boolean => told.filter((each) => each === name).length * 2 > told.length;
    return this.nodes.find(({ address: { host, port } }) => isMost(`${host}:${port}`)) ?? null;
  }

  async replicas(): Promise<RedisProcess[]> {
    const master = await this.master();
    return this.nodes.filter((node) => node !== master);
  }

  /** Resolves with the master when all nodes run, all Sentinels agree on it, and every replica has all that it has. */
  async whole(withinMs = WHOLE_MS_MAX): Promise<RedisProcess> {
    const until = performance.now() + withinMs;
    for (;;) {
      const master = await this.#masterWithAll().catch(() => null);
      if (master !== null) return master;
      if (performance.now() > until) throw new Error(`Redis is not whole after ${withinMs} ms: ${await this.#told()}`);
      await pause(LOOK_MS);
    }
  }

  /** Resolves when the Sentinels send hubs elsewhere. */
  async movedFrom(old: RedisProcess, withinMs = WHOLE_MS_MAX): Promise<RedisProcess> {
    const until = performance.now() + withinMs;
    for (;;) {
      const master = await this.master();
      if (master !== null && master !== old && (await roleOf(master)) === 'master') return master;
      if (performance.now() > until) throw new Error(`${old.name} is the master still after ${withinMs} ms`);
      await pause(LOOK_MS);
    }
  }

  async stop(): Promise<void> {
    for (const process of [...this.sentinels, ...this.nodes]) {
      process.resume();
      await process.kill();
    }
    rmSync(this.#folder, { recursive: true, force: true });
    await this.network.remove();
  }

  async #prepare(index: number, { lines, sentinel }: { lines: readonly string[]; sentinel: boolean }): Promise<RedisProcess> {
    const place = must(this.network.places[index], 'a place for each process');
    const folder = join(this.#folder, place.name);
    const port = await freePort();
    await this.network.opened(place, port);
    return new RedisProcess({ name: place.name, place, port, folder, lines, sentinel });
  }

  async #masterWithAll(): Promise<RedisProcess | null> {
    if (!this.nodes.every(({ isRunning }) => isRunning)) return null;
    const master = await this.master();
    if (master === null || !(await this.#allSay(master))) return null;
    const fields = fieldsOf(await master.ask('INFO', 'replication'));
    const online = [...fields].filter(([field, value]) => /^slave\d+$/.test(field) && value.includes('state=online'));
    if (fields.get('role') !== 'master' || online.length !== this.nodes.length - 1) return null;
    const others = this.nodes.filter((node) => node !== master);
    const linked = await Promise.all(others.map(async (node) => fieldsOf(await node.ask('INFO', 'replication'))));
    return linked.every((each) => each.get('master_link_status') === 'up') ? master : null;
  }

  async #allSay({ address: { host, port } }: RedisProcess): Promise<boolean> {
    const told = await Promise.all(this.sentinels.map((sentinel) => masterTold(sentinel)));
    return told.every((each) => each === `${host}:${port}`);
  }

  async #told(): Promise<string> {
    const roles = await Promise.all(this.nodes.map(async (node) => `${node.name} ${await roleOf(node)}`));
    const masters = await Promise.all(this.sentinels.map((sentinel) => masterTold(sentinel)));
    return `${roles.join(', ')}; Sentinels say ${masters.join(', ')}`;
  }
}

async function roleOf(node: RedisProcess): Promise<string> {
  try {
    return fieldsOf(await node.ask('INFO', 'replication')).get('role') ?? 'unknown';
  } catch {
    // Killed, paused or cut off.
    return 'silent';
  }
}

async function masterTold(sentinel: RedisProcess): Promise<string | null> {
  try {
    const told = await sentinel.ask('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', SET);
    return Array.isArray(told) ? told.join(':') : null;
  } catch {
    // Cut off, or not up yet.
    return null;
  }
}

function numbered(name: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${name}-${index + 1}`);
}
