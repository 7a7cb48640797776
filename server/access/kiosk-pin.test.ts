import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { must } from '../../shared/lib/assert.ts';
import { CHEAP_PASSWORDS, newId, openAccess, type OpenAccess } from '../../test/support/open-access.ts';
import { latestAudits } from './audit-log.ts';
import type { Credential } from './credential.ts';
import { Devices } from './devices.ts';
import { checkNewPin, DEMO_PIN, setKioskPin } from './kiosk-pin.ts';
import { LOCK_FIRST_MS } from './login-limits.ts';
import { DEMO_PASSWORD } from './password.ts';
import { StaffAccounts } from './staff-accounts.ts';

let open: OpenAccess;
let credential: Credential;

beforeEach(async () => {
  open = await openAccess();
  const { token } = await new Devices({ database: open.database, clock: open.time, newId }).enrolDemo('demo', 'kiosk');
  await open.access.logout('');
  await open.asTool(async (tool) => {
    await tool.sql.updateTable('devices').set({ label: 'kiosk' }).where('id', '=', 'demo-kiosk').execute();
  });
  await open.access.check();
  credential = must(open.access.credentialFor(token), 'a kiosk');
});

afterEach(() => open.close());

const tryPin = (pin: string, address = '10.0.0.9') => open.access.checkPin({ credential, pin, address });
const set = (pin: string) =>
  setKioskPin({ database: open.database, clock: open.time, hall: 'demo', pin, by: 'cli', passwordCost: CHEAP_PASSWORDS });

describe('the PIN of a hall’s kiosks', () => {
  it('[K111] is digits that nobody tries first, and is kept as argon2id', async () => {
    for (const wrong of [
      '',
      '12345',
      '123456',
      '987654',
      '000000',
      '8888888',
      '12a456',
      '1'.repeat(13),
      DEMO_PIN,
      '１２３４５６７',
    ])
      expect(checkNewPin(wrong).ok, wrong).toBe(false);
    expect((await set('864209')).ok).toBe(true);
    const rows = await open.database.sql.selectFrom('kiosk_pins').selectAll().execute();
    expect(rows).toMatchObject([{ hall: 'demo', demo: 0 }]);
    expect(rows[0]!.pin_hash).toMatch(/^\$argon2id\$/);
    expect(JSON.stringify(rows)).not.toContain('864209');
    expect((await tryPin('864209')).ok).toBe(true);
    expect(await tryPin(DEMO_PIN)).toMatchObject({ error: { kind: 'wrong-password' } });
  });

  it('[K111] is guessed five times, then slowed longer and longer, also for the right one; every try is written down', async () => {
    await set('864209');
    for (let guess = 0; guess < 5; guess += 1)
      expect(await tryPin(`11122${guess}`)).toMatchObject({ error: { kind: 'wrong-password' } });
    expect(await tryPin('864209')).toMatchObject({ error: { kind: 'too-many-commands', retryAfterMs: LOCK_FIRST_MS } });
    open.time.advance(LOCK_FIRST_MS);
    expect(await tryPin('9'.repeat(10_000))).toMatchObject({ error: { kind: 'wrong-password' } });
    expect(await tryPin('864209')).toMatchObject({ error: { kind: 'too-many-commands', retryAfterMs: 2 * LOCK_FIRST_MS } });
    open.time.advance(2 * LOCK_FIRST_MS);
    expect((await tryPin('864209')).ok).toBe(true);
    const audits = await latestAudits(open.database, 20);
    expect(audits.filter(({ what }) => what === 'kiosk-pin-wrong')).toHaveLength(6);
    expect(audits.find(({ what }) => what === 'kiosk-pin-right')).toMatchObject({ who: 'device:demo-kiosk' });
    expect(JSON.stringify(audits)).not.toMatch(/11122|864209/);
  });

  it('[K111] a new PIN lifts the lock', async () => {
    await set('864209');
    for (let guess = 0; guess < 5; guess += 1) await tryPin('111222');
    const staff = await open.access.login({ staffNumber: '9001', password: DEMO_PASSWORD, address: '10.0.0.1' });
    if (!staff.ok) throw new Error(staff.error.kind);
    expect((await open.access.setPin(staff.value.credential, '123456')).ok).toBe(false);
    expect((await open.access.setPin(staff.value.credential, '975310')).ok).toBe(true);
    expect((await tryPin('975310')).ok).toBe(true);
  });

  it('[K111] the demo’s is good while it is a demonstration, and a hall without one says so', async () => {
    expect((await tryPin(DEMO_PIN)).ok).toBe(true);
    await open.database.sql.deleteFrom('kiosk_pins').execute();
    expect(await tryPin(DEMO_PIN)).toMatchObject({ error: { kind: 'pin-not-set' } });
  });

  it('[K111] the demo’s is void once the demo’s accounts are ended', async () => {
    await open.asTool((database) =>
      new StaffAccounts({ database, clock: open.time, by: 'cli', passwordCost: CHEAP_PASSWORDS }).deactivateDemoAccounts(),
    );
    await open.access.check();
    expect(await tryPin(DEMO_PIN)).toMatchObject({ error: { kind: 'pin-not-set' } });
  });
});
