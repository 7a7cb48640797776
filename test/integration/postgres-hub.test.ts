import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEMO_PASSWORD } from '../../server/access/password.ts';
import { demoHallText } from '../../server/config/demo-hall-file.ts';
import { PostgresServer } from '../support/postgres-server.ts';
import { Program, run, type Ended } from '../support/programs.ts';
import { RedisNodes } from '../support/redis-nodes.ts';
import { REGION_YAML } from '../support/region-stage.ts';
import { responsiveMs } from '../support/responsive-time.ts';

let server: PostgresServer;
let folder: string;
let database: string;
const running: Program[] = [];

beforeAll(async () => {
  server = await PostgresServer.start();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hallcall-postgres-hub-'));
  database = await server.newDatabase();
});
afterEach(async () => {
  for (const program of running.splice(0)) await program.stop('SIGKILL');
  await rm(folder, { recursive: true });
});
afterAll(() => server.remove());

function hub(url = database): Program {
  const program = new Program('hub', ['--data', folder, '--port', '0', '--database', url]);
  running.push(program);
  return program;
}

function region(url: string): Program {
  const program = new Program('region', ['--data', folder, '--port', '0', '--database', url]);
  running.push(program);
  return program;
}

async function open(): Promise<string> {
  const [, url = ''] = await hub().says(/at (http:\/\/127\.0\.0\.1:\d+)\n[\s\S]*nothing is lost/);
  return url;
}

/** As beside any hub, with the database in the place of the folder. */
function tool(program: 'device' | 'hall', words: readonly string[], typed = '', url = database): Promise<Ended> {
  return run(program, [...words, '--data', folder, '--database', url], typed);
}

function login(url: string, staffNumber: string, password = DEMO_PASSWORD): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(`${url}/api/sessions`, { method: 'POST', headers, body: JSON.stringify({ staffNumber, password }) });
}

async function tokenFrom(response: Response): Promise<string> {
  return ((await response.json()) as { readonly token: string }).token;
}

