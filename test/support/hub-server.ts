import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { assert, must } from '../../shared/lib/assert.ts';
import { ended, openedPort, spawnChild } from './children.ts';
import { freePort } from './free-port.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const ADDRESS = /at http:\/\/127\.0\.0\.1:(\d+)/;

/** What a test's hub runs as: one process, or several behind a balancer. */
export interface HubServer {
  readonly port: number;
  /** For a test that wants to hit one of several. */
  readonly hubs: readonly OneHub[];
  /** Words for the command-line tools: where accounts and devices are. */
  readonly toolWords: readonly string[];
  /** `clockMovedMs`: null for this machine's own clock. Resolves when it can be asked; the port stays over restarts. */
  start(clockMovedMs: number | null): Promise<void>;
  /** As a power cut. Idempotent. */
  kill(): Promise<void>;
  signal(signal: NodeJS.Signals): void;
  passTime(ms: number): Promise<void>;
  /** Until so many can be reached. */
  untilReady(hubs: number): Promise<void>;
  /** Kills it and what was started beside it. */
  close(): Promise<void>;
}

export interface HubServerOptions {
  readonly dataFolder: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** One hub as a process of its own, on a free loopback port. */
export class OneHub implements HubServer {
  readonly #options: HubServerOptions;
  #child: ChildProcess | null = null;
  #port: number;

  /** `port` 0: a free one, the same again after a restart. */
  constructor(options: HubServerOptions, port = 0) {
    this.#options = options;
    this.#port = port;
  }

  get port(): number {
    return this.#port;
  }

  get hubs(): readonly OneHub[] {
    return [this];
  }

  get toolWords(): readonly string[] {
    return ['--data', this.#options.dataFolder];
  }

  async start(clockMovedMs: number | null): Promise<void> {
    const { dataFolder, environment } = this.#options;
    if (this.#port === 0) this.#port = await freePort();
    const clock = clockMovedMs === null ? [] : ['--import', './test/support/moved-clock-program.mjs'];
    const child = spawnChild([process.execPath, ...clock, 'dist/hub.mjs'], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit', ...(clockMovedMs === null ? [] : (['ipc'] as const))],
      env: {
        PATH: process.env['PATH'] ?? '',
        HALLCALL_LOG_LEVEL: 'error',
        ...environment,
        ...(clockMovedMs === null ? {} : { MOVED_CLOCK_MS: String(clockMovedMs) }),
        HALLCALL_DATA: dataFolder,
        HALLCALL_PORT: String(this.#port),
      },
    });
    this.#child = child;
    await openedPort(child, ADDRESS);
  }

  /** It is, once it was started. */
  untilReady(): Promise<void> {
    return Promise.resolve();
  }

  /** As systemd stops it; resolves when it has ended, with its exit code. */
  async stop(): Promise<number | null> {
    const child = must(this.#child, 'the hub runs');
    this.#child = null;
    await ended(child, 'SIGTERM');
    return child.exitCode;
  }

  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    await ended(child);
  }

  signal(signal: NodeJS.Signals): void {
    assert(this.#child?.kill(signal) === true, `the hub takes ${signal}`);
  }

  async passTime(ms: number): Promise<void> {
    const child = must(this.#child, 'the hub runs');
    const told = once(child, 'message');
    child.send({ passMs: ms });
    await told;
  }

  close(): Promise<void> {
    return this.kill();
  }
}
