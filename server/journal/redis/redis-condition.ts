import type { StoreCondition } from '../../redis/redis-store.ts';
import type { JournalCondition, ReadOnlyReason } from '../journal.ts';

/**
 * Whether anything can be written, of several shards. One of them that is down does not stop the halls of the others: the journal is
 * read-only when all of them are; until then the halls of that one are told so command by command.
 */
export class RedisCondition {
  #current: JournalCondition = { is: 'writable' };
  #writable = 0;
  #isClosed = false;
  readonly #listeners = new Set<(condition: JournalCondition) => void>();

  get current(): JournalCondition {
    return this.#current;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Told also when one more shard takes writes again: commands for its halls wait for that. */
  shards(conditions: readonly StoreCondition[]): void {
    if (this.#isClosed) return;
    const writable = conditions.filter(({ is }) => is === 'writable');
    const before = this.#current;
    const isBack = writable.length > this.#writable;
    this.#writable = writable.length;
    const bad = conditions.find(({ is }) => is !== 'writable');
    const current: JournalCondition =
      writable.length === 0 ? { is: 'read-only', reason: reasonOf(bad?.is ?? 'unreachable') } : withCopies(conditions);
    const weaker = conditions.flatMap((each) => each.weaker ?? []);
    this.#current = weaker.length === 0 ? current : { ...current, weaker };
    if (isBack || JSON.stringify(before) !== JSON.stringify(this.#current)) this.#tell();
  }

  /** Commands that nobody knew the end of may be decided again, though the condition has not changed since. */
  tellAgain(): void {
    if (this.#current.is === 'writable') this.#tell();
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#current = { is: 'read-only', reason: 'closed' };
    this.#tell();
  }

  listen(listener: (condition: JournalCondition) => void): () => void {
    const own = (condition: JournalCondition): void => listener(condition);
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener(this.#current);
  }
}

export function reasonOf(
  is: StoreCondition['is'],
): Extract<ReadOnlyReason, 'unreachable' | 'copies-missing' | 'disk-full' | 'unsafe-settings'> {
  if (is === 'full') return 'disk-full';
  if (is === 'unsafe') return 'unsafe-settings';
  return is === 'copies-missing' ? 'copies-missing' : 'unreachable';
}

function withCopies(conditions: readonly StoreCondition[]): JournalCondition {
  const fewest = conditions.map(({ copies }) => copies).sort((left, right) => left.kept - right.kept)[0];
  if (fewest === undefined || fewest.kept >= fewest.promised) return { is: 'writable' };
  return { is: 'writable', copies: { promised: fewest.promised, kept: fewest.kept } };
}
