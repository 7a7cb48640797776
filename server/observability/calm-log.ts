import type { Log } from './log.ts';

/** A line that says the same is written no more often than this. */
export const SAME_LINE_MS = 10_000;
/** Different lines that are remembered: two of each of some thousand halls. One more, and all are forgotten. */
const LINES_KEPT = 10_000;

export interface CalmLogOptions {
  readonly log: Log;
  /** Milliseconds of a source that nobody sets. */
  readonly monotonicMs: () => number;
}

interface Told {
  readonly at: number;
  left: number;
}

/**
 * A store that is away is the same trouble for every command and every hall: the first line of a trouble is written at once, its like only
 * every `SAME_LINE_MS`, with the number of those left out in between (`alike`). Alike are lines of one level with the same words about the same
 * hall, whatever else their facts are. What something has become (`is`) is written as ever, and so is what is told for information or for a
 * search of faults.
 */
export function calmLog({ log, monotonicMs }: CalmLogOptions): Log {
  const told = new Map<string, Told>();
  const calmly = (write: (facts: object, words: string) => void, level: string) => {
    return (facts: object, words: string): void => {
      if ('is' in facts) return write(facts, words);
      const hall = 'hall' in facts ? String(facts.hall) : '';
      const key = `${level} ${hall} ${words}`;
      const now = monotonicMs();
      const before = told.get(key);
      if (before !== undefined && now - before.at < SAME_LINE_MS) {
        before.left += 1;
        return;
      }
      if (told.size >= LINES_KEPT) for (const [each, { at }] of told) if (now - at >= SAME_LINE_MS) told.delete(each);
      if (told.size >= LINES_KEPT) told.clear();
      told.set(key, { at: now, left: 0 });
      write(before === undefined || before.left === 0 ? facts : { ...facts, alike: before.left }, words);
    };
  };
  return {
    debug: (facts, words) => log.debug(facts, words),
    info: (facts, words) => log.info(facts, words),
    warn: calmly((facts, words) => log.warn(facts, words), 'warn'),
    error: calmly((facts, words) => log.error(facts, words), 'error'),
  };
}
