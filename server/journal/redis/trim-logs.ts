import type { Clock, Timers } from '../../../shared/lib/clock.ts';
import type { EntryArchive } from '../entry-archive.ts';
import { KEPT_MS_LEAST, KEPT_VERSIONS_LEAST, TRIM_BATCH, TRIM_CHECK_MS } from './limits.ts';
import type { RedisJournal } from './redis-journal.ts';

export interface TrimLogsOptions {
  readonly journal: RedisJournal;
  readonly archive: EntryArchive;
  readonly clock: Clock;
  readonly timers: Timers;
  /** One hub does it for a hall; two would do the same work. */
  readonly holds: (hall: string) => boolean;
  /** In words, for the log. */
  readonly onTrouble: (trouble: string) => void;
}

type TrimOptions = Pick<TrimLogsOptions, 'archive' | 'clock' | 'journal'>;

/** Keeps the logs of this hub's halls short, now and then. Returns the release. */
export function trimLogs(options: TrimLogsOptions): () => void {
  const { holds, journal, onTrouble, timers } = options;
  let isTrimming = false;
  const trimAll = async (): Promise<void> => {
    for (const hall of await journal.halls()) if (holds(hall)) await trimLog(hall, options);
  };
  return timers.every(TRIM_CHECK_MS, () => {
    if (isTrimming || journal.condition().is !== 'writable') return;
    isTrimming = true;
    trimAll()
      .catch((error: unknown) => onTrouble(`logs were not shortened: ${error instanceof Error ? error.message : String(error)}`))
      .finally(() => {
        isTrimming = false;
      });
  });
}

/**
 * Lets go of entries that are below a snapshot which has just been verified, in the archive, older than a day, and more than ten
 * thousand versions old: a screen or a hub that was away finds what it missed in the log. Gives the last version that left; 0 for none.
 */
export async function trimLog(hall: string, { archive, clock, journal }: TrimOptions): Promise<number> {
  const snapshot = await journal.latestSnapshot(hall);
  const head = await journal.head(hall);
  const most = Math.min((snapshot?.position.version ?? 0) - 1, head.version - KEPT_VERSIONS_LEAST);
  const upTo = await lastBefore(journal, { hall, most, at: clock.now() - KEPT_MS_LEAST });
  if (upTo <= 0) return 0;
  for (let kept = await archive.keptTo(hall); kept < upTo;) {
    const entries = await journal.read(hall, kept, Math.min(TRIM_BATCH, upTo - kept));
    await archive.keep(hall, entries);
    kept += entries.length;
  }
  // Its word, not ours: what it does not have stays.
  if ((await archive.keptTo(hall)) < upTo) return 0;
  await journal.trim(hall, upTo);
  return upTo;
}

/** The last version up to `most` from before a time. A binary search, since times in a log never go back. */
async function lastBefore(
  journal: RedisJournal,
  { at, hall, most }: { readonly hall: string; readonly most: number; readonly at: number },
): Promise<number> {
  let before = 0;
  let notBefore = Math.max(0, most) + 1;
  while (notBefore - before > 1) {
    const middle = Math.floor((before + notBefore) / 2);
    const [entry] = await journal.read(hall, middle - 1, 1);
    if (entry !== undefined && entry.at < at) before = middle;
    else notBefore = middle;
  }
  return before;
}
