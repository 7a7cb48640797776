import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { must } from '../../shared/lib/assert.ts';
import { CHEAP_PASSWORDS, newId, openAccess, type OpenAccess } from '../../test/support/open-access.ts';
import { Access } from './access.ts';
import { ACCESS_CHECK_MS } from './known-access.ts';
import { SESSION_IDLE_MS_MAX, SESSION_MS_MAX } from './access-view.ts';
import { AUDIT_ENTRIES_MAX, latestAudits, trimAudits } from './audit-log.ts';
import { DEMO_ACCOUNTS, seedDemoAccounts } from './demo-accounts.ts';
import { devicePath, Devices, ENROLMENT_MS_MAX } from './devices.ts';
import { LOCK_FIRST_MS, LOCK_MAX_MS } from './login-limits.ts';
import { DEMO_PASSWORD } from './password.ts';
import { StaffAccounts } from './staff-accounts.ts';
import { SILENT_LOG } from '../observability/log.ts';
import type { AccessDatabase } from '../database/access-database.ts';

let open: OpenAccess;

beforeEach(async () => {
  open = await openAccess();
});

afterEach(async () => {
  await open.close();
});

function login(staffNumber: string, password = DEMO_PASSWORD, address = '10.0.0.7') {
  return open.access.login({ staffNumber, password, address });
}

async function signIn(staffNumber: string) {
  const signedIn = await login(staffNumber);
  if (!signedIn.ok) throw new Error(signedIn.error.kind);
  return signedIn.value;
}

function accounts(database: AccessDatabase) {
  return new StaffAccounts({ database, clock: open.time, by: 'cli', passwordCost: CHEAP_PASSWORDS });
}

function devices(database: AccessDatabase) {
  return new Devices({ database, clock: open.time, newId });
}

const wall = { hall: 'demo', kind: 'wall', label: 'entrance', counter: null, printer: null } as const;

describe('signing in', () => {
  it('[A1] gives a token of 256 bits, of which only the hash is kept', async () => {
    const { token, credential } = await signIn('1003');
    expect(token).toMatch(/^[0-9a-f]{64}$/);
    expect(credential).toMatchObject({ hall: 'demo', actor: { id: 'staff:1003', roles: ['teller'], staffNumber: '1003' } });
    expect(open.access.credentialFor(token)).toEqual(credential);
    const rows = await open.database.sql.selectFrom('sessions').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(open.access.credentialFor(`${token}0`)).toBeNull();
    expect(open.access.credentialFor('')).toBeNull();
  });

  it('[A2] keeps passwords as argon2id', async () => {
    const [row] = await open.database.sql.selectFrom('staff').selectAll().execute();
    expect(must(row, 'an account').password_hash).toMatch(/^\$argon2id\$v=19\$/);
  });

  it('[A3] answers the same for a wrong password, a number that nobody has and an ended account', async () => {
    await accounts(open.database).deactivate('1002');
    await open.access.check();
    const wrong = { ok: false, error: { kind: 'wrong-password' } };
    expect(await login('1001', 'nonsense')).toEqual(wrong);
    expect(await login('7777')).toEqual(wrong);
    expect(await login("1' or 1=1 --")).toEqual(wrong);
    await open.asTool((tool) => accounts(tool).deactivate('1002'));
    await open.access.check();
    expect(await login('1002')).toEqual(wrong);
  });

  it('[A4] makes an account wait at one address after five failures, longer each time, and nobody elsewhere', async () => {
    for (let failure = 1; failure <= 5; failure += 1) await login('1001', 'nonsense');
    expect(await login('1001')).toEqual({ ok: false, error: { kind: 'too-many-commands', retryAfterMs: LOCK_FIRST_MS } });
    expect((await login('1001', DEMO_PASSWORD, '10.0.0.8')).ok).toBe(true);
    open.time.advance(LOCK_FIRST_MS);
    expect((await login('1001')).ok).toBe(true);
    for (let failure = 1; failure <= 5; failure += 1) await login('1002', 'nonsense');
    open.time.advance(LOCK_FIRST_MS);
    await login('1002', 'nonsense');
    expect(await login('1002')).toMatchObject({ error: { kind: 'too-many-commands', retryAfterMs: 2 * LOCK_FIRST_MS } });
  });

  it('[A4] makes an address wait that tries many accounts, and keeps that over a restart', async () => {
    for (let number = 1; number <= 20; number += 1) await login(`88${number}`, 'nonsense');
    expect(await login('1005')).toMatchObject({ error: { kind: 'too-many-commands' } });
    expect((await login('1005', DEMO_PASSWORD, '10.0.0.8')).ok).toBe(true);
    const { database, time } = open;
    const restarted = await Access.open({
      database,
      clock: time,
      timers: time,
      newId,
      log: SILENT_LOG,
      passwordCost: CHEAP_PASSWORDS,
    });
    const again = await restarted.login({ staffNumber: '1005', password: DEMO_PASSWORD, address: '10.0.0.7' });
    expect(again).toMatchObject({ error: { kind: 'too-many-commands' } });
    await restarted.close();
  });

  it('[A4] never makes anybody wait longer than an hour for the next try', async () => {
    for (let failure = 1; failure <= 16; failure += 1) {
      await login('1001', 'nonsense');
      open.time.advance(LOCK_MAX_MS);
    }
    expect((await login('1001')).ok).toBe(true);
  });

  it('[A4] counts guesses that are made at the same moment', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => login('1001', 'nonsense')));
    const kinds = answers.map((answer) => (answer.ok ? 'in' : answer.error.kind));
    expect(kinds.filter((kind) => kind === 'wrong-password')).toHaveLength(5);
    expect(kinds.filter((kind) => kind === 'too-many-commands')).toHaveLength(7);
  });
});

