import { createServer, type RequestListener, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../shared/lib/assert.ts';
import { openAccess, type OpenAccess } from '../../test/support/open-access.ts';
import { testConfiguration } from '../../test/support/test-configuration.ts';
import type { Log } from '../observability/log.ts';
import { ANSWER_BYTES_MAX, IDENTITY_BUDGET_MS, IdentityServer, QUESTIONS_MAX } from './ask-server.ts';
import { Identities } from './identities.ts';
import { plainIdentity } from './identity.ts';

const PHONE = '13800138000';

it('[K102] one identity has one writing, and what is none goes no further', () => {
  expect(['138-0013 8000', '１３８００１３８０００', ' 13800138000 '].map(plainIdentity)).toEqual([PHONE, PHONE, PHONE]);
  expect(plainIdentity('11010519491231002x')).toBe('11010519491231002X');
  const wrong = ['', '123', '9'.repeat(10_000), '138\u00000138000', '\u202e138001', '<b>1380</b>', "1' OR '1'='1", '张三先生啊'];
  expect(wrong.map(plainIdentity)).toEqual(wrong.map(() => null));
});

describe('the hall’s list', () => {
  let open: OpenAccess;
  let identities: Identities;
  const configuration = testConfiguration({ kiosk: { identity: { kind: 'list' } } });

  beforeAll(async () => {
    open = await openAccess();
    const fetch = () => Promise.reject(new Error('nobody is asked'));
    const log = { error: () => undefined, warn: () => undefined, info: () => undefined } as unknown as Log;
    identities = await Identities.open({ database: open.database, clock: open.time, timers: open.time, fetch, log });
  });
  afterAll(() => open.close());

  it('[K113] knows classes by keyed hashes, replaces them whole, and tells counts alone', async () => {
    const listed = [
      { identity: PHONE, class: 'vip' },
      { identity: '6222021234567890', class: 'priority' },
      { identity: 'GONE1', class: 'gold' },
    ];
    expect(await identities.replaceList('demo', [...listed, { identity: PHONE, class: 'vip' }])).toBe(3);
    expect(await identities.classOf('demo', configuration, '138 0013 8000')).toBe('vip');
    for (const nobody of ['13900139000', 'GONE1', '\u202e', '9'.repeat(10_000)])
      expect(await identities.classOf('demo', configuration, nobody)).toBeNull();
    expect(await identities.classOf('other', configuration, PHONE)).toBeNull();
    expect(await identities.classOf('demo', testConfiguration(), PHONE)).toBeNull();
    const rows = JSON.stringify(await open.database.sql.selectFrom('identity_list').selectAll().execute());
    expect(rows).not.toContain(PHONE);
    expect(await identities.counts('demo')).toEqual([
      { class: 'gold', count: 1 },
      { class: 'priority', count: 1 },
      { class: 'vip', count: 1 },
    ]);
    await identities.replaceList('demo', []);
    expect(await identities.counts('demo')).toEqual([]);
  });
});

describe('the hall’s own server', () => {
  let server: Server;
  let answer: RequestListener = () => undefined;
  let asked: string[] = [];
  let url = '';

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        asked.push(`${request.method} ${request.url} ${body}`);
        answer(request, response);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/class`;
  });
  afterEach(() => (asked = []));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  /** The budget is over when the test says so; else it lasts. */
  function ask(listener: RequestListener) {
    answer = listener;
    let over: () => void = () => undefined;
    let released = 0;
    const asking = new IdentityServer({
      fetch,
      after: (delayMs, run) => {
        expect(delayMs).toBe(IDENTITY_BUDGET_MS);
        over = run;
        return () => (released += 1);
      },
    });
    return { outcome: asking.ask(url, PHONE), budgetIsOver: () => over(), released: () => released };
  }

  it('[K114] is asked with the identity in the body, and of its answer the class alone is looked at', async () => {
    const { outcome, released } = ask((_request, response) =>
      response.end(JSON.stringify({ class: 'vip', name: '张三', id: PHONE, __proto__: { class: 'x' } })),
    );
    expect(await outcome).toEqual({ is: 'class', class: 'vip' });
    expect([asked, released()]).toEqual([[`POST /class {"identity":"${PHONE}"}`], 1]);
  });

  it.each([
    ['null', (_q, r) => r.end('{"class":null}'), { is: 'nobody' }],
    ['404', (_q, r) => r.writeHead(404).end('nobody'), { is: 'nobody' }],
    ['500', (_q, r) => r.writeHead(500).end('oops'), { is: 'failed', why: 'status' }],
    ['a redirect', (_q, r) => r.writeHead(307, { location: '/elsewhere' }).end(), { is: 'failed', why: 'status' }],
    ['rubbish', (_q, r) => r.end('<html>vip</html>'), { is: 'failed', why: 'rubbish' }],
    ['a list', (_q, r) => r.end('[{"class":"vip"}]'), { is: 'failed', why: 'rubbish' }],
    ['a class of another kind', (_q, r) => r.end('{"class":{"id":"vip"}}'), { is: 'failed', why: 'rubbish' }],
    ['5 MB', (_q, r) => r.end(`{"class":"vip","x":"${'x'.repeat(5_000_000)}"}`), { is: 'failed', why: 'too-large' }],
    ['just too much', (_q, r) => r.end(' '.repeat(ANSWER_BYTES_MAX) + '{"class":"vip"}'), { is: 'failed', why: 'too-large' }],
    ['a broken line', (q) => q.socket.destroy(), { is: 'failed', why: 'unreachable' }],
  ] as const satisfies readonly (readonly [string, RequestListener, object])[])(
    '[K114] %s makes a customer of the standard class, and nobody is asked twice',
    async (_what, listener, expected) => {
      expect(await ask(listener).outcome).toEqual(expected);
      expect(asked).toHaveLength(1);
    },
  );

  it('[K114] a server that hangs, with or without the beginning of an answer, costs its budget and no more', async () => {
    for (const listener of [() => undefined, ((_q, r) => r.write('{"class":')) as RequestListener]) {
      const arrived = new Promise<void>((resolve) => {
        answer = (request, response) => {
          listener(request, response);
          resolve();
        };
      });
      const { outcome, budgetIsOver } = ask(answer);
      await arrived;
      budgetIsOver();
      expect(await outcome).toEqual({ is: 'failed', why: 'slow' });
    }
  });

  it('[K114] so many are asked about at once, the next at a counter like everybody', async () => {
    const never = () => new Promise<Response>(() => undefined);
    const asking = new IdentityServer({ fetch: never, after: () => () => undefined });
    for (let each = 0; each < QUESTIONS_MAX; each += 1) void asking.ask(url, PHONE);
    expect(await asking.ask(url, PHONE)).toEqual({ is: 'failed', why: 'busy' });
  });

  it('[K114] its failure is told without who was asked about, and once a minute', async () => {
    const open = await openAccess();
    const told: string[] = [];
    const log = { warn: (...words: unknown[]) => told.push(JSON.stringify(words)) } as unknown as Log;
    const identities = await Identities.open({ database: open.database, clock: open.time, timers: open.time, fetch, log });
    const configuration = testConfiguration({ kiosk: { identity: { kind: 'http', url } } });
    answer = (_request, response) => response.writeHead(500).end(PHONE);
    expect(await identities.classOf('demo', configuration, PHONE)).toBeNull();
    expect(await identities.classOf('demo', configuration, PHONE)).toBeNull();
    expect(told).toHaveLength(1);
    expect(must(told[0], 'a warning')).not.toContain(PHONE);
    answer = (_request, response) => response.end('{"class":"gold"}');
    expect(await identities.classOf('demo', configuration, PHONE)).toBeNull();
    answer = (_request, response) => response.end('{"class":"vip"}');
    expect(await identities.classOf('demo', configuration, PHONE)).toBe('vip');
    await open.close();
  });
});
