import { randomFillSync } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { applyEntry } from '../../shared/hall/evolve.ts';
import { toSnapshot } from '../../shared/hall/snapshot.ts';
import { initialState } from '../../shared/hall/state.ts';
import { idsFrom } from '../../shared/lib/ids.ts';
import { randomInteger, seededRandom, type Random } from '../../shared/lib/random.ts';
import type { JournalEntry } from '../../server/journal/entry.ts';
import { MovingCaller, RestCaller, type Caller } from './caller.ts';
import { reportOf, type ChaosReport } from './chaos-report.ts';
import { COUNTERS, doubter, kiosk, KIOSKS, tellerAt } from './hall-crowd.ts';
import { readState } from './hall-entrance.ts';
import type { HubProgram } from './hub-program.ts';
import { KillGate } from './kill-gate.ts';
import { OrderDesk } from './order-desk.ts';
import type { ShownEntries } from './shown-entries.ts';

/** Everything open when the nodes are back must have its answer within this time, and every hub be at the head. */
export const RESOLVED_MS_MAX = 5_000;
const ANSWER_MS_MAX = 2_000;
const AGAIN_MS = 40;
const CHECK_MS = 10;

export interface RunningHallOptions {
  readonly hubs: readonly HubProgram[];
  readonly random: Random;
  /** Between an answer and the same person's next command. */
  readonly thinkMs: number;
  /** What a person or device says who it is with. */
  readonly tokenFor: (name: string) => string;
  /** What each hub shows; absent: nobody looks. */
  readonly shownBy?: (hub: HubProgram) => ShownEntries;
  /** The log as it is in the store, verified or not. */
  readonly readEntries: () => Promise<JournalEntry[]>;
}

/** A hall with people in it, at several hubs; each of them goes on at another hub when the first does not answer. */
export class RunningHall {
  readonly desk: OrderDesk;
  readonly faults: string[] = [];
  /** The longest that an open command waited after everything was back. */
  resolvedMsMax = 0;
  readonly #options: RunningHallOptions;
  readonly #gate = new KillGate();
  readonly #startedAt = performance.now();
  readonly #callers: Caller[] = [];
  readonly #shown: ReadonlyMap<HubProgram, ShownEntries>;
  readonly #work: Promise<unknown>;
  #late = 0;

  constructor(options: RunningHallOptions) {
    this.#options = options;
    const { hubs, shownBy, thinkMs } = options;
    const newId = idsFrom((bytes) => randomFillSync(bytes));
    this.desk = new OrderDesk({ gate: this.#gate, newId, thinkMs, againMs: AGAIN_MS });
    this.#shown = new Map(shownBy === undefined ? [] : hubs.map((hub) => [hub, shownBy(hub)]));
    this.#work = Promise.all(this.#people());
    // Looked at in the end; a bug in between must not end the process.
    this.#work.catch(() => undefined);
    this.#gate.open();
  }

  /** Everything is back: whatever is open now must get its answer soon. */
  async settle(): Promise<void> {
    const startedAt = performance.now();
    const open = [...this.desk.open];
    const waits = (): boolean => open.some((record) => this.desk.open.has(record));
    while (waits() && performance.now() - startedAt < RESOLVED_MS_MAX) await pause(CHECK_MS);
    const waitedMs = performance.now() - startedAt;
    this.resolvedMsMax = Math.max(this.resolvedMsMax, waitedMs);
    const late = open.filter((record) => this.desk.open.has(record));
    this.#late += late.length;
    for (const { by, command, id } of late)
      this.faults.push(`waited: ${by}'s ${command.type} (${id}) is open ${Math.round(waitedMs)} ms after all was back`);
  }

  /** Nothing new is begun; everything is held against the log. */
  async end(rounds: number): Promise<ChaosReport> {
    this.#gate.end();
    await Promise.race([this.#work, pause(RESOLVED_MS_MAX, undefined, { ref: false })]);
    const entries = await this.#options.readEntries();
    const faults = [...this.faults, ...this.desk.contradictions.map((each) => `contradiction: ${each}`)];
    for (const hub of this.#options.hubs) faults.push(...(await hubFaults(hub, this.#options.tokenFor('kiosk-1'), entries)));
    for (const [hub, shown] of this.#shown) faults.push(...shown.faults(hub.url, entries));
    const seconds = (performance.now() - this.#startedAt) / 1_000;
    return reportOf({ rounds, records: this.desk.records, entries, faults, late: this.#late, seconds });
  }

  async close(): Promise<void> {
    this.#gate.abandon();
    for (const caller of this.#callers) caller.close();
    for (const shown of this.#shown.values()) await shown.close();
  }

  #people(): Promise<unknown>[] {
    const { random } = this.#options;
    const own = (): Random => seededRandom(randomInteger(random, 2 ** 31));
    const names = [...KIOSKS, ...COUNTERS.map((counter) => `teller-${counter}`)];
    const callers = new Map(names.map((name, index) => [name, this.#callerFor(name, index)]));
    const again = new Map(names.map((name, index) => [name, this.#callerFor(name, index + 1)]));
    const work = names.map((name, index) => {
      const person = {
        name,
        caller: callers.get(name) ?? this.#callerFor(name, index),
        desk: this.desk,
        gate: this.#gate,
        random: own(),
      };
      const counter = COUNTERS[index - KIOSKS.length];
      return counter === undefined ? kiosk(person) : tellerAt(counter, person, this.faults);
    });
    return [...work, doubter({ desk: this.desk, gate: this.#gate, random: own(), thinkMs: this.#options.thinkMs }, again)];
  }

  #callerFor(name: string, first: number): Caller {
    const { hubs, tokenFor } = this.#options;
    const doors = hubs.map((hub) => new RestCaller(hub.url, tokenFor(name), ANSWER_MS_MAX));
    const caller = new MovingCaller(doors, first);
    this.#callers.push(caller);
    return caller;
  }
}

/** Every hub must come to the head by itself, and its state be what the log folds to. */
async function hubFaults(hub: HubProgram, token: string, entries: readonly JournalEntry[]): Promise<string[]> {
  if (!hub.isRunning) return [`hub: ${hub.url} ended by itself: ${hub.said.slice(-500)}`];
  const head = entries.at(-1)?.version ?? 0;
  const until = performance.now() + RESOLVED_MS_MAX;
  let read = await readState(hub.url, token).catch(() => null);
  while ((read?.version ?? -1) < head && performance.now() < until) {
    await pause(CHECK_MS);
    read = await readState(hub.url, token).catch(() => null);
  }
  if (read === null) return [`hub: ${hub.url} does not tell its state`];
  if (read.version < head) return [`hub: ${hub.url} is at version ${read.version} and the log at ${head}`];
  const fold = initialState();
  for (const entry of entries.slice(0, read.version)) applyEntry(fold, entry);
  const inLog: unknown = JSON.parse(JSON.stringify(toSnapshot(fold)));
  return isDeepStrictEqual(inLog, read.state) ? [] : [`hub: the state of ${hub.url} is not the fold of the log`];
}
