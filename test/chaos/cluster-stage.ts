import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { must } from '../../shared/lib/assert.ts';
import { freePort } from '../support/free-port.ts';
import { SAFE_SETTINGS } from '../support/redis-nodes.ts';
import { logKey } from './redis-log.ts';
import { RedisProcess } from './redis-process.ts';
import { fieldsOf } from '../support/redis-talk.ts';
import { HALL } from './hub-program.ts';

const MASTERS = 3;
const SLOTS = 16_384;
/** A master that does not answer for so long is replaced by its replica. */
const NODE_TIMEOUT_MS = 1_000;
const WHOLE_MS_MAX = 30_000;
const LOOK_MS = 40;
const MOVE_MS_MAX = 5_000;

/** A line of `CLUSTER NODES`. */
interface Member {
  readonly port: number;
  readonly flags: readonly string[];
}

/** Three masters with a replica each: real processes, every slot served. */
export class ClusterStage {
  readonly nodes: readonly RedisProcess[];
  readonly #folder: string;

  private constructor(nodes: readonly RedisProcess[], folder: string) {
    this.nodes = nodes;
    this.#folder = folder;
  }

  static async start(): Promise<ClusterStage> {
    const folder = mkdtempSync(join(tmpdir(), 'hallcall-cluster-'));
    const nodes: RedisProcess[] = [];
    const stage = new ClusterStage(nodes, folder);
    try {
      const busPorts: number[] = [];
      for (let index = 0; index < MASTERS * 2; index += 1) {
        const busPort = await freePort();
        busPorts.push(busPort);
        nodes.push(await clusterNode(folder, index, busPort));
      }
      await Promise.all(nodes.map((node) => node.start()));
      await stage.#join(busPorts);
      await stage.whole();
      return stage;
    } catch (error) {
      await stage.stop();
      throw error;
    }
  }

  /** As a hub is told of it. */
  get url(): string {
    return `redis-cluster://${this.nodes.map(({ address: { host, port } }) => `${host}:${port}`).join(',')}`;
  }

  /** Resolves with the master of the hall's slot when every slot is served and every replica has what its master has. */
  async whole(withinMs = WHOLE_MS_MAX): Promise<RedisProcess> {
    const until = performance.now() + withinMs;
    for (;;) {
      const master = await this.#masterWithAll().catch(() => null);
      if (master !== null) return master;
      if (performance.now() > until) throw new Error(`the cluster is not whole after ${withinMs} ms`);
      await pause(LOOK_MS);
    }
  }

  /**
   * The hall's slot goes to the next master, as an operator moves it while hubs write; done when the new one's replica has it too.
   * `onTheWay`: while the keys are there and the slot is not yet.
   */
  async moveSlot(onTheWay: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    const from = await this.whole();
    const slot = Number(await from.ask('CLUSTER', 'KEYSLOT', logKey(HALL)));
    const masters = await this.#masters();
    const to = must(masters[(masters.indexOf(from) + 1) % masters.length], 'there are several masters');
    const [fromId, toId] = [String(await from.ask('CLUSTER', 'MYID')), String(await to.ask('CLUSTER', 'MYID'))];
    await to.ask('CLUSTER', 'SETSLOT', slot, 'IMPORTING', fromId);
    await from.ask('CLUSTER', 'SETSLOT', slot, 'MIGRATING', toId);
    const { host, port } = to.address;
    for (;;) {
      const keys = (await from.ask('CLUSTER', 'GETKEYSINSLOT', slot, 100)) as readonly string[];
      if (keys.length === 0) break;
      await from.ask('MIGRATE', host, port, '', 0, MOVE_MS_MAX, 'KEYS', ...keys);
    }
    await onTheWay();
    // The replica first: a master that dies right after it was given the slot would take the hall along.
    await copied(to);
    for (const node of [to, from, ...masters.filter((each) => each !== to && each !== from)])
      await node.ask('CLUSTER', 'SETSLOT', slot, 'NODE', toId);
  }

  async stop(): Promise<void> {
    for (const node of this.nodes) {
      node.resume();
      await node.kill();
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #join(busPorts: readonly number[]): Promise<void> {
    const first = must(this.nodes[0], 'the first node');
    for (const [index, node] of this.nodes.entries()) {
      await node.ask('CLUSTER', 'SET-CONFIG-EPOCH', index + 1);
      if (index >= MASTERS) continue;
      const from = Math.floor((SLOTS * index) / MASTERS);
      await node.ask('CLUSTER', 'ADDSLOTSRANGE', from, Math.floor((SLOTS * (index + 1)) / MASTERS) - 1);
    }
    for (const [index, { address }] of this.nodes.entries()) {
      if (index > 0) await first.ask('CLUSTER', 'MEET', address.host, address.port, must(busPorts[index], 'one for each node'));
    }
    await this.#until(async () =>
      (await Promise.all(this.nodes.map(membersOf))).every((all) => all.length === this.nodes.length),
    );
    for (const [index, node] of this.nodes.entries()) {
      if (index < MASTERS) continue;
      const master = must(this.nodes[index - MASTERS], 'a master for each replica');
      await node.ask('CLUSTER', 'REPLICATE', String(await master.ask('CLUSTER', 'MYID')));
    }
  }

