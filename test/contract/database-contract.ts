import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Access } from '../../server/access/access.ts';
import { latestAudits, trimAudits } from '../../server/access/audit-log.ts';
import { seedDemoAccounts } from '../../server/access/demo-accounts.ts';
import { Devices, DEMO_TOKENS_MAX } from '../../server/access/devices.ts';
import { ACCESS_CHECK_MS } from '../../server/access/known-access.ts';
import { DEMO_PASSWORD } from '../../server/access/password.ts';
import { StaffAccounts } from '../../server/access/staff-accounts.ts';
import type { AccessDatabase } from '../../server/database/access-database.ts';
import { IdentityList } from '../../server/identity/identity-list.ts';
import { SILENT_LOG } from '../../server/observability/log.ts';
import { phoneKey } from '../../server/phone/phone-key.ts';
import { ReceiptStore } from '../../server/screens/receipt-store.ts';
import { must } from '../../shared/lib/assert.ts';
import { CHEAP_PASSWORDS, newId } from '../support/open-access.ts';
import { VirtualTime } from '../support/virtual-time.ts';
import { archiveContract } from './archive-contract.ts';
import type { DatabaseBench } from './database-bench.ts';
import { recordsContract } from './records-contract.ts';

const ADDRESS = '10.0.0.7';

