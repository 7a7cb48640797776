import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { HallConfiguration } from '../../shared/hall/configuration.ts';
import type { PLANTED_FAULTS } from '../../server/config/hub-options.ts';
import { writeHallFile } from '../../server/config/hall-file.ts';
import { freePort } from '../support/free-port.ts';
import { spawnChild } from '../support/children.ts';
import type { Place } from './network.ts';

const PROGRAM = fileURLToPath(new URL('../../dist/hub.mjs', import.meta.url));
export const HALL = 'demo';
/** The first start makes accounts and a ballast file, the machine may be busy; one that takes longer hangs. */
const START_MS_MAX = 60_000;
const READY_CHECK_MS = 8;
const STDERR_KEPT = 4_000;
const HERE: Place = { name: 'here', host: '127.0.0.1', entering: [] };

/** As `HALLCALL_PLANTED_FAULT` takes it. */
export type PlantedFaultName = Exclude<(typeof PLANTED_FAULTS)[number], 'none'>;

export interface HubProgramOptions {
  readonly configuration: HallConfiguration;
  readonly plantedFault?: PlantedFaultName | null;
  /** What runs instead of the product. */
  readonly program?: string;
  /** The machine that it runs on; absent: this one. */
  readonly place?: Place;
  /** `HALLCALL_*` variables besides those of every run. */
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * The real program on a folder of its own, to be killed and started again. The port stays the same, so that clients find
 * it again as the screens of a hall do.
 */
export class HubProgram {
  readonly folder: string;
  /** From spawn to `readyz`, for each start. */
  readonly startMs: number[] = [];
  private readonly plantedFault: PlantedFaultName | null;
  private readonly port: number;
  private readonly program: string;
  private readonly place: Place;
  private readonly more: Readonly<Record<string, string>>;
  private child: ChildProcess | null = null;
  private stderr = '';

  private constructor(folder: string, port: number, options: HubProgramOptions) {
    this.folder = folder;
    this.port = port;
    this.plantedFault = options.plantedFault ?? null;
    this.program = options.program ?? PROGRAM;
    this.place = options.place ?? HERE;
    this.more = options.environment ?? {};
  }

  /** Makes the folder and finds a port; starts nothing. */
  static async prepare(options: HubProgramOptions): Promise<HubProgram> {
    const { configuration, program = PROGRAM } = options;
    if (!existsSync(program)) throw new Error(`${program} is missing: run "npm run build" first`);
    const folder = mkdtempSync(join(tmpdir(), 'hallcall-chaos-'));
    writeFileSync(join(folder, 'hall.yaml'), writeHallFile({ hall: HALL, configuration }));
    return new HubProgram(folder, await freePort(), options);
  }

  get url(): string {
    return `http://${this.place.host}:${this.port}`;
  }

  get isRunning(): boolean {
    return this.child !== null && this.child.exitCode === null && this.child.signalCode === null;
  }

  get journalPath(): string {
    return join(this.folder, 'journal.sqlite');
  }

  /** Resolves when the hub takes commands. */
  async start(): Promise<void> {
    const startedAt = performance.now();
    const child = this.spawn();
    while (!(await this.isReady())) {
      if (child.exitCode !== null) throw new Error(`the hub ended by itself (${child.exitCode}):\n${this.stderr}`);
      if (performance.now() - startedAt > START_MS_MAX) throw new Error(`the hub does not become ready:\n${this.stderr}`);
      await pause(READY_CHECK_MS);
    }
    this.startMs.push(performance.now() - startedAt);
  }

  /** Only lets it begin: for a kill in the middle of a start. */
  spawn(): ChildProcess {
    const command = [...this.place.entering, process.execPath, this.program];
    const child = spawnChild(command, { env: this.environment(), stdio: ['ignore', 'ignore', 'pipe'] });
    this.stderr = '';
    child.stderr?.on('data', (chunk: Buffer) => (this.stderr = (this.stderr + chunk.toString()).slice(-STDERR_KEPT)));
    this.child = child;
    return child;
  }

  /** kill -9. Resolves when the process is gone. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** As a machine that is moved or swaps: nothing ends, nothing answers. */
  pause(): void {
    this.child?.kill('SIGSTOP');
  }

  resume(): void {
    this.child?.kill('SIGCONT');
  }

  /** What it said last. */
  get said(): string {
    return this.stderr;
  }

  /** As an operator stops it. */
  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  /** Kills what runs and takes the folder away. Idempotent. */
  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const { child } = this;
    this.child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }

  private environment(): NodeJS.ProcessEnv {
    const { PATH, HOME, TMPDIR } = process.env;
    const fault = this.plantedFault === null ? {} : { HALLCALL_PLANTED_FAULT: this.plantedFault };
    return {
      PATH,
      HOME,
      TMPDIR,
      HALLCALL_TEST: '1',
      HALLCALL_DATA: this.folder,
      HALLCALL_PORT: String(this.port),
      HALLCALL_LOG_LEVEL: 'error',
      ...this.more,
      ...fault,
    };
  }

  private async isReady(): Promise<boolean> {
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