describe('a disk that takes nothing', () => {
  it('[A19] lets nobody new in, says so, and leaves in who is there', async () => {
    const { token } = await signIn('3001');
    await sql`PRAGMA max_page_count = 1`.execute(open.database.sql);
    const answers = [];
    for (let attempt = 0; attempt < 200; attempt += 1) answers.push(await login('1003'));
    expect(answers.at(-1)).toEqual({ ok: false, error: { kind: 'hall-read-only' } });
    expect(open.access.credentialFor(token)).not.toBeNull();
    expect(open.access.permit(must(open.access.credentialFor(token), 'the manager').id, 'demo', 'open-day').ok).toBe(true);
    await sql`PRAGMA max_page_count = 100000`.execute(open.database.sql);
    expect((await login('1003')).ok).toBe(true);
  });
});

describe('a teller', () => {
  it('[A27] is an active account of the hall that may sit at a counter', () => {
    const asked = (hall: string) =>
      ['1003', '3001', '2001', '9001', '1009'].filter((number) => open.access.isTeller(hall, number));
    expect(asked('demo')).toEqual(['1003', '3001']);
    expect(asked('other')).toEqual([]);
  });
});

describe('a session', () => {
  it('[A5] ends at sign-out, and is told to listeners once', async () => {
    const revoked: string[] = [];
    open.access.onRevoked((id) => revoked.push(id));
    const { token, credential } = await signIn('1003');
    await open.access.logout(token);
    await open.access.logout(token);
    expect(open.access.credentialFor(token)).toBeNull();
    expect(revoked).toEqual([credential.id]);
  });

  it('[A6] ends 30 minutes after its last use', async () => {
    const revoked: string[] = [];
    open.access.onRevoked((id) => revoked.push(id));
    const { token, credential } = await signIn('1003');
    open.time.advance(SESSION_IDLE_MS_MAX - 1);
    expect(open.access.permit(credential.id, 'demo', 'call-next').ok).toBe(true);
    open.time.advance(SESSION_IDLE_MS_MAX - 1);
    expect(open.access.credentialFor(token)).not.toBeNull();
    open.time.advance(SESSION_IDLE_MS_MAX);
    expect(open.access.credentialFor(token)).toBeNull();
    expect(open.access.permit(credential.id, 'demo', 'call-next')).toEqual({ ok: false, error: { kind: 'unauthenticated' } });
    await open.access.check();
    expect(revoked).toEqual([credential.id]);
    expect(await open.database.sql.selectFrom('sessions').selectAll().execute()).toEqual([]);
  });

  it('[A6] ends 12 hours after its beginning, however busy it is', async () => {
    const { token, credential } = await signIn('1003');
    expect(credential.expiresAt).toBe(open.time.now() + SESSION_MS_MAX);
    for (let passed = 0; passed < SESSION_MS_MAX; passed += SESSION_IDLE_MS_MAX / 2) {
      expect(open.access.credentialFor(token)).not.toBeNull();
      open.time.advance(SESSION_IDLE_MS_MAX / 2);
    }
    expect(open.access.credentialFor(token)).toBeNull();
  });

  it('[A7] lives on when the hub starts again', async () => {
    const { token, credential } = await signIn('1003');
    open.time.advance(SESSION_IDLE_MS_MAX - 60_000);
    open.access.credentialFor(token);
    await open.access.close();
    const { database, time } = open;
    time.advance(SESSION_IDLE_MS_MAX / 2);
    const restarted = await Access.open({ database, clock: time, timers: time, newId, log: SILENT_LOG });
    expect(restarted.credentialFor(token)).toEqual(credential);
    await restarted.close();
  });

  it('[A8] loses its rights within two seconds when a tool ends the account, changes its password or its roles', async () => {
    const changes: readonly ((staff: StaffAccounts, staffNumber: string) => Promise<unknown>)[] = [
      (staff, staffNumber) => staff.deactivate(staffNumber),
      (staff, staffNumber) => staff.setPassword(staffNumber, 'a long enough one'),
      (staff, staffNumber) => staff.setRoles(staffNumber, ['greeter']),
    ];
    for (const [index, change] of changes.entries()) {
      const staffNumber = `100${index + 3}`;
      const { token, credential } = await signIn(staffNumber);
      await open.asTool((tool) => change(accounts(tool), staffNumber));
      const gone = new Promise((resolve) => open.access.onRevoked((id) => id === credential.id && resolve(id)));
      open.time.advance(ACCESS_CHECK_MS);
      await gone;
      expect(open.access.credentialFor(token)).toBeNull();
      expect(open.access.permit(credential.id, 'demo', 'call-next')).toMatchObject({ error: { kind: 'unauthenticated' } });
    }
  });
});

