import type { AccessDatabase } from '../database/access-database.ts';
import { writeRoles } from '../database/tables.ts';
import { seedDemoPin } from './kiosk-pin.ts';
import { DEMO_PASSWORD, hashPassword, PASSWORD_COST, type PasswordCost } from './password.ts';
import type { StaffRole } from './staff-accounts.ts';

export interface DemoAccount {
  readonly staffNumber: string;
  readonly roles: readonly StaffRole[];
}

const TELLERS = ['1001', '1002', '1003', '1004', '1005', '1006', '1007', '1008'];

export const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  ...TELLERS.map((staffNumber) => ({ staffNumber, roles: ['teller'] as const })),
  { staffNumber: '2001', roles: ['greeter'] },
  { staffNumber: '2002', roles: ['guard'] },
  { staffNumber: '3001', roles: ['manager'] },
  { staffNumber: '9001', roles: ['admin'] },
];

/**
 * Makes the accounts of a new hall, all with the password that everybody knows; while one of them is active the hub stays
 * on loopback. Does nothing in a database that has an account already, also an ended one.
 */
export async function seedDemoAccounts(
  database: AccessDatabase,
  hall: string,
  passwordCost: PasswordCost = PASSWORD_COST,
): Promise<boolean> {
  const { sql } = database;
  const present = await sql.selectFrom('staff').select('staff_number').limit(1).executeTakeFirst();
  if (present !== undefined) return false;
  const rows = await Promise.all(
    DEMO_ACCOUNTS.map(async ({ staffNumber, roles }) => ({
      staff_number: staffNumber,
      hall,
      password_hash: await hashPassword(DEMO_PASSWORD, passwordCost),
      roles: writeRoles(roles),
      active: 1 as const,
      demo_password: 1 as const,
    })),
  );
  // Hubs that start at once on one database make them once.
  const isMade = await database.change('accounts', async (write) => {
    if ((await write.selectFrom('staff').select('staff_number').limit(1).executeTakeFirst()) !== undefined) return false;
    await write.insertInto('staff').values(rows).execute();
    return true;
  });
  if (isMade) await seedDemoPin(database, hall, passwordCost);
  return isMade;
}
