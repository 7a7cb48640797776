import type { Role } from '../../shared/hall/actor.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import { failed, ok, type Result } from '../../shared/lib/result.ts';
import type { AccessDatabase } from '../database/access-database.ts';
import { writeRoles } from '../database/tables.ts';
import { audit } from './audit-log.ts';
import { checkNewPassword, hashPassword, PASSWORD_COST, type PasswordCost } from './password.ts';

export const STAFF_NUMBER_PATTERN = /^\d{1,12}$/;
/** What a person can be; devices and the hub's own rooms are no accounts. */
export const STAFF_ROLES = ['teller', 'greeter', 'guard', 'manager', 'admin'] as const satisfies readonly Role[];
export type StaffRole = (typeof STAFF_ROLES)[number];
export const STAFF_ACCOUNTS_MAX = 2_000;

export interface StaffAccountsOptions {
  readonly database: AccessDatabase;
  readonly clock: Clock;
  /** For the audit log: `cli`, `staff:9001`. */
  readonly by: string;
  readonly passwordCost?: PasswordCost | undefined;
}

/** Adding, changing and ending staff accounts. What it fails with is a sentence for the administrator. */
export class StaffAccounts {
  readonly #options: StaffAccountsOptions;

  constructor(options: StaffAccountsOptions) {
    this.#options = options;
  }

  async add(account: {
    readonly staffNumber: string;
    readonly hall: string;
    readonly roles: readonly StaffRole[];
    readonly password: string;
  }): Promise<Result<null, string>> {
    const { staffNumber, hall, roles } = account;
    if (!STAFF_NUMBER_PATTERN.test(staffNumber)) return failed('a staff number has 1 to 12 figures');
    if (roles.length === 0) return failed(`an account needs a role: ${STAFF_ROLES.join(', ')}`);
    const password = checkNewPassword(account.password, staffNumber);
    if (!password.ok) return password;
    const { sql } = this.#options.database;
    const present = await sql.selectFrom('staff').select(['staff_number', 'hall']).execute();
    if (present.some((row) => row.staff_number === staffNumber)) return failed(`there is an account ${staffNumber} already`);
    if (present.filter((row) => row.hall === hall).length >= STAFF_ACCOUNTS_MAX)
      return failed(`there are ${STAFF_ACCOUNTS_MAX} accounts, the most there can be`);
    const password_hash = await this.#hash(password.value);
    await sql
      .insertInto('staff')
      .values({ staff_number: staffNumber, hall, password_hash, roles: writeRoles(roles), active: 1, demo_password: 0 })
      .execute();
    await this.#audit('account-added', { staffNumber, hall, roles });
    return ok(null);
  }

  /** Ends the account's sessions and its locks; an account that was deactivated comes back. */
  async setPassword(staffNumber: string, newPassword: string): Promise<Result<null, string>> {
    const password = checkNewPassword(newPassword, staffNumber);
    if (!password.ok) return password;
    const password_hash = await this.#hash(password.value);
    const changes = { password_hash, demo_password: 0, active: 1 } as const;
    return this.#change(staffNumber, changes, 'password-changed');
  }

  async setRoles(staffNumber: string, roles: readonly StaffRole[]): Promise<Result<null, string>> {
    if (roles.length === 0) return failed(`an account needs a role: ${STAFF_ROLES.join(', ')}`);
    return this.#change(staffNumber, { roles: writeRoles(roles) }, 'roles-changed');
  }

  async deactivate(staffNumber: string): Promise<Result<null, string>> {
    return this.#change(staffNumber, { active: 0 }, 'account-deactivated');
  }

  /** The numbers of the active accounts that still have the demo password, all deactivated by this. */
  async deactivateDemoAccounts(): Promise<readonly string[]> {
    const rows = await this.#options.database.sql
      .selectFrom('staff')
      .select('staff_number')
      .where('demo_password', '=', 1)
      .where('active', '=', 1)
      .execute();
    for (const row of rows) await this.deactivate(row.staff_number);
    return rows.map((row) => row.staff_number);
  }

  async list() {
    const { sql } = this.#options.database;
    return sql
      .selectFrom('staff')
      .select(['staff_number', 'hall', 'roles', 'active', 'demo_password'])
      .orderBy('staff_number')
      .execute();
  }

  async #change(
    staffNumber: string,
    changes: { readonly password_hash?: string; readonly demo_password?: 0; readonly active?: 0 | 1; readonly roles?: string },
    what: 'password-changed' | 'roles-changed' | 'account-deactivated',
  ): Promise<Result<null, string>> {
    const { sql } = this.#options.database;
    const changed = await sql.transaction().execute(async (write) => {
      const { numUpdatedRows } = await write
        .updateTable('staff')
        .set(changes)
        .where('staff_number', '=', staffNumber)
        .executeTakeFirstOrThrow();
      await write.deleteFrom('sessions').where('staff_number', '=', staffNumber).execute();
      if (what === 'password-changed') {
        await write
          .deleteFrom('failed_logins')
          .where((row) => row.or([row('origin', '=', `staff:${staffNumber}`), row('origin', 'like', `staff:${staffNumber}@%`)]))
          .execute();
      }
      return numUpdatedRows > 0n;
    });
    if (!changed) return failed(`there is no account ${staffNumber}`);
    await this.#audit(what, { staffNumber });
    return ok(null);
  }

  #hash(password: string): Promise<string> {
    return hashPassword(password, this.#options.passwordCost ?? PASSWORD_COST);
  }

  #audit(what: 'account-added' | 'password-changed' | 'roles-changed' | 'account-deactivated', facts: object): Promise<void> {
    const { database, clock, by } = this.#options;
    return audit(database, { at: clock.now(), who: by, what, facts });
  }
}
