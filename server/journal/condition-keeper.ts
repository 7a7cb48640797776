import type { JournalCondition, ReadOnlyReason } from './journal.ts';

/**
 * Whether a journal can be written, and who wants to know.
 *
 * **Maintained invariant**: only a full disk ends by itself. After an I/O error nothing says what the disk holds (a failed
 * fsync may have marked lost pages as clean), so nothing is tried again on the same connection; damage needs an operator.
 */
export class ConditionKeeper {
  #condition: JournalCondition = { is: 'writable' };
  readonly #listeners = new Set<(condition: JournalCondition) => void>();

  get current(): JournalCondition {
    return this.#condition;
  }

  /** Null when it can be written. */
  get reason(): ReadOnlyReason | null {
    return this.#condition.is === 'writable' ? null : this.#condition.reason;
  }

  readOnly(reason: ReadOnlyReason): void {
    const before = this.reason;
    if (before === reason || before === 'closed') return;
    if (reason !== 'closed' && before !== null && before !== 'disk-full') return;
    this.#change({ is: 'read-only', reason });
  }

  /** There is room again. Ends nothing but `disk-full`. */
  roomAgain(): void {
    if (this.reason === 'disk-full') this.#change({ is: 'writable' });
  }

  listen(listener: (condition: JournalCondition) => void): () => void {
    const own = (condition: JournalCondition): void => listener(condition);
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  #change(condition: JournalCondition): void {
    this.#condition = condition;
    for (const listener of [...this.#listeners]) listener(condition);
  }
}
