import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CHEAP_PASSWORDS, openAccess, type OpenAccess } from '../../test/support/open-access.ts';
import { StaffAccounts } from './staff-accounts.ts';
import { runStaffTool } from './staff-tool.ts';

let open: OpenAccess;
let printed: string[];

beforeEach(async () => {
  open = await openAccess();
  printed = [];
});

afterEach(async () => {
  await open.close();
});

function staff(words: string, roles: string | null = null, password = 'a long enough one') {
  const accounts = new StaffAccounts({ database: open.database, clock: open.time, by: 'cli', passwordCost: CHEAP_PASSWORDS });
  const askPassword = () => Promise.resolve(password);
  return runStaffTool({ accounts, hall: 'demo', roles, askPassword, print: (line) => printed.push(line) }, words.split(' '));
}

describe('staff tool', () => {
  it('[A40] adds, lists, changes and ends accounts', async () => {
    expect(await staff('add 1009', 'teller, greeter')).toEqual({ is: 'done' });
    expect(await staff('roles 1009', 'manager')).toEqual({ is: 'done' });
    expect(await staff('password 1009')).toEqual({ is: 'done' });
    expect(await staff('end 1001')).toEqual({ is: 'done' });
    printed = [];
    expect(await staff('list')).toEqual({ is: 'done' });
    expect(printed).toContain('1009  demo  manager  active');
    expect(printed).toContain('1001  demo  teller  ended  demo password');
    expect(await staff('end-demo')).toEqual({ is: 'done' });
    expect(printed.at(-1)).toBe('Ended: 1002, 1003, 1004, 1005, 1006, 1007, 1008, 2001, 2002, 3001, 9001.');
    await staff('end-demo');
    expect(printed.at(-1)).toBe('No account has the demo password.');
  });

  it('[A40] says what is wrong, and changes nothing', async () => {
    expect(await staff('add 1009')).toMatchObject({ is: 'failed', why: expect.stringContaining('--roles') as string });
    expect(await staff('add 1009', 'wizard')).toMatchObject({ is: 'failed' });
    expect(await staff('add 1009', 'teller', 'short')).toMatchObject({ is: 'failed' });
    expect(await staff('password 7777')).toEqual({ is: 'failed', why: 'there is no account 7777' });
    for (const words of ['', 'list 1001', 'end', 'promote 1001', 'end 1001 1002'])
      expect(await staff(words), words).toEqual({ is: 'usage' });
    await staff('list');
    expect(printed).toHaveLength(12);
  });
});
