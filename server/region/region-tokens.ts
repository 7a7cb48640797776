import type { Clock } from '../../shared/lib/clock.ts';
import type { NewId } from '../../shared/lib/ids.ts';
import { newToken, tokenHash } from '../access/token.ts';
import type { AccessDatabase } from '../database/access-database.ts';

/**
 * What halls show to be let in: 256 random bits, of which only the hash is kept. A hall has one; a new one ends the one before.
 * Asked of the database each time, so that a revoked one is void at once.
 */
export class RegionTokens {
  readonly #database: AccessDatabase;
  readonly #clock: Clock;
  readonly #newId: NewId;

  constructor({ clock, database, newId }: { readonly database: AccessDatabase; readonly clock: Clock; readonly newId: NewId }) {
    this.#database = database;
    this.#clock = clock;
    this.#newId = newId;
  }

  /** The token, told once. */
  async give(hall: string): Promise<string> {
    const token = newToken(this.#newId);
    const now = this.#clock.now();
    await this.#database.sql.transaction().execute(async (write) => {
      const others = write.updateTable('region_tokens').set({ revoked_at: now });
      await others.where('hall', '=', hall).where('revoked_at', 'is', null).execute();
      const row = { token_hash: tokenHash(token), hall, created_at: now, revoked_at: null };
      await write.insertInto('region_tokens').values(row).execute();
    });
    return token;
  }

  /** False: the hall had none. */
  async revoke(hall: string): Promise<boolean> {
    const { numUpdatedRows } = await this.#database.sql
      .updateTable('region_tokens')
      .set({ revoked_at: this.#clock.now() })
      .where('hall', '=', hall)
      .where('revoked_at', 'is', null)
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  }

  /** Whose it is; null for one that is unknown or revoked. */
  async hallOf(token: string): Promise<string | null> {
    const row = await this.#database.sql
      .selectFrom('region_tokens')
      .select('hall')
      .where('token_hash', '=', tokenHash(token))
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    return row?.hall ?? null;
  }

  /** Of halls that have one: since when. */
  async list(): Promise<{ readonly hall: string; readonly since: number }[]> {
    const { sql } = this.#database;
    const query = sql.selectFrom('region_tokens').select(['hall', 'created_at']).where('revoked_at', 'is', null);
    const rows = await query.orderBy('hall').execute();
    return rows.map(({ created_at, hall }) => ({ hall, since: Number(created_at) }));
  }
}
