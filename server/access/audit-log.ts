import type { EpochMs } from '../../shared/lib/clock.ts';
import type { AccessDatabase } from '../database/access-database.ts';

/** Who came in and who changed who may. What is done in a hall is in its journal. */
export type Audited =
  | 'signed-in'
  | 'sign-in-failed'
  | 'signed-out'
  | 'account-added'
  | 'password-changed'
  | 'roles-changed'
  | 'account-deactivated'
  | 'device-added'
  | 'device-enrolled'
  | 'enrolment-failed'
  | 'demo-device-given'
  | 'device-revoked'
  | 'kiosk-pin-set'
  | 'kiosk-pin-right'
  | 'kiosk-pin-wrong'
  | 'identities-imported';

/** Entries kept: a year of a large hall. */
export const AUDIT_ENTRIES_MAX = 500_000;

export async function audit(
  { sql }: AccessDatabase,
  entry: { readonly at: EpochMs; readonly who: string; readonly what: Audited; readonly facts?: object },
): Promise<void> {
  await sql
    .insertInto('audit_log')
    .values({ at: entry.at, who: entry.who, what: entry.what, facts: JSON.stringify(entry.facts ?? {}) })
    .execute();
}

/** Newest first. */
export async function latestAudits({ sql }: AccessDatabase, limit: number) {
  return sql.selectFrom('audit_log').selectAll().orderBy('at', 'desc').limit(limit).execute();
}

/** Keeps the newest `AUDIT_ENTRIES_MAX`. */
export async function trimAudits({ sql }: AccessDatabase, most: number = AUDIT_ENTRIES_MAX): Promise<void> {
  const first = await sql.selectFrom('audit_log').select('at').orderBy('at', 'desc').offset(most).limit(1).executeTakeFirst();
  if (first !== undefined) await sql.deleteFrom('audit_log').where('at', '<=', first.at).execute();
}
