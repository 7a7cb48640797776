import { failed } from '../../shared/lib/result.ts';
import type { WireRefusalKind } from '../../shared/protocol/errors.ts';
import type { HubAnswer } from './hub-answer.ts';
import type { WaitingCommand } from './waiting-command.ts';

/** They say when, and not what of: the same command may be sent again under its id and be done. */
const PASSING: ReadonlySet<WireRefusalKind> = new Set<WireRefusalKind>([
  'hub-busy',
  'hub-leaving',
  'hall-read-only',
  'clock-unconfirmed',
  'internal',
  'too-many-commands',
]);

/**
 * Whether an answer that leaves no entry is the last word on its command, so that no other hub may do it afterwards. It is not where the id
 * is a name of what is to be done rather than drawn: whoever makes such ids (the clock-work, the printing room, the import of a list) tries
 * the same again until it is so. A colon tells the names.
 */
export function isLastWord({ sent }: WaitingCommand, answer: HubAnswer): boolean {
  return !sent.id.includes(':') && (answer.ok || !PASSING.has(answer.error.kind));
}

/** The answer, and whose command it is, as the journal keeps it under the id. */
export function withdrawalText(fingerprint: string, answer: HubAnswer): string {
  return JSON.stringify({ fingerprint, answer });
}

/** What is told to the sender of a command that was withdrawn; another command under its id is refused. @throws for what is no such text */
export function withdrawnAnswer(text: string, fingerprint: string): HubAnswer {
  const kept = JSON.parse(text) as { readonly fingerprint: string; readonly answer: HubAnswer };
  return kept.fingerprint === fingerprint ? kept.answer : failed({ kind: 'command-id-reused' });
}