describe('a hub whose database is a PostgreSQL', () => {
  it('[Q12, Z18] serves its hall, tools change who may come in with the words of every day, and no region takes its database', async () => {
    const url = await open();
    const token = await tokenFrom(await login(url, '1001'));
    const state = () => fetch(`${url}/api/halls/demo/state`, { headers: { authorization: `Bearer ${token}` } });
    expect((await state()).status).toBe(200);
    // A region would take what hubs archive for what halls have shipped; the hub's first start is enough to see it.
    await writeFile(join(folder, 'region.yaml'), REGION_YAML);
    expect(await region(database).ended()).toMatchObject({
      ...{ code: 2, output: '' },
      errors: expect.stringContaining('is a database of hubs') as string,
    });
    const own = await server.newDatabase();
    await region(own).says(/The region service is at/);
    // The second to open it.
    const given = await run('region', ['token', 'add', 'north-1', '--data', folder, '--database', own]);
    expect(given).toMatchObject({ code: 0, errors: '' });
    const wrong = await region(own.replace(/:[^:@/]+@/, ':wrong@')).ended();
    expect(wrong.errors).toMatch(/refuses the password of user "hallcall": correct it in HALLCALL_REGION_DATABASE /);
    expect((await tool('hall', ['staff', 'list'])).output).toMatch(/^1001 {2}demo {2}teller {2}active/m);
    const added = await tool('hall', ['staff', 'add', '4711', '--roles', 'manager'], 'correct horse battery\n');
    expect(added).toMatchObject({ code: 0 });
    const ended = await tool('hall', ['staff', 'end', '1001']);
    expect(ended).toMatchObject({ code: 0, errors: '' });
    const outMs = await responsiveMs(async () => {
      while ((await state()).status === 200) continue;
    });
    expect(outMs).toBeLessThan(2_000);
    expect((await login(url, '4711', 'correct horse battery')).status).toBe(201);
    // The journal is in the folder, as the hub's is.
    const wall = await tool('device', ['add', '--kind', 'wall', '--label', 'front']);
    expect(wall.output).toMatch(/\/enrol#[0-9a-f]{32}/);
    expect((await tool('device', ['list'])).output).toMatch(/wall {2}not enrolled yet {2}front/);
    expect(await tool('hall', ['rebuild-history', 'elsewhere'])).toMatchObject({
      code: 2,
      errors: 'hall: there is no hall "elsewhere" here; there are: demo\n',
    });
    expect((await tool('hall', ['rebuild-history', 'demo'])).output).toContain('The history of hall "demo" is forgotten');
  });

  it('[Q12] is refused, as the tools are, with what to do and without the password', async () => {
    const wrong = database.replace(/:[^:@/]+@/, ':super-secret@');
    for (const refused of [await hub(wrong).ended(), await tool('hall', ['staff', 'list'], '', wrong)]) {
      expect(refused).toMatchObject({ code: 1, output: '' });
      expect(refused.errors).toMatch(/PostgreSQL 127\.0\.0\.1:\d+\/hall_\d+ refuses the password of user "hallcall"/);
      expect(refused.errors).not.toContain('super-secret');
      expect(refused.errors.trim().split('\n').length).toBeLessThan(4);
    }
    await open();
    await server.execute(
      "insert into staff select '77' || staff_number, 'north', password_hash, roles, 1, 0 from staff",
      database,
    );
    expect(await tool('hall', ['staff', 'add', '5', '--roles', 'teller'], 'correct horse battery\n')).toMatchObject({
      code: 2,
      errors: 'hall: there are 2 halls here: give --hall (demo, north)\n',
    });
  });

  it('[Q12] has its journal on Redis: a configuration is applied and exported beside the hubs, and screens are held against it', async () => {
    const redis = await RedisNodes.start({ replicas: 1 });
    try {
      const stores = ['--redis', redis.url, '--redis-replicas', '1'];
      const program = new Program('hub', ['--data', folder, '--port', '0', '--database', database, ...stores]);
      running.push(program);
      const [, url = ''] = await program.says(/at (http:\/\/127\.0\.0\.1:\d+)\n[\s\S]*nothing is lost/);
      const token = await tokenFrom(await login(url, '3001'));
      const state = async () =>
        (await fetch(`${url}/api/halls/demo/state`, { headers: { authorization: `Bearer ${token}` } })).text();
      const file = join(folder, 'wanted.yaml');
      await writeFile(file, demoHallText().replace('passedMax: 3', 'passedMax: 9'));
      const applied = await tool('hall', ['apply', file, ...stores]);
      expect(applied).toMatchObject({ code: 0, errors: '' });
      expect(applied.output).toContain('\n  routing.passedMax: 3 -> 9\n');
      const knownMs = await responsiveMs(async () => {
        while (!(await state()).includes('"passedMax":9')) continue;
      });
      expect(knownMs).toBeLessThan(5_000);
      expect((await tool('hall', ['export', ...stores])).output).toContain('passedMax: 9');
      const window = ['add', '--kind', 'window', '--label', 'front', ...stores, '--counter'];
      expect((await tool('device', [...window, '77'])).errors).toContain('hall "demo" has no counter 77; it has 1, 2, 3');
      expect((await tool('device', [...window, '3'])).output).toMatch(/\/enrol#[0-9a-f]{32}/);
      expect((await tool('hall', ['export', '--hall', 'north', ...stores])).errors).toBe(
        'hall: there is no hall "north" here; there are: demo\n',
      );
    } finally {
      for (const each of running.splice(0)) await each.stop('SIGKILL');
      await redis.remove();
    }
  });

  it('[Q9] stays ready and serves who is in while the server is away', async () => {
    const url = await open();
    const token = await tokenFrom(await login(url, '2001'));
    const issue = (id: string) =>
      fetch(`${url}/api/halls/demo/commands`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ id, type: 'issue-ticket', service: 'A' }),
      });
    expect((await issue('ticket-before')).status).toBe(200);
    await server.stop();
    try {
      expect((await issue('ticket-while')).status).toBe(200);
      const refused = await login(url, '1002');
      expect(refused.status).toBe(503);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      const log = await fetch(`${url}/api/halls/demo/records/log`, { headers: { authorization: `Bearer ${token}` } });
      expect(log.status).toBe(503);
      expect((await fetch(`${url}/readyz`)).status).toBe(200);
    } finally {
      await server.start();
    }
    expect((await login(url, '1002')).status).toBe(201);
    expect((await issue('ticket-while')).status).toBe(200);
  });
});
