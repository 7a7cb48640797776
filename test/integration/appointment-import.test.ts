import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { APPOINTMENTS_AT_ONCE_MAX, APPOINTMENTS_MAX } from '../../shared/hall/limits.ts';
import { localDay, localTimeToEpoch } from '../../shared/hall/local-time.ts';
import type { ImportFault, ListedAppointment } from '../../shared/protocol/appointment-import.ts';
import { ServedApi, type ApiAnswer } from '../support/served-api.ts';

const ZONE = 'Asia/Shanghai';
/** Two days ahead, by the hall's clock. */
const DAY = localDay(Date.now() + 2 * 86_400_000, ZONE);
const AT = localTimeToEpoch(DAY, '09:30', ZONE);

let api: ServedApi;
let manager: string;

beforeEach(async () => {
  api = await ServedApi.start();
  manager = await api.signIn('3001');
});

afterEach(async () => {
  await api.close();
});

function csv(body: string | Buffer, type = 'text/csv', token = manager): Promise<ApiAnswer> {
  return send(body, type, token);
}

async function send(body: string | Buffer, type: string, token: string): Promise<ApiAnswer> {
  const response = await fetch(`${api.url}/api/halls/demo/appointments`, {
    method: 'POST',
    headers: { 'content-type': type, authorization: `Bearer ${token}` },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
  const answer = (await response.json()) as Record<string, unknown>;
  return { status: response.status, type: '', headers: response.headers, body: answer };
}

const json = (appointments: unknown) => send(JSON.stringify({ appointments }), 'application/json', manager);

async function listed(): Promise<readonly ListedAppointment[]> {
  const { body } = await api.request('GET', '/api/halls/demo/appointments', { token: manager });
  return body['appointments'] as readonly ListedAppointment[];
}

function faultsOf({ body, status }: ApiAnswer): [number, string | null][] {
  expect([status, body['kind']]).toEqual([422, 'appointments-invalid']);
  const faults = body['faults'] as readonly ImportFault[];
  for (const { text } of faults) expect([text.zh.length > 0, text.en.length > 0]).toEqual([true, true]);
  return faults.map(({ line, column }) => [line, column]);
}

describe('a list of appointments', () => {
  it('[P102] is imported from a spreadsheet, in the hall’s own time, and listed by time', async () => {
    const rows = [`K4822,A,vip,${DAY} 10:00`, `k4821,B,,${DAY.replaceAll('-', '/')} 9:30`, '', `K4823,A,,${DAY}T03:00:00Z`];
    const imported = await csv(`\uFEFFcode,service,class,at\r\n${rows.join('\r\n')}\r\n`);
    expect(imported).toMatchObject({ status: 201, body: { count: 3, before: 0 } });
    expect(await listed()).toEqual([
      { code: 'K4821', service: 'B', class: 'standard', at: AT, status: 'booked', ticket: null },
      { code: 'K4822', service: 'A', class: 'vip', at: AT + 30 * 60_000, status: 'booked', ticket: null },
      { code: 'K4823', service: 'A', class: 'standard', at: Date.parse(`${DAY}T11:00:00+08:00`), status: 'booked', ticket: null },
    ]);
  });

  it('[P102] may have Chinese headings, columns in any order, quotes, and be in GBK when it says so', async () => {
    // 预约码,时间,业务 in GB18030.
    const heading = Buffer.from('d4a4d4bcc2eb2ccab1bce42cd2b5cef10a', 'hex');
    const gbk = Buffer.concat([heading, Buffer.from(`"K4821","${DAY} 09:30","A"\n`)]);
    expect(await csv(gbk)).toMatchObject({ status: 400, body: { kind: 'malformed' } });
    expect(await csv(gbk, 'text/csv; charset=gb18030')).toMatchObject({ status: 201, body: { count: 1 } });
    expect((await csv('x', 'text/csv; charset=nonsense')).status).toBe(400);
    expect(await listed()).toMatchObject([{ code: 'K4821', at: AT }]);
  });

  it('[P102] may be JSON, with local times or milliseconds', async () => {
    const list = [
      { code: 'K4821', service: 'A', at: `${DAY} 09:30` },
      { code: 'K4822', service: 'A', class: 'vip', at: AT },
    ];
    expect(await json(list)).toMatchObject({ status: 201, body: { count: 2 } });
    for (const wrong of [[], [{ code: 'K1' }], [{ ...list[0], name: 'Zhang' }], 'x']) {
      expect(await json(wrong)).toMatchObject({ status: 400, body: { kind: 'malformed' } });
    }
  });

  it('[P103] is booked as a whole or not at all; every fault is told by its line, in both languages', async () => {
    const rows = [
      `K4821,A,,${DAY} 09:30`,
      `K1,A,,${DAY} 09:30`,
      `K4822,Z,,${DAY} 09:30`,
      `K4823,A,royal,${DAY} 09:30`,
      'K4824,A,,2026-02-30 09:30',
      'K4825,A,,tomorrow',
      'K4826,A,,2020-01-01 09:30',
      'K4827,A,,2199-01-01 09:30',
      `k4821,A,,${DAY} 09:45`,
      `K4828,A,,${DAY} 24:00`,
      'K4829,A,,2026-02-30T09:30:00+08:00',
    ];
    const version = (await api.hub.read('demo')).position.version;
    expect(faultsOf(await csv(`code,service,class,at\n${rows.join('\n')}`))).toEqual([
      [3, 'code'],
      [4, 'service'],
      [5, 'class'],
      [6, 'at'],
      [7, 'at'],
      [8, 'at'],
      [9, 'at'],
      [10, 'code'],
      [11, 'at'],
      [12, 'at'],
    ]);
    expect(faultsOf(await csv('K4821,A,,2026-01-01 09:00'))).toEqual([[1, 'code']]);
    expect(faultsOf(await csv('code,service\nK4821,A'))).toEqual([[1, 'at']]);
    expect(faultsOf(await csv('code,service,at\n'))).toEqual([[1, null]]);
    expect(
      faultsOf(
        await json([
          { code: 'K4821', service: 'A', at: AT },
          { code: 'K4822', service: 'Z', at: AT },
        ]),
      ),
    ).toEqual([[2, 'service']]);
    expect(await listed()).toEqual([]);
    expect((await api.hub.read('demo')).position.version).toBe(version);
  });

  it('[P104] can be sent again: what is there is not booked twice, a code of another appointment is a fault', async () => {
    const rows = Array.from({ length: APPOINTMENTS_AT_ONCE_MAX + 10 }, (_each, index) => `K${10_000 + index},A,,${DAY} 09:30`);
    const list = (lines: readonly string[]) => csv(`code,service,class,at\n${lines.join('\n')}`);
    const half = rows.slice(0, APPOINTMENTS_AT_ONCE_MAX + 1);
    expect((await list(half)).body).toEqual({ count: half.length, before: 0 });
    expect((await list(rows)).body).toEqual({ count: 9, before: half.length });
    expect((await list(rows)).body).toEqual({ count: 0, before: rows.length });
    expect(await listed()).toHaveLength(rows.length);
    expect(faultsOf(await list([`K10000,B,,${DAY} 09:30`]))).toEqual([[2, 'code']]);
    await api.command(manager, { type: 'cancel-appointment', code: 'K10001' });
    expect(faultsOf(await list([`K10001,A,,${DAY} 09:30`]))).toEqual([[2, 'code']]);
  });

  it('[P104] has a bound, and is for managers and administrators', async () => {
    const rows = (count: number, from = 10_000) =>
      `code,service,at\n${Array.from({ length: count }, (_each, index) => `K${from + index},A,${DAY} 09:30`).join('\n')}`;
    expect(faultsOf(await csv(rows(APPOINTMENTS_MAX + 1)))).toEqual([[APPOINTMENTS_MAX + 2, null]]);
    await csv(rows(1, 90_000));
    expect((await csv(rows(APPOINTMENTS_MAX))).body).toMatchObject({ kind: 'list-full' });
    expect(await listed()).toHaveLength(1);
    for (const token of [await api.signIn('1001'), await api.kiosk()]) {
      expect((await csv(rows(1), 'text/csv', token)).body).toMatchObject({ kind: 'not-allowed' });
    }
    const admin = await api.signIn('9001');
    expect((await csv(rows(1), 'text/csv', admin)).status).toBe(201);
  });
});
