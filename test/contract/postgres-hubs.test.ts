import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Access } from '../../server/access/access.ts';
import { seedDemoAccounts } from '../../server/access/demo-accounts.ts';
import { Devices } from '../../server/access/devices.ts';
import { DEMO_PASSWORD } from '../../server/access/password.ts';
import { StaffAccounts } from '../../server/access/staff-accounts.ts';
import { SESSION_IDLE_MS_MAX } from '../../server/access/access-view.ts';
import type { AccessDatabase } from '../../server/database/access-database.ts';
import { openPostgresDatabase, type PostgresOptions } from '../../server/database/postgres-database.ts';
import { unfitness } from '../../server/database/postgres-check.ts';
import { SILENT_LOG } from '../../server/observability/log.ts';
import { must } from '../../shared/lib/assert.ts';
import { CHEAP_PASSWORDS, newId } from '../support/open-access.ts';
import { PostgresServer } from '../support/postgres-server.ts';
import { VirtualTime } from '../support/virtual-time.ts';

const MINUTE_MS = 60_000;

let server: PostgresServer;
let url: string;
const databases: AccessDatabase[] = [];
const rooms: Access[] = [];

beforeAll(async () => {
  server = await PostgresServer.start();
});
beforeEach(async () => {
  url = await server.newDatabase();
});
afterEach(async () => {
  for (const each of rooms.splice(0)) await each.close();
  for (const each of databases.splice(0)) await each.close();
});
afterAll(() => server.remove());

async function open(options: PostgresOptions = {}): Promise<AccessDatabase> {
  const database = await openPostgresDatabase(url, { connectionsMax: 3, ...options });
  databases.push(database);
  return database;
}

async function accessOf(database: AccessDatabase, time: VirtualTime): Promise<Access> {
  const given = { clock: time, timers: time, newId, log: SILENT_LOG, passwordCost: CHEAP_PASSWORDS };
  const access = await Access.open({ database, ...given });
  rooms.push(access);
  return access;
}

/** Opened by the one and waited for by the other. */
class Gate {
  open: () => void = () => undefined;
  readonly opened = new Promise<void>((resolve) => (this.open = resolve));
}

const refusal = (address: string): Promise<string> =>
  openPostgresDatabase(address).then(
    () => 'opened',
    (error: unknown) =>
      error instanceof Error && error.name === 'DatabaseOpenError' ? error.message : `not told: ${String(error)}`,
  );

