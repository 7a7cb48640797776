import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { assert, must } from '../../shared/lib/assert.ts';
import type { Answer } from '../../shared/hall/answer.ts';
import type { Command } from '../../shared/hall/commands.ts';
import type { HallEvent } from '../../shared/hall/events.ts';
import { fromSnapshot, type HallSnapshot } from '../../shared/hall/snapshot.ts';
import { localDay, localTimeToEpoch } from '../../shared/hall/local-time.ts';
import type { HallState } from '../../shared/hall/state.ts';
import type { WireEntry } from '../../shared/protocol/entry.ts';
import { BalancedHubs } from './balanced-hubs.ts';
import { OneHub, type HubServer } from './hub-server.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Of the demonstration's hall. */
const ZONE = 'Asia/Shanghai';
const MORNING = '10:00';
/** Tests look ahead for up to an hour. */
const BEFORE_MIDNIGHT_MS = 75 * 60_000;
/** What the demonstration's hall wants at lunch: a test that does not say when it plays may play at noon. */
const LUNCH = /^minimumOpen:\n {2}- \{ service: A, counters: 2, from: '11:30', to: '13:30' \}\n/m;
export const DEMO_PASSWORD = 'hallcall-demo';

export interface HubProcessOptions {
  /** The hub expects waits and advises. Off unless a test is about that: else every hub of a run keeps a core busy with forecasts that nobody looks at. */
  readonly forecasts?: boolean;
  /** `HALLCALL_*` variables besides data folder and port. */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * Seeds the hall instead of the demonstration's own file: that file's text, changed. In either a kiosk that was given half a minute
   * has ten minutes until it invites: between two touches of a test may be more than between two of a customer.
   */
  readonly hallFile?: (demo: string) => string;
  /** Put into its data folder before it starts, by where they lie there: `media/film.mp4`. */
  readonly files?: Readonly<Record<string, Uint8Array>>;
  /**
   * The hub starts with a clock that `passTime` moves, at this moment of today, such as `11:40` in the hall's zone. Without it the hub has
   * this machine's clock, but not at midnight, when a business day would end in the middle of a test, and no rule that holds at lunch alone.
   */
  readonly startsAt?: string;
}

/** The demonstration's hall without the rest between two announcements: a test calls and recalls within a second. */
export function withoutRecallSpacing(demo: string): string {
  return demo.replace(/^recalls: .*$/m, 'recalls: { timesMax: 3, spacingSeconds: 0 }');
}

/**
 * The real hub as a process of its own, on a free loopback port, with a data folder that goes with it. With `HALLCALL_TEST_HUBS=3` it is three of
 * them behind a balancer (the project `balanced`), and a test notices nothing of it.
 */
export class HubProcess {
  readonly #data: string;
  readonly #tokens = new Map<string, string>();
  /** How far its clock is from this machine's; null: not moved. */
  #movedMs: number | null;
  readonly #server: HubServer;

