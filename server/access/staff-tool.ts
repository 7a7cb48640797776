import type { StaffAccounts } from './staff-accounts.ts';
import { STAFF_ROLES, type StaffRole } from './staff-accounts.ts';

export interface StaffToolOptions {
  readonly accounts: StaffAccounts;
  readonly hall: string | null;
  /** By commas; null when none were given. */
  readonly roles: string | null;
  readonly askPassword: () => Promise<string>;
  readonly print: (line: string) => void;
}

/**
 * `staff list`, `add`, `roles`, `password`, `end`, `end-demo`. Answers null when it is done, a sentence when it is not, and
 * `usage` when the words make no sense.
 */
export async function runStaffTool(
  options: StaffToolOptions,
  [verb, ...words]: readonly string[],
): Promise<string | 'usage' | null> {
  const { accounts, print } = options;
  const [number] = words;
  if (verb === 'list' && words.length === 0) return listStaff(options);
  if (verb === 'end-demo' && words.length === 0) {
    const ended = await accounts.deactivateDemoAccounts();
    print(ended.length === 0 ? 'No account has the demo password.' : `Ended: ${ended.join(', ')}.`);
    return null;
  }
  if (number === undefined || words.length > 1) return 'usage';
  if (verb === 'add') return addStaff(options, number);
  if (verb === 'roles') {
    const roles = readRoles(options.roles);
    return roles === null
      ? ROLES_WANTED
      : told(await accounts.setRoles(number, roles), `Account ${number} has new roles.`, print);
  }
  if (verb === 'password') {
    return told(await accounts.setPassword(number, await options.askPassword()), `Account ${number} has a new password.`, print);
  }
  if (verb === 'end') return told(await accounts.deactivate(number), `Account ${number} is ended.`, print);
  return 'usage';
}

const ROLES_WANTED = `--roles names one or more of ${STAFF_ROLES.join(', ')}`;

async function listStaff({ accounts, print }: StaffToolOptions): Promise<null> {
  for (const row of await accounts.list()) {
    const notes = [row.active === 1 ? 'active' : 'ended', ...(row.demo_password === 1 ? ['demo password'] : [])];
    print([row.staff_number, row.hall, (JSON.parse(row.roles) as string[]).join(','), ...notes].join('  '));
  }
  return null;
}

async function addStaff(
  { accounts, askPassword, hall, print, roles }: StaffToolOptions,
  staffNumber: string,
): Promise<string | null> {
  const chosen = readRoles(roles);
  if (chosen === null) return ROLES_WANTED;
  if (hall === null) return 'this data folder has no hall yet: start the hub once, or give --hall';
  const password = await askPassword();
  return told(await accounts.add({ staffNumber, hall, roles: chosen, password }), `Account ${staffNumber} is there.`, print);
}

function told(
  done: { readonly ok: boolean; readonly error?: string },
  sentence: string,
  print: (line: string) => void,
): string | null {
  if (!done.ok) return done.error ?? 'not done';
  print(sentence);
  return null;
}

function readRoles(given: string | null): readonly StaffRole[] | null {
  const words = (given ?? '').split(',').map((word) => word.trim());
  const roles = STAFF_ROLES.filter((role) => words.includes(role));
  return roles.length === words.length ? roles : null;
}
