import type { EpochMs } from '../../shared/lib/clock.ts';
import { SHIPPING_FAULTS, type ShippingFault } from '../../shared/protocol/shipping.ts';
import type { AccessDatabase } from '../database/access-database.ts';
import type { RegionRatingTable } from '../database/region-tables.ts';

/** What is known of a hall besides its log. */
export interface HallContact {
  /** When it was last heard, by the region's clock and by its own, and where its log ended then. */
  readonly heardAt: EpochMs;
  readonly hallAt: EpochMs;
  readonly headVersion: number;
  readonly fault: { readonly kind: ShippingFault; readonly since: EpochMs } | null;
}

/** The region's own tables. */
export class RegionStore {
  readonly #database: AccessDatabase;

  constructor(database: AccessDatabase) {
    this.#database = database;
  }

  async load(hall: string): Promise<{ readonly contact: HallContact | null; readonly ratingsVersion: number }> {
    const { sql } = this.#database;
    const row = await sql.selectFrom('region_halls').selectAll().where('hall', '=', hall).executeTakeFirst();
    if (row === undefined) return { contact: null, ratingsVersion: 0 };
    const kind = SHIPPING_FAULTS.find((each) => each === row.fault);
    const contact = {
      heardAt: Number(row.heard_at),
      hallAt: Number(row.hall_at),
      headVersion: Number(row.head_version),
      fault: kind === undefined ? null : { kind, since: Number(row.fault_at) },
    };
    return { contact, ratingsVersion: Number(row.ratings_version) };
  }

  /** Both or neither: ratings up to `ratingsVersion` are counted, each once. */
  async write(
    hall: string,
    {
      contact,
      ratings,
      ratingsVersion,
    }: {
      readonly contact: HallContact;
      readonly ratings: readonly Omit<RegionRatingTable, 'hall'>[];
      readonly ratingsVersion: number;
    },
  ): Promise<void> {
    const row = {
      hall,
      heard_at: contact.heardAt,
      hall_at: contact.hallAt,
      head_version: contact.headVersion,
      fault: contact.fault?.kind ?? null,
      fault_at: contact.fault?.since ?? null,
      ratings_version: ratingsVersion,
    };
    await this.#database.sql.transaction().execute(async (write) => {
      for (let from = 0; from < ratings.length; from += ROWS_AT_ONCE) {
        const rows = ratings.slice(from, from + ROWS_AT_ONCE).map((each) => ({ hall, ...each }));
        const insert = write.insertInto('region_ratings').values(rows);
        await insert.onConflict((conflict) => conflict.columns(['hall', 'version']).doNothing()).execute();
      }
      const { hall: _hall, ...changes } = row;
      const insert = write.insertInto('region_halls').values(row);
      await insert.onConflict((conflict) => conflict.column('hall').doUpdateSet(changes)).execute();
    });
  }

  /** The log is another one: what was counted of it is void. */
  async forgetRatings(hall: string): Promise<void> {
    await this.#database.sql.deleteFrom('region_ratings').where('hall', '=', hall).execute();
  }
}

const ROWS_AT_ONCE = 200;
