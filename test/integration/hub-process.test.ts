import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEMO_PASSWORD } from '../../server/access/password.ts';
import { demoHallText } from '../../server/config/demo-hall-file.ts';
import { openAccessDatabase } from '../../server/database/access-database.ts';
import { HISTORY_FORMAT } from '../../server/history/limits.ts';
import { Program, run, type Ended } from '../support/programs.ts';
import { responsiveMs } from '../support/responsive-time.ts';

let folder: string;
let data: string;
const running: Program[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hallcall-process-'));
  data = join(folder, 'data');
});

afterEach(async () => {
  for (const program of running.splice(0)) await program.stop('SIGKILL');
  await rm(folder, { recursive: true });
});

function hub(...words: string[]): Program {
  const program = new Program('hub', ['--data', data, '--port', '0', ...words]);
  running.push(program);
  return program;
}

async function open(...words: string[]): Promise<{ readonly program: Program; readonly url: string }> {
  const program = hub(...words);
  const [, url = ''] = await program.says(/at (http:\/\/127\.0\.0\.1:\d+)\n[\s\S]*nothing is lost/);
  return { program, url };
}

async function post(url: string, path: string, body: object, token?: string) {
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function signIn(url: string, staffNumber: string, password = DEMO_PASSWORD): Promise<string> {
  return (await post(url, '/api/sessions', { staffNumber, password })).body['token'] as string;
}

function tool(program: 'device' | 'hall', words: readonly string[], typed = ''): Promise<Ended> {
  return run(program, [...words, '--data', data], typed);
}

describe('npm start', () => {
  it('[A30] makes the demo hall in an empty folder and says where everything is and how to come in', async () => {
    const { program, url } = await open();
    for (const path of ['/kiosk', '/display/wall', '/display/window/3', '/counter', '/api/openapi.json']) {
      expect(program.output).toContain(`${url}${path}`);
    }
    for (const word of ['1001-1008', '2001', '2002', '3001', '9001', DEMO_PASSWORD]) expect(program.output).toContain(word);
    const issued = await post(
      url,
      '/api/halls/demo/commands',
      { id: 'first-ticket', type: 'issue-ticket', service: 'E' },
      await signIn(url, '2001'),
    );
    expect(issued).toMatchObject({ status: 200, body: { result: { number: 'E001', ahead: 0 } } });
    expect(await readFile(join(data, 'hall.yaml'), 'utf8')).toBe(demoHallText());
  });

  it('[A31] stops on SIGTERM and SIGINT with exit code 0, and goes on with the same numbers and sessions', async () => {
    const first = await open();
    const token = await signIn(first.url, '2001');
    await post(first.url, '/api/halls/demo/commands', { id: 'first-ticket', type: 'issue-ticket', service: 'A' }, token);
    first.program.child.kill('SIGINT');
    expect((await first.program.stop('SIGTERM')).code).toBe(0);
    const second = await open();
    const issued = await post(
      second.url,
      '/api/halls/demo/commands',
      { id: 'second-ticket', type: 'issue-ticket', service: 'A' },
      token,
    );
    expect(issued).toMatchObject({ status: 200, body: { result: { number: 'A002', ahead: 1 } } });
  });

  it('[A32] names a port that is taken, a folder that cannot be written, an option that is none', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const taken = await new Program('hub', ['--data', data, '--port', String(port)]).ended();
    other.close();
    expect(taken).toMatchObject({ code: 1, output: '' });
    expect(taken.errors).toContain(`hallcall: 127.0.0.1:${port} is taken by another program`);
    await writeFile(join(folder, 'file'), '');
    const unwritable = await run('hub', ['--data', join(folder, 'file', 'data')]);
    expect(unwritable).toMatchObject({ code: 1, errors: expect.stringContaining('cannot be written (ENOTDIR)') as string });
    const mistaken = await run('hub', ['--prot', '80', '--port', 'x']);
    expect(mistaken.code).toBe(2);
    expect(mistaken.errors).toBe(
      'hallcall: unknown option --prot; --help lists all\n--port is "x": expected a whole number from 0 to 65535\n',
    );
    expect(await run('hub', ['--help'])).toMatchObject({
      code: 0,
      output: expect.stringContaining('HALLCALL_PORT') as string,
    });
  });

  it('[A33, I44] refuses a damaged journal, or one that ends before its history, and leaves it as it is', async () => {
    const { program } = await open();
    await program.stop();
    const path = join(data, 'journal.sqlite');
    const bytes = await readFile(path);
    const database = await openAccessDatabase(join(data, 'database.sqlite'));
    const newer = { hall: 'demo', format: HISTORY_FORMAT, version: 9_999, hash: '', visits: '{}', learned: '{}' };
    await database.sql.replaceInto('history_halls').values(newer).execute();
    await database.close();
    const older = await hub().ended();
    expect(older).toMatchObject({ code: 1, output: '' });
    expect(older.errors).toMatch(/ends at version \d+, .* goes to version 9999: an older copy/);
    expect((await readFile(path)).equals(bytes)).toBe(true);
    bytes.fill(0x5a, 100, bytes.length - 100);
    await writeFile(path, bytes);
    const ended = await hub().ended();
    expect(ended).toMatchObject({ code: 1, output: '' });
    expect(ended.errors).toMatch(/hallcall: journal .*\nNothing was changed/);
    expect((await readFile(path)).equals(bytes)).toBe(true);
  });

  it('[A34] refuses a hall.yaml with mistakes by file, line and column, and makes nothing', async () => {
    const file = join(folder, 'my-hall.yaml');
    await writeFile(file, demoHallText().replace('kind: room', 'kind: cellar').replace('passedMax: 3', 'passedMax: -1'));
    const ended = await hub('--hall-file', file, '--log-level', 'silent').ended();
    expect(ended).toMatchObject({ code: 2, output: '' });
    expect(ended.errors).toMatch(
      /^hallcall: .*my-hall\.yaml:\d+:\d+ counters\[7\]\.kind: .*\n.*my-hall\.yaml:\d+:\d+ routing\.passedMax: /,
    );
    const missing = await hub('--hall-file', join(folder, 'none.yaml'), '--log-level', 'silent').ended();
    expect(missing).toMatchObject({ code: 2, errors: expect.stringContaining('cannot be read (ENOENT)') as string });
    const { url } = await open();
    expect(await signIn(url, '3001')).toMatch(/^[0-9a-f]{64}$/);
  });

  it('[A35] refuses any address but loopback while a demo password is in force', async () => {
    const refused = await hub('--host', '0.0.0.0').ended();
    expect(refused).toMatchObject({ code: 1, output: '' });
    expect(refused.errors).toContain('refusing to listen on 0.0.0.0');
    expect(refused.errors).toContain('npm run hall -- staff password 9001');
    expect((await tool('hall', ['staff', 'password', '9001'], 'correct horse battery\n')).code).toBe(0);
    expect((await hub('--host', '0.0.0.0').ended()).code).toBe(1);
    expect((await tool('hall', ['staff', 'end-demo'])).output).toContain('Ended: 1001, 1002');
    const { program } = await open('--host', '127.0.0.1');
    expect(program.output).not.toContain(DEMO_PASSWORD);
  });

  it('[A36] reports a hall.yaml that differs from the hall, and does not apply it', async () => {
    const { program } = await open();
    await program.stop();
    await writeFile(join(data, 'hall.yaml'), demoHallText().replace('passedMax: 3', 'passedMax: 9'));
    const again = await open();
    expect(again.program.errors).toContain('differs from the hall as the journal has it');
    const response = await fetch(`${again.url}/api/halls/demo/state`, {
      headers: { authorization: `Bearer ${await signIn(again.url, '3001')}` },
    });
    expect(await response.text()).toContain('"passedMax":3');
  });
});

