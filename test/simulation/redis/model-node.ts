import type { JournalEntry } from '../../../server/journal/entry.ts';
import type { Position } from '../../../shared/protocol/position.ts';
import { ORIGIN } from '../../../shared/protocol/position.ts';

/** What is replicated, in order. */
type Write =
  | { readonly is: 'append'; readonly epoch: number; readonly entries: readonly JournalEntry[] }
  | { readonly is: 'withdrawal'; readonly commandId: string; readonly answer: string }
  | { readonly is: 'fence'; readonly term: string };

export type Appended =
  | { readonly is: 'ok'; readonly offset: number }
  | { readonly is: 'conflict' }
  | { readonly is: 'duplicate'; readonly version: number }
  | { readonly is: 'withdrawn'; readonly commandId: string; readonly answer: string; readonly offset: number }
  | { readonly is: 'fenced' };

export interface NodeHead extends Position {
  readonly epoch: number;
}

interface Waiter {
  readonly offset: number;
  readonly copies: number;
  readonly done: () => void;
}

/**
 * One server as the journal needs it: the hall's log and head, and the list of writes that replication copies. It keeps every write
 * over a kill, as with `appendfsync always`.
 */
export class ModelNode {
  readonly name: string;
  role: 'master' | 'replica' = 'replica';
  /** Whom it copies; null for a master. */
  follows: ModelNode | null = null;
  /** Its replication id: another one with each promotion and each start as a master. */
  term = '';
  isAlive = true;
  isPaused = false;
  /** Which side of a cut network it is on. */
  side = 0;
  #writes: Write[] = [];
  #log: JournalEntry[] = [];
  #versions = new Map<string, number>();
  #withdrawn = new Map<string, string>();
  #epoch = 1;
  #fencedTerm = '';
  /** As a master: how far each replica is. */
  readonly #acknowledged = new Map<ModelNode, number>();
  #waiters: Waiter[] = [];

  constructor(name: string) {
    this.name = name;
  }

  get isWorking(): boolean {
    return this.isAlive && !this.isPaused;
  }

  get offset(): number {
    return this.#writes.length;
  }

  get head(): NodeHead {
    const last = this.#log.at(-1);
    return { ...(last === undefined ? ORIGIN : { version: last.version, hash: last.hash }), epoch: this.#epoch };
  }

  get log(): readonly JournalEntry[] {
    return this.#log;
  }

  versionOf(commandId: string): number | undefined {
    return this.#versions.get(commandId);
  }

  /** As the function of the library: everything is looked at first and written last. `isAgain`: the log had lost it. */
  append(epoch: number, expected: Position, entries: readonly JournalEntry[], isAgain = false): Appended {
    for (const { commandId } of entries) {
      const version = this.#versions.get(commandId);
      if (version !== undefined) return { is: 'duplicate', version };
    }
    for (const { commandId } of entries) {
      const answer = this.#withdrawn.get(commandId);
      if (answer !== undefined && !isAgain) return this.#applyWithdrawal(commandId, answer);
    }
    if (epoch < this.#epoch) return { is: 'fenced' };
    const { hash, version } = this.head;
    if (version !== expected.version || hash !== expected.hash) return { is: 'conflict' };
    this.#apply({ is: 'append', epoch, entries });
    return { is: 'ok', offset: this.offset };
  }

  /** From then on nobody does the command. */
  withdraw(epoch: number, commandId: string, answer: string): Appended {
    const version = this.#versions.get(commandId);
    if (version !== undefined) return { is: 'duplicate', version };
    if (epoch !== this.#epoch) return { is: 'fenced' };
    return this.#applyWithdrawal(commandId, this.#withdrawn.get(commandId) ?? answer);
  }

  /** Always a write: what is acknowledged behind it covers all that is before it. */
  fence(): number {
    this.#apply({ is: 'fence', term: this.term });
    return this.offset;
  }

  become(role: 'master' | 'replica', follows: ModelNode | null, term: string): void {
    this.role = role;
    this.follows = follows;
    this.term = term;
    this.#acknowledged.clear();
    for (const { done } of this.#waiters.splice(0)) done();
  }

  /** The whole of the master's list up to there; whatever else this node had is gone. */
  copyFrom(master: ModelNode, upTo: number): void {
    const writes = master.#writes.slice(0, upTo);
    const isBehind = this.#writes.length <= upTo && this.#writes.every((write, index) => write === writes[index]);
    if (!isBehind) this.#startOver();
    for (const write of writes.slice(this.#writes.length)) this.#apply(write);
  }

  isSameAs(master: ModelNode): boolean {
    return this.offset === master.offset && this.#writes.at(-1) === master.#writes.at(-1);
  }

  acknowledged(replica: ModelNode, offset: number): void {
    this.#acknowledged.set(replica, Math.max(offset, this.#acknowledged.get(replica) ?? 0));
    const ready = this.#waiters.filter((waiter) => this.copiesOf(waiter.offset) >= waiter.copies);
    this.#waiters = this.#waiters.filter((waiter) => !ready.includes(waiter));
    for (const { done } of ready) done();
  }

  copiesOf(offset: number): number {
    return [...this.#acknowledged.values()].filter((reached) => reached >= offset).length;
  }

  /** Calls once, when so many have it; returns the release. */
  onceCopied(offset: number, copies: number, done: () => void): () => void {
    if (this.copiesOf(offset) >= copies) {
      done();
      return () => undefined;
    }
    const waiter: Waiter = { offset, copies, done };
    this.#waiters.push(waiter);
    return () => {
      this.#waiters = this.#waiters.filter((each) => each !== waiter);
    };
  }

  #applyWithdrawal(commandId: string, answer: string): Appended {
    this.#apply({ is: 'withdrawal', commandId, answer });
    return { is: 'withdrawn', commandId, answer, offset: this.offset };
  }

  #apply(write: Write): void {
    this.#writes.push(write);
    if (write.is === 'append') {
      for (const entry of write.entries) {
        this.#log.push(entry);
        this.#versions.set(entry.commandId, entry.version);
      }
      this.#epoch = Math.max(this.#epoch, write.epoch);
    } else if (write.is === 'withdrawal') {
      this.#withdrawn.set(write.commandId, write.answer);
    } else if (write.term !== this.#fencedTerm) {
      if (this.#fencedTerm !== '') this.#epoch += 1;
      this.#fencedTerm = write.term;
    }
  }

  #startOver(): void {
    this.#writes = [];
    this.#log = [];
    this.#versions = new Map();
    this.#withdrawn = new Map();
    this.#epoch = 1;
    this.#fencedTerm = '';
  }
}
