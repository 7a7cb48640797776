import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HallConfiguration } from '../../shared/hall/configuration.ts';
import { must } from '../../shared/lib/assert.ts';
import { MESSAGE_BYTES_MAX } from '../../shared/protocol/limits.ts';
import type {
  ConfigurationHistory,
  ConfigurationPreview,
  StoredConfiguration,
} from '../../shared/protocol/configuration-history.ts';
import { ServedApi } from '../support/served-api.ts';

let api: ServedApi;
let manager: string;

beforeEach(async () => {
  api = await ServedApi.start();
  manager = await api.signIn('3001');
});

afterEach(async () => {
  await api.close();
});

async function read<Answer>(path: string, token = manager): Promise<Answer> {
  return (await api.request('GET', `/api/halls/demo/configurations${path}`, { token })).body as unknown as Answer;
}

async function preview(configuration: unknown): Promise<ConfigurationPreview> {
  const { body } = await api.request('POST', '/api/halls/demo/configurations/preview', {
    token: manager,
    body: { configuration },
  });
  return body as unknown as ConfigurationPreview;
}

async function now(): Promise<HallConfiguration> {
  return must((await api.hub.read('demo')).state.configuration, 'a hall');
}

function renamed(configuration: HallConfiguration, en: string): HallConfiguration {
  return { ...configuration, name: { ...configuration.name, en } };
}

describe('the history of the configuration', () => {
  it('[P100] names every version, newest first, with who and when, and gives each as it was', async () => {
    const first = await now();
    await api.command(manager, { type: 'configure-hall', configuration: renamed(first, 'Second') });
    await api.command(manager, { type: 'configure-hall', configuration: renamed(first, 'Third') });
    const { versions } = await read<ConfigurationHistory>('');
    expect(versions.map(({ actor }) => actor)).toEqual(['staff:3001', 'staff:3001', 'system:setup']);
    expect(versions.every(({ at }, index) => index === 0 || at <= (versions[index - 1]?.at ?? 0))).toBe(true);
    const names = [];
    for (const { version } of versions) names.push((await read<StoredConfiguration>(`/${version}`)).configuration.name.en);
    expect(names).toEqual(['Third', 'Second', first.name.en]);
    const { version: third } = must(versions[0], 'three');
    expect((await api.hub.read('demo')).state.configurationVersion).toBe(third);
    for (const none of ['0', String(third + 1), '99999', 'x', '-1']) {
      const answer = await api.request('GET', `/api/halls/demo/configurations/${none}`, { token: manager });
      expect(answer, none).toMatchObject({ status: 404, body: { kind: 'not-found' } });
    }
  });

  it('[P100] is for whoever may configure', async () => {
    const admin = await api.signIn('9001');
    expect((await read<ConfigurationHistory>('', admin)).versions).toHaveLength(1);
    for (const token of [await api.signIn('1001'), await api.wall()]) {
      for (const path of ['', '/1']) expect(await read(path, token)).toMatchObject({ kind: 'not-allowed' });
      const body = { configuration: await now() };
      const answer = await api.request('POST', '/api/halls/demo/configurations/preview', { token, body });
      expect(answer.body).toMatchObject({ kind: 'not-allowed' });
    }
  });
});