  private constructor(options: HubProcessOptions) {
    this.#data = mkdtempSync(join(tmpdir(), 'hallcall-hub-'));
    const environment = { HALLCALL_FORECASTS: options.forecasts === true ? 'on' : 'off', ...options.environment };
    const startsAt = options.startsAt ?? (isNearMidnight() ? MORNING : null);
    this.#movedMs = startsAt === null ? null : untilTimeMs(startsAt);
    for (const [path, content] of Object.entries(options.files ?? {})) {
      mkdirSync(dirname(join(this.#data, path)), { recursive: true });
      writeFileSync(join(this.#data, path), content);
    }
    const demo = readFileSync(join(ROOT, 'server/config/demo-hall.yaml'), 'utf8');
    const hall = options.hallFile?.(demo) ?? demo;
    const atAnyTime = options.startsAt === undefined ? hall.replace(LUNCH, '') : hall;
    writeFileSync(join(this.#data, 'hall.yaml'), atAnyTime.replace('idleSeconds: 30', 'idleSeconds: 600'));
    const given = { dataFolder: this.#data, environment };
    this.#server = process.env['HALLCALL_TEST_HUBS'] === '3' ? new BalancedHubs(given) : new OneHub(given);
  }

  static async start(options: HubProcessOptions = {}): Promise<HubProcess> {
    const hub = new HubProcess(options);
    try {
      await hub.restart();
    } catch (error) {
      await hub.close();
      throw error;
    }
    return hub;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server.port}`;
  }

  /** The processes, for a test that wants to hit one of several. */
  get hubs(): readonly OneHub[] {
    return this.#server.hubs;
  }

  /** Until the balancer has so many hubs to choose from. */
  untilReady(hubs: number): Promise<void> {
    return this.#server.untilReady(hubs);
  }

  /** For what a site puts into it besides the hub. */
  get dataFolder(): string {
    return this.#data;
  }

  /** Alive and silent: nothing is sent, nothing is closed. What a hanging machine looks like. */
  freeze(): void {
    this.#server.signal('SIGSTOP');
  }

  thaw(): void {
    this.#server.signal('SIGCONT');
  }

  /** What its clock says, milliseconds since the epoch. */
  now(): number {
    return Date.now() + (this.#movedMs ?? 0);
  }

  /** The hub's clock goes on by so much at once: what happens at a time happens now. */
  async passTime(ms: number): Promise<void> {
    this.#movedMs = (this.#movedMs ?? 0) + ms;
    await this.#server.passTime(ms);
  }

  /** The same, up to a time of its day. */
  passTo(time: string): Promise<void> {
    return this.passTime(untilTimeMs(time) - (this.#movedMs ?? 0));
  }

  /** As a power cut. */
  kill(): Promise<void> {
    return this.#server.kill();
  }

  /** After `kill`: the same data, the same port. */
  restart(): Promise<void> {
    return this.#server.start(this.#movedMs);
  }

  /** One of several that was killed or stopped. */
  async restartOne(one: OneHub): Promise<void> {
    await one.start(this.#movedMs);
    await this.untilReady(this.hubs.length);
  }

  async close(): Promise<void> {
    await this.#server.close();
    rmSync(this.#data, { recursive: true, force: true });
  }

  /** As this member of staff, through REST; the answer of an accepted command. */
  async command(staffNumber: string, command: Command): Promise<Answer> {
    const id = randomBytes(16).toString('hex');
    const answer = await this.#post(`/api/halls/demo/commands`, { ...command, id }, await this.#tokenOf(staffNumber));
    return (answer as { readonly result: Answer }).result;
  }

  /** What is below the hall's address, through REST. */
  async read<Body>(staffNumber: string, path: string): Promise<Body> {
    const authorization = `Bearer ${await this.#tokenOf(staffNumber)}`;
    const response = await fetch(`${this.url}/api/halls/demo/${path}`, { headers: { authorization } });
    assert(response.ok, `${path}: ${response.status}`);
    return (await response.json()) as Body;
  }

  /** Anything below the hall's address that is no command, through REST. */
  async send(staffNumber: string, method: 'POST' | 'PUT', path: string, body: object): Promise<void> {
    const authorization = `Bearer ${await this.#tokenOf(staffNumber)}`;
    const headers = { authorization, 'content-type': 'application/json' };
    const response = await fetch(`${this.url}/api/halls/demo/${path}`, { method, headers, body: JSON.stringify(body) });
    assert(response.ok, `${path}: ${response.status}`);
  }

  /** The hall as it is committed, through REST. */
  async state(staffNumber: string): Promise<HallState> {
    const authorization = `Bearer ${await this.#tokenOf(staffNumber)}`;
    const response = await fetch(`${this.url}/api/halls/demo/state`, { headers: { authorization } });
    const { state } = (await response.json()) as { readonly state: HallSnapshot };
    return fromSnapshot(state);
  }

  /** Everything that happened, in order, through REST. */
  async events(staffNumber: string): Promise<readonly HallEvent[]> {
    const authorization = `Bearer ${await this.#tokenOf(staffNumber)}`;
    const events: HallEvent[] = [];
    for (let after = 0; ;) {
      const response = await fetch(`${this.url}/api/halls/demo/entries?after=${after}`, { headers: { authorization } });
      const { entries } = (await response.json()) as { readonly entries: readonly WireEntry[] };
      const last = entries.at(-1);
      if (last === undefined) return events;
      events.push(...entries.flatMap((entry) => entry.events));
      after = last.version;
    }
  }

  /** `npm run device -- add`: the address that enrols a screen; a rating tablet's with its counter. */
  async enrolmentAddress(kind: 'kiosk' | 'wall' | 'rating', counter?: number): Promise<string> {
    const options = ['--import', 'tsx', 'server/device.ts', 'add', '--kind', kind, ...this.#server.toolWords, '--url', this.url];
    if (counter !== undefined) options.push('--counter', String(counter));
    const { stdout } = await promisify(execFile)(process.execPath, options, {
      cwd: ROOT,
      env: { PATH: process.env['PATH'] ?? '' },
    });
    return must(/http\S+\/enrol#\S+/.exec(stdout)?.[0], `an address in: ${stdout}`);
  }

  /** Of a session of this member of staff: what opens a line of their own. */
  tokenOf(staffNumber: string): Promise<string> {
    return this.#tokenOf(staffNumber);
  }

  async #tokenOf(staffNumber: string): Promise<string> {
    const known = this.#tokens.get(staffNumber);
    if (known !== undefined) return known;
    const { token } = (await this.#post('/api/sessions', { staffNumber, password: DEMO_PASSWORD })) as { readonly token: string };
    this.#tokens.set(staffNumber, token);
    return token;
  }

  async #post(path: string, body: object, token?: string): Promise<unknown> {
    const response = await fetch(this.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    });
    const answer: unknown = await response.json();
    assert(response.ok, `${path} ${JSON.stringify(body)}: ${response.status} ${JSON.stringify(answer)}`);
    return answer;
  }
}

/** From now to a time of the hall's day: back to this morning, or on to this evening. */
function untilTimeMs(time: string): number {
  return localTimeToEpoch(localDay(Date.now(), ZONE), time, ZONE) - Date.now();
}

/** Of a test that begins now something would happen on the next day. */
function isNearMidnight(): boolean {
  return localDay(Date.now(), ZONE) !== localDay(Date.now() + BEFORE_MIDNIGHT_MS, ZONE);
}
