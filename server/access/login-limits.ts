import type { Clock, EpochMs } from '../../shared/lib/clock.ts';
import type { AccessDatabase } from '../database/access-database.ts';

export const LOCK_FIRST_MS = 30_000;
export const LOCK_MAX_MS = 60 * 60_000;
/** Failures before the first lock: of one account from one address, of one address, of one account from anywhere. */
export const FAILURES_FREE = { accountAtAddress: 5, address: 20, account: 100 } as const;
/** Without another failure for so long, earlier ones no longer count. */
export const FAILURES_KEPT_MS = 24 * 60 * 60_000;
export const ORIGINS_MAX = 10_000;

interface Failures {
  readonly failures: number;
  readonly lastAt: EpochMs;
  readonly lockedUntil: EpochMs;
}

export interface Attempt {
  readonly staffNumber: string | null;
  readonly address: string;
}

/**
 * Counts wrong passwords and wrong enrolment codes, and makes the next try wait: 30 s, then twice as long each time, up to
 * an hour. One account is counted apart for each address, so that somebody at a kiosk cannot lock a teller out at the
 * desk; the count over all addresses is high and only stops a slow guess from many of them. Kept over a restart.
 */
export class LoginLimits {
  readonly #clock: Clock;
  readonly #database: AccessDatabase;
  readonly #origins = new Map<string, Failures>();

  private constructor(database: AccessDatabase, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  static async open(database: AccessDatabase, clock: Clock): Promise<LoginLimits> {
    const limits = new LoginLimits(database, clock);
    await limits.reload();
    return limits;
  }

  /** After a tool changed the database: a new password lifts the account's locks. */
  async reload(): Promise<void> {
    const rows = await this.#database.sql.selectFrom('failed_logins').selectAll().orderBy('last_at').execute();
    this.#origins.clear();
    for (const row of rows) {
      this.#origins.set(row.origin, { failures: row.failures, lastAt: row.last_at, lockedUntil: row.locked_until });
    }
  }

  /** Milliseconds until another try is looked at; 0 when it may be made now. */
  async waitMs(attempt: Attempt): Promise<number> {
    if (this.#database.isShared) await this.#lookUp(attempt);
    const now = this.#clock.now();
    return Math.max(0, ...originsOf(attempt).map(({ origin }) => (this.#origins.get(origin)?.lockedUntil ?? 0) - now));
  }

  /** Guesses are made at any hub: what the others have counted comes first. */
  async #lookUp(attempt: Attempt): Promise<void> {
    const origins = originsOf(attempt).map(({ origin }) => origin);
    const rows = await this.#database.sql.selectFrom('failed_logins').selectAll().where('origin', 'in', origins).execute();
    for (const origin of origins) this.#origins.delete(origin);
    for (const row of rows) {
      this.#origins.set(row.origin, { failures: row.failures, lastAt: row.last_at, lockedUntil: row.locked_until });
    }
  }

  async failed(attempt: Attempt): Promise<void> {
    const now = this.#clock.now();
    for (const { origin, free } of originsOf(attempt)) {
      const before = this.#origins.get(origin);
      const failures = before !== undefined && now - before.lastAt < FAILURES_KEPT_MS ? before.failures + 1 : 1;
      const lockMs = failures < free ? 0 : Math.min(LOCK_FIRST_MS * 2 ** (failures - free), LOCK_MAX_MS);
      await this.#keep(origin, { failures, lastAt: now, lockedUntil: now + lockMs });
    }
  }

  /** A right password ends the account's row of failures; those of the address stay. */
  async succeeded(attempt: Attempt): Promise<void> {
    const cleared = originsOf(attempt)
      .map(({ origin }) => origin)
      .filter((origin) => !origin.startsWith('address:') && this.#origins.delete(origin));
    if (cleared.length > 0) await this.#database.sql.deleteFrom('failed_logins').where('origin', 'in', cleared).execute();
  }

  async #keep(origin: string, now: Failures): Promise<void> {
    this.#origins.delete(origin);
    this.#origins.set(origin, now);
    const forgotten = this.#origins.size > ORIGINS_MAX ? this.#origins.keys().next().value : undefined;
    if (forgotten !== undefined) this.#origins.delete(forgotten);
    const columns = { failures: now.failures, last_at: now.lastAt, locked_until: now.lockedUntil };
    await this.#database.sql
      .insertInto('failed_logins')
      .values({ origin, ...columns })
      .onConflict((conflict) => conflict.column('origin').doUpdateSet(columns))
      .execute();
    if (forgotten !== undefined) await this.#database.sql.deleteFrom('failed_logins').where('origin', '=', forgotten).execute();
  }
}

function originsOf({ staffNumber, address }: Attempt): { readonly origin: string; readonly free: number }[] {
  const place = placeOf(address);
  const origins = [{ origin: `address:${place}`, free: FAILURES_FREE.address }];
  if (staffNumber === null) return origins;
  return [
    ...origins,
    { origin: `staff:${staffNumber}@${place}`, free: FAILURES_FREE.accountAtAddress },
    { origin: `staff:${staffNumber}`, free: FAILURES_FREE.account },
  ];
}

/** One house has a whole /64 of IPv6 addresses; an IPv4 address inside IPv6 is itself. */
export function placeOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  return address.includes(':') && address !== '::1' ? address.split(':').slice(0, 4).join(':') : address;
}
