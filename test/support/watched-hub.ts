import type { Duties } from '../../server/hub/duties.ts';
import type { Peers } from '../../server/hub/peers.ts';
import { Hub, type HubOptions } from '../../server/hub/hub.ts';
import { SILENT_LOG, type HubLog } from '../../server/hub/hub-log.ts';
import type { HubAnswer } from '../../server/hub/hub-answer.ts';
import type { ScreenSession } from '../../server/hub/screen.ts';
import { MemoryDisk } from '../../server/journal/memory-disk.ts';
import { MemoryJournal } from '../../server/journal/memory-journal.ts';
import type { JournalEntry } from '../../server/journal/entry.ts';
import type { Journal } from '../../server/journal/journal.ts';
import { assert } from '../../shared/lib/assert.ts';
import type { Actor } from '../../shared/hall/actor.ts';
import type { Answer } from '../../shared/hall/answer.ts';
import type { Command } from '../../shared/hall/commands.ts';
import type { HallConfiguration } from '../../shared/hall/configuration.ts';
import type { HallState } from '../../shared/hall/state.ts';
import type { ConfirmClock, Envelope } from '../../shared/protocol/command-schema.ts';
import type { WireRefusalKind } from '../../shared/protocol/errors.ts';
import type { Position } from '../../shared/protocol/position.ts';
import { FakeBroadcast, type FakeConnection } from './fake-connection.ts';
import { FlakyJournal, type Flakiness } from './flaky-journal.ts';
import { KIOSK, MORNING, teller } from './played-hall.ts';
import { testConfiguration } from './test-configuration.ts';
import { VirtualTime } from './virtual-time.ts';

export const HALL = 'demo';

/** Everything that waits on promises alone has happened. */
export function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

export interface WatchedHubOptions {
  readonly time?: VirtualTime;
  readonly disk?: MemoryDisk;
  readonly flakiness?: Flakiness;
  /** Each step of the journal takes a moment, and a full disk is looked at again: the test has to let time pass. */
  readonly timedJournal?: boolean;
  /** How long that moment is, ms; 0 unless told. */
  readonly journalDelayMs?: number;
  readonly log?: HubLog;
  /** What the hub gets in place of its journal. */
  readonly throughJournal?: (own: Journal) => Journal;
  readonly duties?: Duties;
  readonly peers?: Peers;
  readonly changes?: Partial<HallConfiguration>;
}

/** Lets time pass until something has happened. */
export async function passUntil<Value>(time: VirtualTime, happened: Promise<Value>, stepMs = 1): Promise<Value> {
  let isOver = false;
  const over = (): void => {
    isOver = true;
  };
  happened.then(over, over);
  while (!isOver) {
    time.advance(stepMs);
    await settled();
  }
  return happened;
}

let hubs = 0;

/** A hub on a memory disk in virtual time, with lines that a test looks into and a journal that fails when told to. */
export class WatchedHub {
  readonly time: VirtualTime;
  readonly disk: MemoryDisk;
  readonly journal: MemoryJournal;
  readonly broadcast = new FakeBroadcast();
  readonly hub: Hub;
  readonly #options: WatchedHubOptions;
  readonly #prefix: string;
  #ids = 0;

  constructor(options: WatchedHubOptions = {}) {
    hubs += 1;
    this.#prefix = `hub${hubs}`;
    this.#options = options;
    this.time = options.time ?? new VirtualTime(MORNING);
    this.disk = options.disk ?? new MemoryDisk();
    const { journalDelayMs = 0, timedJournal = false } = options;
    this.journal = new MemoryJournal({ disk: this.disk, timers: timedJournal ? this.time : null, delayMs: () => journalDelayMs });
    const hubOptions: HubOptions = {
      journal: options.throughJournal?.(this.journal) ?? new FlakyJournal(this.journal, options.flakiness ?? {}),
      broadcast: this.broadcast,
      clock: this.time,
      monotonic: () => this.time.monotonic(),
      timers: this.time,
      newId: () => this.newId('ticket'),
      log: options.log ?? SILENT_LOG,
      release: 'test',
      duties: options.duties,
      peers: options.peers,
    };
    this.hub = new Hub(hubOptions);
  }

  /** Started; on an empty disk with the hall seeded and its day opened by the schedule. */
  static async serving(options: WatchedHubOptions = {}): Promise<WatchedHub> {
    const watched = new WatchedHub(options);
    await watched.hub.start();
    const answer = await watched.hub.seed(HALL, testConfiguration(options.changes));
    assert(answer === null || answer.ok, 'the hall was seeded');
    return watched;
  }

  /** Another process on the same disk and clock. This one is left as it is: dead, or a rival. */
  another(changes: Partial<WatchedHubOptions> = {}): Promise<WatchedHub> {
    return WatchedHub.serving({ ...this.#options, flakiness: {}, disk: this.disk, time: this.time, ...changes });
  }

  newId(what = 'command'): string {
    this.#ids += 1;
    return `${this.#prefix}-${what}-${String(this.#ids).padStart(6, '0')}`;
  }

  send(actor: Actor, command: (Command | ConfirmClock) & Partial<Envelope>, id = this.newId()): Promise<HubAnswer> {
    return this.hub.submit(HALL, actor, { ...command, id });
  }

  /** The command must be accepted. */
  async done(actor: Actor, command: Command & Partial<Envelope>, id?: string): Promise<{ version: number; result: Answer }> {
    const answer = await this.send(actor, command, id);
    assert(answer.ok, `refused: ${JSON.stringify(answer)}`);
    return answer.value;
  }

  /** The command must be refused, and is told by its kind. */
  async refused(actor: Actor, command: (Command | ConfirmClock) & Partial<Envelope>, id?: string): Promise<WireRefusalKind> {
    const answer = await this.send(actor, command, id);
    assert(!answer.ok, `accepted: ${JSON.stringify(answer)}`);
    return answer.error.kind;
  }

  issue(id?: string): Promise<{ version: number; result: Answer }> {
    return this.done(KIOSK, { type: 'issue-ticket', service: 'A' }, id);
  }

  /** Signs the counter's teller in and opens it. */
  async staff(counter: number): Promise<void> {
    await this.done(teller(counter), { type: 'sign-in', counter });
    await this.done(teller(counter), { type: 'open-counter', counter });
  }

  log(): readonly JournalEntry[] {
    return this.disk.entries(HALL, 0, Infinity);
  }

  head(): Position {
    return this.disk.head(HALL);
  }

  async state(): Promise<HallState> {
    return (await this.hub.read(HALL)).state;
  }

  async version(): Promise<number> {
    return (await this.hub.read(HALL)).position.version;
  }

  async screen(resume: Position | null = null): Promise<{ line: FakeConnection; session: ScreenSession }> {
    const line = this.broadcast.connect();
    const session = this.hub.open(line, { credential: { hall: HALL, actor: KIOSK }, resume });
    await settled();
    return { line, session };
  }

  /** Time passes, and everything that it causes happens. */
  async pass(ms: number, stepMs = ms): Promise<void> {
    for (let passed = 0; passed < ms; passed += stepMs) {
      this.time.advance(Math.min(stepMs, ms - passed));
      await settled();
    }
  }
}
