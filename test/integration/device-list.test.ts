import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Devices } from '../../server/access/devices.ts';
import type { Connection } from '../../server/hub/connection.ts';
import { must } from '../../shared/lib/assert.ts';
import type { DeviceList } from '../../shared/protocol/device-list.ts';
import { FakeBroadcast } from '../support/fake-connection.ts';
import { newId } from '../support/open-access.ts';
import { ServedApi } from '../support/served-api.ts';
import { SYSTEM_CLOCK } from '../support/system-timers.ts';

const PATH = '/api/halls/demo/devices';

let api: ServedApi;
let devices: Devices;
let manager: string;

beforeEach(async () => {
  api = await ServedApi.start();
  devices = new Devices({ database: api.database, clock: SYSTEM_CLOCK, newId });
  manager = await api.signIn('3001');
});

afterEach(async () => {
  await api.close();
});

async function read(): Promise<DeviceList> {
  return (await api.request('GET', PATH, { token: manager })).body as unknown as DeviceList;
}

async function add(kind: 'kiosk' | 'wall' | 'window', label: string, hall = 'demo'): Promise<{ device: string; code: string }> {
  const added = await devices.add({ hall, kind, label, counter: kind === 'window' ? 3 : null, printer: null }, 'test');
  return must(added.ok ? added.value : null, 'a good device');
}

async function enrol(code: string): Promise<string> {
  return (await api.request('POST', '/api/devices/enrol', { body: { code } })).body['token'] as string;
}

/** A page of the device, on a line of the hub. Returns its end. */
function open(token: string): () => void {
  const credential = must(api.access.credentialFor(token), 'a token');
  const line: Connection = new FakeBroadcast().connect();
  const session = api.hub.open(line, { credential, resume: null });
  return () => session.close();
}

describe('the devices of a hall', () => {
  it('[P110] are named with kind, label and counter, whether or not their code was used; revoked ones and foreign ones are not', async () => {
    const kiosk = await add('kiosk', '大门');
    const window = await add('window', '三号窗口');
    const gone = await add('wall', '东墙');
    await add('wall', 'next door', 'other');
    await enrol(kiosk.code);
    await devices.revoke(gone.device, 'test');
    const never = { demo: false, screens: 0, connectedSince: null, lastSeen: null, condition: 'off', health: null };
    expect((await read()).devices).toEqual([
      { id: kiosk.device, kind: 'kiosk', label: '大门', counter: null, enrolled: true, ...never },
      { id: window.device, kind: 'window', label: '三号窗口', counter: 3, enrolled: false, ...never },
    ]);
  });

  it('[P110] since when one is connected, and when it last was: from its first page to the end of its last', async () => {
    const before = SYSTEM_CLOCK.now();
    const token = await enrol((await add('wall', '东墙')).code);
    const one = async () => must((await read()).devices[0], 'the wall');
    const closeFirst = open(token);
    const closeSecond = open(token);
    const both = await one();
    expect(both).toMatchObject({ screens: 2 });
    expect(both.connectedSince).toBeGreaterThanOrEqual(before);
    closeFirst();
    closeFirst();
    expect(await one()).toMatchObject({ screens: 1, connectedSince: both.connectedSince });
    closeSecond();
    const away = await one();
    expect(away).toMatchObject({ screens: 0, connectedSince: null });
    expect(away.lastSeen).toBeGreaterThanOrEqual(must(both.connectedSince, 'it was connected'));
    open(token);
    expect(await one()).toMatchObject({ screens: 1, lastSeen: away.lastSeen });
    expect((await read()).watchedSince).toBeLessThanOrEqual(before);
  });

  it('[P110] pages of a demonstration are one line, until it is none any more', async () => {
    for (let page = 0; page < 2; page += 1) {
      const { body } = await api.request('POST', '/api/devices/demo', { body: { kind: 'kiosk' } });
      open(body['token'] as string);
    }
    open(manager);
    expect((await read()).devices).toMatchObject([{ kind: 'kiosk', demo: true, enrolled: true, screens: 2 }]);
    await api.database.sql.updateTable('staff').set({ demo_password: 0 }).execute();
    await api.signIn('9001');
    expect((await read()).devices).toEqual([]);
  });

  it('[P110] are told to a manager or an administrator, and nothing of them opens a door', async () => {
    const { code } = await add('kiosk', '大门');
    const token = await enrol(code);
    const unused = await add('wall', '东墙');
    const hashes = await api.database.sql.selectFrom('device_tokens').select('token_hash').execute();
    for (const staff of ['3001', '9001']) {
      const { status, body } = await api.request('GET', PATH, { token: await api.signIn(staff) });
      expect(status).toBe(200);
      for (const secret of [code, token, unused.code, ...hashes.map((row) => row.token_hash)])
        expect(JSON.stringify(body)).not.toContain(secret);
    }
    for (const other of [await api.signIn('1001'), await api.signIn('2001'), token])
      expect(await api.request('GET', PATH, { token: other })).toMatchObject({ status: 403, body: { kind: 'not-allowed' } });
    expect((await api.request('GET', PATH)).status).toBe(401);
    const foreign = await api.request('GET', '/api/halls/other/devices', { token: manager });
    expect(foreign).toMatchObject({ status: 403, body: { kind: 'not-allowed' } });
  });
});
