import type { Result } from '../../shared/lib/result.ts';
import { STAFF_ROLES, type StaffAccounts, type StaffRole } from './staff-accounts.ts';

export interface StaffToolOptions {
  readonly accounts: StaffAccounts;
  readonly hall: string | null;
  /** By commas; null when none were given. */
  readonly roles: string | null;
  readonly askPassword: () => Promise<string>;
  readonly print: (line: string) => void;
}

/** What came of it; `usage` when the words make no sense. */
export type StaffToolOutcome =
  { readonly is: 'done' } | { readonly is: 'usage' } | { readonly is: 'failed'; readonly why: string };

const DONE: StaffToolOutcome = { is: 'done' };
const USAGE: StaffToolOutcome = { is: 'usage' };

/** `staff list`, `add`, `roles`, `password`, `end`, `end-demo`. */
export async function runStaffTool(options: StaffToolOptions, [verb, ...words]: readonly string[]): Promise<StaffToolOutcome> {
  const [number] = words;
  if (verb === 'list' && words.length === 0) return listStaff(options);
  if (verb === 'end-demo' && words.length === 0) return endDemo(options);
  if (number === undefined || words.length > 1) return USAGE;
  const { accounts, askPassword, print, roles } = options;
  if (verb === 'add') return addStaff(options, number);
  if (verb === 'roles') {
    const chosen = readRoles(roles);
    return chosen === null
      ? ROLES_WANTED
      : told(await accounts.setRoles(number, chosen), `Account ${number} has new roles.`, print);
  }
  if (verb === 'password') {
    return told(await accounts.setPassword(number, await askPassword()), `Account ${number} has a new password.`, print);
  }
  if (verb === 'end') return told(await accounts.deactivate(number), `Account ${number} is ended.`, print);
  return USAGE;
}

const ROLES_WANTED = wrong(`--roles names one or more of ${STAFF_ROLES.join(', ')}`);

async function listStaff({ accounts, print }: StaffToolOptions): Promise<StaffToolOutcome> {
  for (const row of await accounts.list()) {
    const notes = [row.active === 1 ? 'active' : 'ended', ...(row.demo_password === 1 ? ['demo password'] : [])];
    print([row.staff_number, row.hall, (JSON.parse(row.roles) as string[]).join(','), ...notes].join('  '));
  }
  return DONE;
}

async function endDemo({ accounts, print }: StaffToolOptions): Promise<StaffToolOutcome> {
  const ended = await accounts.deactivateDemoAccounts();
  print(ended.length === 0 ? 'No account has the demo password.' : `Ended: ${ended.join(', ')}.`);
  return DONE;
}

async function addStaff(options: StaffToolOptions, staffNumber: string): Promise<StaffToolOutcome> {
  const { accounts, askPassword, hall, print } = options;
  const roles = readRoles(options.roles);
  if (roles === null) return ROLES_WANTED;
  if (hall === null) return wrong('there is no hall here yet: start the hub once, or give --hall');
  const password = await askPassword();
  return told(await accounts.add({ staffNumber, hall, roles, password }), `Account ${staffNumber} is there.`, print);
}

function told(done: Result<null, string>, sentence: string, print: (line: string) => void): StaffToolOutcome {
  if (!done.ok) return wrong(done.error);
  print(sentence);
  return DONE;
}

function wrong(why: string): StaffToolOutcome {
  return { is: 'failed', why };
}

function readRoles(given: string | null): readonly StaffRole[] | null {
  const words = (given ?? '').split(',').map((word) => word.trim());
  const roles = STAFF_ROLES.filter((role) => words.includes(role));
  return roles.length === words.length ? roles : null;
}
