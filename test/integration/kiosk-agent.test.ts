import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Agent } from '../../server/kiosk-agent/agent.ts';
import { enrol } from '../../server/kiosk-agent/device-token.ts';
import { fileBookStore } from '../../server/kiosk-agent/file-book-store.ts';
import { waitingTickets } from '../../shared/hall/views/ticket-view.ts';
import { must } from '../../shared/lib/assert.ts';
import type { LentSummary, TakenTicket } from '../../shared/offline/lent-numbers.ts';
import { emptyBook } from '../../shared/offline/number-book.ts';
import { HubProcess } from '../support/hub-process.ts';
import { SYSTEM_TIMERS } from '../support/system-timers.ts';
import { paperText } from '../support/printed-paper.ts';
import { TestPrinter } from '../support/tcp-printer.ts';

/** `OFFLINE_TICKETS=500` for the whole; each change takes a part. */
const TICKETS = Number(process.env['OFFLINE_TICKETS'] ?? 30);
const KIOSKS = 5;
/** Five devices are enrolled by the tool itself, on a busy machine. */
const HALL_MS_MAX = 150_000;
const AWAY_MS = 10 * 60_000;
const SCREENS = fileURLToPath(new URL('../../dist/screens', import.meta.url));
const SERVICES = ['A', 'B', 'A', 'C', 'A', 'D', 'E'];

let hub: HubProcess;
let printer: TestPrinter;
let passedMs = 0;
let ids = 0;
const folders: string[] = [];
const faults: object[] = [];

interface Kiosk {
  readonly folder: string;
  readonly token: string;
  agent: Agent;
  url: string;
}
const kiosks: Kiosk[] = [];

function agentIn(folder: string, token: string): Agent {
  return new Agent({
    options: {
      ...{ hub: hub.url, enrol: null, port: 0, data: folder, language: 'epson', columns: 48, logLevel: 'silent' },
      printer: printer.address,
      relay: null,
    },
    token,
    screens: SCREENS,
    clock: { now: () => Date.now() + passedMs },
    timers: SYSTEM_TIMERS,
    newId: () => `made-${process.pid}-${(ids += 1)}-${folder.slice(-6)}`,
    log: { info: () => undefined, error: (what) => faults.push(what) },
  });
}

async function start(kiosk: Kiosk): Promise<void> {
  kiosk.agent = agentIn(kiosk.folder, kiosk.token);
  kiosk.url = new URL(await kiosk.agent.start()).origin;
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 40_000; Date.now() < end; await new Promise((resume) => setTimeout(resume, 100))) {
    if (await isSo()) return;
  }
  throw new Error(`not within 40 s: ${what}`);
}

async function summaryOf({ url }: Kiosk): Promise<LentSummary> {
  return (await (await fetch(`${url}/agent/state`)).json()) as LentSummary;
}

