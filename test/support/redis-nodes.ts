import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './free-port.ts';

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
    return this.child !== null && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Resolves when it answers and has loaded its data. */
  async start(): Promise<void> {
    mkdirSync(this.folder, { recursive: true });
    const settings = Object.entries(this.settings).flatMap(([name, value]) =>
      (typeof value === 'string' ? [value] : value).flatMap((each) => [`--${name}`, ...(each === '' ? [''] : each.split(' '))]),
    );
    const own = ['--port', String(this.port), '--bind', HOST, '--dir', this.folder, '--daemonize', 'no'];
    const child = spawn('redis-server', [...this.extraArguments, ...own, ...settings], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (this.output = (this.output + chunk.toString()).slice(-OUTPUT_KEPT)));
    this.child = child;
    const until = Date.now() + READY_MS_MAX;
    while (!(await this.isReady())) {
      if (!this.isRunning) throw new Error(`redis-server ended by itself:\n${this.output}`);
      if (Date.now() > until) throw new Error(`redis-server does not become ready:\n${this.output}`);
      await pause(LOOK_AGAIN_MS);
    }
  }

  /** One command on a connection of its own; integers and texts as texts, lists flat, one item a line. */
  async ask(...command: readonly string[]): Promise<string> {
    return askRedis(this, command);
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
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    // A paused process hears SIGTERM only when it goes on.
    child.kill('SIGCONT');
    await gone;
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
    await master.start();
    const replicas: RedisNode[] = [];
    for (let index = 0; index < count; index += 1) {
      const replica = await RedisNode.prepare({ ...floor, replicaof: `${HOST} ${master.port}` });
      await replica.start();
      replicas.push(replica);
    }
    const nodes = new RedisNodes(master, replicas);
    await nodes.untilOnline(count);
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

/** As redis-cli asks, without a client library: what tests look at is not what they test. */
export async function askRedis(
  node: { readonly host: string; readonly port: number },
  command: readonly string[],
): Promise<string> {
  const socket = connect(node.port, node.host);
  try {
    await once(socket, 'connect');
    const parts = command.map((part) => `$${Buffer.byteLength(part)}\r\n${part}\r\n`);
    socket.write(`*${command.length}\r\n${parts.join('')}`);
    return await readReply(socket);
  } finally {
    socket.destroy();
  }
}

async function readReply(socket: Socket): Promise<string> {
  let received = Buffer.alloc(0);
  for await (const chunk of socket) {
    received = Buffer.concat([received, chunk as Buffer]);
    const reply = parseReply(received, 0);
    if (reply !== null) return reply.lines.join('\n');
  }
  throw new Error('the node hung up');
}

/** Null while some of it is missing. */
function parseReply(bytes: Buffer, from: number): { readonly lines: string[]; readonly next: number } | null {
  const end = bytes.indexOf('\r\n', from);
  if (end === -1) return null;
  const head = bytes.toString('utf8', from + 1, end);
  const kind = String.fromCharCode(bytes[from] ?? 0);
  const next = end + 2;
  if (kind === '$') return parseText(bytes, next, Number(head));
  if (kind !== '*') return { lines: [head], next };
  const lines: string[] = [];
  let at = next;
  for (let index = 0; index < Number(head); index += 1) {
    const item = parseReply(bytes, at);
    if (item === null) return null;
    lines.push(...item.lines);
    at = item.next;
  }
  return { lines, next: at };
}

function parseText(bytes: Buffer, from: number, length: number): { readonly lines: string[]; readonly next: number } | null {
  if (length < 0) return { lines: [''], next: from };
  if (bytes.length < from + length + 2) return null;
  return { lines: [bytes.toString('utf8', from, from + length)], next: from + length + 2 };
}
