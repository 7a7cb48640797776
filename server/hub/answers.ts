import type { Timers } from '../../shared/lib/clock.ts';
import { failed } from '../../shared/lib/result.ts';
import { unreachable } from '../../shared/lib/unreachable.ts';
import type { JournalEntry } from '../journal/entry.ts';
import { JournalDamagedError, type Journal, type WithdrawOutcome } from '../journal/journal.ts';
import type { HubAnswer } from './hub-answer.ts';
import type { HubLog } from './hub-log.ts';
import { JOURNAL_RETRY_MS } from './limits.ts';
import type { PlantedFault } from './planted-fault.ts';
import { firstAnswer } from './recent-commands.ts';
import type { WaitingCommand } from './waiting-command.ts';
import { isLastWord, withdrawalText, withdrawnAnswer } from './withdrawal.ts';

export interface AnswersOptions {
  readonly hall: string;
  readonly journal: Journal;
  readonly timers: Timers;
  readonly log: HubLog;
  readonly plantedFault: PlantedFault | null;
}

const READ_ONLY: HubAnswer = failed({ kind: 'hall-read-only' });

type Withdrawn =
  | { readonly is: 'known'; readonly answer: HubAnswer }
  /** Only this hub could have it in hand, or it may be done when it comes again. */
  | { readonly is: 'not-needed' }
  | Extract<WithdrawOutcome, { readonly is: 'read-only' | 'unsure' }>;

/**
 * Commands of a hall between their arrival and their answer.
 *
 * **Maintained invariants**: of one id only one command is under way; it is answered once; no answer that leaves no entry is
 * given before the journal was asked whether the id has one from earlier; and none that is the last word, on a journal that other
 * hubs write, before it is kept there that nobody does the command any more.
 */
export class Answers {
  readonly #options: AnswersOptions;
  readonly #underWay = new Map<string, WaitingCommand>();
  readonly #lookingUp = new Map<WaitingCommand, Promise<void>>();
  #closing = false;
  /** How often the commands of which nobody knows were left to other hubs. */
  #lettings = 0;

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

  /** What is still being looked up is left to another hub. */
  letGo(): void {
    this.#lettings += 1;
  }

  /** Resolves when nobody is being looked up any more. */
  async close(): Promise<void> {
    this.#closing = true;
    await Promise.all(this.#lookingUp.values());
  }

  /** While the journal cannot be asked nobody knows, so nothing is said: a wrong no would make a person press again. */
  async #lookUp(command: WaitingCommand, answer: HubAnswer): Promise<HubAnswer> {
    const { hall, log, plantedFault, timers } = this.#options;
    if (plantedFault === 'dedupe-off') return answer;
    const lettings = this.#lettings;
    /** It may be withdrawn, and nobody knows: then nothing else is said of it. */
    let isUnsure = false;
    for (;;) {
      try {
        const outcome = await this.#withdraw(command, answer);
        if (outcome.is === 'known') return outcome.answer;
        if (outcome.is === 'not-needed') return await this.#findAnswer(command, answer);
        if (outcome.is === 'unsure') isUnsure = true;
        // Frozen for good: as the catch below says it.
        else if (outcome.reason === 'damaged') return READ_ONLY;
        else if (outcome.reason !== 'unreachable' && !isUnsure) return await this.#findAnswer(command, READ_ONLY);
      } catch (error) {
        log.error({ hall, error, id: command.sent.id }, 'the journal cannot be asked for a command id');
        if (error instanceof JournalDamagedError) return READ_ONLY;
      }
      if (this.#closing || this.#lettings !== lettings) return failed({ kind: 'hub-leaving' });
      await new Promise<void>((resume) => timers.after(JOURNAL_RETRY_MS, resume));
    }
  }

  async #findAnswer({ fingerprint, sent }: WaitingCommand, answer: HubAnswer): Promise<HubAnswer> {
    const entry = await this.#options.journal.findCommand(this.#options.hall, sent.id);
    return entry === null ? answer : firstAnswer(entry, fingerprint);
  }

  /** So that what is refused here is not done by another hub that has it in hand. */
  async #withdraw(command: WaitingCommand, answer: HubAnswer): Promise<Withdrawn> {
    const { hall, journal } = this.#options;
    const { fingerprint, sent } = command;
    if (journal.withdraw === undefined || !isLastWord(command, answer)) return { is: 'not-needed' };
    const outcome = await journal.withdraw(hall, sent.id, withdrawalText(fingerprint, answer));
    switch (outcome.is) {
      case 'withdrawn':
        return { is: 'known', answer: withdrawnAnswer(outcome.answer, fingerprint) };
      case 'duplicate':
        return { is: 'known', answer: firstAnswer(outcome.entry, fingerprint) };
      case 'read-only':
      case 'unsure':
        return outcome;
      default:
        return unreachable(outcome);
    }
  }
}
