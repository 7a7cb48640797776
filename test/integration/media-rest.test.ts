import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Devices } from '../../server/access/devices.ts';
import { must } from '../../shared/lib/assert.ts';
import { readMediaFiles, type MediaManifest } from '../../shared/protocol/media-manifest.ts';
import { newId } from '../support/open-access.ts';
import { ServedApi } from '../support/served-api.ts';
import { SYSTEM_CLOCK } from '../support/system-timers.ts';

const SAMPLES = fileURLToPath(new URL('../media/', import.meta.url));
const BEFORE = Date.now() / 1_000 - 60;

let api: ServedApi;
let folder: string;
let wall: string;

beforeAll(async () => {
  folder = join(mkdtempSync(join(tmpdir(), 'hallcall-media-rest-')), 'media');
  mkdirSync(folder);
  for (const name of ['picture.png', 'film.mp4', 'film.webm']) copyFileSync(join(SAMPLES, name), join(folder, name));
  writeFileSync(join(folder, 'page.html'), '<script>alert(1)</script>');
  writeFileSync(join(folder, '..', 'secret.txt'), 'not for screens');
  for (const name of ['picture.png', 'film.mp4', 'film.webm', 'page.html']) utimesSync(join(folder, name), BEFORE, BEFORE);
  api = await ServedApi.start({ mediaFolder: folder });
  wall = await api.wall();
});

afterAll(async () => {
  await api.close();
  rmSync(join(folder, '..'), { recursive: true });
});

async function list(token: string): Promise<MediaManifest> {
  const { body, status } = await api.request('GET', '/api/halls/demo/media', { token });
  expect(status).toBe(200);
  return body as unknown as MediaManifest;
}

async function pathOf(name: string, token = wall): Promise<string> {
  return must((await list(token)).files.find(({ file }) => file === name)?.path ?? null, name);
}

/** The path as it is, without a client that tidies it up. */
function rawStatus(path: string): Promise<number | undefined> {
  const { hostname, port } = new URL(api.url);
  return new Promise((resolve, reject) => {
    const asked = httpRequest({ hostname, port, path, method: 'GET' }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.on('error', reject);
    asked.end();
  });
}

describe('the media folder over REST', () => {
  it('[M8, M9] lists what can be shown and what not, for displays and staff and nobody else', async () => {
    const listed = await list(wall);
    expect(listed.files.map(({ file, kind, type }) => [file, kind, type])).toEqual([
      ['film.mp4', 'film', 'video/mp4'],
      ['film.webm', 'film', 'video/webm'],
      ['picture.png', 'image', 'image/png'],
    ]);
    expect(listed.skipped).toEqual([{ file: 'page.html', fault: 'foreign' }]);
    expect(readMediaFiles(listed)).toHaveLength(3);
    expect((await list(await api.signIn('9001'))).files).toHaveLength(3);
    expect(await api.request('GET', '/api/halls/demo/media', { token: await api.kiosk() })).toMatchObject({ status: 403 });
    expect(await api.request('GET', '/api/halls/other/media', { token: wall })).toMatchObject({ status: 403 });
    expect((await api.request('GET', '/api/halls/demo/media')).status).toBe(401);
  });

  it('[M12] gives a file whole or by ranges, with its own type, to be kept by that browser alone', async () => {
    const path = await pathOf('film.mp4');
    const bytes = readFileSync(join(SAMPLES, 'film.mp4'));
    const whole = await fetch(`${api.url}${path}`);
    expect(whole.status).toBe(200);
    expect(Buffer.from(await whole.arrayBuffer())).toEqual(bytes);
    expect(
      Object.fromEntries(
        ['content-type', 'cache-control', 'x-content-type-options', 'accept-ranges'].map((name) => [
          name,
          whole.headers.get(name),
        ]),
      ),
    ).toEqual({
      'content-type': 'video/mp4',
      'cache-control': 'private, max-age=604800, immutable',
      'x-content-type-options': 'nosniff',
      'accept-ranges': 'bytes',
    });
    const part = await fetch(`${api.url}${path}`, { headers: { range: 'bytes=100-199' } });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe(`bytes 100-199/${bytes.length}`);
    expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(100, 200));
    const end = await fetch(`${api.url}${path}`, { headers: { range: 'bytes=-10' } });
    expect(Buffer.from(await end.arrayBuffer())).toEqual(bytes.subarray(-10));
    expect((await fetch(`${api.url}${path}`, { headers: { range: `bytes=${bytes.length}-` } })).status).toBe(416);
    const head = await fetch(`${api.url}${path}`, { method: 'HEAD' });
    expect(head.headers.get('content-length')).toBe(String(bytes.length));
    const policy = whole.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("media-src 'self'");
    expect(policy).toContain("default-src 'none'");
  });

  it('[M11] nothing but what was listed has an address, and an address is one screen’s', async () => {
    const path = await pathOf('picture.png');
    const [, pass, version] = must(/media\/([^/]+)\/([^/]+)$/.exec(path), path);
    for (const tried of [
      `/api/halls/demo/media/${'0'.repeat(32)}/${version}`,
      `/api/halls/demo/media/${wall}/${version}`,
      `/api/halls/other/media/${pass}/${version}`,
    ])
      expect(await rawStatus(tried), tried).toBe(401);
    for (const name of [
      'picture.png',
      '..',
      '../secret.txt',
      '..%2fsecret.txt',
      '%2e%2e%2fsecret.txt',
      '..%5csecret.txt',
      'page.html',
      '0'.repeat(32),
      '%00',
    ])
      expect([401, 404, 405], name).toContain(await rawStatus(`/api/halls/demo/media/${pass}/${name}`));
    expect(await rawStatus('/api/halls/demo/media/%c0%ae%c0%ae/x')).toBeGreaterThanOrEqual(400);
    expect(await rawStatus(path)).toBe(200);
    const devices = new Devices({ database: api.database, clock: SYSTEM_CLOCK, newId });
    const own = await pathOf('picture.png', await api.wall());
    expect(own).not.toBe(path);
    for (const { id } of (await api.access.devicesOf('demo')).slice(-1)) await devices.revoke(id, 'test');
    await api.signIn('9001');
    expect(await rawStatus(own)).toBe(401);
    expect(await rawStatus(path)).toBe(200);
  });

  it('[M6] is told which file a screen could not show, and tells it with the list', async () => {
    const path = await pathOf('film.webm');
    for (let times = 0; times < 2; times += 1)
      expect((await fetch(`${api.url}${path}/failure`, { method: 'POST' })).status).toBe(204);
    expect((await list(wall)).failed).toEqual([{ file: 'film.webm', screens: 1 }]);
    expect((await fetch(`${api.url}${path.replace(/[^/]+$/, '0'.repeat(32))}/failure`, { method: 'POST' })).status).toBe(404);
    const foreign = { method: 'POST', headers: { origin: 'http://evil.example' } };
    expect((await fetch(`${api.url}${path}/failure`, foreign)).status).toBe(403);
  });

  it('[M12] a file that went since the last look is not there, and no error', async () => {
    const path = await pathOf('film.webm');
    rmSync(join(folder, 'film.webm'));
    const gone = await fetch(`${api.url}${path}`);
    expect(gone.status).toBe(404);
    expect(gone.headers.get('content-type')).toContain('application/problem+json');
    expect(gone.headers.get('cache-control')).toBe('no-store');
  });
});

