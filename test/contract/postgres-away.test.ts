import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Access } from '../../server/access/access.ts';
import { seedDemoAccounts } from '../../server/access/demo-accounts.ts';
import { DEMO_PASSWORD } from '../../server/access/password.ts';
import type { AccessDatabase } from '../../server/database/access-database.ts';
import { openPostgresDatabase, type PostgresOptions } from '../../server/database/postgres-database.ts';
import { accuracyReport } from '../../server/history/accuracy.ts';
import { SILENT_LOG } from '../../server/observability/log.ts';
import { readiness } from '../../server/observability/health.ts';
import { Records } from '../../server/records/records.ts';
import { must } from '../../shared/lib/assert.ts';
import { CHEAP_PASSWORDS, newId } from '../support/open-access.ts';
import { SYSTEM } from '../support/played-hall.ts';
import { PostgresServer } from '../support/postgres-server.ts';
import { HALL, RunningHub } from '../support/running-hub.ts';
import { VirtualTime } from '../support/virtual-time.ts';

/** Short, so that a test need not wait long for a server that is paused. */
const STATEMENT_MS = 300;
/** A server that comes back is there for the next who asks, once it takes connections. */
const BACK_MS_MAX = 20_000;

const FRONT = { id: 'front', name: { zh: '门口', en: 'Front' }, host: 'front', port: 9100, columns: 48 };

let server: PostgresServer;
let running: RunningHub;
let time: VirtualTime;
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  server = await PostgresServer.start();
});
beforeEach(async () => {
  time = new VirtualTime();
  running = await RunningHub.serving({}, { printers: [FRONT] });
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  await running.hub.close();
});
afterAll(() => server.remove());

async function open(url: string, options: PostgresOptions = {}): Promise<AccessDatabase> {
  const database = await openPostgresDatabase(url, { connectionsMax: 3, statementMs: STATEMENT_MS, ...options });
  closing.push(() => database.close());
  return database;
}

async function roomsOn(database: AccessDatabase) {
  await seedDemoAccounts(database, HALL, CHEAP_PASSWORDS);
  const given = { database, clock: time, timers: time, log: SILENT_LOG };
  const access = await Access.open({ ...given, newId, passwordCost: CHEAP_PASSWORDS });
  const records = await Records.open({ ...given, hub: running.hub, halls: [HALL] });
  closing.push(
    () => access.close(),
    () => records.close(),
  );
  const login = (staffNumber: string) => access.login({ staffNumber, password: DEMO_PASSWORD, address: '10.0.0.7' });
  const write = (id: string) => records.saving(() => records.log.write(HALL, '1001', { id, text: '交接' }));
  return { access, records, login, write };
}

/** Asked again as people do, until it is as it should be. */
async function soon<Value>(ask: () => Promise<Value>, isGood: (value: Value) => boolean): Promise<Value> {
  const until = performance.now() + BACK_MS_MAX;
  for (;;) {
    const value = await ask();
    if (isGood(value) || performance.now() > until) return value;
    await pause(20);
  }
}

describe('while the database server is away', () => {
  it.each([
    ['stopped and started', () => server.stop(), () => server.start()],
    ['killed and started', () => server.kill(), () => server.start()],
    ['paused', () => Promise.resolve(server.suspend()), () => Promise.resolve(server.resume())],
  ])(
    '[Q9] (%s) who is in works on, who wants in or writes is told to try again, and all is well after',
    async (_how, away, back) => {
      const { access, login, records, write } = await roomsOn(await open(await server.newDatabase()));
      const signedIn = await login('1001');
      const { credential, token } = must(signedIn.ok ? signedIn.value : null, 'a session');
      expect(await write('entry-1')).toMatchObject({ ok: true });
      const screens = await access.devicesOf(HALL);
      const report = (condition: 'printer-error' | 'ready') =>
        running.done(SYSTEM, { type: 'report-printer', printer: 'front', condition });
      await away();
      expect(await login('1002')).toEqual({ ok: false, error: { kind: 'hub-busy' } });
      expect(await write('entry-2')).toEqual({ ok: false, error: { kind: 'hub-busy' } });
      await expect(access.check()).rejects.toMatchObject({ name: 'DatabaseAwayError' });
      expect(access.permit(credential.id, HALL, 'call-next').ok).toBe(true);
      expect(await access.devicesOf(HALL)).toEqual(screens);
      await report('printer-error');
      await records.idle();
      expect(await access.credentialOf(token)).toEqual(credential);
      const health = await readiness({
        condition: () => ({ is: 'writable' }),
        loadHall: () => Promise.resolve(),
        databaseAnswers: () => Promise.resolve(false),
        goesOnWithoutDatabase: access.sharesDatabase,
      });
      expect(health).toMatchObject({ ready: true, database: 'silent' });
      await back();
      expect(
        await soon(
          () => login('1002'),
          ({ ok }) => ok,
        ),
      ).toMatchObject({ ok: true });
      // Sent again under its id: written once, whatever had become of the first sending.
      expect(
        await soon(
          () => write('entry-2'),
          ({ ok }) => ok,
        ),
      ).toMatchObject({ ok: true });
      await access.check();
      // What was seen of a printer meanwhile is recorded with the next that is seen.
      await report('ready');
      await records.idle();
      const faults = await records.faults.page(HALL, {});
      expect(faults.records.map(({ condition, history }) => [condition, history.map(({ step }) => step)])).toEqual([
        ['printer-error', ['recovered']],
      ]);
    },
  );

  it('[Q10] reads reports from the replica, and from the first server while the replica is away, and says so', async () => {
    const url = await server.newDatabase();
    const replica = await server.replica();
    closing.push(() => replica.remove());
    const warned: string[] = [];
    const log = { warn: (_facts: object, words: string) => void warned.push(words) };
    const reportsUrl = url.replace(`:${server.port}/`, `:${replica.port}/`);
    const reports = { url: reportsUrl, monotonicMs: () => performance.now() };
    const database = await open(url, { reports, log });
    const readFrom = () =>
      database.report(async (read) => {
        const { rows } = await sql<{ port: number }>`select inet_server_port() as port`.execute(read);
        return rows[0]?.port;
      });
    const asked = { from: '2026-11-02', to: '2026-11-02', trendFrom: '2026-10-04' };
    expect(await soon(readFrom, (port) => port === replica.port)).toBe(replica.port);
    expect((await accuracyReport(database, HALL, asked)).overall.judged).toBe(0);
    await replica.stop();
    expect(await readFrom()).toBe(server.port);
    expect(warned).toContain('the replica for reports does not answer; they are read from the first server');
    expect((await accuracyReport(database, HALL, asked)).overall.judged).toBe(0);
  });
});
