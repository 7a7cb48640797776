import { createHmac, randomBytes } from 'node:crypto';
import type { ClassId } from '../../shared/hall/configuration.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import type { AccessDatabase } from '../database/access-database.ts';

const KEY_NAME = 'identity-list';
const KEY_BYTES = 32;
/** Rows written in one statement; SQLite takes so many values. */
const ROWS_AT_ONCE = 300;

export interface ListedIdentity {
  /** Plain, as `plainIdentity` gives it. */
  readonly identity: string;
  readonly class: ClassId;
}

/**
 * The hall's customers of other classes than the standard one, by who they are. What is kept is HMAC-SHA-256 over hall and
 * identity with a key of this database: whoever reads the table alone learns how many there are and nothing of whom.
 * Nothing here logs or hands out an identity.
 */
export class IdentityList {
  readonly #database: AccessDatabase;
  readonly #key: Buffer;

  private constructor(database: AccessDatabase, key: Buffer) {
    this.#database = database;
    this.#key = key;
  }

  /** Makes the key where there is none yet. */
  static async open(database: AccessDatabase, clock: Clock): Promise<IdentityList> {
    const { sql } = database;
    await sql
      .insertInto('secrets')
      .values({ name: KEY_NAME, value: randomBytes(KEY_BYTES).toString('base64url'), created_at: clock.now() })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute();
    const { value } = await sql.selectFrom('secrets').select('value').where('name', '=', KEY_NAME).executeTakeFirstOrThrow();
    const key = Buffer.from(value, 'base64url');
    if (key.length !== KEY_BYTES) throw new Error('the key of the identity list in database.sqlite is damaged');
    return new IdentityList(database, key);
  }

  /** Null for whoever is not on the list. `identity` is plain. */
  async classOf(hall: string, identity: string): Promise<ClassId | null> {
    const row = await this.#database.sql
      .selectFrom('identity_list')
      .select('class')
      .where('hall', '=', hall)
      .where('digest', '=', this.#digest(hall, identity))
      .executeTakeFirst();
    return row?.class ?? null;
  }

  /** The whole list anew, all or nothing; of two lines about one identity the later counts. */
  async replace(hall: string, listed: readonly ListedIdentity[]): Promise<number> {
    const rows = [...new Map(listed.map((each) => [this.#digest(hall, each.identity), each.class]))];
    await this.#database.change(hall, async (write) => {
      await write.deleteFrom('identity_list').where('hall', '=', hall).execute();
      for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
        const values = rows.slice(from, from + ROWS_AT_ONCE).map(([digest, classId]) => ({ hall, digest, class: classId }));
        await write.insertInto('identity_list').values(values).execute();
      }
    });
    return rows.length;
  }

  /** How many there are of each class: all that is ever shown. */
  async counts(hall: string): Promise<{ readonly class: ClassId; readonly count: number }[]> {
    return this.#database.sql
      .selectFrom('identity_list')
      .select((row) => ['class', row.fn.countAll<number>().as('count')])
      .where('hall', '=', hall)
      .groupBy('class')
      .orderBy('class')
      .execute();
  }

  #digest(hall: string, identity: string): string {
    return createHmac('sha256', this.#key).update(`${hall}\0${identity}`).digest('base64url');
  }
}
