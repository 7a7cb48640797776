import { isDiskTrouble } from './open-database.ts';

/**
 * The database server does not answer, or not in time: it restarts, it is gone, it is full, or nobody reaches it. What was being
 * written is written whole or not at all, and nobody here knows which: whoever sends it again under its id learns it.
 */
export class DatabaseAwayError extends Error {
  override readonly name = 'DatabaseAwayError';
}

/** PostgreSQL keeps no character zero in a text; SQLite does. Nothing was written. */
export class UnkeepableTextError extends Error {
  override readonly name = 'UnkeepableTextError';
}

/** Why a hub or a tool cannot begin with this database: what is wrong, and what the person at the keyboard does about it. */
export class DatabaseOpenError extends Error {
  override readonly name = 'DatabaseOpenError';
}

/** `disk`: this machine's disk takes nothing. `away`: the database server does not. */
export type DatabaseTrouble = 'disk' | 'away';

/** What no caller did and another try may mend; null for everything else, which is a bug or a wrong question. */
export function databaseTrouble(error: unknown): DatabaseTrouble | null {
  if (error instanceof DatabaseAwayError) return 'away';
  return isDiskTrouble(error) ? 'disk' : null;
}
