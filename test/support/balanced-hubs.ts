import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { must } from '../../shared/lib/assert.ts';
import { ended, spawnChild } from './children.ts';
import { freePorts } from './free-port.ts';
import { OneHub, type HubServer, type HubServerOptions } from './hub-server.ts';
import { PostgresServer } from './postgres-server.ts';
import { RedisNodes } from './redis-nodes.ts';

const CONFIGURATION = fileURLToPath(new URL('../../deploy/haproxy.cfg', import.meta.url));
const HUBS = 3;
const REPLICAS = 2;
const HOST = '127.0.0.1';
const READY_MS_MAX = 30_000;
const LOOK_AGAIN_MS = 50;

interface Removable {
  remove(): Promise<void>;
}

/** What the hubs share, and who stands before them. */
interface Installation {
  readonly folder: string;
  readonly redis: RedisNodes;
  readonly postgres: PostgresServer;
  readonly databaseUrl: string;
  readonly balancer: ChildProcess;
  readonly hubs: readonly OneHub[];
}

/**
 * Three hubs on a real Redis with two replicas and a real PostgreSQL, behind HAProxy as it is shipped, without stickiness. To a test
 * it is one hub: it is killed and paused as a whole; `hubs` are for a test that wants to hit one.
 */
export class BalancedHubs implements HubServer {
  readonly #options: HubServerOptions;
  #made: Installation | null = null;
  #port = 0;

  constructor(options: HubServerOptions) {
    this.#options = options;
  }

  get port(): number {
    return this.#port;
  }

  get toolWords(): readonly string[] {
    const { databaseUrl, redis } = this.#installation;
    return ['--database', databaseUrl, '--redis', redis.url, '--redis-replicas', String(REPLICAS)];
  }

  get hubs(): readonly OneHub[] {
    return this.#installation.hubs;
  }

  get #installation(): Installation {
    return must(this.#made, 'the hubs were started');
  }

  async start(clockMovedMs: number | null): Promise<void> {
    this.#made ??= await this.#make();
    await Promise.all(this.#made.hubs.map((hub) => hub.start(clockMovedMs)));
    await this.untilReady(HUBS);
  }

  async untilReady(hubs: number): Promise<void> {
    for (const endsAt = Date.now() + READY_MS_MAX; ; await pause(LOOK_AGAIN_MS)) {
      if ((await readyServers(join(this.#installation.folder, 'haproxy.sock'))) === hubs) return;
      if (Date.now() > endsAt) throw new Error(`the balancer does not see ${hubs} hubs that are ready`);
    }
  }

  async kill(): Promise<void> {
    await Promise.all(this.hubs.map((hub) => hub.kill()));
  }

  signal(signal: NodeJS.Signals): void {
    for (const hub of this.hubs) hub.signal(signal);
  }

  async passTime(ms: number): Promise<void> {
    await Promise.all(this.hubs.map((hub) => hub.passTime(ms)));
  }

  async close(): Promise<void> {
    const made = this.#made;
    if (made === null) return;
    await this.kill();
    await ended(made.balancer);
    await Promise.all([made.redis.remove(), made.postgres.remove()]);
    rmSync(made.folder, { recursive: true, force: true });
  }

  async #make(): Promise<Installation> {
    const { dataFolder, environment } = this.#options;
    const [redis, postgres] = await bothOrNone(RedisNodes.start({ replicas: REPLICAS }), PostgresServer.start());
    const databaseUrl = await postgres.newDatabase();
    const folder = mkdtempSync(join(tmpdir(), 'hallcall-hubs-'));
    const [listen = 0, ...hubPorts] = await freePorts(HUBS + 1);
    const hubs = hubPorts.map((port, index) => {
      const own = join(folder, `hub-${index + 1}`);
      cpSync(dataFolder, own, { recursive: true });
      const shared = { HALLCALL_REDIS: redis.url, HALLCALL_REDIS_REPLICAS: String(REPLICAS), HALLCALL_DATABASE: databaseUrl };
      return new OneHub({ dataFolder: own, environment: { ...environment, ...shared, HALLCALL_HUB: `hub-${index + 1}` } }, port);
    });
    this.#port = listen;
    return { folder, redis, postgres, databaseUrl, hubs, balancer: startBalancer(folder, listen, hubPorts) };
  }
}

/** Of two that are started at once neither stays when the other does not start. */
async function bothOrNone<One extends Removable, Other extends Removable>(
  one: Promise<One>,
  other: Promise<Other>,
): Promise<[One, Other]> {
  const made = await Promise.allSettled([one, other]);
  try {
    return await Promise.all([one, other]);
  } catch (error) {
    for (const each of made) if (each.status === 'fulfilled') await each.value.remove();
    throw error;
  }
}

/**
 * HAProxy with the shipped configuration. Only its word about where a request comes from is left out: with it hubs know that somebody
 * stands between, and the devices of a demonstration, which these tests use, are for people at the hub's own machine.
 */
function startBalancer(folder: string, listen: number, hubPorts: readonly number[]): ChildProcess {
  const shipped = readFileSync(CONFIGURATION, 'utf8');
  const text = shipped
    .replace(/^ {2}option forwardfor\n/m, '')
    // Its file handles are more than a test's process may have.
    .replace(/^ {2}maxconn 20000$/m, '  maxconn 500')
    .replace(/^global\n/m, `global\n  stats socket ${join(folder, 'haproxy.sock')} mode 600 level user\n`);
  const path = join(folder, 'haproxy.cfg');
  writeFileSync(path, text);
  const hubs = Object.fromEntries(hubPorts.map((port, index) => [`HALLCALL_HUB_${index + 1}`, `${HOST}:${port}`]));
  const env = { PATH: '/usr/sbin:/usr/bin', HALLCALL_LISTEN: `${HOST}:${listen}`, ...hubs };
  return spawnChild(['haproxy', '-db', '-f', path], { env, stdio: 'ignore' });
}

/** Servers of the backend `ready` that are up, as HAProxy itself counts them. */
async function readyServers(socketPath: string): Promise<number> {
  const socket = connect(socketPath);
  try {
    await once(socket, 'connect');
    socket.write('show stat\n');
    let text = '';
    for await (const chunk of socket) text += String(chunk);
    return text.split('\n').filter((line) => /^ready,hub-\d,/.test(line) && line.split(',')[17]?.startsWith('UP')).length;
  } catch {
    // It does not listen yet.
    return 0;
  } finally {
    socket.destroy();
  }
}