async function take({ url }: Kiosk, id: string, service: string): Promise<TakenTicket> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${url}/agent/tickets`, { method: 'POST', headers, body: JSON.stringify({ id, service }) });
  expect(response.status).toBe(200);
  return (await response.json()) as TakenTicket;
}

beforeAll(async () => {
  printer = await TestPrinter.start('ok');
  hub = await HubProcess.start({ startsAt: '10:00' });
  for (let each = 0; each < KIOSKS; each += 1) {
    const folder = mkdtempSync(join(tmpdir(), 'hallcall-agent-'));
    folders.push(folder);
    const code = must((await hub.enrolmentAddress('kiosk')).split('#')[1], 'a code');
    const enrolled = await enrol(folder, hub.url, code);
    if (!enrolled.ok) throw new Error(enrolled.error);
    const kiosk = { folder, token: enrolled.value, agent: agentIn(folder, enrolled.value), url: '' };
    kiosks.push(kiosk);
    await start(kiosk);
  }
  const isFull = async (kiosk: Kiosk) => (await summaryOf(kiosk)).services.length === 5;
  for (const kiosk of kiosks) await until('numbers are lent', () => isFull(kiosk));
}, HALL_MS_MAX);

afterAll(async () => {
  for (const { agent } of kiosks) await agent.close();
  await hub.close();
  await printer.stop();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe('five kiosks and a hub that is away for ten minutes', () => {
  it('[O21] [O22] hand on what the page asks of the hub, and take orders from no other page', async () => {
    const [kiosk] = kiosks as [Kiosk];
    const page = await (await fetch(`${kiosk.url}/kiosk`)).text();
    expect(page).toContain('<meta name="hallcall-agent"');
    expect((await fetch(`${kiosk.url}/healthz`)).status).toBe(200);
    const given = await fetch(`${kiosk.url}/api/devices/demo`, { method: 'POST' });
    expect(await given.json()).toEqual({ token: kiosk.token });
    for (const origin of ['https://evil.example', 'http://127.0.0.1:1']) {
      const asked = { method: 'POST', headers: { origin, 'content-type': 'application/json' }, body: '{}' };
      expect((await fetch(`${kiosk.url}/api/devices/demo`, asked)).status).toBe(403);
      expect((await fetch(`${kiosk.url}/agent/tickets`, asked)).status).toBe(403);
    }
    const bad = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"service":7}' };
    expect((await fetch(`${kiosk.url}/agent/tickets`, bad)).status).toBe(400);
  });

  it('[E23] let the page run the thread that watches it, as the hub does', async () => {
    const [kiosk] = kiosks as [Kiosk];
    const policiesOf = async (url: string) => {
      const policy = (await fetch(`${url}/kiosk`)).headers.get('content-security-policy') ?? '';
      return /trusted-types ([^;]*)/.exec(policy)?.[1]?.split(' ') ?? [];
    };
    const made = readdirSync(join(SCREENS, 'kiosk/files'))
      .filter((name) => name.endsWith('.js'))
      .flatMap((name) => [...readFileSync(join(SCREENS, 'kiosk/files', name), 'utf8').matchAll(/createPolicy\(["'`]([\w-]+)/g)])
      .map(([, name]) => name);
    expect(made).toContain('hallcall-watchdog');
    for (const url of [hub.url, kiosk.url]) expect(await policiesOf(url)).toEqual(expect.arrayContaining(made));
    const hung = `${kiosk.url}/api/halls/demo/screens/hung`;
    const told = await fetch(hung, { method: 'POST', headers: { authorization: `Bearer ${kiosk.token}` } });
    expect(told.status).toBeLessThan(300);
    const missing = await fetch(hung, { method: 'POST', headers: { authorization: 'Bearer nobody' } });
    expect(missing.status).toBe(401);
  });

  it('[O20] [O23] [O24] give and print tickets meanwhile, and afterwards each is there once, in the order in which they were taken', async () => {
    for (const service of ['A', 'B', 'A']) await hub.command('2001', { type: 'issue-ticket', service, printer: null });
    const before = waitingTickets(await hub.state('2001'), {}, 1_000).map(({ number }) => number);
    await hub.kill();

    const taken: TakenTicket[] = [];
    for (let each = 0; each < TICKETS; each += 1) {
      passedMs = Math.round((AWAY_MS * (each + 1)) / TICKETS);
      const ticket = await take(kiosks[each % KIOSKS]!, `visit-${each}`, SERVICES[each % SERVICES.length]!);
      taken.push(ticket);
      // Asked twice, as a page does that was loaded anew: the same number.
      if (each % 10 === 0) expect((await take(kiosks[each % KIOSKS]!, `visit-${each}`, 'A')).number).toBe(ticket.number);
    }
    expect(taken.filter(({ printed }) => !printed)).toEqual([]);
    expect(new Set(taken.map(({ number }) => number)).size).toBe(TICKETS);
    const papers = printer.papers.map((paper) => paperText(paper).replaceAll('\n', ''));
    expect(papers).toHaveLength(TICKETS);
    expect(papers[0]).toContain('系统暂时离线');

    // The kiosks are cut off from the power, too, and start before the hub does.
    for (const { agent } of kiosks) await agent.close();
    await hub.restart();
    await hub.passTime(AWAY_MS);
    for (const kiosk of kiosks) await start(kiosk);
    for (const kiosk of kiosks) await until('all is told', async () => (await summaryOf(kiosk)).waiting === 0);

    const waiting = waitingTickets(await hub.state('2001'), {}, 2_000);
    expect(waiting.map(({ number }) => number)).toEqual([...before, ...taken.map(({ number }) => number)]);
    expect(waiting.slice(before.length).every(({ offline }) => offline?.printed === true)).toBe(true);
    const events = await hub.events('2001');
    expect(events.filter((event) => event.type === 'ticket-issued' && event.offline !== undefined)).toHaveLength(TICKETS);
    expect(events.some(({ type }) => type === 'leases-frozen' || type === 'offline-ticket-late')).toBe(false);
    expect(faults).toEqual([]);
  });
});

describe('the file of the numbers', () => {
  it('[O25] is put aside when it cannot be read, and never overwritten', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hallcall-book-'));
    folders.push(folder);
    const file = join(folder, 'numbers.json');
    writeFileSync(file, '{"format":1,"blocks":[{"le');
    const aside: string[] = [];
    const store = fileBookStore(file, (name) => aside.push(name));
    const found = await store.change((book) => ({ book: book ?? emptyBook('n'), told: book }));
    expect(found).toBeNull();
    expect(readFileSync(must(aside[0], 'put aside'), 'utf8')).toContain('"blocks":[{"le');
    const again = fileBookStore(file, () => undefined);
    expect(await again.change((book) => ({ book: book!, told: book?.life }))).toEqual({ boots: 1, nonce: 'n' });
    await expect(
      again.change(() => {
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await again.change((book) => ({ book: book!, told: book?.life.boots }))).toBe(1);
  });
});
