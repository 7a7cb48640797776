import type { DayId } from '../../shared/hall/business-day.ts';
import { localDay } from '../../shared/hall/local-time.ts';
import type { Journal } from '../journal/journal.ts';

/**
 * The last version written before a local date began; 0 when there is none. A binary search, since times in a log never go
 * back: some twenty reads for a million entries, once a day.
 */
export async function lastVersionBeforeDay(
  journal: Journal,
  { hall, day, timeZone, head }: { hall: string; day: DayId; timeZone: string; head: number },
): Promise<number> {
  let before = 0;
  let notBefore = head + 1;
  while (notBefore - before > 1) {
    const middle = Math.floor((before + notBefore) / 2);
    const [entry] = await journal.read(hall, middle - 1, 1);
    if (entry !== undefined && localDay(entry.at, timeZone) < day) before = middle;
    else notBefore = middle;
  }
  return before;
}