describe('a preview', () => {
  it('[P101] tells what would change, by id, and changes nothing', async () => {
    const configuration = await now();
    const before = await api.position(manager);
    expect(await preview(configuration)).toMatchObject({ problems: [], inUse: [], differences: [], differencesInAll: 0 });
    const [first, ...others] = configuration.services;
    const changed = {
      ...renamed(configuration, 'East'),
      services: [...others, { ...must(first, 'a service'), ticketsPerDayMax: 7 }],
    };
    const { differences } = await preview(changed);
    expect(differences).toContainEqual({ path: ['name', 'en'], before: configuration.name.en, after: 'East' });
    expect(differences).toContainEqual({ path: ['services', 'A', 'ticketsPerDayMax'], before: null, after: '7' });
    expect(differences.map(({ path }) => path.join('.'))).toContain('services.order');
    expect(differences).toHaveLength(3);
    expect(await api.position(manager)).toEqual(before);
  });

  it('[P101] explains why a roll back is refused before anybody tries: what is in use, what makes no sense', async () => {
    const old = await now();
    const added = { ...must(old.services[0], 'a service'), id: 'Z', name: { zh: '新业务', en: 'New' } };
    const serves = old.counters.map((counter) => ({ ...counter, serves: [...counter.serves, ['Z']] }));
    const configured = await api.command(manager, {
      type: 'configure-hall',
      configuration: { ...old, services: [...old.services, added], counters: serves },
    });
    expect(configured.status).toBe(200);
    await api.command(await api.kiosk(), { type: 'issue-ticket', service: 'Z' });
    const { version } = must((await read<ConfigurationHistory>('')).versions[1], 'the first version');
    const { configuration } = await read<StoredConfiguration>(`/${version}`);
    const shown = await preview(configuration);
    expect(shown.inUse).toEqual(['service Z']);
    expect(shown.basedOn).toBe((await api.hub.read('demo')).state.configurationVersion);
    expect(shown.differences.find(({ path }) => path.join('.') === 'services.Z')?.after).toBeNull();
    const { body } = await api.command(manager, { type: 'configure-hall', configuration, basedOn: shown.basedOn });
    expect(body).toMatchObject({ kind: 'configuration-in-use', inUse: shown.inUse });
    const counters = old.counters.map((counter) => ({ ...counter, serves: [['nothing']] }));
    expect((await preview({ ...old, counters })).problems).toContainEqual({
      path: ['counters', 0, 'serves', 0, 0],
      problem: expect.any(String) as unknown,
    });
  });

  it('[P101] takes what is as large as a configuration may be, and names what has not its shape', async () => {
    const configuration = await now();
    const words = { zh: '停'.repeat(500), en: 'x'.repeat(500) };
    const stopReasons = Array.from({ length: 50 }, (_each, index) => ({ id: `r${index}`, text: words }));
    const large = { ...configuration, stopReasons };
    expect(Buffer.byteLength(JSON.stringify(large))).toBeGreaterThan(MESSAGE_BYTES_MAX);
    expect((await preview(large)).problems).toEqual([]);
    expect(await preview({ ...configuration, colour: 'red' })).toMatchObject({ kind: 'malformed' });
  });
});

describe('papers over REST', () => {
  const asked = { kind: 'ticket', columns: 48, large: false, reprint: true };

  it('[B14] draws a paper of a draft, or says what is wrong with it, for whoever may configure', async () => {
    const configuration = await now();
    const path = '/api/halls/demo/paper/preview';
    const drawn = await api.request('POST', path, { token: manager, body: { configuration, ...asked } });
    expect(drawn.status).toBe(200);
    expect(drawn.body).toMatchObject({ problems: [], svg: expect.stringMatching(/^<svg width="576px"/) });
    const faulty = { ...configuration, paper: { ticket: '{{number}}\n{image:AAAA}' } };
    const refused = await api.request('POST', path, { token: manager, body: { configuration: faulty, ...asked } });
    expect(refused.body).toEqual({
      svg: null,
      problems: [{ path: ['paper', 'ticket'], problem: 'line 2: property image is not allowed' }],
    });
    // Another paper of the same draft has nothing to do with it.
    const other = await api.request('POST', path, { token: manager, body: { configuration: faulty, ...asked, kind: 'daySlip' } });
    expect(other.body).toMatchObject({ problems: [], svg: expect.stringContaining('<svg') });
    const greeter = await api.signIn('2001');
    expect(await api.request('POST', path, { token: greeter, body: { configuration, ...asked } })).toMatchObject({ status: 403 });
    expect(await api.request('POST', path, { token: manager, body: { configuration, ...asked, columns: 4 } })).toMatchObject({
      status: 400,
      body: { kind: 'malformed' },
    });
  });

  it('[B2] refuses a configuration with a template that could do anything but be read', async () => {
    const configuration = { ...(await now()), paper: { ticket: '{{number}}\n====' } };
    const answer = await api.request('POST', '/api/halls/demo/commands', {
      token: manager,
      body: { id: 'template-that-cuts-0001', type: 'configure-hall', configuration },
    });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(JSON.stringify(answer.body)).toContain('line 2: a line of = would cut the paper');
  });

  it('[B14] prints slips for greeters and managers, a few in a minute, and knows its printers', async () => {
    const path = '/api/halls/demo/slips';
    const teller = await api.signIn('1001');
    expect(await api.request('POST', path, { token: teller, body: { slip: 'calls' } })).toMatchObject({ status: 403 });
    const unknown = await api.request('POST', path, { token: manager, body: { slip: 'calls', printer: 'nowhere' } });
    expect(unknown).toMatchObject({ status: 404, body: { kind: 'unknown-printer' } });
    const statuses: number[] = [];
    for (let again = 0; again < 8; again += 1) {
      statuses.push((await api.request('POST', path, { token: manager, body: { slip: 'day', printer: 'nowhere' } })).status);
    }
    expect(statuses.at(-1)).toBe(429);
  });
});
