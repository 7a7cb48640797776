import { request as httpRequest } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PASSWORD } from '../../server/access/password.ts';
import { StaffAccounts } from '../../server/access/staff-accounts.ts';
import { listRoutes } from '../../server/gateway/http/methods.ts';
import { MemoryDisk } from '../../server/journal/memory-disk.ts';
import { MemoryJournal } from '../../server/journal/memory-journal.ts';
import { evolveAll } from '../support/evolve-all.ts';
import { CHEAP_PASSWORDS } from '../support/open-access.ts';
import { ServedApi } from '../support/served-api.ts';
import { SYSTEM_CLOCK } from '../support/system-timers.ts';

let api: ServedApi;
const opened: ServedApi[] = [];

async function serve(options: Parameters<typeof ServedApi.start>[0] = {}): Promise<ServedApi> {
  const served = await ServedApi.start(options);
  opened.push(served);
  return served;
}

beforeAll(async () => {
  api = await ServedApi.start();
});

afterEach(async () => {
  for (const served of opened.splice(0)) await served.close();
});

afterAll(async () => {
  await api.close();
});

describe('sessions', () => {
  it('[P70] a bearer token for staff number and password, who it is, and its end', async () => {
    const given = await api.request('POST', '/api/sessions', { body: { staffNumber: '3001', password: DEMO_PASSWORD } });
    expect(given.status).toBe(201);
    expect(given.headers.get('cache-control')).toBe('no-store');
    const { token, ...facts } = given.body as { readonly token: string };
    expect(facts).toMatchObject({ hall: 'demo', staffNumber: '3001', roles: ['manager'] });
    expect((await api.request('GET', '/api/sessions/current', { token })).body).toEqual(facts);
    expect((await api.request('DELETE', '/api/sessions/current', { token })).status).toBe(204);
    const gone = await api.request('GET', '/api/sessions/current', { token });
    expect(gone).toMatchObject({ status: 401, body: { kind: 'unauthenticated' } });
    expect(gone.headers.get('www-authenticate')).toBe('Bearer realm="hallcall"');
    expect((await api.request('DELETE', '/api/sessions/current', { token })).status).toBe(401);
  });

  it('[P70] refuses a wrong password, and tells when to try again after too many', async () => {
    const served = await serve();
    const tryIt = (password: unknown) => served.request('POST', '/api/sessions', { body: { staffNumber: '1001', password } });
    expect((await tryIt(7)).body).toMatchObject({ kind: 'malformed' });
    for (let failure = 1; failure <= 5; failure += 1)
      expect((await tryIt('nonsense')).body).toMatchObject({ kind: 'wrong-password' });
    const locked = await tryIt(DEMO_PASSWORD);
    expect(locked).toMatchObject({ status: 429, body: { kind: 'too-many-commands' } });
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(25);
  });

  it('[P70] a session whose account ends is gone at the next request', async () => {
    const served = await serve();
    const token = await served.signIn('1001');
    const accounts = new StaffAccounts({
      database: served.database,
      clock: SYSTEM_CLOCK,
      by: 'test',
      passwordCost: CHEAP_PASSWORDS,
    });
    await accounts.deactivate('1001');
    await served.access.logout(await served.signIn('3001'));
    expect((await served.command(token, { type: 'sign-in', counter: 1 })).body).toMatchObject({ kind: 'unauthenticated' });
  });
});

