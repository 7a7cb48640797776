import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../support/free-port.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** With a thousand halls, on a machine that is busy with two other hubs. */
const START_MS_MAX = 120_000;
const LOOK_MS = 50;
const SAID_MAX = 1_000;

/** `heldBytes`: in use after a collection, heap and buffers; `cpuMs`: processor time since the process began. */
export interface HubCost {
  readonly heldBytes: number;
  readonly residentBytes: number;
  readonly cpuMs: number;
}

/** The product as a process of its own that tells what it costs. */
export class LoadHub {
  readonly port: number;
  readonly #folder = mkdtempSync(join(tmpdir(), 'hallcall-load-'));
  readonly #child: ChildProcess;
  #said = '';

  private constructor(port: number, environment: Readonly<Record<string, string>>) {
    this.port = port;
    const teller = './test/bench/told-cost-program.mjs';
    this.#child = spawn(process.execPath, ['--expose-gc', '--import', teller, 'dist/hub.mjs'], {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: {
        PATH: process.env['PATH'] ?? '',
        HALLCALL_LOG_LEVEL: 'error',
        HALLCALL_DATA: this.#folder,
        HALLCALL_PORT: String(port),
        ...environment,
      },
    });
    this.#child.stderr?.on('data', (chunk: Buffer) => (this.#said = (this.#said + chunk.toString()).slice(-SAID_MAX)));
  }

  /** Resolves when it takes screens. */
  static async start(environment: Readonly<Record<string, string>>): Promise<LoadHub> {
    const hub = new LoadHub(await freePort(), environment);
    const until = performance.now() + START_MS_MAX;
    while (!(await hub.#isReady())) {
      if (hub.#child.exitCode !== null || performance.now() > until) {
        await hub.remove();
        throw new Error(`a hub does not become ready:\n${hub.#said}`);
      }
      await pause(LOOK_MS);
    }
    return hub;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** What it said last: nothing, when all is well. */
  get said(): string {
    return this.#said;
  }

  async cost(): Promise<HubCost> {
    const told = once(this.#child, 'message');
    this.#child.send({});
    const [cost] = (await told) as [HubCost];
    return cost;
  }

  /** One value of `/metrics`. */
  async metric(name: string): Promise<number> {
    const text = await (await fetch(`${this.url}/metrics`)).text();
    return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
  }

  /** Kills it and takes its folder away. */
  async remove(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const gone = once(this.#child, 'exit');
      this.#child.kill('SIGKILL');
      await gone;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #isReady(): Promise<boolean> {
    try {
      const response = await fetch(`${this.url}/readyz`);
      await response.arrayBuffer();
      return response.ok;
    } catch {
      // Nobody listens yet: that is the answer.
      return false;
    }
  }
}
