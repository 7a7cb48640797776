import type { Position } from '../../shared/protocol/position.ts';
import type { Journal } from '../journal/journal.ts';
import type { HubLog } from './hub-log.ts';

/**
 * Whether the journal has more than was decided on; null: it cannot be asked. What is accepted learns that from its append; a refusal appends
 * nothing, and somebody who signs in at one hub and opens the counter at another a moment later must not be told that nobody is signed in. A hub
 * that cannot ask may be the only one: the others go on, and what it would refuse may be right by now.
 */
export async function isOvertaken(
  { hall, journal, log }: { readonly hall: string; readonly journal: Journal; readonly log: HubLog },
  { version }: Position,
): Promise<boolean | null> {
  if (journal.isShared !== true) return false;
  try {
    const head = await (journal.askHead?.(hall) ?? journal.head(hall));
    return head.version > version;
  } catch (error) {
    log.info({ hall, error }, 'a refusal could not be compared with the journal');
    return null;
  }
}