describe('devices', () => {
  it('[P71] a one-time code becomes a token, a kind and a path, once', async () => {
    const token = await api.kiosk();
    expect((await api.command(token, { type: 'issue-ticket', service: 'A' })).status).toBe(200);
    const again = await api.request('POST', '/api/devices/enrol', { body: { code: 'f'.repeat(32) } });
    expect(again).toMatchObject({ status: 401, body: { kind: 'unauthenticated' } });
  });

  it('[P72] pages on the hub’s own machine get a demo device by themselves', async () => {
    for (const [kind, path] of [
      ['kiosk', '/kiosk'],
      ['display', '/display/wall'],
    ] as const) {
      const given = await api.request('POST', '/api/devices/demo', { body: { kind } });
      expect(given).toMatchObject({ status: 201, body: { kind, path } });
      const { body } = await api.request('GET', '/api/halls/demo/state', { token: given.body['token'] as string });
      expect(body['version']).toBeGreaterThan(0);
    }
    expect((await api.request('POST', '/api/devices/demo', { body: { kind: 'desk' } })).body).toMatchObject({
      kind: 'malformed',
    });
  });

  it('[P72] and nobody else does: a foreign host name, a proxy, changed passwords', async () => {
    const post = (headers: Record<string, string>) => rawPost(api.url, '/api/devices/demo', { kind: 'kiosk' }, headers);
    expect(await post({ host: 'evil.example' })).toBe(401);
    expect(await post({ host: '127.0.0.1.evil.example:8080' })).toBe(401);
    for (const header of ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via'])
      expect(await post({ [header]: '10.0.0.1' }), header).toBe(401);
    expect(await post({ host: 'localhost:1' })).toBe(201);
    const served = await serve();
    const accounts = new StaffAccounts({
      database: served.database,
      clock: SYSTEM_CLOCK,
      by: 'test',
      passwordCost: CHEAP_PASSWORDS,
    });
    await accounts.setPassword('9001', 'correct horse battery');
    await accounts.deactivateDemoAccounts();
    await served.request('POST', '/api/sessions', { body: { staffNumber: '9001', password: 'correct horse battery' } });
    expect((await served.request('POST', '/api/devices/demo', { body: { kind: 'kiosk' } })).status).toBe(401);
  });
});

describe('reading a hall', () => {
  it('[P73] the state is what the entries make of nothing', async () => {
    const token = await api.wall();
    const { body } = await api.request('GET', '/api/halls/demo/state', { token });
    const entries = await api.request('GET', '/api/halls/demo/entries?after=0&limit=1000', { token });
    expect(evolveAll(entries.body['entries'])).toEqual({ version: body['version'], hash: body['hash'], state: body['state'] });
  });

  it('[P73] entries are given after a version, so many at most, without who sent what', async () => {
    const token = await api.wall();
    const kiosk = await api.kiosk();
    for (let issued = 0; issued < 3; issued += 1) await api.command(kiosk, { type: 'issue-ticket', service: 'A' });
    const read = async (query: string) =>
      (await api.request('GET', `/api/halls/demo/entries${query}`, { token })).body['entries'];
    const two = (await read('?after=1&limit=2')) as Record<string, unknown>[];
    expect(two.map((entry) => entry['version'])).toEqual([2, 3]);
    expect(Object.keys(two[0] ?? {}).toSorted()).toEqual(['at', 'events', 'hash', 'previousHash', 'version']);
    expect(await read('?after=999999')).toEqual([]);
    for (const query of ['?after=-1', '?after=x', '?limit=0', '?limit=1e3', '?before=1']) {
      expect((await api.request('GET', `/api/halls/demo/entries${query}`, { token })).body, query).toMatchObject({
        kind: 'malformed',
      });
    }
  });

  it('[P73] needs a credential of the hall', async () => {
    const foreign = await api.foreignKiosk();
    for (const what of ['state', 'entries']) {
      expect((await api.request('GET', `/api/halls/demo/${what}`)).status).toBe(401);
      expect((await api.request('GET', `/api/halls/demo/${what}`, { token: foreign })).body).toMatchObject({
        kind: 'not-allowed',
      });
    }
  });
});

describe('the way in', () => {
  it('[P74] a page of another origin changes nothing', async () => {
    const body = { staffNumber: '3001', password: DEMO_PASSWORD };
    const send = (headers: Record<string, string>) => rawPost(api.url, '/api/sessions', body, headers);
    expect(await send({ origin: 'https://evil.example' })).toBe(403);
    expect(await send({ origin: 'null' })).toBe(403);
    expect(await send({ 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await send({ origin: api.url })).toBe(201);
    const trusting = await serve({ app: { allowedOrigins: ['https://desk.example'] } });
    expect(await rawPost(trusting.url, '/api/sessions', body, { origin: 'https://desk.example' })).toBe(201);
  });

  it('[P75] pages may run what the hub serves and nothing else', async () => {
    const { headers } = await api.request('GET', '/');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toContain('unsafe');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('strict-transport-security')).toBeNull();
    // Only a wall, and only by the hub itself: the preview of the setup panel.
    for (const [path, framedBy] of [
      ['/display/wall', "'self'"],
      ['/display/wall/east', "'self'"],
      ['/display/window/1', "'none'"],
      ['/display/wallpaper', "'none'"],
      ['/counter', "'none'"],
    ] as const) {
      const given = (await api.request('GET', path)).headers.get('content-security-policy');
      expect([path, given]).toEqual([path, expect.stringContaining(`frame-ancestors ${framedBy};`)]);
    }
  });

  it('[P76] an address that is not there, and a method that it does not take', async () => {
    expect(await api.request('GET', '/nowhere')).toMatchObject({ status: 404, body: { kind: 'not-found' } });
    expect(await api.request('GET', '/kiosk')).toMatchObject({ status: 404, body: { kind: 'not-found' } });
    const put = await api.request('PUT', '/api/sessions', { body: {} });
    expect(put).toMatchObject({ status: 405, body: { kind: 'method-not-allowed' } });
    expect(put.headers.get('allow')).toBe('POST');
    expect(await api.request('GET', '/api/halls/%E0%A4%A/state')).toMatchObject({ status: 400, body: { kind: 'malformed' } });
    expect((await api.request('GET', '/assets/kiosk/files/..%2f..%2f..%2fetc%2fpasswd')).status).toBe(404);
  });

  it('[P77] a bug inside says nothing of the inside', async () => {
    const broken = {
      read: () => Promise.reject(new Error('secret of the inside')),
      entries: () => Promise.reject(new Error('secret of the inside')),
      entry: () => Promise.reject(new Error('secret of the inside')),
      deviceLines: () => {
        throw new Error('secret of the inside');
      },
      news: () => [],
    };
    const served = await serve({ app: { hub: broken } });
    const token = await served.wall();
    const answer = await served.request('GET', '/api/halls/demo/state', { token });
    expect(answer).toMatchObject({ status: 500, body: { kind: 'internal' } });
    expect(JSON.stringify(answer.body)).not.toContain('secret');
  });
});

describe('what nobody signs in for', () => {
  it('[P79] alive and ready; not ready while the journal cannot be written', async () => {
    expect(await api.request('GET', '/healthz')).toMatchObject({ status: 200, body: { status: 'alive', release: '0.0.0+test' } });
    const parts = { journal: 'writable', hall: 'loaded', database: 'answers' };
    expect(await api.request('GET', '/readyz')).toMatchObject({ status: 200, body: { status: 'ready', ...parts } });
    const journal = new MemoryJournal({ disk: new MemoryDisk() });
    const served = await serve({ journal });
    await journal.close();
    expect(await served.request('GET', '/readyz')).toMatchObject({
      status: 503,
      body: { status: 'not-ready', journal: 'read-only: closed' },
    });
    expect(await served.request('GET', '/healthz')).toMatchObject({ status: 200 });
  });

  it('[P80] figures for Prometheus', async () => {
    await api.command(await api.kiosk(), { type: 'issue-ticket', service: 'nothing' });
    const { body, type } = await api.request('GET', '/metrics');
    expect(type).toContain('text/plain');
    const text = body['text'] as string;
    expect(text).toMatch(/hallcall_commands_total\{type="issue-ticket",outcome="unknown-service"\} \d+/);
    expect(text).toContain('hallcall_sockets 3');
    expect(text).toContain('hallcall_journal_writable{reason=""} 1');
  });

  it('[P81] the API description names every route there is, and no other', async () => {
    const { body } = await api.request('GET', '/api/openapi.json');
    const described = Object.entries(body['paths'] as Record<string, Record<string, unknown>>).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const pages = [
      '/',
      '/kiosk',
      '/enrol',
      '/counter',
      '/display/wall',
      '/display/wall/:display',
      '/display/window/:counter',
      '/display/rating/:counter',
      '/start-page.css',
      '/start-page.svg',
    ];
    const served = listRoutes(api.routers)
      .filter((route) => !pages.includes(route.path))
      .map((route) => `${route.method} ${route.path.replaceAll(/:([a-z]+)/g, '{$1}')}`);
    expect(described.toSorted()).toEqual(served.toSorted());
  });

  it('[P81] is OpenAPI 3.1: references lead somewhere, parameters are declared, every operation has answers', async () => {
    const { body } = await api.request('GET', '/api/openapi.json');
    expect(body['openapi']).toBe('3.1.0');
    const schemas = (body['components'] as { readonly schemas: Record<string, unknown> }).schemas;
    const references = [...JSON.stringify(body).matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference ?? '');
    expect(references.length).toBeGreaterThan(10);
    for (const reference of references) expect(Object.keys(schemas)).toContain(reference.replace('#/components/schemas/', ''));
    for (const [path, operations] of Object.entries(body['paths'] as Record<string, Record<string, Operation>>)) {
      for (const [method, operation] of Object.entries(operations)) {
        expect(
          Object.keys(operation.responses).some((code) => code.startsWith('2')),
          `${method} ${path}`,
        ).toBe(true);
        const declared = (operation.parameters ?? []).filter((each) => each.in === 'path').map((each) => each.name);
        expect(declared, `${method} ${path}`).toEqual([...path.matchAll(/\{([a-z]+)\}/g)].map(([, name]) => name));
      }
    }
    const command = schemas['Command'] as { readonly oneOf: { readonly additionalProperties: boolean }[] };
    expect(command.oneOf.every((each) => !each.additionalProperties)).toBe(true);
  });

  it('[P82] the start page leads to every screen', async () => {
    const { body, type } = await api.request('GET', '/');
    expect(type).toContain('text/html');
    for (const path of ['/kiosk', '/display/wall', '/display/window/1', '/counter'])
      expect(body['text']).toContain(`href="${path}"`);
  });
});

interface Operation {
  readonly responses: Record<string, unknown>;
  readonly parameters?: { readonly in: string; readonly name: string }[];
}

/** `fetch` forbids some headers that a stranger may well send. */
function rawPost(url: string, path: string, body: object, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      `${url}${path}`,
      { method: 'POST', headers: { 'content-type': 'application/json', ...headers } },
      (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
      },
    );
    request.on('error', reject);
    request.end(JSON.stringify(body));
  });
}

