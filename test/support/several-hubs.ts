import { measuredJournal } from '../../server/observability/measured-journal.ts';
import type { Duties } from '../../server/hub/duties.ts';
import { SILENT_LOG } from '../../server/hub/hub-log.ts';
import type { PeerMessage, Peers } from '../../server/hub/peers.ts';
import { PeerQuestions } from '../../server/hub/peer-questions.ts';
import { MemoryDisk } from '../../server/journal/memory-disk.ts';
import { MemoryJournal } from '../../server/journal/memory-journal.ts';
import type { Journal } from '../../server/journal/journal.ts';
import type { HallConfiguration } from '../../shared/hall/configuration.ts';
import { MORNING } from './played-hall.ts';
import { HALL, RunningHub, settled } from './running-hub.ts';
import { testConfiguration } from './test-configuration.ts';
import { VirtualTime } from './virtual-time.ts';

/** Duties as the test hands them out. */
class HandedDuties implements Duties {
  readonly #held = new Set<string>();
  readonly #listeners = new Set<(hall: string, held: boolean) => void>();

  holds(hall: string): boolean {
    return this.#held.has(hall);
  }

  fence(hall: string): number | null {
    return this.holds(hall) ? 1 : null;
  }

  stand(): void {
    // The test decides.
  }

  onChange(listener: (hall: string, held: boolean) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  give(hall: string, held: boolean): void {
    if (held === this.#held.has(hall)) return;
    if (held) this.#held.add(hall);
    else this.#held.delete(hall);
    for (const listener of this.#listeners) listener(hall, held);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** What hubs say goes to all others as text, in the same turn. One that is cut off neither speaks nor hears. */
class PeerLine implements Peers {
  isCut = false;
  readonly #others: () => readonly PeerLine[];
  readonly #byTopic = new Map<string, Set<(message: PeerMessage) => void>>();

  constructor(others: () => readonly PeerLine[]) {
    this.#others = others;
  }

  tell(topic: string, message: PeerMessage): void {
    const text = JSON.stringify(message);
    if (this.isCut) return;
    for (const other of this.#others()) if (other !== this && !other.isCut) other.#hear(topic, text);
  }

  on(topic: string, listener: (message: PeerMessage) => void): () => void {
    const listeners = this.#byTopic.get(topic) ?? new Set();
    this.#byTopic.set(topic, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  #hear(topic: string, text: string): void {
    for (const listener of [...(this.#byTopic.get(topic) ?? [])]) listener(JSON.parse(text) as PeerMessage);
  }
}

/** One hub among several. */
export interface OneOfHubs {
  readonly name: string;
  readonly running: RunningHub;
  readonly peers: PeerLine;
  readonly duties: HandedDuties;
  readonly questions: PeerQuestions;
}

/**
 * Real hubs over one memory disk, in one virtual time: each hears of what the others commit, they talk to each other, and the test hands
 * them their duties.
 */
export class SeveralHubs {
  readonly disk = new MemoryDisk();
  readonly time = new VirtualTime(MORNING);
  readonly #hubs: OneOfHubs[] = [];
  readonly #grown = new Map<string, Set<(hall: string, version: number) => void>>();

  /** Two of them by default; the first has the duty of the hall `demo`, whose day is open. */
  static async serving(changes: Partial<HallConfiguration> = {}, names: readonly string[] = ['a', 'b']): Promise<SeveralHubs> {
    const several = new SeveralHubs();
    for (const name of names) await several.start(name);
    const [first] = several.#hubs;
    first?.duties.give(HALL, true);
    await first?.running.hub.seed(HALL, testConfiguration(changes));
    await settled();
    return several;
  }

  async start(name: string): Promise<OneOfHubs> {
    const peers = new PeerLine(() => this.#hubs.map((each) => each.peers));
    const duties = new HandedDuties();
    const journal = this.#journalOf(name);
    const running = new RunningHub({ journal, duties, peers }, this.disk, this.time, name);
    const basics = { clock: this.time, timers: this.time, newId: () => running.newId(), log: SILENT_LOG };
    const one = { name, running, peers, duties, questions: new PeerQuestions({ peers, hub: name, ...basics }) };
    this.#hubs.push(one);
    await running.hub.start();
    await settled();
    return one;
  }

  of(name: string): OneOfHubs {
    const found = this.#hubs.find((each) => each.name === name);
    if (found === undefined) throw new Error(`there is no hub ${name}`);
    return found;
  }

  /** From now on this hub has the duty, and no other. */
  async hand(name: string, hall = HALL): Promise<void> {
    for (const each of this.#hubs) if (each.name !== name) each.duties.give(hall, false);
    await settled();
    this.of(name).duties.give(hall, true);
    await settled();
  }

  /** Time passes in steps, and what is under way comes to its end in each. */
  async pass(ms: number, stepMs = 500): Promise<void> {
    for (let passed = 0; passed < ms; passed += stepMs) {
      this.time.advance(stepMs);
      await settled();
    }
  }

  async close(): Promise<void> {
    for (const { questions, running } of this.#hubs) {
      questions.close();
      await running.hub.close();
    }
  }

  #journalOf(name: string): Journal {
    const own = new Set<(hall: string, version: number) => void>();
    this.#grown.set(name, own);
    const onAppended = ({ hall }: { readonly hall: string }): void => {
      const { version } = this.disk.head(hall);
      for (const [other, listeners] of this.#grown) {
        if (other !== name) for (const listener of listeners) listener(hall, version);
      }
    };
    return {
      ...measuredJournal(new MemoryJournal({ disk: this.disk }), { monotonicMs: () => this.time.now(), onAppended }),
      onGrown: (listener) => {
        own.add(listener);
        return () => own.delete(listener);
      },
    };
  }
}
