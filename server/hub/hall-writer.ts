import { applyEntry } from '../../shared/hall/evolve.ts';
import { fromSnapshot, toSnapshot } from '../../shared/hall/snapshot.ts';
import type { HallState } from '../../shared/hall/state.ts';
import type { Actor } from '../../shared/hall/actor.ts';
import { failed } from '../../shared/lib/result.ts';
import { unreachable } from '../../shared/lib/unreachable.ts';
import type { WireRefusal } from '../../shared/protocol/errors.ts';
import type { Position } from '../../shared/protocol/position.ts';
import type { JournalEntry } from '../journal/entry.ts';
import { fingerprintOf, positionOf } from '../journal/hash-chain.ts';
import { JournalDamagedError, type Journal } from '../journal/journal.ts';
import { Answers } from './answers.ts';
import { Group } from './group.ts';
import { HeldCommands } from './held-commands.ts';
import type { HallWriterOptions } from './hall-writer-options.ts';
import type { HubAnswer } from './hub-answer.ts';
import { COMMANDS_WAITING_MAX, DECIDED_AGAIN_MAX, GROUP_COMMANDS_MAX, JOURNAL_RETRY_MS } from './limits.ts';
import { isOvertaken } from './is-overtaken.ts';
import { loadHall, logCut, readOn } from './load-hall.ts';
import { firstAnswer, RecentCommands } from './recent-commands.ts';
import { Turns } from './turns.ts';
import type { HallCommand, WaitingCommand } from './waiting-command.ts';
import { withdrawnAnswer } from './withdrawal.ts';

/**
 * The one writer of a hall.
 *
 * Waiting commands are decided in order on the *proposed* state and appended as one group; when the journal has them, the
 * *committed* state follows, screens get the entries and senders their answers. Deciding on the committed state alone would
 * make every command wait for the disk by itself; showing the proposed one would show calls that a failed append takes back.
 * Both states are advanced entry by entry, so a command costs the same however many people wait; only a failed append pays
 * for a copy (the proposed state is dropped and made again from the committed one).
 *
 * **Maintained invariants**: the committed state is the fold of the journal up to `position`; nothing reaches `committed` or a
 * sender that is not in the journal; an id leads to one entry at most, and whoever sends it again hears of that one.
 */
export class HallWriter {
  readonly #options: HallWriterOptions;
  readonly #waiting: WaitingCommand[] = [];
  readonly #held: HeldCommands;
  readonly #turns: Turns;
  readonly #answers: Answers;
  readonly #recent = new RecentCommands();
  #committed: HallState;
  #position: Position;
  /** How far `committed` has been called. */
  #shown: Position;
  #proposed: HallState | null = null;
  #working: Promise<void> | null = null;
  /** The journal may hold more than the committed state. */
  #behind = false;
  /** The journal could not be read, or contradicts what the hub knows: then nothing is accepted until an operator has looked. */
  #unreadable: 'damaged' | 'for-now' | null = null;
  #cancelRetry = (): void => undefined;
  #closing = false;

  constructor(options: HallWriterOptions) {
    this.#options = options;
    this.#answers = new Answers(options);
    this.#turns = new Turns(options);
    const { clock, timers } = options;
    this.#held = new HeldCommands({ clock, timers, look: () => void (this.readOnly || this.wake()) });
    this.#committed = options.loaded.state;
    this.#position = options.loaded.position;
    this.#shown = this.#position;
    for (const entry of options.loaded.tail) this.#recent.remember(entry);
  }

  /** Committed; for reading only. */
  get state(): HallState {
    return this.#committed;
  }

  get position(): Position {
    return this.#position;
  }

  get waiting(): number {
    return this.#answers.size;
  }

  get readOnly(): boolean {
    return this.#unreadable !== null || this.#options.journal.condition().is === 'read-only';
  }

