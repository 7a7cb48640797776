import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openAccessDatabase, type AccessDatabase } from '../../server/database/access-database.ts';
import { SLOWED_MS } from '../../server/gateway/phone/guess-limits.ts';
import { PHONE_ACCESS } from '../../server/gateway/phone/phone-gateway.ts';
import { PhoneListener } from '../../server/gateway/phone/phone-listener.ts';
import { LINES_PER_TICKET_MAX } from '../../server/gateway/phone/phone-routes.ts';
import { CommentBook } from '../../server/records/comment-book.ts';
import { PHONE_COALESCE_MS } from '../../server/phone/phone-room.ts';
import { EventStream } from '../../phone/event-stream.ts';
import { COMMAND_TYPES } from '../../shared/hall/command-types.ts';
import { must } from '../../shared/lib/assert.ts';
import { PHONE_BEAT_MS, PHONE_COMMANDS, type PhoneView } from '../../shared/protocol/phone-view.ts';
import { freePort } from '../support/free-port.ts';
import { HubProcess } from '../support/hub-process.ts';
import { GREETER, MINUTE, teller } from '../support/played-hall.ts';
import { HALL, RunningHub, settled } from '../support/running-hub.ts';

const PHONE_URL = 'https://tickets.example/hall';
const SCREENS = fileURLToPath(new URL('../../dist/screens/', import.meta.url));
/** HTML, styles, script and picture of the page, as they travel. */
const PAGE_BYTES_MAX = 40_000;
const WRONG = 'A'.repeat(22);

let folder: string;
let database: AccessDatabase;
let running: RunningHub;
let listener: PhoneListener;
let base: string;
let logged: string[];
const opened: AbortController[] = [];

async function listen(): Promise<void> {
  const { hub, time } = running;
  const say = (...said: unknown[]): void => void logged.push(JSON.stringify(said));
  listener = await PhoneListener.prepare({
    ...{ hub, database, halls: [HALL], clock: time, timers: time, phoneUrl: PHONE_URL, proxy: null },
    records: { comments: new CommentBook({ database, hub, clock: time }), saving: (work) => work() },
    log: { debug: say, info: say, warn: say, error: say },
    monotonicMs: () => 0,
    onOutcome: () => undefined,
    screenFolder: join(SCREENS, 'phone'),
  });
  base = `http://127.0.0.1:${await listener.open({ host: '127.0.0.1', port: 0 })}`;
}

beforeEach(async () => {
  logged = [];
  folder = await mkdtemp(join(tmpdir(), 'hallcall-phone-'));
  database = await openAccessDatabase(join(folder, 'database.sqlite'));
  running = await RunningHub.serving(
    {},
    { postpone: { placesBack: 1, timesMax: 1 }, feedback: { rating: true, comments: true } },
  );
  await listen();
});

afterEach(async () => {
  for (const each of opened.splice(0)) each.abort();
  await listener.close();
  await running.hub.close();
  await database.close();
  await rm(folder, { recursive: true });
});

async function issue(): Promise<{ readonly ticket: string; readonly token: string }> {
  const ticket = must((await running.issue()).result.ticket, 'a ticket');
  return { ticket, token: must(listener.link(HALL, ticket).split('#')[1], 'a token') };
}

function ask(path: string, token: string | null, options: RequestInit = {}, address = '203.0.113.7'): Promise<Response> {
  const headers = {
    'X-Forwarded-For': address,
    ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
    ...options.headers,
  };
  return fetch(base + path, { ...options, headers });
}

function send(token: string, body: object, address?: string): Promise<Response> {
  const headers = { 'Content-Type': 'application/json' };
  return ask('/t/commands', token, { method: 'POST', body: JSON.stringify(body), headers }, address);
}

interface Line {
  readonly response: Response;
  /** The next events, as they come. */
  next(): Promise<{ readonly name: string; readonly view: PhoneView } | 'ended'>;
  /** The next bytes, comments too. */
  bytes(): Promise<string>;
}

async function openLine(token: string): Promise<Line> {
  const abort = new AbortController();
  opened.push(abort);
  const response = await ask('/t/live', token, { signal: abort.signal });
  const reader = must(response.body, 'a body').getReader();
  const stream = new EventStream();
  const decoder = new TextDecoder();
  const bytes = async (): Promise<string> => {
    const { value, done } = await reader.read();
    return done ? '' : decoder.decode(value, { stream: true });
  };
  const next: Line['next'] = async () => {
    for (;;) {
      const text = await bytes();
      if (text === '') return 'ended';
      const [event] = stream.push(text);
      if (event !== undefined) return { name: event.name, view: JSON.parse(event.data) as PhoneView };
    }
  };
  return { response, next, bytes };
}

