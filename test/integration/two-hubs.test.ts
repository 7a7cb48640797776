import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HallForecast } from '../../shared/hall/forecast/hall-forecast.ts';
import type { HallEvent } from '../../shared/hall/events.ts';
import { must } from '../../shared/lib/assert.ts';
import type { DeviceList } from '../../shared/protocol/device-list.ts';
import { demoHallText } from '../../server/config/demo-hall-file.ts';
import { withPrinters } from '../support/hall-with-printers.ts';
import { HubProcess } from '../support/hub-process.ts';
import { PostgresServer } from '../support/postgres-server.ts';
import { run } from '../support/programs.ts';
import { RawScreen } from '../support/raw-screen.ts';
import { becomesSo, responsiveMs } from '../support/responsive-time.ts';
import { RedisNodes } from '../support/redis-nodes.ts';
import { TestPrinter } from '../support/tcp-printer.ts';

/** A hub that is killed is missed for some seconds; the machine of the tests may be busy. */
const TAKEN_OVER_MS = 30_000;

let redis: RedisNodes;
let postgres: PostgresServer;
let printer: TestPrinter;
let one: HubProcess;
let other: HubProcess;
let database: string;
let dead: HubProcess;
let left: HubProcess;

beforeAll(async () => {
  [redis, postgres, printer] = await Promise.all([
    RedisNodes.start({ replicas: 1 }),
    PostgresServer.start(),
    TestPrinter.start(),
  ]);
  database = await postgres.newDatabase();
  const environment = {
    HALLCALL_REDIS: redis.url,
    HALLCALL_REDIS_REPLICAS: '1',
    HALLCALL_DATABASE: database,
  };
  const hallFile = withPrinters({ address: printer.address });
  const start = (name: string) =>
    HubProcess.start({ forecasts: true, hallFile, environment: { ...environment, HALLCALL_HUB: name } });
  // Both at once, on stores where there is nothing yet.
  [one, other] = await Promise.all([start('one'), start('other')]);
}, 120_000);

afterAll(async () => {
  await one?.close();
  await other?.close();
  await printer?.stop();
  await postgres?.remove();
  await redis?.remove();
}, 60_000);

async function enrolled(hub: HubProcess, kind: 'kiosk' | 'display'): Promise<string> {
  const response = await fetch(`${hub.url}/api/devices/demo`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ kind }),
  });
  return ((await response.json()) as { readonly token: string }).token;
}

