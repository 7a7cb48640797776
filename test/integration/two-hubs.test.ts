import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HallForecast } from '../../shared/hall/forecast/hall-forecast.ts';
import type { HallEvent } from '../../shared/hall/events.ts';
import type { DeviceList } from '../../shared/protocol/device-list.ts';
import { withPrinters } from '../support/hall-with-printers.ts';
import { HubProcess } from '../support/hub-process.ts';
import { PostgresServer } from '../support/postgres-server.ts';
import { RawScreen } from '../support/raw-screen.ts';
import { RedisNodes } from '../support/redis-nodes.ts';
import { TestPrinter } from '../support/tcp-printer.ts';

/** A hub that is killed is missed for some seconds; the machine of the tests may be busy. */
const TAKEN_OVER_MS = 30_000;

let redis: RedisNodes;
let postgres: PostgresServer;
let printer: TestPrinter;
let one: HubProcess;
let other: HubProcess;

beforeAll(async () => {
  [redis, postgres, printer] = await Promise.all([
    RedisNodes.start({ replicas: 1 }),
    PostgresServer.start(),
    TestPrinter.start(),
  ]);
  const environment = {
    HALLCALL_REDIS: redis.url,
    HALLCALL_REDIS_REPLICAS: '1',
    HALLCALL_DATABASE: await postgres.newDatabase(),
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
  const end = Date.now() + withinMs;
  while (!(await isSo())) {
    expect(Date.now()).toBeLessThan(end);
    await pause(100);
  }
}

/** It prints, forecasts and writes the history of the hall. */
async function hasDuty(hub: HubProcess): Promise<boolean> {
  return (await (await fetch(`${hub.url}/metrics`)).text()).includes('hallcall_duties_held 1');
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
    const endedAt = Date.now();
    await guest.until(() => guest.closedAt !== null || guest.all('goodbye').length > 0);
    expect(Date.now() - endedAt).toBeLessThan(5_000);
    expect([await state(one), await state(other)]).toEqual([401, 401]);
    await guest.close();
  });

  it('[Y22] the hub that prints is killed: all go on at the other with the same numbers, print once, and are forecast', async () => {
    await until(async () => (await hasDuty(one)) !== (await hasDuty(other)));
    const [dead, left] = (await hasDuty(one)) ? [one, other] : [other, one];
    const kiosk = await enrolled(left, 'kiosk');
    const id = randomBytes(16).toString('hex');
    const before = await take(dead, kiosk, id);
    await dead.kill();
    const killedAt = Date.now();
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
    expect(await hasDuty(left)).toBe(true);
    const ready = await fetch(`${left.url}/readyz`);
    expect([ready.status, await ready.json()]).toMatchObject([200, { status: 'ready', hub: 'takes screens' }]);
  });
});