async function viewOf(line: Line): Promise<PhoneView> {
  const event = await line.next();
  if (event === 'ended') throw new Error('the line ended');
  return event.view;
}

/** What happened reaches the phones. */
async function shown(): Promise<void> {
  await settled();
  running.time.advance(PHONE_COALESCE_MS);
  await settled();
}

describe('the phones’ own listener', () => {
  it('[F188] has the page, its files, one line and two commands, and nothing else of the hub', async () => {
    expect((await ask('/t', null)).headers.get('content-type')).toContain('text/html');
    const elsewhere = [
      '/',
      '/counter',
      '/kiosk',
      '/display/wall',
      '/enrol',
      '/metrics',
      '/healthz',
      '/readyz',
      '/api/openapi.json',
    ];
    const hidden = [
      `/api/halls/${HALL}/state`,
      '/api/sessions',
      '/assets/kiosk/index.html',
      '/t/../counter',
      '/t/index.html',
      '/phone',
    ];
    for (const path of [...elsewhere, ...hidden, '/socket.io/?EIO=4&transport=polling', '/t/%2e%2e/%2e%2e/package.json']) {
      expect((await ask(path, null)).status, path).toBe(404);
    }
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) expect((await ask('/t', null, { method })).status).toBe(404);
  });

  it('[F188] is not there without an address for phones, and its paths are not the hub’s', async () => {
    const port = await freePort();
    const hub = await HubProcess.start({ forecasts: true, environment: { HALLCALL_PHONE_PORT: String(port) } });
    try {
      await expect(fetch(`http://127.0.0.1:${port}/t`)).rejects.toThrow();
      for (const path of ['/t', '/t/live', '/t/commands']) expect((await fetch(hub.url + path)).status).toBe(404);
    } finally {
      await hub.close();
    }
  });

  it('[F189] sends the strictest policy, no cookie, no referrer, and keeps nothing of a ticket', async () => {
    const { token } = await issue();
    const answers = [await ask('/t', null), (await openLine(token)).response, await ask('/t/live', WRONG)];
    for (const { headers } of answers) {
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-robots-tag')).toContain('noindex');
      expect(headers.get('set-cookie')).toBeNull();
      expect(headers.get('access-control-allow-origin')).toBeNull();
      expect(headers.get('x-powered-by')).toBeNull();
    }
    expect(answers.map(({ headers }) => headers.get('cache-control'))).toEqual(['no-cache', 'no-store', 'no-store']);
  });

  it('[F189] takes nothing from a page of another origin', async () => {
    const { token } = await issue();
    const body = JSON.stringify({ id: 'leave-0001', type: 'cancel-ticket' });
    const post = (origin: string) =>
      ask('/t/commands', token, { method: 'POST', body, headers: { 'Content-Type': 'application/json', Origin: origin } });
    expect((await post('https://evil.example')).status).toBe(403);
    expect((await post('https://tickets.example')).status).toBe(200);
  });

  it('[F197] weighs less than 40 kB on its way, all of it, and asks nobody else for anything', () => {
    const page = join(SCREENS, 'phone');
    expect(existsSync(join(page, 'index.html')), 'the phone’s page is not built: npm run build').toBe(true);
    const files = readdirSync(page, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const contents = files.map(({ name, parentPath }) => readFileSync(join(parentPath, name)));
    expect(contents.reduce((bytes, content) => bytes + gzipSync(content).length, 0)).toBeLessThan(PAGE_BYTES_MAX);
    const addresses = contents.flatMap((content) => content.toString('utf8').match(/https?:\/\/[^\s"'`)]+/g) ?? []);
    // Names of languages of markup, and where the framework explains its errors; nothing that is fetched.
    expect(addresses.filter((address) => !/^https?:\/\/(?:www\.w3\.org|svelte\.dev)\//.test(address))).toEqual([]);
  });
});

describe('a ticket’s line', () => {
  it('[F194, F199] shows one’s own ticket with each change, says again and again that it lives, and ends with the ticket', async () => {
    const { token } = await issue();
    const other = await issue();
    await running.staff(1);
    const line = await openLine(other.token);
    expect(line.response.headers.get('content-type')).toContain('text/event-stream');
    expect(await viewOf(line)).toMatchObject({ number: 'A002', state: { is: 'waiting', before: 1 } });
    running.time.advance(PHONE_BEAT_MS);
    expect(await line.bytes()).toBe(':\n\n');
    await running.done(teller(1), { type: 'call-next', counter: 1 });
    await shown();
    expect(await viewOf(line)).toMatchObject({ number: 'A002', state: { is: 'waiting', before: 0 } });
    const own = await openLine(token);
    expect(await viewOf(own)).toMatchObject({ number: 'A001', state: { is: 'called' } });
    await running.done(GREETER, { type: 'cancel-ticket', ticket: other.ticket });
    await shown();
    expect(await viewOf(line)).toMatchObject({ state: { is: 'ended', ending: 'cancelled' } });
    running.time.advance(31 * MINUTE);
    await issue();
    await shown();
    for (let event = await line.next(); event !== 'ended'; event = await line.next()) {
      if (event.name === 'gone') expect(event.view).toEqual({});
    }
    expect((await ask('/t/live', other.token)).status).toBe(404);
  });

  it('[F199] is one of four at most: the oldest makes room', async () => {
    const { token } = await issue();
    const first = await openLine(token);
    await first.next();
    for (let more = 0; more < LINES_PER_TICKET_MAX; more += 1) await (await openLine(token)).next();
    expect(await first.next()).toBe('ended');
  });

  it('[F185] is found again by the same code after a restart of hub and database', async () => {
    const { token } = await issue();
    await listener.close();
    await database.close();
    database = await openAccessDatabase(join(folder, 'database.sqlite'));
    running = await running.restarted();
    await listen();
    expect(await viewOf(await openLine(token))).toMatchObject({ number: 'A001' });
  });
});

describe('a phone’s orders', () => {
  it('[F191, F198] put back and leave, each once however often it is sent, and say why not in both languages', async () => {
    const { ticket, token } = await issue();
    await issue();
    const later = { id: 'later-0001', type: 'postpone-ticket' };
    for (let time = 0; time < 3; time += 1) expect(await (await send(token, later)).json()).toEqual({ done: true });
    expect(running.hub.status()[0]?.version).toBe(running.log().length);
    expect(running.log().filter(({ events }) => events.some(({ type }) => type === 'ticket-postponed'))).toHaveLength(1);
    const refused = await send(token, { ...later, id: 'later-0002' });
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({
      kind: 'postpones-used-up',
      text: { zh: expect.stringContaining('推后') as string },
    });
    running.time.advance(MINUTE);
    expect((await send(token, { id: 'leave-0001', type: 'cancel-ticket' })).status).toBe(200);
    const last = must(running.log().at(-1), 'an entry');
    expect(last).toMatchObject({ actor: `phone:${ticket}`, events: [{ type: 'ticket-cancelled', ticket }] });
  });

  it('[F182] are about the own ticket alone: nothing else can be named, asked for or overdone', async () => {
    const { token } = await issue();
    const other = await issue();
    const leave = { id: 'leave-0001', type: 'cancel-ticket' };
    expect((await send(token, { ...leave, ticket: other.ticket })).status).toBe(400);
    for (const type of ['issue-ticket', 'call-next', 'configure-hall', 'toString']) {
      expect((await send(token, { ...leave, type })).status).toBe(400);
      running.time.advance(2_000);
    }
    for (const type of COMMAND_TYPES) {
      const isPhones = PHONE_COMMANDS.some((each) => each === type);
      expect(PHONE_ACCESS.permit(`phone:${other.ticket}`, HALL, type).ok, type).toBe(isPhones);
      expect(PHONE_ACCESS.permit('staff:3001', HALL, type).ok).toBe(false);
    }
    running.time.advance(MINUTE);
    const many = await Promise.all(Array.from({ length: 8 }, (_, each) => send(token, { ...leave, id: `again-000${each}` })));
    expect(many.filter(({ status }) => status === 429)).toHaveLength(3);
    expect(running.hub.status()[0]?.waiting).toBe(0);
    expect((await viewOf(await openLine(other.token))).state.is).toBe('waiting');
  });
});

describe('what a phone says after the service', () => {
  const odd = '<img src=x onerror=alert(1)> 𠮷😀 \u202eشكرا\u202c & "quotes"\n第二行';
  const say = (token: string | null, body: object): Promise<Response> =>
    ask('/t/comments', token, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'Content-Type': 'application/json' },
    });

  it('[G5, G9, G10] is one grade and one comment of the own ticket, to the letter; what is no comment is refused', async () => {
    const { ticket, token } = await issue();
    const said = { id: 'comment-0001', leg: 0, text: odd };
    expect((await say(token, said)).status).toBe(409);
    await running.staff(1);
    for (const type of ['call-next', 'start-service', 'finish-service'] as const)
      await running.done(teller(1), { type, counter: 1 });
    const other = await issue();
    const wrong = ['', ' ', 'a\u0000b', 'a\u001bb', '\ud800', '字'.repeat(1_001), '字'.repeat(10_000)].map((text) => ({ text }));
    for (const each of [...wrong, { leg: -1 }, { leg: 'x' }, { ticket }, { id: '' }]) {
      running.time.advance(2_000);
      expect([400, 413], JSON.stringify(each).slice(0, 40)).toContain((await say(token, { ...said, ...each })).status);
    }
    expect((await say(WRONG, said)).status).toBe(404);
    expect((await say(null, said)).status).toBe(404);
    expect((await say(other.token, said)).status).toBe(409);
    running.time.advance(MINUTE);
    const rate = { id: 'rating-0001', type: 'rate-service', leg: 0, grade: 5 };
    for (const grade of [0, 6, 4.5, '5']) expect((await send(token, { ...rate, grade })).status).toBe(400);
    running.time.advance(MINUTE);
    expect((await send(token, rate)).status).toBe(200);
    expect(await (await send(token, { ...rate, id: 'rating-0002', grade: 1 })).json()).toMatchObject({ kind: 'already-rated' });
    const first = await say(token, said);
    expect([first.status, await first.json()]).toEqual([201, { number: 1 }]);
    expect((await say(token, said)).status).toBe(200);
    expect(await (await say(token, { ...said, id: 'comment-0002' })).json()).toMatchObject({ kind: 'record-over' });
    const { records } = await new CommentBook({ database, hub: running.hub, clock: running.time }).page(HALL, {});
    expect(records).toMatchObject([{ number: 1, source: 'phone', counter: 1, grade: 5, text: odd }]);
    expect(JSON.stringify(running.log())).not.toContain('onerror');
  });
});

describe('a wrong token', () => {
  it('[F186] is answered as one of a ticket that is over, as none at all, and as what is no token', async () => {
    const { ticket, token } = await issue();
    await running.done(GREETER, { type: 'cancel-ticket', ticket });
    running.time.advance(31 * MINUTE);
    await issue();
    const answers = await Promise.all(
      [token, WRONG, null, 'x', `${token}A`, 'staff'].map(async (each) => {
        const answer = await ask('/t/live', each, {}, `198.51.100.${String(each).length}`);
        const headers = [...answer.headers].filter(([name]) => name !== 'date');
        return JSON.stringify([answer.status, headers, await answer.text()]);
      }),
    );
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('404');
  });

  it('[F187] makes its address wait, for right ones too, and no other', async () => {
    const { token } = await issue();
    for (let guess = 0; guess < 10; guess += 1) expect((await ask('/t/live', WRONG)).status).toBe(404);
    for (const each of [WRONG, token]) {
      const answer = await ask('/t/live', each);
      expect(answer.status).toBe(429);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect((await send(token, { id: 'leave-0001', type: 'cancel-ticket' })).status).toBe(429);
    expect((await ask('/t/live', WRONG, {}, '203.0.113.8')).status).toBe(404);
    running.time.advance(6_000);
    expect((await openLine(token)).response.status).toBe(200);
  });

  it('[F187] from everywhere makes everybody wait two seconds, right or wrong, and lets customers in', async () => {
    const { token } = await issue();
    for (let guess = 0; guess < 200; guess += 1) await ask('/t/live', WRONG, {}, `10.0.0.${guess}`);
    let answered = 0;
    const timers = running.time.timersLeft;
    const both = [token, WRONG].map((each) => ask('/t/live', each, {}, '192.0.2.9').finally(() => (answered += 1)));
    await vi.waitFor(() => expect(running.time.timersLeft).toBe(timers + both.length), { timeout: 20_000 });
    running.time.advance(SLOWED_MS - 1);
    await settled();
    expect(answered).toBe(0);
    running.time.advance(1);
    const [right, wrong] = await Promise.all(both);
    expect([right?.status, wrong?.status]).toEqual([200, 404]);
    await right?.body?.cancel();
  });

  it('[F184] and a right one are in no entry, no log and no address', async () => {
    const { token } = await issue();
    await (await openLine(token)).next();
    await send(token, { id: 'leave-0001', type: 'cancel-ticket' });
    await ask('/t/live', WRONG);
    const headers = { 'Content-Type': 'application/json', Origin: 'https://x.example' };
    await ask('/t/commands', token, { method: 'POST', body: '{', headers });
    await settled();
    expect(listener.link(HALL, 'some')).toMatch(/^https:\/\/tickets\.example\/hall\/t#[A-Za-z0-9_-]{22}$/);
    expect(JSON.stringify(running.log())).not.toContain(token);
    expect(logged.length).toBeGreaterThan(0);
    for (const line of logged) for (const secret of [token, WRONG]) expect(line).not.toContain(secret);
  });
});