describe('accounts', () => {
  it('[A9] are seeded once, only where there is none', async () => {
    expect(await seedDemoAccounts(open.database, 'demo', CHEAP_PASSWORDS)).toBe(false);
    const rows = await accounts(open.database).list();
    expect(rows.map((row) => row.staff_number)).toEqual(DEMO_ACCOUNTS.map((account) => account.staffNumber));
    expect(rows.map((row) => row.staff_number)).toEqual([
      '1001',
      '1002',
      '1003',
      '1004',
      '1005',
      '1006',
      '1007',
      '1008',
      '2001',
      '2002',
      '3001',
      '9001',
    ]);
  });

  it('[A10] have demo passwords in force until the last of them is changed or ended', async () => {
    expect(open.access.demoPasswordsInForce).toBe(true);
    await open.asTool(async (tool) => {
      const staff = accounts(tool);
      await staff.setPassword('9001', 'correct horse battery');
      expect(await staff.deactivateDemoAccounts()).toHaveLength(11);
    });
    await open.access.check();
    expect(open.access.demoPasswordsInForce).toBe(false);
    expect((await login('9001', 'correct horse battery')).ok).toBe(true);
    expect(await login('1001')).toMatchObject({ error: { kind: 'wrong-password' } });
  });

  it('[A11] refuse passwords that are short, known to everybody, or the staff number itself', async () => {
    const staff = accounts(open.database);
    for (const password of ['short', DEMO_PASSWORD, '12345678', '10011001', 'x'.repeat(201)]) {
      expect((await staff.setPassword('1001', password)).ok, password).toBe(false);
    }
    expect((await login('1001')).ok).toBe(true);
    expect(await staff.setPassword('7777', 'a long enough one')).toEqual({ ok: false, error: 'there is no account 7777' });
  });

  it('[A12] are added with a number, roles and a password, and no other way', async () => {
    const staff = accounts(open.database);
    const account = { staffNumber: '1009', hall: 'demo', roles: ['teller', 'greeter'] as const, password: 'a long enough one' };
    expect((await staff.add({ ...account, staffNumber: 'bob' })).ok).toBe(false);
    expect((await staff.add({ ...account, roles: [] })).ok).toBe(false);
    expect(await staff.add(account)).toEqual({ ok: true, value: null });
    expect(await staff.add(account)).toEqual({ ok: false, error: 'there is an account 1009 already' });
    await open.asTool((tool) => accounts(tool).setRoles('1009', ['teller', 'greeter']));
    await open.access.check();
    expect((await login('1009', account.password)).ok).toBe(true);
  });

  it('[A13] never carry the role of the hub’s own rooms, whatever the table says', async () => {
    await open.asTool((tool) =>
      tool.sql.updateTable('staff').set({ roles: '["system","teller","wizard"]' }).where('staff_number', '=', '1001').execute(),
    );
    await open.access.check();
    expect((await signIn('1001')).credential.actor.roles).toEqual(['teller']);
  });
});

