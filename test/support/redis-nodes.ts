import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ended, isRunning, spawnChild } from './children.ts';
import { freePort } from './free-port.ts';
import { askRedis, RedisRefusal, type RedisReply } from './redis-talk.ts';

const HOST = '127.0.0.1';
/** The machine may be busy; a node that takes longer hangs. */
const READY_MS_MAX = 20_000;
const LOOK_AGAIN_MS = 10;
const OUTPUT_KEPT = 4_000;

/** Settings of redis.conf by name; a list for one that is given several times. */
export type RedisSettings = Readonly<Record<string, string | readonly string[]>>;

/** What the promises rest on (`docs/operating.md`): every node has it unless a test says otherwise. */
export const SAFE_SETTINGS: RedisSettings = {
  appendonly: 'yes',
  appendfsync: 'always',
  'aof-load-truncated': 'no',
  'maxmemory-policy': 'noeviction',
  'min-replicas-to-write': '1',
  'min-replicas-max-lag': '2',
  'repl-diskless-sync-delay': '0',
  'repl-ping-replica-period': '1',
  save: '',
};

/** One real redis-server as a process, with a folder of its own. The port stays the same over its restarts. */
export class RedisNode {
  readonly port: number;
  readonly folder: string;
  private readonly settings: RedisSettings;
  private readonly extraArguments: readonly string[];
  private child: ChildProcess | null = null;
  private output = '';

  private constructor(port: number, settings: RedisSettings, extraArguments: readonly string[]) {
    this.port = port;
    this.folder = mkdtempSync(join(tmpdir(), 'hallcall-redis-'));
    this.settings = settings;
    this.extraArguments = extraArguments;
  }

  /** `settings` over `SAFE_SETTINGS`; nothing is started yet. `configFile`: as for a Sentinel, with `--sentinel` behind it. */
  static async prepare(settings: RedisSettings = {}, extraArguments: readonly string[] = []): Promise<RedisNode> {
    return new RedisNode(await freePort(), { ...SAFE_SETTINGS, ...settings }, extraArguments);
  }

  get host(): string {
    return HOST;
  }

  get name(): string {
    return `${HOST}:${this.port}`;
  }

  get url(): string {
    return `redis://${this.name}`;
  }

  get isRunning(): boolean {
    return isRunning(this.child);
  }

  /** Resolves when it answers and has loaded its data. */
  async start(): Promise<void> {
    mkdirSync(this.folder, { recursive: true });
    const settings = Object.entries(this.settings).flatMap(([name, value]) =>
      (typeof value === 'string' ? [value] : value).flatMap((each) => [`--${name}`, ...(each === '' ? [''] : each.split(' '))]),
    );
    const own = ['--port', String(this.port), '--bind', HOST, '--dir', this.folder, '--daemonize', 'no'];
    const words = ['redis-server', ...this.extraArguments, ...own, ...settings];
    const child = spawnChild(words, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.output = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.output = (this.output + chunk.toString()).slice(-OUTPUT_KEPT)));
    this.child = child;
    const until = Date.now() + READY_MS_MAX;
    while (!(await this.isReady())) {
      if (!this.isRunning) throw new Error(`redis-server ended by itself:\n${this.output}`);
      if (Date.now() > until) throw new Error(`redis-server does not become ready:\n${this.output}`);
      await pause(LOOK_AGAIN_MS);
    }
  }

  /** One command on a connection of its own; integers and texts as texts, lists flat, one item a line; what it refuses, too. */
  async ask(...command: readonly string[]): Promise<string> {
    try {
      const { host, port } = this;
      return asLines(await askRedis({ host, port, answerMsMax: READY_MS_MAX }, ...command)).join('\n');
    } catch (error) {
      if (error instanceof RedisRefusal) return error.message;
      throw error;
    }
  }

  /** kill -9. Resolves when the process is gone; its files stay. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** As an operator stops it. */
  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  /** Nothing of it goes on, and its connections stay open. */
  pause(): void {
    this.child?.kill('SIGSTOP');
  }

  resume(): void {
    this.child?.kill('SIGCONT');
  }

  /** Kills it and takes its folder away. Idempotent. */
  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async isReady(): Promise<boolean> {
    try {
      const answer = await this.ask('PING');
      // One that asks for a password answers too.
      return answer === 'PONG' || answer.startsWith('NOAUTH');
    } catch {
      return false; // Not there yet.
    }
  }

  private async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const { child } = this;
    this.child = null;
    await ended(child, signal);
  }
}

/** A master with replicas, all online when it is given. */
export class RedisNodes {
  readonly master: RedisNode;
  readonly replicas: readonly RedisNode[];

  private constructor(master: RedisNode, replicas: readonly RedisNode[]) {
    this.master = master;
    this.replicas = replicas;
  }

  static async start(options: { readonly replicas: number; readonly settings?: RedisSettings }): Promise<RedisNodes> {
    const { replicas: count, settings = {} } = options;
    const floor = { 'min-replicas-to-write': String(Math.min(1, count)), ...settings };
    const master = await RedisNode.prepare(floor);
    const replicas: RedisNode[] = [];
    for (let index = 0; index < count; index += 1) {
      replicas.push(await RedisNode.prepare({ ...floor, replicaof: `${HOST} ${master.port}` }));
    }
    const nodes = new RedisNodes(master, replicas);
    try {
      for (const node of nodes.all) await node.start();
      await nodes.untilOnline(count);
    } catch (error) {
      await nodes.remove();
      throw error;
    }
    return nodes;
  }

  get all(): readonly RedisNode[] {
    return [this.master, ...this.replicas];
  }

  get url(): string {
    return this.master.url;
  }

  /** Until the master has so many replicas that have the whole of it. */
  async untilOnline(count: number, master: RedisNode = this.master): Promise<void> {
    const until = Date.now() + READY_MS_MAX;
    for (;;) {
      const online = (await master.ask('INFO', 'replication')).match(/state=online/g)?.length ?? 0;
      if (online >= count) return;
      if (Date.now() > until) throw new Error(`only ${online} of ${count} replicas are online`);
      await pause(LOOK_AGAIN_MS);
    }
  }

  async remove(): Promise<void> {
    for (const node of this.all) await node.remove();
  }
}

function asLines(reply: RedisReply): readonly string[] {
  if (reply === null) return [''];
  return Array.isArray(reply) ? reply.flatMap(asLines) : [String(reply)];
}
