import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckSheets, HandOver, HardwareFault, LogEntry, RecordsPage } from '../../shared/protocol/records.ts';
import { localDay } from '../../shared/hall/local-time.ts';
import { newId } from '../support/open-access.ts';
import { ServedApi, type ApiAnswer } from '../support/served-api.ts';

/** A NUL, at which a database ends a text; half a surrogate pair; an escape of a terminal. */
const UNWRITABLE = ['a\u0000b', 'a\ud83d', '\udc4db', '\u001b[31mred'];

let api: ServedApi;
const tokens = new Map<string, string>();

beforeAll(async () => {
  api = await ServedApi.start();
  for (const staffNumber of ['1001', '1002', '2001', '2002', '3001', '9001']) {
    tokens.set(staffNumber, await api.signIn(staffNumber));
  }
});

afterAll(async () => {
  await api.close();
});

function ask(method: string, staffNumber: string, path: string, body?: unknown): Promise<ApiAnswer> {
  const token = tokens.get(staffNumber) ?? '';
  return api.request(method, `/api/halls/demo/records/${path}`, { token, ...(body !== undefined && { body }) });
}

async function list<Item>(staffNumber: string, path: string): Promise<RecordsPage<Item>> {
  return (await ask('GET', staffNumber, path)).body as unknown as RecordsPage<Item>;
}

describe('the shift log', () => {
  it('[P92] keeps what was written, by whom and when, newest first, page by page', async () => {
    for (const text of ['空调维修', 'Inspection at ten', '客户表扬 1001']) {
      expect(await ask('POST', '1001', 'log', { id: newId(), text })).toMatchObject({ status: 201, body: { by: '1001', text } });
    }
    const first = await list<LogEntry>('2001', 'log?limit=2');
    expect(first.records.map(({ text }) => text)).toEqual(['客户表扬 1001', 'Inspection at ten']);
    const rest = await list<LogEntry>('3001', `log?limit=2&before=${String(first.before)}`);
    expect(rest.records.map(({ text }) => text)).toEqual(['空调维修']);
    expect(rest.before).toBeNull();
  });

  it('[P92] strikes through, by the writer or a manager, once, and leaves the words', async () => {
    const id = newId();
    await ask('POST', '1001', 'log', { id, text: 'wrong' });
    expect(await ask('POST', '1002', `log/${id}/strike`)).toMatchObject({ status: 403, body: { kind: 'not-allowed' } });
    const struck = await ask('POST', '3001', `log/${id}/strike`);
    expect(struck).toMatchObject({ status: 200, body: { text: 'wrong', struck: { by: '3001' } } });
    expect((await ask('POST', '3001', `log/${id}/strike`)).body).toEqual(struck.body);
    expect(await ask('POST', '1001', `log/${id}/strike`)).toMatchObject({
      status: 409,
      body: { kind: 'record-over', by: '3001' },
    });
    expect((await ask('POST', '3001', 'log/nothing/strike')).status).toBe(404);
    for (const method of ['PUT', 'DELETE']) expect((await ask(method, '3001', 'log', { id, text: 'other' })).status).toBe(405);
  });

  it('[P93] is written once under an id, whoever sends it again', async () => {
    const entry = { id: newId(), text: 'once' };
    const first = await ask('POST', '1001', 'log', entry);
    const both = await Promise.all([ask('POST', '1001', 'log', entry), ask('POST', '1001', 'log', entry)]);
    for (const again of both) expect(again).toMatchObject({ status: 200, body: first.body });
    for (const [staffNumber, text] of [
      ['1002', 'once'],
      ['1001', 'twice'],
    ] as const) {
      expect(await ask('POST', staffNumber, 'log', { ...entry, text })).toMatchObject({
        status: 422,
        body: { kind: 'command-id-reused' },
      });
    }
    const { records } = await list<LogEntry>('1001', 'log');
    expect(records.filter(({ id }) => id === entry.id)).toHaveLength(1);
  });

  it('[P109] comes back to the letter, and what would not is refused', async () => {
    const text = '第一行\n\t第二行 😀 \u202e \u200d "\'; --';
    const entry = { id: newId(), text };
    expect((await ask('POST', '1001', 'log', entry)).status).toBe(201);
    expect(await ask('POST', '1001', 'log', entry)).toMatchObject({ status: 200, body: { text } });
    for (const name of UNWRITABLE) {
      const fault = { id: newId(), device: 'other', name, text: 'x' };
      expect((await ask('POST', '1001', 'faults', fault)).body).toMatchObject({
        kind: 'malformed',
        detail: 'name: has characters that cannot be kept',
      });
    }
  });

  it('[P93] names what is wrong with a record, and keeps nothing of it', async () => {
    const before = await list<LogEntry>('1001', 'log');
    const wrong = [
      { text: 'no id' },
      { id: newId(), text: ' ' },
      { id: newId(), text: 'x'.repeat(2_001) },
      { id: newId(), text: 'x', at: 1 },
      ...UNWRITABLE.map((text) => ({ id: newId(), text })),
    ];
    for (const body of wrong) {
      const answer = await ask('POST', '1001', 'log', body);
      expect(answer).toMatchObject({ status: 400, body: { kind: 'malformed' } });
      expect(answer.body['detail']).not.toBe('');
    }
    for (const query of ['?limit=x', '?after=1']) expect((await ask('GET', '1001', `log${query}`)).status).toBe(400);
    expect(await list('1001', 'log')).toEqual(before);
  });
});

