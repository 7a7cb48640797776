import type { CounterTexts } from '../../shared/i18n/counter-texts.ts';
import type { Writing } from '../../shared/protocol/down.ts';

/** Why nothing can be written now, for staff. */
export function readOnlyText({ why }: Writing, { line }: CounterTexts): string {
  return why === 'unreachable' || why === 'copies-missing' ? line.why[why] : line.readOnly;
}

/** Told for as long as it is so: who is signed in goes on, and nobody else gets in. Null: the database answers. */
export function databaseText({ database }: Writing, { line }: CounterTexts): string | null {
  return database === 'away' ? line.database : null;
}

/** Told for as long as it is so: what is written is kept on fewer nodes than promised. Null: on as many. */
export function copiesText({ copies }: Writing, { line }: CounterTexts): string | null {
  return copies === undefined || copies.kept >= copies.promised ? null : line.copies(copies.kept, copies.promised);
}