describe('voices', () => {
  it('[V14] are given to who belongs to the hall, and kept by their hash', async () => {
    const token = await api.signIn('1001');
    const listed = await api.request('GET', '/api/halls/demo/voice', { token });
    const { packs } = listed.body as {
      readonly packs: readonly { readonly name: string; readonly missing: readonly unknown[] }[];
    };
    expect(packs.map(({ missing, name }) => [name, missing])).toEqual([
      ['default-en', []],
      ['default-zh', []],
    ]);
    const pack = (await api.request('GET', '/api/halls/demo/voice/default-zh', { token })).body as {
      readonly files: readonly { readonly format: string; readonly bytes: number; readonly hash: string }[];
    };
    const opus = pack.files.find(({ format }) => format === 'opus')!;
    const sound = async (path: string, given = token): Promise<Response> =>
      fetch(`${api.url}/api/halls/demo/voice/${path}`, { headers: { authorization: `Bearer ${given}` } });
    const whole = await sound(`default-zh/opus?hash=${opus.hash}`);
    expect((await whole.arrayBuffer()).byteLength).toBe(opus.bytes);
    expect([whole.headers.get('content-type'), whole.headers.get('cache-control')]).toEqual([
      'audio/ogg',
      'private, max-age=31536000, immutable',
    ]);
    const plain = await sound('default-zh/mp3');
    await plain.arrayBuffer();
    expect(plain.headers.get('cache-control')).toBe('no-cache');
    for (const path of ['default-zh/wav', 'default-zh/exe', 'nobody', '..%2fvoice', 'default-..']) {
      expect((await sound(path)).status, path).toBe(404);
    }
    expect((await sound('default-zh', 'nonsense')).status).toBe(401);
    expect((await api.request('GET', '/api/halls/other/voice', { token })).status).toBe(403);
  });
});