describe('a hub that starts on PostgreSQL', () => {
  it('[Q3] beside two others makes the tables once', async () => {
    const all = await Promise.all(['hub-1', 'hub-2', 'hub-3'].map((hub) => open({ hub })));
    const [first] = all;
    const { rows } = await sql<{ many: number }>`select count(*) as many from kysely_migration`.execute(must(first, 'one').sql);
    expect(rows[0]?.many).toBeGreaterThan(8);
    await Promise.all(all.map((each) => seedDemoAccounts(each, 'demo', CHEAP_PASSWORDS)));
    expect(await must(first, 'one').sql.selectFrom('staff').select('staff_number').execute()).toHaveLength(12);
  });

  it('[Q4] is told what to do about a wrong password, a server or database that is not there, and a missing right', async () => {
    const wrong = await refusal(server.url('postgres', { password: 'super-secret' }));
    expect(wrong).toMatch(/refuses the password of user "hallcall".*HALLCALL_DATABASE/);
    expect(wrong).not.toContain('super-secret');
    expect(await refusal(server.url('nowhere'))).toMatch(/is not there: make it with "createdb/);
    expect(await refusal('postgres://a:b@127.0.0.1:1/hall')).toMatch(/cannot be reached.*ECONNREFUSED/);
    await server.execute("create user guest password 'guest'", url);
    const asGuest = url.replace(/\/\/[^@]+@/, '//guest:guest@');
    expect(await refusal(asGuest)).toMatch(
      /gives user "guest" no right to make tables: "GRANT CREATE ON SCHEMA public TO guest"/,
    );
  });

  it('[Q4] refuses a server that is too old, read-only or without Chinese, and a database of a newer release', async () => {
    expect(unfitness({ version: 120_022, encoding: 'UTF8', readOnly: false })).toMatch(
      /version 12, and 14 is the oldest.*upgrade/,
    );
    expect(unfitness({ version: 150_020, encoding: 'UTF8', readOnly: false })).toBeNull();
    await server.execute("create database latin encoding 'LATIN1' locale 'C' template template0");
    expect(await refusal(server.url('latin'))).toMatch(/keeps texts as LATIN1.*createdb --encoding UTF8/);
    const name = must(new URL(url).pathname.slice(1), 'a name');
    await server.execute(`alter database ${name} set default_transaction_read_only = on`);
    expect(await refusal(url)).toMatch(/is read-only.*HALLCALL_DATABASE_REPORTS/);
    await server.execute(`alter database ${name} set default_transaction_read_only = off`);
    await (await open()).close();
    await server.execute("insert into kysely_migration (name, timestamp) values ('099-to-come', '2030')", url);
    expect(await refusal(url)).toMatch(/was used by a newer Hallcall already/);
  });
});

describe('what many hubs know of each other through PostgreSQL', () => {
  it('[Q5] names the halls of what was changed, also by a person at the server, and misses no late transaction', async () => {
    const [hub, other] = [await open(), await open()];
    await seedDemoAccounts(other, 'north', CHEAP_PASSWORDS);
    let { mark } = await hub.changesSince(null);
    const look = async () => {
      const seen = await hub.changesSince(mark);
      mark = seen.mark;
      return typeof seen.changed === 'string' ? seen.changed : [...seen.changed.halls].toSorted();
    };
    expect(await look()).toBe('nothing');
    await server.execute("update staff set active = 0 where staff_number = '1001'", url);
    expect(await look()).toEqual(['north']);
    expect(await look()).toBe('nothing');
    // One that began before and ends after another is seen after its end, though it took its number first.
    const [begun, ended] = [new Gate(), new Gate()];
    const slow = other.sql.transaction().execute(async (write) => {
      await write.updateTable('staff').set({ hall: 'south' }).where('staff_number', '=', '1002').execute();
      begun.open();
      await ended.opened;
    });
    await begun.opened;
    await server.execute("update staff set active = 1 where staff_number = '1001'", url);
    expect(await look()).toEqual(['north']);
    ended.open();
    await slow;
    expect(await look()).toContain('south');
    await server.execute("insert into sessions values ('hash', '1003', 1, 1)", url);
    expect(await look()).toContain('north');
    await server.execute('update sessions set seen_at = 2', url);
    expect(await look()).toBe('nothing');
  });

  it('[Q6] lets whoever signed in at one hub in at every other at once, and out at all', async () => {
    const time = new VirtualTime();
    const [first, second] = [await open(), await open()];
    await seedDemoAccounts(first, 'demo', CHEAP_PASSWORDS);
    const [here, there] = [await accessOf(first, time), await accessOf(second, time)];
    const login = await here.login({ staffNumber: '1001', password: DEMO_PASSWORD, address: '10.0.0.7' });
    const { token, credential } = must(login.ok ? login.value : null, 'a session');
    expect(there.credentialFor(token)).toBeNull();
    expect(await there.credentialOf(token)).toEqual(credential);
    expect(await there.credentialOf('x'.repeat(43))).toBeNull();
    const devices = new Devices({ database: first, clock: time, newId });
    const added = await devices.add({ hall: 'demo', kind: 'wall', label: 'w', counter: null, printer: null }, 'cli');
    const enrolled = await here.enrol(must(added.ok ? added.value.code : null, 'a code'), '10.0.0.7');
    const screen = must(enrolled.ok ? enrolled.value.token : null, 'a token');
    expect((await there.credentialOf(screen))?.id).toBe((await here.credentialOf(screen))?.id);
    const gone: string[] = [];
    there.onRevoked((id) => gone.push(id));
    await here.logout(token);
    await there.check();
    expect(gone).toEqual([credential.id]);
    expect(await there.credentialOf(token)).toBeNull();
  });

  it('[Q6] counts wrong passwords of all hubs together', async () => {
    const time = new VirtualTime();
    const [first, second] = [await open(), await open()];
    await seedDemoAccounts(first, 'demo', CHEAP_PASSWORDS);
    const hubs = [await accessOf(first, time), await accessOf(second, time)];
    const attempt = { staffNumber: '1001', password: 'nonsense', address: '10.0.0.7' };
    for (let guess = 0; guess < 5; guess += 1) await must(hubs[guess % 2], 'a hub').login(attempt);
    for (const hub of hubs) {
      expect(await hub.login({ ...attempt, password: DEMO_PASSWORD })).toMatchObject({ error: { kind: 'too-many-commands' } });
    }
  });

  it('[Q6] is not idle at one hub who is at work at another, and is at all when he is at none', async () => {
    const time = new VirtualTime();
    const [first, second] = [await open(), await open()];
    await seedDemoAccounts(first, 'demo', CHEAP_PASSWORDS);
    const [here, there] = [await accessOf(first, time), await accessOf(second, time)];
    const login = await here.login({ staffNumber: '1001', password: DEMO_PASSWORD, address: '10.0.0.7' });
    const { token } = must(login.ok ? login.value : null, 'a session');
    await there.credentialOf(token);
    for (let minute = 0; minute < 45; minute += 1) {
      time.advance(MINUTE_MS);
      here.credentialFor(token);
      await here.check();
      await there.check();
    }
    expect(there.credentialFor(token)).not.toBeNull();
    time.advance(SESSION_IDLE_MS_MAX + MINUTE_MS);
    await here.check();
    await there.check();
    expect(await there.credentialOf(token)).toBeNull();
    expect(await first.sql.selectFrom('sessions').selectAll().execute()).toEqual([]);
  });

  it('[Q7] refuses a text with the character zero, and writes nothing of it', async () => {
    const database = await open();
    const accounts = new StaffAccounts({ database, clock: new VirtualTime(), by: 'cli', passwordCost: CHEAP_PASSWORDS });
    const account = { staffNumber: '1', hall: 'a\u0000b', roles: ['teller'] as const, password: 'correct horse battery' };
    await expect(accounts.add(account)).rejects.toMatchObject({ name: 'UnkeepableTextError' });
    expect(await accounts.list()).toEqual([]);
  });
});