  /** Resolves when the outcome is durable. Never rejects. */
  submit(actor: Actor, sent: HallCommand): Promise<HubAnswer> {
    const { id, day: _day, ...command } = sent;
    const fingerprint = fingerprintOf(actor, command);
    return new Promise((resolve) => {
      const same = this.#answers.underWay(id);
      if (same !== undefined) {
        if (same.fingerprint === fingerprint) same.answers.push(resolve);
        else resolve(failed({ kind: 'command-id-reused' }));
      } else if (this.#closing || this.#answers.size >= COMMANDS_WAITING_MAX) {
        resolve(this.#recent.answer(id, fingerprint) ?? failed({ kind: this.#closing ? 'hub-leaving' : 'hub-busy' }));
      } else {
        const since = this.#options.clock.now();
        const waiting: WaitingCommand = { sent, actor, fingerprint, answers: [resolve], since, decidedAgain: 0 };
        this.#answers.expect(waiting);
        this.#waiting.push(waiting);
        this.#wake();
      }
    });
  }

  /** The journal became writable: what it took before it failed is read, and waiting commands go on. */
  wake(): void {
    const { again, old } = this.#held.release();
    this.#waiting.unshift(...again);
    for (const command of old) this.#answers.giveUnlessAnswered(command, failed({ kind: 'hall-read-only' }));
    this.#dropProposed();
    this.#wake();
  }

  /** Of what nobody knows, another hub tells: whoever sent it sends it there. Kept here it might be done after it was refused there. */
  letGo(): void {
    const { again, old } = this.#held.release();
    for (const command of [...again, ...old]) this.#answers.give(command, failed({ kind: 'hub-leaving' }));
    this.#answers.letGo();
  }

  /** Another hub committed up to `version`. */
  grown(version: number): void {
    if (version <= this.#position.version || this.#closing) return;
    this.#behind = true;
    this.#wake();
  }

  /** Another hub has something to write. */
  giveTurn(): void {
    this.#turns.othersAreHere();
  }

  /** Ids of entries up to a version may come again as new commands. */
  forget(upToVersion: number): void {
    this.#recent.forget(upToVersion);
  }

  /** Takes no more, answers what waits, then resolves. */
  async close(): Promise<void> {
    this.#closing = true;
    while (this.#working !== null) await this.#working;
    this.letGo();
    await this.#answers.close();
    this.#cancelRetry();
  }

  #wake(): void {
    this.#working ??= this.#work().finally(() => {
      this.#working = null;
      if (this.#hasWork()) this.#wake();
    });
  }

  #hasWork(): boolean {
    return this.#waiting.length > 0 || (this.#behind && !this.readOnly);
  }

  async #work(): Promise<void> {
    // Commands that arrive in the same turn join the first group.
    await Promise.resolve();
    while (this.#hasWork()) {
      try {
        if (this.#turns.waitMs > 0) await this.#turns.mine();
        if (this.#behind && !this.readOnly) await this.#catchUp();
        await this.#decideAndAppend(this.#waiting.splice(0, GROUP_COMMANDS_MAX));
      } catch (error) {
        await this.#startOver(error);
      }
    }
  }

  async #decideAndAppend(commands: readonly WaitingCommand[]): Promise<void> {
    if (commands.length === 0) return;
    if (this.#isOutOfReach()) {
      this.#held.hold(commands);
      return;
    }
    const expected = this.#position;
    const group = this.#decideAll(commands);
    const { accepted, entries } = group;
    if (entries.length === 0) return this.#settleUnlessOvertaken(group, commands, expected);
    if (this.#options.plantedFault === 'ack-before-commit') {
      for (const { command, entry } of accepted) this.#answers.giveFirst(command, entry);
    }
    const outcome = await this.#append(expected, entries);
    switch (outcome.is) {
      case 'appended':
        this.#turns.wrote();
        await this.#promote(group);
        return;
      case 'conflict':
        this.#turns.lost();
        this.#decideAgain(commands);
        return;
      case 'duplicate':
        this.#answerKnown(commands, outcome.entry.commandId, ({ fingerprint }) => firstAnswer(outcome.entry, fingerprint));
        return;
      case 'withdrawn':
        this.#answerKnown(commands, outcome.commandId, ({ fingerprint }) => withdrawnAnswer(outcome.answer, fingerprint));
        return;
      case 'read-only':
        this.#dropProposed();
        // Of this hall alone, perhaps: it waits as all of them do where no node can be asked.
        if (outcome.reason === 'unreachable') this.#held.hold(commands);
        else for (const command of commands) this.#answers.giveUnlessAnswered(command, failed({ kind: 'hall-read-only' }));
        return;
      case 'unsure':
        this.#dropProposed();
        this.#held.hold(commands);
        return;
      default:
        unreachable(outcome);
    }
  }