describe('what stands above a counter, over REST', () => {
  const ADDRESS = '/api/halls/demo/counters/3/window';

  it('[M24] as JSON, or as lines for who accepts only text; for whoever is let in', async () => {
    const teller = await api.signIn('1003');
    for (const type of ['sign-in', 'open-counter'] as const) await api.command(teller, { type, counter: 3 });
    const { body } = await api.request('GET', ADDRESS, { token: wall });
    expect(body).toMatchObject({
      ...{ counter: 3, state: 'idle', ticket: null, staffNumber: '1003', text: { zh: '业务受理', en: 'Open' } },
    });
    expect((body['services'] as { en: string }[]).slice(0, 2).map(({ en }) => en)).toEqual(['Pay a bill', 'Open an account']);
    const asText = (accept: string) => fetch(`${api.url}${ADDRESS}`, { headers: { authorization: `Bearer ${wall}`, accept } });
    const text = await asText('text/plain');
    expect(text.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(text.headers.get('vary')).toContain('Accept');
    expect(await text.text()).toMatch(/^counter: 3\nstate: idle\nticket: \nstaff: 1003\ntext-zh: 业务受理\ntext-en: Open\n/);
    expect((await asText('*/*')).headers.get('content-type')).toContain('application/json');
    const unknown = await api.request('GET', ADDRESS.replace('3', '99'), { token: wall });
    expect(unknown).toMatchObject({ status: 404, body: { kind: 'unknown-counter', counter: 99 } });
    expect(await api.request('GET', ADDRESS.replace('3', 'x'), { token: wall })).toMatchObject({ body: { kind: 'not-found' } });
    expect((await api.request('GET', ADDRESS)).status).toBe(401);
    expect((await api.request('GET', ADDRESS.replace('demo', 'other'), { token: wall })).status).toBe(403);
  });

  it('[M31] pages may open the WebSocket of their own hub by its name too, whatever a request says its name is', async () => {
    const policyFor = (host: string) =>
      new Promise<string>((resolve, reject) => {
        const { hostname, port } = new URL(api.url);
        const asked = httpRequest({ hostname, port, path: '/', headers: { host } }, (response) => {
          response.resume();
          resolve(String(response.headers['content-security-policy']));
        });
        asked.on('error', reject);
        asked.end();
      });
    expect(await policyFor('hall.local:8080')).toContain("connect-src 'self' ws://hall.local:8080 wss://hall.local:8080;");
    expect(await policyFor('[::1]:8080')).toContain('ws://[::1]:8080');
    expect(await policyFor('x; script-src *')).toContain("connect-src 'self' 'self';");
  });
});
