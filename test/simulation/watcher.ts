import { answerOf, type Answer } from '../../shared/hall/answer.ts';
import { applyEntry } from '../../shared/hall/evolve.ts';
import { localDay } from '../../shared/hall/local-time.ts';
import { toSnapshot } from '../../shared/hall/snapshot.ts';
import { initialState, type HallState } from '../../shared/hall/state.ts';
import type { Down } from '../../shared/protocol/down.ts';
import type { SentCommand } from '../../shared/protocol/command-schema.ts';
import { ORIGIN, type Position } from '../../shared/protocol/position.ts';
import type { JournalEntry } from '../../server/journal/entry.ts';
import { fingerprintOf, positionOf, verifyEntry } from '../../server/journal/hash-chain.ts';
import type { MemoryDisk } from '../../server/journal/memory-disk.ts';
import { MAY_CHANGE_NOTHING } from '../support/any-command.ts';
import { NaiveHall } from './naive-hall.ts';

/** A promise that was broken. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

export interface SentByPerson {
  readonly command: SentCommand;
  readonly actor: string;
  /** The highest version that anybody had been answered with when this was sent. */
  readonly answeredBefore: number;
}

/** A replica as the watcher sees it. */
export interface WatchedReplica {
  readonly name: string;
  readonly state: HallState | null;
  readonly position: Position | null;
}

/**
 * Looks at a world from outside, after everything that happens in it, and knows only what is on the disk: what the
 * promises I1 to I10 of the hub come to. Throws `Violation` at the first that is broken.
 */
export class Watcher {
  readonly #disk: Pick<MemoryDisk, 'entries'>;
  readonly #hall: string;
  readonly #trace: (line: string) => void;
  readonly #books = new NaiveHall();
  readonly #truth = initialState();
  /** By version; the fold of the log up to it, as text. */
  readonly #folds: string[] = [foldText(initialState())];
  readonly #byCommand = new Map<string, JournalEntry>();
  readonly #sent = new Map<string, SentByPerson>();
  readonly #told = new Map<string, string>();
  /** Business days, each once. */
  readonly #days: string[] = [];
  readonly #counts = new Map<string, number>();
  readonly #mayBeDone: ReadonlySet<string>;
  #head: Position = ORIGIN;
  #answeredMax = 0;

  constructor(options: {
    readonly disk: Pick<MemoryDisk, 'entries'>;
    readonly hall: string;
    readonly trace: (line: string) => void;
    /** Refusals that say when and not what of: another hub may do the command meanwhile. None of a hub that is alone. */
    readonly mayBeDone?: ReadonlySet<string>;
  }) {
    this.#mayBeDone = options.mayBeDone ?? new Set();
    this.#disk = options.disk;
    this.#hall = options.hall;
    this.#trace = options.trace;
  }

  get head(): Position {
    return this.#head;
  }

  get answeredCount(): number {
    return this.#told.size;
  }

  /** What happened, and how often: a world in which nothing goes wrong proves nothing. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  count(what: string): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1);
  }

  /** A person sent a command for the first time. */
  sent(command: SentCommand, actor: string): void {
    this.#sent.set(command.id, { command, actor, answeredBefore: this.#answeredMax });
  }

