import { execFileSync, type ChildProcess } from 'node:child_process';
import { appendFileSync, chmodSync, chownSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { ended, isRunning, spawnChild } from './children.ts';
import { freePort } from './free-port.ts';

const USER = 'hallcall';
const PASSWORD = 'only-for-tests';
const START_MS_MAX = 60_000;
const READY_CHECK_MS = 25;
const OUTPUT_KEPT = 4_000;
/** Debian keeps each version in a folder of its own. */
const DEBIAN = '/usr/lib/postgresql';

interface RunAs {
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * A real PostgreSQL on a loopback port and in a folder of its own. One for a test file, and a database for each test. It asks for a
 * password, as a hall's does; what is written is not forced to the disk, since only processes are killed here.
 */
export class PostgresServer {
  readonly folder: string;
  readonly port: number;
  private readonly runAs: RunAs;
  private child: ChildProcess | null = null;
  private output = '';
  private databases = 0;

  private constructor(folder: string, port: number, runAs: RunAs) {
    this.folder = folder;
    this.port = port;
    this.runAs = runAs;
  }

  static async start(): Promise<PostgresServer> {
    const server = await PostgresServer.prepare();
    await server.startOrRemove();
    return server;
  }

  /** Makes the files; starts nothing. */
  static async prepare(settings: readonly string[] = []): Promise<PostgresServer> {
    const runAs = unprivileged();
    const folder = mkdtempSync(join(tmpdir(), 'hallcall-postgres-'));
    const passwordFile = join(folder, 'password');
    writeFileSync(passwordFile, PASSWORD);
    for (const path of [folder, passwordFile]) if (runAs.uid !== undefined) chownSync(path, runAs.uid, runAs.gid ?? runAs.uid);
    const data = join(folder, 'data');
    const how = ['--no-sync', '--encoding=UTF8', '--locale=C.UTF-8', '--auth=scram-sha-256', `--username=${USER}`];
    execFileSync(program('initdb'), ['-D', data, ...how, `--pwfile=${passwordFile}`], { ...runAs, cwd: folder, stdio: 'pipe' });
    const own = ['fsync = off', 'shared_buffers = 16MB', 'max_connections = 60', "unix_socket_directories = ''"];
    appendFileSync(join(data, 'postgresql.conf'), `\n${[...own, ...settings].join('\n')}\n`);
    return new PostgresServer(folder, await freePort(), runAs);
  }

  /** A copy that follows this one and takes nothing itself. */
  async replica(): Promise<PostgresServer> {
    const folder = mkdtempSync(join(tmpdir(), 'hallcall-replica-'));
    if (this.runAs.uid !== undefined) chownSync(folder, this.runAs.uid, this.runAs.gid ?? this.runAs.uid);
    const from = [
      '-h',
      '127.0.0.1',
      '-p',
      String(this.port),
      '-U',
      USER,
      '--write-recovery-conf',
      '--no-sync',
      '--checkpoint=fast',
    ];
    const given = { ...this.runAs, cwd: folder, env: { ...process.env, PGPASSWORD: PASSWORD }, stdio: 'pipe' as const };
    execFileSync(program('pg_basebackup'), [...from, '-D', join(folder, 'data')], given);
    chmodSync(join(folder, 'data'), 0o700);
    const replica = new PostgresServer(folder, await freePort(), this.runAs);
    await replica.startOrRemove();
    return replica;
  }

  /** Of a database that is there. */
  url(database = 'postgres', { user = USER, password = PASSWORD } = {}): string {
    return `postgres://${user}:${password}@127.0.0.1:${this.port}/${database}`;
  }

  /** An empty one; its address. */
  async newDatabase(): Promise<string> {
    this.databases += 1;
    const name = `hall_${this.databases}`;
    await this.execute(`create database ${name}`);
    return this.url(name);
  }

  /** As the server's administrator. */
  async execute(sql: string, url: string = this.url()): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  /** Resolves when it takes connections. */
  async start(): Promise<void> {
    const arguments_ = ['-D', join(this.folder, 'data'), '-h', '127.0.0.1', '-p', String(this.port)];
    const until = performance.now() + START_MS_MAX;
    for (;;) {
      const child = this.spawn(arguments_);
      while (isRunning(child) && !(await this.isReady()) && performance.now() < until) await pause(READY_CHECK_MS);
      if (isRunning(child) && performance.now() < until) return;
      // Processes of a server that was killed may still hold its shared memory for a moment.
      if (performance.now() > until) throw new Error(`PostgreSQL does not start:\n${this.output}`);
      await pause(READY_CHECK_MS);
    }
  }

  /** As `pg_ctl stop -m fast` does it: transactions are undone, connections cut. */
  stop(): Promise<void> {
    return this.end('SIGINT');
  }

  /** kill -9 of the first process; the others end when they see it. */
  kill(): Promise<void> {
    return this.end('SIGKILL');
  }

  /** Nothing is answered, connections stay. */
  suspend(): void {
    this.signalAll('SIGSTOP');
  }

  resume(): void {
    this.signalAll('SIGCONT');
  }

  /** Ends it and takes the folder away. Idempotent. */
  async remove(): Promise<void> {
    this.resume();
    await this.end('SIGQUIT');
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }

  /** Of one that does not start nothing stays. */
  private async startOrRemove(): Promise<void> {
    try {
      await this.start();
    } catch (error) {
      await this.remove();
      throw error;
    }
  }

  private spawn(arguments_: readonly string[]): ChildProcess {
    // Its own children end with it when it is told, and not when it is killed.
    const child = spawnChild(
      [program('postgres'), ...arguments_],
      { ...this.runAs, cwd: this.folder, stdio: ['ignore', 'ignore', 'pipe'] },
      'SIGQUIT',
    );
    this.output = '';
    child.stderr?.on('data', (chunk: Buffer) => (this.output = (this.output + chunk.toString()).slice(-OUTPUT_KEPT)));
    this.child = child;
    return child;
  }

  private async isReady(): Promise<boolean> {
    try {
      await this.execute('select 1');
      return true;
    } catch {
      // Not yet, or not any more: the caller looks at the process.
      return false;
    }
  }

  private async end(signal: 'SIGINT' | 'SIGKILL' | 'SIGQUIT'): Promise<void> {
    const { child } = this;
    this.child = null;
    await ended(child, signal);
  }

  private signalAll(signal: 'SIGSTOP' | 'SIGCONT'): void {
    const { child } = this;
    if (!isRunning(child) || child.pid === undefined) return;
    const { pid } = child;
    for (const each of [pid, ...childrenOf(pid)]) {
      try {
        process.kill(each, signal);
      } catch {
        // A connection's process that has ended meanwhile.
      }
    }
  }
}

/** PostgreSQL does not run as root. */
function unprivileged(): RunAs {
  if (process.getuid?.() !== 0) return {};
  const number = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: number('-u'), gid: number('-g') };
}

/** The newest that is installed. */
function program(name: string): string {
  const versions = readdirSync(DEBIAN).sort((one, other) => Number(other) - Number(one));
  const [newest] = versions;
  if (newest === undefined) throw new Error(`no PostgreSQL in ${DEBIAN}`);
  return join(DEBIAN, newest, 'bin', name);
}

function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((each) => parentOf(each) === pid);
}

function parentOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold anything.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    // Ended while it was looked at.
    return null;
  }
}