  /** Nothing is refused for what another hub has changed; where nobody can be asked the commands wait. A hall that takes nothing says so all the same. */
  async #settleUnlessOvertaken(group: Group, commands: readonly WaitingCommand[], expected: Position): Promise<void> {
    if (group.unjournalled.every(({ certain }) => certain)) return this.#settleAll(group);
    // Who takes nothing says so, whatever the log has: it would not be read.
    const overtaken = this.readOnly ? false : await isOvertaken(this.#options, expected);
    if (overtaken === true) this.#decideAgain(commands);
    else if (overtaken === null && !this.readOnly) this.#held.hold(commands);
    else this.#settleAll(group);
  }

  /** No node can be asked what it has: for a moment, most of the time. */
  #isOutOfReach(): boolean {
    const condition = this.#options.journal.condition();
    return condition.is === 'read-only' && condition.reason === 'unreachable';
  }

  /** An append that fails in no named way may have been written or not: the journal is read, then all are decided again. */
  async #append(expected: Position, entries: readonly JournalEntry[]): ReturnType<Journal['append']> {
    const { hall, journal, log } = this.#options;
    try {
      return await journal.append(hall, expected, entries);
    } catch (error) {
      log.error({ hall, error }, 'an append failed without saying how');
      return { is: 'conflict', head: expected };
    }
  }

  /** A bug in the core must not take the hall with it: its command is answered `internal`, the others are decided anew. */
  #decideAll(commands: readonly WaitingCommand[]): Group {
    const { clock, hall, log, newId, quoteFor } = this.#options;
    const blocked: WireRefusal | null = this.readOnly ? { kind: 'hall-read-only' } : this.#options.blocked();
    this.#proposed ??= fromSnapshot(toSnapshot(this.#committed));
    const recent = this.#options.plantedFault === 'dedupe-off' ? new RecentCommands() : this.#recent;
    const group = new Group(this.#proposed, this.#position, {
      hall,
      now: clock.now(),
      newId,
      recent,
      blocked,
      quoteFor,
      plantedFault: this.#options.plantedFault,
    });
    for (const command of commands) {
      try {
        group.decide(command);
      } catch (error) {
        log.error({ hall, error, command: command.sent.type, id: command.sent.id }, 'a command broke the core');
        this.#proposed = null;
        this.#answers.giveUnlessAnswered(command, failed({ kind: 'internal' }));
        return this.#decideAll(commands.filter((other) => other !== command));
      }
    }
    return group;
  }

  async #promote(group: Group): Promise<void> {
    const { entries } = group;
    try {
      for (const entry of entries) this.#commit(entry);
      this.#show(entries);
    } catch (error) {
      this.#options.log.error({ hall: this.#options.hall, error }, 'an entry broke the committed state');
      await this.#reload();
    }
    for (const { command, entry } of group.accepted) this.#answers.giveFirst(command, entry);
    this.#settleAll(group);
  }

  #commit(entry: JournalEntry): void {
    applyEntry(this.#committed, entry);
    this.#position = positionOf(entry);
    this.#recent.remember(entry);
  }

  #show(entries: readonly JournalEntry[]): void {
    const last = entries.at(-1);
    if (last === undefined) return;
    this.#shown = positionOf(last);
    this.#options.committed(entries);
  }

  #settleAll(group: Group): void {
    for (const { command, answer, certain } of group.unjournalled) {
      if (certain) this.#answers.give(command, answer);
      else this.#answers.giveUnlessAnswered(command, answer);
    }
  }

  /** One of them was answered before, here or elsewhere: the others are decided again. */
  #answerKnown(commands: readonly WaitingCommand[], id: string, answerTo: (command: WaitingCommand) => HubAnswer): void {
    for (const command of commands) {
      if (command.sent.id === id) this.#answers.give(command, answerTo(command));
    }
    this.#decideAgain(commands.filter((command) => command.sent.id !== id));
  }

  #decideAgain(commands: readonly WaitingCommand[]): void {
    this.#dropProposed();
    const again: WaitingCommand[] = [];
    for (const command of commands) {
      command.decidedAgain += 1;
      if (command.decidedAgain > DECIDED_AGAIN_MAX) this.#answers.giveUnlessAnswered(command, failed({ kind: 'hub-busy' }));
      else again.push(command);
    }
    this.#waiting.unshift(...again);
  }

  #dropProposed(): void {
    this.#proposed = null;
    this.#behind = true;
  }

  /** Takes from the journal what it has and this hub does not: after a lost race, or an append whose end nobody saw. */
  async #catchUp(): Promise<void> {
    const { hall, journal } = this.#options;
    const entries: JournalEntry[] = [];
    // Before the reading: what grows meanwhile is looked at once more.
    this.#behind = false;
    await readOn(journal, hall, this.#position, (entry) => entries.push(entry));
    if (entries.length === 0) await this.#expectNotCut();
    // Between two groups what is proposed is what is committed: it follows too, instead of being copied anew.
    const proposed = this.#proposed;
    this.#proposed = null;
    for (const entry of entries) {
      this.#commit(entry);
      if (proposed !== null) applyEntry(proposed, entry);
    }
    this.#proposed = proposed;
    if (entries.length === 0) return;
    this.#show(entries);
  }

  /** Nothing new to read is all right only if the log has all that is known of it. */
  async #expectNotCut(): Promise<void> {
    const { hall, journal } = this.#options;
    const head = await journal.head(hall);
    if (head.version < this.#position.version) throw logCut(hall, head.version);
  }

  /** The committed state is in doubt: the journal tells it again, and what was not shown of it is shown now. */
  async #reload(): Promise<void> {
    const { hall, journal } = this.#options;
    this.#dropProposed();
    const { position, state } = await loadHall(journal, hall);
    if (position.version < this.#position.version) throw logCut(hall, position.version);
    const missed: JournalEntry[] = [];
    const head = await readOn(journal, hall, this.#shown, (entry) => missed.push(entry));
    if (head.version !== position.version) throw new Error('the log grew while it was read');
    this.#committed = state;
    this.#position = position;
    for (const entry of missed) this.#recent.remember(entry);
    this.#show(missed);
  }

  /** What should not happen, happened: nobody waits for ever, and nothing more is accepted if the journal cannot explain it. */
  async #startOver(error: unknown): Promise<void> {
    const { hall, log } = this.#options;
    log.error({ hall, error }, 'the writer starts over from the journal');
    try {
      await this.#reload();
    } catch (reason) {
      this.#giveUp(reason);
    }
    const lost = this.#answers.undecided().filter((command) => !this.#waiting.includes(command) && !this.#held.has(command));
    for (const command of lost) this.#answers.giveUnlessAnswered(command, failed({ kind: 'internal' }));
  }

  #giveUp(reason: unknown): void {
    const { hall, log, timers } = this.#options;
    // While the journal finds out itself what it has, a log that seems to be cut is only not yet whole.
    const isDamaged = reason instanceof JournalDamagedError && !this.#isOutOfReach();
    this.#unreadable = isDamaged ? 'damaged' : 'for-now';
    log.error({ hall, error: reason, is: this.#unreadable }, 'the hall is read-only: its journal cannot be followed');
    if (this.#unreadable === 'damaged') return;
    this.#cancelRetry();
    this.#cancelRetry = timers.after(JOURNAL_RETRY_MS, () => {
      this.#unreadable = null;
      this.wake();
    });
  }
}
