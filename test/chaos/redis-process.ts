import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { spawnChild } from '../support/children.ts';
import type { Place } from './network.ts';
import { askRedis, type RedisAddress, type RedisReply } from '../support/redis-talk.ts';

const START_MS_MAX = 20_000;
const READY_CHECK_MS = 10;
const LOG_SHOWN = 2_000;

export interface RedisProcessOptions {
  readonly name: string;
  readonly place: Place;
  readonly port: number;
  /** Made when missing; the configuration lies in it, because Redis and Sentinel write into it what they learn. */
  readonly folder: string;
  readonly lines: readonly string[];
  readonly sentinel?: boolean;
}

/** A real `redis-server`, or with `sentinel` a real Sentinel, to be killed, paused and started again as it was left. */
export class RedisProcess {
  readonly name: string;
  readonly place: Place;
  readonly address: RedisAddress;
  readonly #folder: string;
  readonly #isSentinel: boolean;
  #child: ChildProcess | null = null;

  constructor({ folder, lines, name, place, port, sentinel = false }: RedisProcessOptions) {
    this.name = name;
    this.place = place;
    this.address = { host: place.host, port };
    this.#folder = folder;
    this.#isSentinel = sentinel;
    mkdirSync(folder, { recursive: true });
    const own = [...listening(place, port, sentinel), `dir ${folder}`, 'daemonize no', 'protected-mode no', 'logfile log'];
    if (!existsSync(this.#configuration)) writeFileSync(this.#configuration, `${[...own, ...lines].join('\n')}\n`);
  }

  get isRunning(): boolean {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Resolves when it takes commands: `PING` is answered, and nothing is being loaded any more. */
  async start(): Promise<void> {
    const startedAt = performance.now();
    this.spawn();
    while (!(await this.#answers())) {
      if (!this.isRunning) throw new Error(`${this.name} ended by itself:\n${this.#log()}`);
      if (performance.now() - startedAt > START_MS_MAX) throw new Error(`${this.name} does not start:\n${this.#log()}`);
      await pause(READY_CHECK_MS);
    }
  }

  /** Only lets it begin. */
  spawn(): void {
    if (this.isRunning) return;
    const words = [...this.place.entering, 'redis-server', this.#configuration, ...(this.#isSentinel ? ['--sentinel'] : [])];
    this.#child = spawnChild(words, { stdio: 'ignore', cwd: this.#folder });
  }

  /** kill -9. Resolves when the process is gone. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === null || !this.isRunning) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  /** As a machine that swaps or is moved: nothing ends, nothing answers. */
  pause(): void {
    this.#child?.kill('SIGSTOP');
  }

  resume(): void {
    this.#child?.kill('SIGCONT');
  }

  ask(...words: readonly (number | string)[]): Promise<RedisReply> {
    return askRedis(this.address, ...words);
  }

  get #configuration(): string {
    return join(this.#folder, 'redis.conf');
  }

  async #answers(): Promise<boolean> {
    try {
      return (await this.ask('PING')) === 'PONG';
    } catch {
      // Not yet, or still loading: that is the answer.
      return false;
    }
  }

  #log(): string {
    const file = join(this.#folder, 'log');
    return existsSync(file) ? readFileSync(file, 'utf8').slice(-LOG_SHOWN) : '';
  }
}

/** Behind a proxy it leaves from where it is, and says of itself where others reach it. */
function listening({ host, inside }: Place, port: number, isSentinel: boolean): string[] {
  if (inside === undefined) return [`bind ${host}`, `port ${port}`];
  const says = isSentinel ? 'sentinel announce' : 'replica-announce';
  const told = [`${says}-ip ${host}`, `${says}-port ${port}`];
  return [`bind ${inside}`, `port ${port}`, `bind-source-addr ${inside}`, ...told];
}
