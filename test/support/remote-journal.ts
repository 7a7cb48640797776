import type { Position } from '../../shared/protocol/position.ts';
import type { JournalEntry } from '../../server/journal/entry.ts';
import type { AppendOutcome, Journal, JournalCondition, WithdrawOutcome } from '../../server/journal/journal.ts';
import { FlakyJournal } from './flaky-journal.ts';

/** A journal as one on other machines is: it can be out of reach, not know what it did, and grow by what others wrote. */
export class RemoteJournal extends FlakyJournal {
  readonly isShared = true;
  /** What becomes of the next appends: written or not, and nobody knows. */
  nobodyKnows: 'written' | 'not-written' | null = null;
  /** Nobody tells what the log has, though this hub does not know that it is cut off. */
  isSilent = false;
  /** What was withdrawn, by command id; what several hubs write to, they share. */
  readonly #withdrawn: Map<string, string>;
  readonly #conditions = new Set<(condition: JournalCondition) => void>();
  readonly #grown = new Set<(hall: string, version: number) => void>();
  #condition: JournalCondition = { is: 'writable' };

  constructor(journal: Journal, withdrawn = new Map<string, string>()) {
    super(journal, {});
    this.#withdrawn = withdrawn;
  }

  /** The connection is gone or there again. */
  become(condition: JournalCondition): void {
    this.#condition = condition;
    for (const listener of [...this.#conditions]) listener(condition);
  }

  /** Another hub said so. */
  grow(hall: string, version: number): void {
    for (const listener of [...this.#grown]) listener(hall, version);
  }

  override async append(hall: string, expected: Position, entries: readonly JournalEntry[]): Promise<AppendOutcome> {
    const what = this.nobodyKnows;
    if (what === 'not-written') return this.#unsure();
    for (const { commandId } of entries) {
      const answer = this.#withdrawn.get(commandId);
      if (answer !== undefined) return { is: 'withdrawn', commandId, answer };
    }
    const outcome = await super.append(hall, expected, entries);
    return what === 'written' ? this.#unsure() : outcome;
  }

  async withdraw(hall: string, commandId: string, answer: string): Promise<WithdrawOutcome> {
    if (this.#condition.is === 'read-only') return this.#condition;
    const what = this.nobodyKnows;
    if (what === 'not-written') return this.#unsure();
    const entry = await super.findCommand(hall, commandId);
    if (entry !== null) return { is: 'duplicate', entry };
    const stands = this.#withdrawn.get(commandId) ?? answer;
    this.#withdrawn.set(commandId, stands);
    return what === 'written' ? this.#unsure() : { is: 'withdrawn', answer: stands };
  }

  override findCommand(hall: string, commandId: string): Promise<JournalEntry | null> {
    return this.#isReached() ? super.findCommand(hall, commandId) : Promise.reject(new Error('out of reach'));
  }

  override head(hall: string): Promise<Position> {
    return this.#isReached() ? super.head(hall) : Promise.reject(new Error('out of reach'));
  }

  askHead(hall: string): Promise<Position> {
    return this.isSilent ? Promise.reject(new Error('cannot be asked')) : this.head(hall);
  }

  override condition(): JournalCondition {
    return this.#condition;
  }

  override onCondition(listener: (condition: JournalCondition) => void): () => void {
    this.#conditions.add(listener);
    return () => this.#conditions.delete(listener);
  }

  override onGrown(listener: (hall: string, version: number) => void): () => void {
    this.#grown.add(listener);
    return () => this.#grown.delete(listener);
  }

  #isReached(): boolean {
    return this.#condition.is === 'writable' || this.#condition.reason !== 'unreachable';
  }

  #unsure(): { readonly is: 'unsure' } {
    this.become({ is: 'read-only', reason: 'unreachable' });
    return { is: 'unsure' };
  }
}
