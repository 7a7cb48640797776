import type { Timers } from '../../shared/lib/clock.ts';
import { failed } from '../../shared/lib/result.ts';
import type { JournalEntry } from '../journal/entry.ts';
import { JournalDamagedError, type Journal } from '../journal/journal.ts';
import type { HubAnswer } from './hub-answer.ts';
import type { HubLog } from './hub-log.ts';
import { JOURNAL_RETRY_MS } from './limits.ts';
import type { PlantedFault } from './planted-fault.ts';
import { firstAnswer } from './recent-commands.ts';
import type { WaitingCommand } from './waiting-command.ts';

export interface AnswersOptions {
  readonly hall: string;
  readonly journal: Journal;
  readonly timers: Timers;
  readonly log: HubLog;
  readonly plantedFault: PlantedFault | null;
}

/**
 * Commands of a hall between their arrival and their answer.
 *
 * **Maintained invariants**: of one id only one command is under way; it is answered once; no answer that leaves no entry is
 * given before the journal was asked whether the id has one from earlier.
 */
export class Answers {
  readonly #options: AnswersOptions;
  readonly #underWay = new Map<string, WaitingCommand>();
  readonly #lookingUp = new Map<WaitingCommand, Promise<void>>();
  #closing = false;

  constructor(options: AnswersOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#underWay.size;
  }

  underWay(id: string): WaitingCommand | undefined {
    return this.#options.plantedFault === 'dedupe-off' ? undefined : this.#underWay.get(id);
  }

  expect(command: WaitingCommand): void {
    this.#underWay.set(command.sent.id, command);
  }

  /** Under way and not yet on their way to an answer. */
  undecided(): WaitingCommand[] {
    return [...this.#underWay.values()].filter((command) => !this.#lookingUp.has(command));
  }

  give(command: WaitingCommand, answer: HubAnswer): void {
    if (this.#underWay.get(command.sent.id) === command) this.#underWay.delete(command.sent.id);
    for (const tell of command.answers.splice(0)) tell(answer);
  }

  giveFirst(command: WaitingCommand, entry: JournalEntry): void {
    this.give(command, firstAnswer(entry, command.fingerprint));
  }

  /** Gives the answer of the id's entry if there is one, else this one. */
  giveUnlessAnswered(command: WaitingCommand, answer: HubAnswer): void {
    if (this.#lookingUp.has(command)) return;
    const lookingUp = this.#lookUp(command, answer).then((found) => {
      this.#lookingUp.delete(command);
      this.give(command, found);
    });
    this.#lookingUp.set(command, lookingUp);
  }

  /** Resolves when nobody is being looked up any more. */
  async close(): Promise<void> {
    this.#closing = true;
    await Promise.all(this.#lookingUp.values());
  }

  /** While the journal cannot be asked nobody knows, so nothing is said: a wrong no would make a person press again. */
  async #lookUp({ fingerprint, sent }: WaitingCommand, answer: HubAnswer): Promise<HubAnswer> {
    const { hall, journal, log, plantedFault } = this.#options;
    if (plantedFault === 'dedupe-off') return answer;
    for (;;) {
      try {
        const entry = await journal.findCommand(hall, sent.id);
        return entry === null ? answer : firstAnswer(entry, fingerprint);
      } catch (error) {
        log.error({ hall, error, id: sent.id }, 'the journal cannot be asked for a command id');
        if (error instanceof JournalDamagedError) return failed({ kind: 'hall-read-only' });
        if (this.#closing) return failed({ kind: 'hub-leaving' });
      }
      await new Promise<void>((resume) => this.#options.timers.after(JOURNAL_RETRY_MS, resume));
    }
  }
}