describe('hand-over', () => {
  it('[P94] is accepted once, by a manager who did not write it', async () => {
    const id = newId();
    const text = 'A012 挂起；打印机报障；停办业务 C';
    expect(await ask('POST', '3001', 'hand-overs', { id, text, to: '3002' })).toMatchObject({
      status: 201,
      body: { by: '3001', to: '3002', text, accepted: null },
    });
    expect((await ask('POST', '1001', `hand-overs/${id}/accept`, {})).body).toMatchObject({ kind: 'not-allowed' });
    expect((await ask('POST', '3001', `hand-overs/${id}/accept`, {})).body).toMatchObject({ kind: 'not-allowed' });
    const byTeller = newId();
    await ask('POST', '1001', 'hand-overs', { id: byTeller, text: '早班交接' });
    const accepted = await ask('POST', '3001', `hand-overs/${byTeller}/accept`, { remark: '已核对' });
    expect(accepted).toMatchObject({ status: 200, body: { to: null, accepted: { by: '3001', remark: '已核对' } } });
    expect((await ask('POST', '3001', `hand-overs/${byTeller}/accept`)).body).toEqual(accepted.body);
    const { records } = await list<HandOver>('2001', 'hand-overs');
    expect(records.map((each) => each.id)).toEqual([byTeller, id]);
  });
});

describe('opening and closing checks', () => {
  const today = localDay(Date.now(), 'Asia/Shanghai');

  it('[P95] begin with a list in both languages; a tick says who looked when, and the last one counts', async () => {
    const sheets = (await ask('GET', '1001', `checks?day=${today}`)).body as unknown as CheckSheets;
    expect(sheets.opening.length).toBeGreaterThan(5);
    expect(sheets.closing.every(({ text, ticks }) => text.zh !== '' && text.en !== '' && ticks.length === 0)).toBe(true);
    const point = sheets.opening[0]?.id ?? '';
    const tick = { day: today, kind: 'opening', point };
    await ask('POST', '2001', 'checks', { ...tick, id: newId(), good: false, remark: '卷闸门卡住' });
    expect((await ask('POST', '3001', 'checks', { ...tick, id: newId(), good: true })).status).toBe(201);
    const after = (await ask('GET', '1001', `checks?day=${today}`)).body as unknown as CheckSheets;
    expect(after.opening[0]?.ticks.map(({ by, good, remark }) => [by, good, remark])).toEqual([
      ['2001', false, '卷闸门卡住'],
      ['3001', true, ''],
    ]);
  });

  it('[P95] are of today and of a point of the list', async () => {
    const tick = { id: newId(), kind: 'opening', point: 'door', good: true };
    expect((await ask('POST', '1001', 'checks', { ...tick, day: '2020-01-01' })).body).toMatchObject({ kind: 'command-expired' });
    expect((await ask('POST', '1001', 'checks', { ...tick, day: today, kind: 'closing' })).status).toBe(404);
    for (const query of ['', '?day=2026-02-30', '?day=0000-00-00']) {
      expect((await ask('GET', '1001', `checks${query}`)).status).toBe(400);
    }
  });

  it('[P96] have a list that a manager changes; what was ticked before stays on its sheet', async () => {
    await ask('POST', '1001', 'checks', { id: newId(), day: today, kind: 'closing', point: 'cash', good: true });
    const points = [{ id: 'lamp', kind: 'closing', text: { zh: '关灯', en: 'Lights off' } }];
    expect((await ask('PUT', '1001', 'check-points', { points })).body).toMatchObject({ kind: 'not-allowed' });
    expect((await ask('PUT', '3001', 'check-points', { points: [...points, ...points] })).status).toBe(400);
    expect((await ask('PUT', '3001', 'check-points', { points: [] })).status).toBe(400);
    expect((await ask('PUT', '3001', 'check-points', { points })).status).toBe(200);
    expect((await ask('GET', '9001', 'check-points')).body).toEqual({ points });
    const { closing } = (await ask('GET', '1001', `checks?day=${today}`)).body as unknown as CheckSheets;
    expect(closing.map(({ id, ticks }) => [id, ticks.length])).toEqual([
      ['lamp', 0],
      ['cash', 1],
    ]);
  });
});