  /** I2, I3, I4, I5: whatever came onto the disk since the last look. */
  lookAtDisk(): void {
    const entries = this.#disk.entries(this.#hall, this.#head.version, Infinity);
    for (const entry of entries) {
      verifyEntry(entry, this.#head);
      this.#head = positionOf(entry);
      this.#lookAtCommand(entry);
      this.#books.apply(entry);
      const [problem] = this.#books.problems;
      if (problem !== undefined) throw new Violation(`version ${entry.version}: ${problem}`);
      this.#expectWorkConserved(entry);
      applyEntry(this.#truth, entry);
      for (const event of entry.events) {
        this.count(`event ${event.type}`);
        if (event.type === 'day-opened' && event.day !== this.#days.at(-1)) this.#days.push(event.day);
      }
      this.#folds.push(foldText(this.#truth));
      this.#trace(`disk ${entry.version} ${entry.hash}`);
    }
  }

  /** I10 and I9: what the hub says to anybody, at the moment when it says it. */
  down(message: Down): void {
    this.lookAtDisk();
    this.count(`down ${message.name}`);
    switch (message.name) {
      case 'entries':
        for (const { hash, version } of message.body) this.#expectOnDisk('an entry', version, hash);
        return;
      case 'snapshot':
      case 'heartbeat':
        return this.#expectOnDisk(message.name, message.body.version, message.body.hash);
      case 'answer':
        if ('refusal' in message.body) return this.#refused(message.body.id, message.body.refusal.kind);
        return this.#accepted(message.body.id, message.body.version, message.body.result);
      case 'welcome':
      case 'goodbye':
      case 'forecast':
      case 'ticket-forecasts':
      case 'receipts':
      case 'advice':
        return;
    }
  }

  /** I1: a person was told that it is done. */
  answered(id: string, version: number, result: Answer): void {
    this.#accepted(id, version, result);
    this.#answeredMax = Math.max(this.#answeredMax, version);
  }

  /** I6: a replica is the fold of the log, whatever way it came there. */
  lookAtReplica({ name, position, state }: WatchedReplica): void {
    if (position === null || state === null) return;
    this.lookAtDisk();
    this.#expectOnDisk(`the replica of ${name}`, position.version, position.hash);
    if (foldText(state) !== this.#folds[position.version]) {
      throw new Violation(`I6: the replica of ${name} is not the fold of the log up to version ${position.version}`);
    }
  }

  /** The books, kept in another way, say the same. */
  compareBooks(): void {
    this.lookAtDisk();
    const [difference] = this.#books.differences(this.#truth);
    if (difference !== undefined) throw new Violation(difference);
  }

  #lookAtCommand(entry: JournalEntry): void {
    const { actor, commandId, fingerprint, version } = entry;
    const earlier = this.#byCommand.get(commandId);
    if (earlier !== undefined && !this.#mayBeForgotten(earlier))
      throw new Violation(`I1: command ${commandId} is in versions ${earlier.version} and ${version}`);
    this.#byCommand.set(commandId, entry);
    const sent = this.#sent.get(commandId);
    if (sent === undefined) {
      if (!actor.startsWith('system:')) throw new Violation(`command ${commandId} is in the log and nobody sent it`);
      return;
    }
    const { id: _id, day = null, ...command } = sent.command;
    const today = this.#days.at(-1) ?? null;
    if (day !== null && today !== null && day < today) {
      throw new Violation(`version ${version} was meant for ${day} and happened on ${today}`);
    }
    if (command.type === 'confirm-clock') throw new Violation('a confirmed clock is in the log of the hall');
    if (actor !== sent.actor || fingerprint !== fingerprintOf({ id: actor }, command)) {
      throw new Violation(`version ${version} is not what was sent as ${commandId}`);
    }
    if (version <= sent.answeredBefore) {
      throw new Violation(`I5: version ${version} was sent after ${sent.answeredBefore} had been answered`);
    }
    if (command.type === 'call-next' && command.atHand !== undefined && command.atHand !== this.#books.atHand(command.counter)) {
      throw new Violation(`version ${version} calls although the counter had moved on`);
    }
  }

  /** *Next* leaves a counter with nobody only when there is nobody whom it could call. */
  #expectWorkConserved({ at, commandId, events, version }: JournalEntry): void {
    const command = this.#sent.get(commandId)?.command;
    if (command?.type !== 'call-next' || events.some(({ type }) => type === 'ticket-called')) return;
    const [left] = this.#books.callable(command.counter, at);
    if (left !== undefined) throw new Violation(`version ${version}: counter ${command.counter} calls nobody and ${left} waits`);
  }

  #accepted(id: string, version: number, result: Answer): void {
    if (this.#sent.get(id)?.command.type === 'confirm-clock') return;
    const entry = this.#byCommand.get(id);
    if ((entry === undefined || version < entry.version) && this.#wasSoAlready(id, version, result)) return;
    if (entry?.version !== version) {
      throw new Violation(`I1: command ${id} was answered with version ${version} and is in ${entry?.version ?? 'none'}`);
    }
    const text = JSON.stringify(result);
    const expected = JSON.stringify(answerOf(entry.events));
    if (text !== expected) throw new Violation(`I9: command ${id} was answered ${text}, its entry says ${expected}`);
    if (this.#told.has(id)) this.count('told again');
    this.#told.set(id, text);
  }

  /**
   * Accepted, and nothing to keep: such a command is answered with where the hall stands, and has no entry. As after a refusal it
   * is decided anew when it comes once more.
   */
  #wasSoAlready(id: string, version: number, result: Answer): boolean {
    const type = this.#sent.get(id)?.command.type;
    if (type === undefined || type === 'confirm-clock' || !MAY_CHANGE_NOTHING.has(type)) return false;
    return version <= this.#head.version && JSON.stringify(result) === '{}';
  }

  /**
   * A refusal changes nothing: so it must not be said of a command that is in the log. Unless its id was forgotten since: then one
   * with a day is expired, and one without (sent before any day was known) is decided anew.
   */
  #refused(id: string, kind: string): void {
    this.count(`refused ${kind}`);
    const entry = this.#byCommand.get(id);
    const isUndated = this.#sent.get(id)?.command.day === undefined;
    const isForgotten = entry !== undefined && this.#mayBeForgotten(entry) && (kind === 'command-expired' || isUndated);
    if (entry !== undefined && !isForgotten && !this.#mayBeDone.has(kind))
      throw new Violation(`I9: command ${id} is version ${entry.version} and was refused: ${kind}`);
    if (kind === 'internal' || kind === 'malformed') throw new Violation(`command ${id} was answered ${kind}`);
  }

  /** Ids are kept until the business day after their own has ended; a clock that jumps by days brings that about in seconds. */
  #mayBeForgotten(entry: JournalEntry): boolean {
    const before = this.#days.at(-2);
    return before !== undefined && localDay(entry.at, this.#truth.configuration?.timeZone ?? 'UTC') < before;
  }

  #expectOnDisk(what: string, version: number, hash: string): void {
    const onDisk = version === 0 ? ORIGIN : this.#disk.entries(this.#hall, version - 1, 1)[0];
    if (onDisk?.hash !== hash) throw new Violation(`I10: ${what} shows version ${version}, which is not on the disk`);
  }
}

/** Everything but the configuration, which its version names. */
function foldText(state: HallState): string {
  return JSON.stringify({ ...toSnapshot(state), configuration: null });
}