describe('tools beside a hub that runs', () => {
  it('[A37] a device is added, enrols by its one-time address, and is gone two seconds after it was revoked', async () => {
    const { url } = await open();
    const port = ['--port', new URL(url).port];
    const added = await tool('device', ['add', '--kind', 'window', '--counter', '3', '--label', 'front', ...port]);
    const [, code = ''] = /\/enrol#([0-9a-f]{32})/.exec(added.output) ?? [];
    const enrolled = await post(url, '/api/devices/enrol', { code });
    expect(enrolled).toMatchObject({ status: 201, body: { kind: 'display', path: '/display/window/3' } });
    expect((await tool('device', ['list'])).output).toMatch(/window {2}enrolled {2}front {2}counter 3/);
    const [, id = ''] = /Device ([0-9a-f]{32})/.exec(added.output) ?? [];
    const state = () =>
      fetch(`${url}/api/halls/demo/state`, { headers: { authorization: `Bearer ${String(enrolled.body['token'])}` } });
    expect((await state()).status).toBe(200);
    expect((await tool('device', ['revoke', id])).code).toBe(0);
    const goneMs = await responsiveMs(async () => {
      while ((await state()).status === 200) continue;
    });
    expect(goneMs).toBeLessThan(2_000);
    expect((await tool('device', ['revoke', id])).code).toBe(1);
    expect((await tool('device', ['add'])).code).toBe(2);
    for (const [words, told] of [
      [['--kind', 'window', '--counter', '77'], 'hall "demo" has no counter 77; it has 1, 2, 3'],
      [['--kind', 'kiosk', '--printer', 'front'], 'hall "demo" has no printer "front"; it has none'],
      [['--kind', 'wall', '--hall', 'elsewhere'], 'there is no hall "elsewhere" here'],
    ] as const) {
      const refused = await tool('device', ['add', ...words]);
      expect(refused).toMatchObject({ code: 2, output: '' });
      expect(refused.errors).toContain(told);
    }
    expect((await tool('device', ['add', '--kind', 'wall'])).output).toContain(`${url}/enrol#`);
  });

  it('[A38] hall.yaml is applied and exported through the hub, by somebody who may', async () => {
    const { program, url } = await open();
    const port = ['--port', new URL(url).port];
    await writeFile(join(data, 'hall.yaml'), demoHallText().replace('passedMax: 3', 'passedMax: 9'));
    expect((await tool('hall', ['apply', ...port], 'wrong\n')).errors).toContain('wrong-password');
    expect((await tool('hall', ['apply', '--as', '1001', ...port], `${DEMO_PASSWORD}\n`)).errors).toContain('not-allowed');
    const applied = await tool('hall', ['apply', ...port], `${DEMO_PASSWORD}\n`);
    expect(applied).toMatchObject({ code: 0, errors: '' });
    expect(applied.output).toContain('\n  routing.passedMax: 3 -> 9\n');
    expect((await tool('hall', ['apply'], `${DEMO_PASSWORD}\n`)).output).toBe('Hall "demo" is as the file says already.\n');
    // Without a port the folder's own hub is asked, wherever it listens.
    const exported = await tool('hall', ['export'], `${DEMO_PASSWORD}\n`);
    expect(exported.output).toContain('passedMax: 9');
    await program.stop();
    const file = join(folder, 'exported.yaml');
    expect((await tool('hall', ['export', file])).code).toBe(0);
    expect(await readFile(file, 'utf8')).toBe(exported.output);
    await writeFile(file, exported.output.replace('passedMax: 9', 'passedMax: 4'));
    expect((await tool('hall', ['apply', file])).code).toBe(0);
    expect((await tool('hall', ['export'])).output).toContain('passedMax: 4');
  });

  it('[A38] a hub that does not answer where it is looked for is not gone behind', async () => {
    await open();
    const ended = await tool('hall', ['export', '--port', '1']);
    expect(ended).toMatchObject({ code: 1, output: '' });
    expect(ended.errors).toContain('does not answer at http://127.0.0.1:1');
  });

  it('[A38] a folder that no hub has open is meant, whoever answers at the port', async () => {
    const { program } = await open();
    await program.stop();
    const own = (await tool('hall', ['export'])).output;
    const emptied = data;
    data = join(folder, 'other');
    const port = new URL((await open()).url).port;
    data = emptied;
    expect(await tool('hall', ['export', '--port', port])).toEqual({ code: 0, output: own, errors: '' });
    const named = await tool('hall', ['export', '--url', 'http://127.0.0.1:1'], `${DEMO_PASSWORD}\n`);
    expect(named).toMatchObject({ code: 1, output: '' });
    expect(named.errors).toContain('no hub answers at http://127.0.0.1:1');
  });

  it('[A39] simulated customers are all served, and everybody goes home', async () => {
    // As at lunch, when a teller may not close by himself.
    const file = join(folder, 'lunch.yaml');
    await writeFile(file, demoHallText().replace("from: '11:30', to: '13:30'", "from: '00:00', to: '24:00'"));
    const { url } = await open('--hall-file', file, '--log-level', 'warn');
    const demo = await run('demo', ['--url', url, '--speed', '1000', '--visitors', '25', '--per-hour', '400', '--seed', '3']);
    expect(demo).toMatchObject({ code: 0, errors: '' });
    expect(demo.output).toMatch(/done: 25 came, \d+ served, 0 waiting/);
    const response = await fetch(`${url}/api/halls/demo/state`, {
      headers: { authorization: `Bearer ${await signIn(url, '3001')}` },
    });
    const { state } = (await response.json()) as {
      readonly state: { readonly counters: readonly { readonly mode: { readonly is: string } }[] };
    };
    expect(new Set(state.counters.map((counter) => counter.mode.is))).toEqual(new Set(['closed']));
  });
});