describe('hardware faults', () => {
  const report = { device: 'kiosk', name: '2 号取号机', text: '触摸屏失灵' };

  it('[P97] hold start, person, end and what was done between, and never change what was reported', async () => {
    const id = newId();
    const startedAt = Date.now() - 600_000;
    expect((await ask('POST', '2002', 'faults', { id, ...report, startedAt })).body).toMatchObject({
      ...report,
      ...{ startedAt, reportedBy: '2002', state: 'open', endedAt: null, history: [] },
    });
    const step = (staffNumber: string, body: object) =>
      ask('POST', staffNumber, `faults/${id}/history`, { id: newId(), ...body });
    expect((await step('3001', { step: 'in-repair', remark: '已联系厂家' })).body).toMatchObject({ state: 'in-repair' });
    expect((await step('1001', { step: 'remark' })).status).toBe(400);
    expect((await step('3001', { step: 'done', endedAt: startedAt - 1 })).status).toBe(400);
    const endedAt = startedAt + 300_000;
    const done = await step('1001', { step: 'done', remark: '已更换', endedAt });
    expect(done.body).toMatchObject({ ...report, startedAt, state: 'done', endedAt });
    expect((done.body as unknown as HardwareFault).history.map((each) => [each.by, each.step, each.remark])).toEqual([
      ['3001', 'in-repair', '已联系厂家'],
      ['1001', 'done', '已更换'],
    ]);
    expect(await step('3001', { step: 'in-repair' })).toMatchObject({ status: 409, body: { kind: 'record-over', by: '1001' } });
  });

  it('[P97] are listed by state', async () => {
    const open = newId();
    const repaired = newId();
    for (const id of [open, repaired]) await ask('POST', '9001', 'faults', { id, ...report });
    await ask('POST', '9001', `faults/${repaired}/history`, { id: newId(), step: 'in-repair' });
    const ids = async (state: string) => (await list<HardwareFault>('2002', `faults?state=${state}`)).records.map(({ id }) => id);
    expect(await ids('unfinished')).toEqual([repaired, open]);
    expect(await ids('open')).toEqual([open]);
    expect(await ids('in-repair')).toEqual([repaired]);
    expect(await ids('done')).toHaveLength(1);
    expect((await list<HardwareFault>('1001', 'faults?limit=1')).records).toHaveLength(1);
  });
});

describe('rights to records', () => {
  /** Said a second time, the other way round. */
  const MAY: Readonly<Record<string, readonly string[]>> = {
    'GET log': ['1001', '2001', '3001'],
    'POST log': ['1001', '2001', '3001'],
    'GET hand-overs': ['1001', '2001', '3001'],
    'POST hand-overs': ['1001', '2001', '3001'],
    'POST hand-overs/nothing/accept': ['3001'],
    'GET checks': ['1001', '2001', '3001'],
    'POST checks': ['1001', '2001', '3001'],
    'GET check-points': ['1001', '2001', '3001', '9001'],
    'PUT check-points': ['3001', '9001'],
    'GET faults': ['1001', '2001', '2002', '3001', '9001'],
    'POST faults': ['1001', '2001', '2002', '3001', '9001'],
    'POST faults/nothing/history': ['1001', '2001', '2002', '3001', '9001'],
  };

  it('[A72] are by role; devices and other halls have none', async () => {
    const kiosk = await api.kiosk();
    const foreign = await api.foreignKiosk();
    for (const [route, allowed] of Object.entries(MAY)) {
      const [method = '', path = ''] = route.split(' ');
      const body = method === 'GET' ? undefined : {};
      for (const staffNumber of ['1001', '2001', '2002', '3001', '9001']) {
        const { kind } = (await ask(method, staffNumber, path, body)).body;
        expect(kind === 'not-allowed' ? 'denied' : 'allowed', `${route} ${staffNumber}`).toBe(
          allowed.includes(staffNumber) ? 'allowed' : 'denied',
        );
      }
      for (const token of [kiosk, foreign]) {
        const answer = await api.request(method, `/api/halls/demo/records/${path}`, { token, ...(body && { body }) });
        expect(answer, route).toMatchObject({ status: 403, body: { kind: 'not-allowed' } });
      }
      expect((await api.request(method, `/api/halls/demo/records/${path}`, { ...(body && { body }) })).status).toBe(401);
    }
  });

  it('[A73] nothing of a record is in the hall’s state or its entries', async () => {
    const id = newId();
    await ask('POST', '1001', 'log', { id, text: 'a name: Zhang San' });
    const token = tokens.get('3001') ?? '';
    const state = await api.position(token);
    const entries = await api.request('GET', '/api/halls/demo/entries?limit=1000', { token });
    expect(JSON.stringify([state, entries.body])).not.toContain('Zhang San');
  });
});
