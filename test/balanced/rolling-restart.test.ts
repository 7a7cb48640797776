import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HallClient } from '../../shared/client/hall-client.ts';
import { memoryOutbox } from '../../shared/client/outbox.ts';
import { webSocketTransport } from '../../shared/client/web-socket-transport.ts';
import { BalancedHubs } from '../support/balanced-hubs.ts';
import { DEMO_PASSWORD } from '../support/hub-process.ts';
import { becomesSo } from '../support/responsive-time.ts';
import { newId } from '../support/served-hub.ts';
import { SYSTEM_CLOCK, SYSTEM_TIMERS } from '../support/system-timers.ts';
import { wsSocket } from '../support/ws-socket.ts';

const TIMEOUT_MS = 180_000;
const SCREENS = 6;
const PACE_MS = 100;
/** Of three: the third shows nothing more. */
const RESTARTED = 2;
const CONVERGED_MS_MAX = 20_000;

let folder: string;
let hubs: BalancedHubs;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hallcall-rolling-'));
  hubs = new BalancedHubs({ dataFolder: folder, environment: { HALLCALL_FORECASTS: 'off' } });
  await hubs.start(null);
}, TIMEOUT_MS);

afterAll(async () => {
  await hubs.close();
  rmSync(folder, { recursive: true, force: true });
});

async function tokenOf(staffNumber: string): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${hubs.port}/api/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ staffNumber, password: DEMO_PASSWORD }),
  });
  return ((await response.json()) as { readonly token: string }).token;
}

async function until(what: string, isSo: () => boolean): Promise<void> {
  if (!(await becomesSo(isSo, CONVERGED_MS_MAX))) throw new Error(`waited in vain for ${what}`);
}

function screen(token: string): HallClient {
  const url = `ws://127.0.0.1:${hubs.port}`;
  const client = new HallClient({
    transport: webSocketTransport({ url, timers: SYSTEM_TIMERS, open: wsSocket }),
    clock: SYSTEM_CLOCK,
    timers: SYSTEM_TIMERS,
    newId,
    outboxStorage: memoryOutbox(),
    token,
  });
  client.start();
  return client;
}

describe('hubs that are restarted one after the other', () => {
  it('[W16] drop no command, refuse none, and every screen is where all are in the end', { timeout: TIMEOUT_MS }, async () => {
    const token = await tokenOf('2001');
    const screens = Array.from({ length: SCREENS }, () => screen(token));
    const numbers: string[] = [];
    const refused: string[] = [];
    let isOver = false;
    const crowd = screens.map(async (client) => {
      while (!isOver) {
        const answer = await client.send({ type: 'issue-ticket', service: 'A' });
        if (answer.ok) numbers.push(answer.value.result.number ?? '');
        else refused.push(answer.error.kind);
        await pause(PACE_MS);
      }
    });
    /** All of them are served: what happens next happens to a crowd at work. */
    const atWork = async (): Promise<void> => {
      const before = numbers.length;
      await until('tickets for everybody', () => numbers.length >= before + SCREENS || refused.length > 0);
    };
    await until('every screen to be live', () => screens.every(({ connection }) => connection.is === 'live'));
    for (const hub of hubs.hubs.slice(0, RESTARTED)) {
      await atWork();
      const before = numbers.length;
      expect(await hub.stop()).toBe(0);
      expect(numbers.length).toBeGreaterThan(before);
      await hub.start(null);
      await hubs.untilReady(3);
    }
    isOver = true;
    await Promise.all(crowd);
    expect(refused).toEqual([]);
    expect(new Set(numbers).size).toBe(numbers.length);
    const positions = (): Set<string | undefined> => new Set(screens.map(({ position }) => position?.hash));
    await until('every screen to be live', () => screens.every(({ connection }) => connection.is === 'live'));
    await until('one position of all', () => positions().size === 1);
    expect(screens.map(({ connection }) => connection.is)).toEqual(screens.map(() => 'live'));
    const issued = new Set([...(screens[0]?.state?.tickets.values() ?? [])].map(({ number }) => number));
    expect(numbers.filter((number) => !issued.has(number))).toEqual([]);
    for (const client of screens) client.close();
  });
});