  async #masters(): Promise<RedisProcess[]> {
    const members = await membersOf(
      must(
        this.nodes.find(({ isRunning }) => isRunning),
        'a node that runs',
      ),
    );
    const ports = members.filter(({ flags }) => flags.includes('master') && !flags.includes('fail')).map(({ port }) => port);
    return this.nodes.filter(({ address }) => ports.includes(address.port));
  }

  async #masterWithAll(): Promise<RedisProcess | null> {
    if (!this.nodes.every(({ isRunning }) => isRunning)) return null;
    const infos = await Promise.all(this.nodes.map(async (node) => fieldsOf(await node.ask('CLUSTER', 'INFO'))));
    if (!infos.every((info) => info.get('cluster_state') === 'ok' && info.get('cluster_slots_fail') === '0')) return null;
    const roles = await Promise.all(this.nodes.map(async (node) => fieldsOf(await node.ask('INFO', 'replication'))));
    const replicas = roles.filter((role) => role.get('role') === 'slave');
    const masters = roles.filter((role) => role.get('role') === 'master' && (role.get('slave0') ?? '').includes('state=online'));
    if (masters.length !== MASTERS || !replicas.every((role) => role.get('master_link_status') === 'up')) return null;
    return this.#owner();
  }

  /** The only master that knows the hall's slot as its own, when all nodes say so. */
  async #owner(): Promise<RedisProcess | null> {
    const owners = await Promise.all(this.nodes.map((node) => this.#ownerSaidBy(node)));
    const [first] = owners;
    return first !== undefined && owners.every((each) => each === first) ? first : null;
  }

  async #ownerSaidBy(node: RedisProcess): Promise<RedisProcess | null> {
    const slot = Number(await node.ask('CLUSTER', 'KEYSLOT', logKey(HALL)));
    const ranges = (await node.ask('CLUSTER', 'SLOTS')) as readonly (readonly [number, number, readonly [string, number]])[];
    const port = ranges.find(([from, to]) => from <= slot && slot <= to)?.[2][1];
    return this.nodes.find(({ address }) => address.port === port) ?? null;
  }

  async #until(isSo: () => Promise<boolean>): Promise<void> {
    const until = performance.now() + WHOLE_MS_MAX;
    while (!(await isSo())) {
      if (performance.now() > until) throw new Error('the nodes do not become a cluster');
      await pause(LOOK_MS);
    }
  }
}

async function clusterNode(folder: string, index: number, busPort: number): Promise<RedisProcess> {
  const name = `node-${index + 1}`;
  const settings = Object.entries(SAFE_SETTINGS).map(([each, value]) => `${each} ${value === '' ? '""' : String(value)}`);
  const own = ['cluster-enabled yes', `cluster-port ${busPort}`, `cluster-node-timeout ${NODE_TIMEOUT_MS}`, 'repl-timeout 5'];
  const place = { name, host: '127.0.0.1', entering: [] };
  return new RedisProcess({ name, place, port: await freePort(), folder: join(folder, name), lines: [...settings, ...own] });
}

async function membersOf(node: RedisProcess): Promise<Member[]> {
  const lines = String(await node.ask('CLUSTER', 'NODES'))
    .trim()
    .split('\n');
  return lines.map((line) => {
    const [, address = '', flags = ''] = line.split(' ');
    return { port: Number(/:(\d+)@/.exec(address)?.[1]), flags: flags.split(',') };
  });
}

/** Until the replicas of a master have all that it has at this moment. */
async function copied(master: RedisProcess): Promise<void> {
  const wanted = Number(fieldsOf(await master.ask('INFO', 'replication')).get('master_repl_offset'));
  const until = performance.now() + MOVE_MS_MAX;
  for (;;) {
    const { 1: offset = '0' } = /offset=(\d+)/.exec(fieldsOf(await master.ask('INFO', 'replication')).get('slave0') ?? '') ?? [];
    if (Number(offset) >= wanted) return;
    if (performance.now() > until) throw new Error(`the replica of ${master.name} does not follow`);
    await pause(LOOK_MS);
  }
}