/** What every database that hubs are given does, by the queries of every room. */
export function databaseContract(name: string, newBench: () => Promise<DatabaseBench>): void {
  describe(`accounts and devices on ${name}`, () => {
    let bench: DatabaseBench;
    let database: AccessDatabase;
    let access: Access;
    let time: VirtualTime;
    const accounts = (on = database) =>
      new StaffAccounts({ database: on, clock: time, by: 'cli', passwordCost: CHEAP_PASSWORDS });
    const devices = (on = database) => new Devices({ database: on, clock: time, newId });
    const openAccess = (on: AccessDatabase) =>
      Access.open({ database: on, clock: time, timers: time, newId, log: SILENT_LOG, passwordCost: CHEAP_PASSWORDS });
    const login = (staffNumber: string, password = DEMO_PASSWORD) => access.login({ staffNumber, password, address: ADDRESS });

    beforeEach(async () => {
      bench = await newBench();
      time = new VirtualTime();
      database = await bench.open();
      await seedDemoAccounts(database, 'demo', CHEAP_PASSWORDS);
      access = await openAccess(database);
    });
    afterEach(async () => {
      await access.close();
      await bench.dispose();
    });

    it('[Q1] lets in who is known, for as long as he is at work, and writes down who came', async () => {
      const signedIn = await login('1001');
      const { token, credential } = must(signedIn.ok ? signedIn.value : null, 'a session');
      expect(credential).toMatchObject({ hall: 'demo', actor: { id: 'staff:1001', roles: ['teller'] } });
      expect(access.permit(credential.id, 'demo', 'call-next').ok).toBe(true);
      expect(await login('1002', 'nonsense')).toMatchObject({ error: { kind: 'wrong-password' } });
      expect((await latestAudits(database, 9)).map(({ what }) => what).toSorted()).toEqual(['sign-in-failed', 'signed-in']);
      await access.logout(token);
      expect(access.credentialFor(token)).toBeNull();
    });

    it('[Q1] counts wrong passwords over a restart, and a new password lifts the lock', async () => {
      for (let guess = 0; guess < 5; guess += 1) await login('1003', 'nonsense');
      const again = await openAccess(database);
      const locked = await again.login({ staffNumber: '1003', password: DEMO_PASSWORD, address: ADDRESS });
      expect(locked).toMatchObject({ error: { kind: 'too-many-commands' } });
      await again.close();
      expect((await accounts().setPassword('1003', 'correct horse battery')).ok).toBe(true);
      await access.check();
      access = await replaced(access, openAccess(database));
      expect((await login('1003', 'correct horse battery')).ok).toBe(true);
    });

    it('[Q1] keeps accounts: added once, changed, ended, listed in order', async () => {
      const added = { staffNumber: '1020', hall: 'demo', roles: ['greeter'] as const, password: 'correct horse battery' };
      expect((await accounts().add(added)).ok).toBe(true);
      expect((await accounts().add(added)).ok).toBe(false);
      expect((await accounts().setRoles('1020', ['manager'])).ok).toBe(true);
      expect((await accounts().setRoles('7777', ['manager'])).ok).toBe(false);
      expect((await accounts().deactivate('1020')).ok).toBe(true);
      const list = await accounts().list();
      expect(list.find(({ staff_number }) => staff_number === '1020')).toEqual({
        ...{ staff_number: '1020', hall: 'demo', roles: '["manager"]', active: 0, demo_password: 0 },
      });
      expect(list.map(({ staff_number }) => staff_number)).toEqual(list.map(({ staff_number }) => staff_number).toSorted());
      expect((await accounts().deactivateDemoAccounts()).length).toBeGreaterThan(8);
    });

    it('[Q1] keeps screens: a code for one use, a token, a demonstration’s tokens up to a bound, revoked for good', async () => {
      const wanted = { hall: 'demo', kind: 'window', label: '三号窗 "3"', counter: 3, printer: null } as const;
      const added = await devices().add(wanted, 'cli');
      const { code, device } = must(added.ok ? added.value : null, 'a device');
      const enrolled = await access.enrol(code, ADDRESS);
      const { token } = must(enrolled.ok ? enrolled.value : null, 'a token');
      expect(await access.credentialOf(token)).toMatchObject({ hall: 'demo', device: { id: device, kind: 'display' } });
      expect((await access.enrol(code, ADDRESS)).ok).toBe(false);
      expect((await devices().list()).map((each) => [each.id, each.tokens, each.counter])).toEqual([[device, 1, 3]]);
      expect(await devices().ofHall('demo')).toEqual([
        { id: device, kind: 'window', label: '三号窗 "3"', counter: 3, demo: false, enrolled: true },
      ]);
      for (let page = 0; page < DEMO_TOKENS_MAX + 2; page += 1) {
        time.advance(1);
        await devices().enrolDemo('demo', 'wall');
      }
      expect((await devices().list()).find(({ id }) => id === 'demo-wall')?.tokens).toBe(DEMO_TOKENS_MAX);
      expect(await devices().revoke(device, 'cli')).toBe(true);
      expect(await devices().revoke(device, 'cli')).toBe(false);
    });

    it('[Q5] looks twice within the two seconds that are promised', () => {
      expect(ACCESS_CHECK_MS).toBeLessThanOrEqual(1_000);
    });

    it('[Q5] sees within two seconds what another connection changed, and tells who lost his rights', async () => {
      const signedIn = await login('1004');
      const { credential } = must(signedIn.ok ? signedIn.value : null, 'a session');
      const revoked: string[] = [];
      access.onRevoked((id) => revoked.push(id));
      const tool = await bench.open();
      await accounts(tool).deactivate('1004');
      time.advance(ACCESS_CHECK_MS);
      await access.check();
      expect(access.permit(credential.id, 'demo', 'call-next')).toMatchObject({ error: { kind: 'unauthenticated' } });
      expect(revoked).toEqual([credential.id]);
    });

    it('[Q1] trims the audit log to the newest', async () => {
      for (let number = 0; number < 6; number += 1) {
        time.advance(1_000);
        await login(`88${number}`, 'nonsense');
      }
      await trimAudits(database, 4);
      expect((await latestAudits(database, 9)).length).toBe(4);
    });

    it('[Q1] keeps the list of identities, the keys of a database and the receipts of calls', async () => {
      const list = await IdentityList.open(database, time);
      const many = Array.from({ length: 700 }, (_, index) => ({
        identity: `id-${index}`,
        class: index % 2 === 0 ? 'vip' : 'gold',
      }));
      expect(await list.replace('demo', many)).toBe(700);
      expect(await list.classOf('demo', 'id-3')).toBe('gold');
      expect(await list.classOf('other', 'id-3')).toBeNull();
      expect((await list.counts('demo')).map((each) => [each.class, Number(each.count)])).toEqual([
        ['gold', 350],
        ['vip', 350],
      ]);
      const again = await IdentityList.open(await bench.open(), time);
      expect(await again.classOf('demo', 'id-4')).toBe('vip');
      expect(await phoneKey(database, time)).toEqual(await phoneKey(await bench.open(), time));
      const receipts = new ReceiptStore(database);
      const mark = { ticket: 't1', counter: 3, at: 1_795_000_000_000, recalls: 0 };
      const word = { shows: true, speaks: false, painted: 1_795_000_000_250, spoken: null };
      for (let times = 0; times < 2; times += 1) {
        await receipts.write('demo', { calls: [{ mark, screens: new Map([['wall/1', word]]) }], seen: new Map([['wall', 7]]) });
      }
      expect(await receipts.callsSince('demo', 0)).toMatchObject([
        { mark, firstPaintedAt: word.painted, shown: { by: 1, of: 1 } },
      ]);
      expect(await receipts.wordsSince('demo', 0)).toEqual([{ mark, words: [['wall/1', word]] }]);
      expect(await receipts.lastSeen('demo')).toEqual(new Map([['wall', 7]]));
    });
  });

  recordsContract(name, newBench);
  archiveContract(name, newBench);
}

async function replaced(before: Access, next: Promise<Access>): Promise<Access> {
  await before.close();
  return next;
}