async function take(hub: HubProcess, kiosk: string, id = randomBytes(16).toString('hex')) {
  const response = await fetch(`${hub.url}/api/halls/demo/commands`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${kiosk}` },
    body: JSON.stringify({ type: 'issue-ticket', service: 'A', id }),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as {
    readonly version: number;
    readonly result: { readonly number: string; readonly ticket: string };
  };
}

function eventsOf(screen: RawScreen): HallEvent[] {
  return screen.all('entries').flatMap((entries) => entries.flatMap(({ events }) => events));
}

async function until(isSo: () => Promise<boolean>, withinMs = TAKEN_OVER_MS): Promise<void> {
  expect(await becomesSo(isSo, withinMs, () => pause(100))).toBe(true);
}

async function post(hub: HubProcess, path: string, body: object, token?: string): Promise<Record<string, unknown>> {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const headers = { 'content-type': 'application/json', ...authorization };
  const response = await fetch(`${hub.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  return (await response.json()) as Record<string, unknown>;
}

async function dutiesOf(hub: HubProcess): Promise<number> {
  const text = await (await fetch(`${hub.url}/metrics`)).text();
  return Number(/^hallcall_duties_held (\d+)$/m.exec(text)?.[1]);
}

/** It prints, forecasts and writes the history of the first hall. */
async function printsDemo(hub: HubProcess): Promise<boolean> {
  const text = await (await fetch(`${hub.url}/metrics`)).text();
  return text.includes('hallcall_duty{hall="demo"} 1');
}

function numbersOnPaper(): string[] {
  return printer.papers.flatMap((paper) => /A\d{3}/.exec(JSON.stringify(paper))?.[0] ?? []);
}

describe('two hubs on one Redis and one PostgreSQL', () => {
  it('[Y20] a ticket of a kiosk at one hub is called at the other, seen on a wall at the first, and printed once', async () => {
    const kiosk = await enrolled(one, 'kiosk');
    const wall = await RawScreen.open(Number(new URL(one.url).port), { token: await enrolled(one, 'display') });
    await wall.until(() => wall.all('snapshot').length > 0);
    const { result } = await take(one, kiosk);
    expect(result.number).toBe('A001');
    await other.command('1001', { type: 'sign-in', counter: 1 });
    await other.command('1001', { type: 'open-counter', counter: 1 });
    const called = await other.command('1001', { type: 'call-next', counter: 1 });
    expect(called).toMatchObject({ ticket: result.ticket });
    await wall.until(() => eventsOf(wall).some((event) => event.type === 'ticket-called' && event.ticket === result.ticket));
    await printer.printed(1);
    expect(numbersOnPaper()).toEqual(['A001']);
    await until(async () => (await one.state('2001')).tickets.get(result.ticket)?.print.is === 'printed');
    const { devices } = await other.read<DeviceList>('3001', 'devices');
    expect(devices.find(({ id }) => id === 'demo-wall')).toMatchObject({ screens: 1 });
    await wall.close();
  });

  it('[Y21] who signed in at one hub is known at the other, and who was sent out at one is out at both', async () => {
    const token = await one.tokenOf('2001');
    const state = (hub: HubProcess) =>
      fetch(`${hub.url}/api/halls/demo/state`, { headers: { authorization: `Bearer ${token}` } }).then(({ status }) => status);
    expect([await state(one), await state(other)]).toEqual([200, 200]);
    const guest = await RawScreen.open(Number(new URL(other.url).port), { token });
    await guest.until(() => guest.all('welcome').length > 0);
    await fetch(`${one.url}/api/sessions/current`, { method: 'DELETE', headers: { authorization: `Bearer ${token}` } });
    const goneMs = await responsiveMs(() => guest.until(() => guest.closedAt !== null || guest.all('goodbye').length > 0));
    expect(goneMs).toBeLessThan(5_000);
    expect([await state(one), await state(other)]).toEqual([401, 401]);
    await guest.close();
  });

  it('[Y23] a hall that is made while the hubs run is served by both, and a second of its name or one in a folder is refused', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hallcall-north-'));
    const file = join(folder, 'north.yaml');
    await writeFile(file, demoHallText().replace('hall: demo', 'hall: north'));
    const tool = (...words: string[]) =>
      run('hall', [...words, '--redis', redis.url, '--redis-replicas', '1', '--database', database]);
    expect(await tool('add', file)).toMatchObject({
      code: 0,
      output: expect.stringContaining('Hall "north" is there') as string,
    });
    const again = await tool('add', file);
    expect(again).toMatchObject({ code: 2, errors: expect.stringContaining('there is a hall "north" already') as string });
    const inFolder = await run('hall', ['add', file, '--data', folder]);
    expect(inFolder).toMatchObject({ code: 2, errors: expect.stringContaining('a data folder holds one hall') as string });
    const words = ['staff', 'add', '7001', '--roles', 'greeter', '--hall', 'north', '--database', database];
    expect(await run('hall', words, 'correct horse battery\n')).toMatchObject({ code: 0 });
    await until(async () => (await dutiesOf(one)) + (await dutiesOf(other)) === 2);
    const numbers: unknown[] = [];
    for (const hub of [one, other]) {
      let session: Record<string, unknown> = {};
      // What a tool has changed is seen within a second.
      await until(async () => {
        session = await post(hub, '/api/sessions', { staffNumber: '7001', password: 'correct horse battery' });
        return session['hall'] === 'north';
      });
      const command = { type: 'issue-ticket', service: 'A', id: randomBytes(16).toString('hex') };
      numbers.push(await post(hub, '/api/halls/north/commands', command, String(session['token'])));
    }
    expect(numbers).toMatchObject([{ result: { number: 'A001' } }, { result: { number: 'A002' } }]);
    await rm(folder, { recursive: true });
  });

  it('[Y22] the hub that prints is killed: all go on at the other with the same numbers, print once, and are forecast', async () => {
    await until(async () => (await printsDemo(one)) !== (await printsDemo(other)));
    [dead, left] = (await printsDemo(one)) ? [one, other] : [other, one];
    const kiosk = await enrolled(left, 'kiosk');
    const id = randomBytes(16).toString('hex');
    const before = await take(dead, kiosk, id);
    await dead.kill();
    const killedAt = left.now();
    // Sent again to the hub that is left, as a kiosk does that heard no answer.
    expect(await take(left, kiosk, id)).toEqual(before);
    const after = await take(left, kiosk);
    expect(after.result.number).toBe('A003');
    await left.command('1001', { type: 'call-next', counter: 1 });
    await until(async () => {
      const { tickets } = await left.state('3001');
      return [before, after].every(({ result }) => tickets.get(result.ticket)?.print.is === 'printed');
    });
    const papers = numbersOnPaper();
    expect(papers.filter((number) => number === 'A003')).toHaveLength(1);
    // What the dead hub had begun may lie there twice, marked; no more often.
    expect(papers.filter((number) => number === 'A002').length).toBeLessThanOrEqual(2);
    await until(async () => {
      const { forecast } = await left.read<{ readonly forecast: HallForecast | null }>('3001', 'forecast');
      return forecast !== null && forecast.at > killedAt;
    });
    expect(await dutiesOf(left)).toBe(2);
    const ready = await fetch(`${left.url}/readyz`);
    expect([ready.status, await ready.json()]).toMatchObject([200, { status: 'ready', hub: 'takes screens' }]);
  });

  it('[Y25] a hub that is told to stop is not ready at once, gives its duties to the other and ends in order', async () => {
    await dead.restart();
    await until(async () => (await dutiesOf(dead)) + (await dutiesOf(left)) === 2 && (await dutiesOf(left)) > 0);
    const readiness = () =>
      fetch(`${left.url}/readyz`).then(
        ({ status }) => status,
        () => 0,
      );
    expect(await readiness()).toBe(200);
    const ended = must(left.hubs[0], 'one process').stop();
    await until(async () => (await readiness()) !== 200);
    await until(async () => (await dutiesOf(dead)) === 2);
    expect(await ended).toBe(0);
    const { result } = await take(dead, await enrolled(dead, 'kiosk'));
    expect(result.number).toBe('A004');
    await until(async () => (await dead.state('3001')).tickets.get(result.ticket)?.print.is === 'printed');
  });
});