describe('devices', () => {
  it('[A14] enrol with a code that works once', async () => {
    const added = await devices(open.database).add(wall, 'cli');
    const { code, device } = added.ok ? added.value : { code: '', device: '' };
    const enrolled = await open.access.enrol(code, '10.0.0.9');
    if (!enrolled.ok) throw new Error(enrolled.error.kind);
    expect(open.access.credentialFor(enrolled.value.token)).toEqual({
      id: `device:${device}`,
      hall: 'demo',
      actor: { id: `device:${device}`, roles: ['display'] },
      device: { id: device, kind: 'display', printer: null },
      expiresAt: null,
    });
    expect(await open.access.enrol(code, '10.0.0.9')).toMatchObject({ error: { kind: 'unauthenticated' } });
    const rows = await open.database.sql.selectFrom('device_tokens').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(enrolled.value.token);
  });

  it('[D50] of a wall go to the display that they were added for, those of a kiosk to none', async () => {
    const tool = devices(open.database);
    const path = async (display: string | undefined) => {
      const added = await tool.add({ ...wall, display }, 'test');
      const enrolled = added.ok ? await open.access.enrol(added.value.code, '10.0.0.9') : null;
      return enrolled?.ok === true ? devicePath(enrolled.value) : null;
    };
    expect([await path('east'), await path(undefined)]).toEqual(['/display/wall/east', '/display/wall']);
    expect((await tool.list()).map(({ display }) => display)).toContain('east');
    expect(await tool.add({ ...wall, kind: 'kiosk', display: 'east' }, 'test')).toMatchObject({ ok: false });
  });

  it('[A14] refuse a code after 24 hours, and make an address wait that guesses', async () => {
    const added = await devices(open.database).add(wall, 'cli');
    open.time.advance(ENROLMENT_MS_MAX);
    expect(await open.access.enrol(added.ok ? added.value.code : '', '10.0.0.9')).toMatchObject({
      error: { kind: 'unauthenticated' },
    });
    for (let guess = 1; guess < 20; guess += 1) await open.access.enrol(newId(), '10.0.0.9');
    expect(await open.access.enrol(newId(), '10.0.0.9')).toMatchObject({ error: { kind: 'too-many-commands' } });
  });

  it('[A15] are gone within two seconds of being revoked by a tool', async () => {
    const added = await devices(open.database).add({ ...wall, kind: 'kiosk', printer: 'front' }, 'cli');
    const { code, device } = added.ok ? added.value : { code: '', device: '' };
    const enrolled = await open.access.enrol(code, '10.0.0.9');
    const token = enrolled.ok ? enrolled.value.token : '';
    expect(open.access.credentialFor(token)?.device).toEqual({ id: device, kind: 'kiosk', printer: 'front' });
    expect(await open.asTool((tool) => devices(tool).revoke(device, 'cli'))).toBe(true);
    const gone = new Promise((resolve) => open.access.onRevoked(resolve));
    open.time.advance(ACCESS_CHECK_MS);
    expect(await gone).toBe(`device:${device}`);
    expect(open.access.credentialFor(token)).toBeNull();
    expect(await open.asTool((tool) => devices(tool).revoke(device, 'cli'))).toBe(false);
  });

  it('[A16] of a demonstration are given while the demo passwords are in force, and end with them', async () => {
    const given = await open.access.enrolDemo('demo', 'kiosk');
    const token = given.ok ? given.value.token : '';
    expect(open.access.credentialFor(token)?.actor.roles).toEqual(['kiosk']);
    await open.asTool((tool) => accounts(tool).deactivateDemoAccounts());
    await open.access.check();
    expect(open.access.credentialFor(token)).toBeNull();
    expect(await open.access.enrolDemo('demo', 'kiosk')).toMatchObject({ error: { kind: 'unauthenticated' } });
  });

  it('[A16] of a demonstration keep so many tokens and no more', async () => {
    const first = await open.access.enrolDemo('demo', 'wall');
    for (let page = 1; page <= 50; page += 1) {
      open.time.advance(1);
      await open.access.enrolDemo('demo', 'wall');
    }
    expect(open.access.credentialFor(first.ok ? first.value.token : '')).toBeNull();
    expect(await open.database.sql.selectFrom('device_tokens').selectAll().execute()).toHaveLength(50);
  });

  it('[A17] need a label, and have a counter or a printer only where that means something', async () => {
    const room = devices(open.database);
    expect((await room.add({ ...wall, label: '' }, 'cli')).ok).toBe(false);
    expect((await room.add({ ...wall, counter: 3 }, 'cli')).ok).toBe(false);
    expect((await room.add({ ...wall, printer: 'front' }, 'cli')).ok).toBe(false);
    expect((await room.add({ ...wall, kind: 'window', counter: null }, 'cli')).ok).toBe(false);
    expect((await room.add({ ...wall, kind: 'window', counter: 3 }, 'cli')).ok).toBe(true);
    expect(await room.list()).toMatchObject([{ kind: 'window', counter: 3, tokens: 0 }]);
  });
});

describe('the audit log', () => {
  it('[A18] tells who came in, who failed, and who changed whose rights', async () => {
    const { token } = await signIn('3001');
    await login('1001', 'nonsense');
    await open.access.logout(token);
    await open.asTool((tool) => accounts(tool).deactivate('1008'));
    const added = await devices(open.database).add(wall, 'cli');
    await open.access.enrol(added.ok ? added.value.code : '', '10.0.0.9');
    const entries = await latestAudits(open.database, 10);
    expect(entries.map((entry) => entry.what).toSorted()).toEqual([
      'account-deactivated',
      'device-added',
      'device-enrolled',
      'sign-in-failed',
      'signed-in',
      'signed-out',
    ]);
    expect(JSON.stringify(entries)).not.toMatch(new RegExp(`${DEMO_PASSWORD}|nonsense|${token}`));
  });

  it('[A18] keeps the newest entries', async () => {
    for (let failure = 0; failure < 4; failure += 1) {
      await login('1001', 'nonsense');
      open.time.advance(1);
    }
    await trimAudits(open.database, 2);
    expect(await latestAudits(open.database, AUDIT_ENTRIES_MAX)).toHaveLength(2);
  });
});
