import { assert } from '../../shared/lib/assert.ts';
import type { Actor } from '../../shared/hall/actor.ts';
import type { Answer } from '../../shared/hall/answer.ts';
import type { Command } from '../../shared/hall/commands.ts';
import type { HallConfiguration } from '../../shared/hall/configuration.ts';
import type { ConfirmClock } from '../../shared/protocol/command-schema.ts';
import type { WireRefusal } from '../../shared/protocol/errors.ts';
import { Hub, type HubOptions } from '../../server/hub/hub.ts';
import type { HubAnswer } from '../../server/hub/hub-answer.ts';
import { SILENT_LOG } from '../../server/hub/hub-log.ts';
import type { JournalEntry } from '../../server/journal/entry.ts';
import { MemoryDisk } from '../../server/journal/memory-disk.ts';
import { MemoryJournal } from '../../server/journal/memory-journal.ts';
import { FakeBroadcast } from './fake-connection.ts';
import { KIOSK, MORNING, teller } from './played-hall.ts';
import { testConfiguration } from './test-configuration.ts';
import { VirtualTime } from './virtual-time.ts';

export const HALL = 'demo';
const TURNS = 50;

/** Everything that is on its way without a timer has arrived. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** The real hub over a memory disk, in virtual time. */
export class RunningHub {
  readonly disk: MemoryDisk;
  readonly time: VirtualTime;
  readonly broadcast = new FakeBroadcast();
  readonly journal: MemoryJournal;
  readonly hub: Hub;
  #ids = 0;
  readonly #prefix: string;

  constructor(options: Partial<HubOptions> = {}, disk = new MemoryDisk(), time = new VirtualTime(MORNING), prefix = 'a') {
    this.disk = disk;
    this.time = time;
    this.#prefix = prefix;
    this.journal = new MemoryJournal({ disk });
    this.hub = new Hub({
      journal: this.journal,
      broadcast: this.broadcast,
      clock: time,
      monotonic: () => time.now(),
      timers: time,
      newId: () => this.newId(),
      log: SILENT_LOG,
      release: 'test',
      ...options,
    });
  }

  /** With the hall seeded and its day open. */
  static async serving(options: Partial<HubOptions> = {}, changes: Partial<HallConfiguration> = {}): Promise<RunningHub> {
    const running = new RunningHub(options);
    await running.hub.start();
    await running.hub.seed(HALL, testConfiguration(changes));
    await settled();
    return running;
  }

  /** This one is left as a crash leaves it; another one starts on its disk. */
  async restarted(options: Partial<HubOptions> = {}): Promise<RunningHub> {
    await this.hub.close();
    const running = new RunningHub(options, this.disk, this.time, `${this.#prefix}a`);
    await running.hub.start();
    await settled();
    return running;
  }

  newId(): string {
    this.#ids += 1;
    return `${this.#prefix}-${String(this.#ids).padStart(10, '0')}`;
  }

  submit(actor: Actor, command: Command | ConfirmClock, id = this.newId()): Promise<HubAnswer> {
    return this.hub.submit(HALL, actor, { ...command, id });
  }

  /** The command must be accepted. */
  async done(actor: Actor, command: Command | ConfirmClock): Promise<{ readonly version: number; readonly result: Answer }> {
    const answer = await this.submit(actor, command);
    assert(answer.ok, `refused: ${JSON.stringify(answer)}`);
    return answer.value;
  }

  /** The command must be refused, and is told by its kind. */
  async refused(actor: Actor, command: Command | ConfirmClock): Promise<WireRefusal['kind']> {
    const answer = await this.submit(actor, command);
    assert(!answer.ok, `accepted: ${JSON.stringify(answer)}`);
    return answer.error.kind;
  }

  issue(service = 'A'): Promise<{ readonly version: number; readonly result: Answer }> {
    return this.done(KIOSK, { type: 'issue-ticket', service });
  }

  async staff(...counters: number[]): Promise<void> {
    for (const counter of counters) {
      await this.done(teller(counter), { type: 'sign-in', counter });
      await this.done(teller(counter), { type: 'open-counter', counter });
    }
  }

  log(): readonly JournalEntry[] {
    return this.disk.entries(HALL, 0, Number.MAX_SAFE_INTEGER);
  }
}
