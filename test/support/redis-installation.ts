import { execFile, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { must } from '../../shared/lib/assert.ts';
import { ended, spawnChild } from './children.ts';
import { freePorts } from './free-port.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const HOST = '127.0.0.1';
const READY_MS_MAX = 20_000;
const LOOK_AGAIN_MS = 50;
const LOG_KEPT = 4_000;

/** How a program ended and what it said. */
export interface Said {
  readonly code: number;
  readonly output: string;
}

/** A program of the product from its source, as `npm run NAME` runs its bundle. */
export async function runTool(source: string, words: readonly string[]): Promise<Said> {
  const child = spawnChild([process.execPath, '--import', 'tsx', source, ...words], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '' },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, output };
}

export interface InstallationOptions {
  readonly nodes?: number;
  readonly sentinels?: number;
  readonly downAfterMs?: number;
}

/** Real servers of Redis and Sentinel, started from the very files that `npm run redis:config` writes. */
export class RedisInstallation {
  readonly folder: string;
  readonly nodePorts: readonly number[];
  readonly sentinelPorts: readonly number[];
  readonly #running = new Map<string, ChildProcess>();
  /** The end of what all servers said, for a test that fails. */
  #log = '';

  private constructor(folder: string, nodePorts: readonly number[], sentinelPorts: readonly number[]) {
    this.folder = folder;
    this.nodePorts = nodePorts;
    this.sentinelPorts = sentinelPorts;
  }

  /** All started, all replicas online, every Sentinel knowing the others. */
  static async start({ nodes = 3, sentinels = 3, downAfterMs = 1_000 }: InstallationOptions = {}): Promise<RedisInstallation> {
    const folder = mkdtempSync(join(tmpdir(), 'hallcall-installation-'));
    const ports = await freePorts(nodes + sentinels);
    const made = new RedisInstallation(folder, ports.slice(0, nodes), ports.slice(nodes));
    const list = (all: readonly number[]): string => all.map((port) => `${HOST}:${port}`).join(',') || 'none';
    const words = ['--out', made.configuration, '--down-after-ms', String(downAfterMs)];
    const servers = ['--nodes', list(made.nodePorts), '--sentinels', list(made.sentinelPorts)];
    try {
      const said = await runTool('server/redis-config.ts', [...words, ...servers]);
      if (said.code !== 0) throw new Error(said.output);
      await made.startAll();
    } catch (error) {
      await made.close();
      throw new Error(`${String(error)}\n${made.#log}`);
    }
    return made;
  }

  get configuration(): string {
    return join(this.folder, 'redis');
  }

  get servers(): readonly string[] {
    return [
      ...this.nodePorts.map((_, index) => `node-${index + 1}`),
      ...this.sentinelPorts.map((_, index) => `sentinel-${index + 1}`),
    ];
  }

  /** Variables for a hub, as its unit gets them. */
  get hubEnvironment(): Readonly<Record<string, string>> {
    const lines = readFileSync(join(this.configuration, 'hub.env'), 'utf8').trim().split('\n');
    return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
  }

  get operatorPassword(): string {
    return readFileSync(join(this.configuration, 'operator.password'), 'utf8').trim();
  }

  get hubPassword(): string {
    return must(/hallcall:([^@]+)@/.exec(this.hubEnvironment['HALLCALL_REDIS'] ?? '')?.[1], 'the hub has a password');
  }

  get operatorAddress(): string {
    const list = this.sentinelPorts.map((port) => `${HOST}:${port}`).join(',');
    return list === '' ? `redis://operator@${this.addressOf(1)}` : `redis-sentinel://operator@${list}/hallcall`;
  }

  addressOf(node: number): string {
    return `${HOST}:${must(this.nodePorts[node - 1], `node ${node}`)}`;
  }

  startServer(server: string): void {
    const folder = join(this.configuration, server);
    mkdirSync(join(folder, 'data'), { recursive: true });
    const words = server.startsWith('node') ? [join(folder, 'redis.conf')] : [join(folder, 'sentinel.conf'), '--sentinel'];
    const child = spawnChild(['redis-server', ...words], { stdio: ['ignore', 'pipe', 'ignore'] });
    child.stdout?.on('data', (chunk: Buffer) => (this.#log = (this.#log + chunk.toString()).slice(-LOG_KEPT)));
    this.#running.set(server, child);
  }

  async kill(server: string): Promise<void> {
    const child = this.#running.get(server);
    this.#running.delete(server);
    await ended(child);
  }

  /** A command as one of the users; the answer as redis-cli prints it for programs. */
  async ask(port: number, user: { name: string; password: string }, command: readonly string[]): Promise<string> {
    const words = ['-p', String(port), '--user', user.name, '--no-auth-warning', ...command];
    const { stdout } = await promisify(execFile)('redis-cli', words, {
      env: { PATH: process.env['PATH'] ?? '', REDISCLI_AUTH: user.password },
    });
    return stdout.trim();
  }

  asOperator(port: number, ...command: readonly string[]): Promise<string> {
    return this.ask(port, { name: 'operator', password: this.operatorPassword }, command);
  }

  asHub(port: number, ...command: readonly string[]): Promise<string> {
    return this.ask(port, { name: 'hallcall', password: this.hubPassword }, command);
  }

  /** `npm run redis:node`, as an operator types it. */
  node(...words: readonly string[]): Promise<Said> {
    const redis = this.operatorAddress;
    const password = join(this.configuration, 'operator.password');
    return runTool('server/redis-node.ts', [...words, '--redis', redis, '--password-file', password, '--by', 'duty operator']);
  }

  /** `npm run redis:migrate`. */
  migrate(): Promise<Said> {
    const password = join(this.configuration, 'operator.password');
    return runTool('server/redis-migrate.ts', ['--redis', this.operatorAddress, '--password-file', password]);
  }

  async until(question: () => Promise<boolean>, what: string, limitMs = READY_MS_MAX): Promise<void> {
    for (const endsAt = Date.now() + limitMs; ; await pause(LOOK_AGAIN_MS)) {
      if (await question().catch(() => false)) return;
      if (Date.now() > endsAt) throw new Error(`waited in vain: ${what}`);
    }
  }

  async close(): Promise<void> {
    for (const server of [...this.#running.keys()]) await this.kill(server);
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Sentinels after the replicas: they ask the master who follows it when they come, and then every ten seconds. */
  private async startAll(): Promise<void> {
    const isNode = (server: string): boolean => server.startsWith('node');
    for (const server of this.servers.filter(isNode)) this.startServer(server);
    await this.until(() => this.isCopied(), 'all replicas are online');
    for (const server of this.servers.filter((each) => !isNode(each))) this.startServer(server);
    await this.until(() => this.isWatched(), 'all Sentinels know each other and the replicas');
  }

  private async isCopied(): Promise<boolean> {
    const info = await this.asOperator(must(this.nodePorts[0], 'a node'), 'INFO', 'replication');
    return (info.match(/state=online/g)?.length ?? 0) === this.nodePorts.length - 1;
  }

  private async isWatched(): Promise<boolean> {
    for (const port of this.sentinelPorts) {
      const others = await this.asOperator(port, 'SENTINEL', 'SENTINELS', 'hallcall');
      const replicas = await this.asOperator(port, 'SENTINEL', 'REPLICAS', 'hallcall');
      const count = (text: string): number => text.match(/^name$/gm)?.length ?? 0;
      if (count(others) !== this.sentinelPorts.length - 1 || count(replicas) !== this.nodePorts.length - 1) return false;
    }
    return true;
  }
}
