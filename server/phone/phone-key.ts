import { randomBytes } from 'node:crypto';
import type { Clock } from '../../shared/lib/clock.ts';
import type { AccessDatabase } from '../database/access-database.ts';

const NAME = 'phone-tickets';
const KEY_BYTES = 32;

/**
 * The key from which every ticket's token is made. Made once, by whichever hub comes first, and kept in the database beside the
 * hashes of tokens and passwords: so a QR code on paper works after a restart, and at every hub that shares the database.
 */
export async function phoneKey({ sql }: AccessDatabase, clock: Clock): Promise<Buffer> {
  await sql
    .insertInto('secrets')
    .values({ name: NAME, value: randomBytes(KEY_BYTES).toString('base64url'), created_at: clock.now() })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const { value } = await sql.selectFrom('secrets').select('value').where('name', '=', NAME).executeTakeFirstOrThrow();
  const key = Buffer.from(value, 'base64url');
  if (key.length !== KEY_BYTES) throw new Error('the key of the phone tickets in database.sqlite is damaged');
  return key;
}
