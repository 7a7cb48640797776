import type { Position } from '../../shared/protocol/position.ts';
import type { Journal } from '../journal/journal.ts';
import type { HubLog } from './hub-log.ts';

/**
 * Whether the journal has more than was decided on. What is accepted learns that from its append; a refusal appends nothing, and
 * somebody who signs in at one hub and opens the counter at another a moment later must not be told that nobody is signed in. A journal that cannot be
 * asked leaves it at what is known: then no other hub commits anything either.
 */
export async function isOvertaken(
  { hall, journal, log }: { readonly hall: string; readonly journal: Journal; readonly log: HubLog },
  { version }: Position,
): Promise<boolean> {
  if (journal.isShared !== true) return false;
  try {
    return (await journal.head(hall)).version > version;
  } catch (error) {
    log.info({ hall, error }, 'a refusal could not be compared with the journal');
    return false;
  }
}
