import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PIN } from '../../server/access/kiosk-pin.ts';
import { ServedApi } from '../support/served-api.ts';

const PHONE = '13800138000';
let api: ServedApi;
let [kiosk, admin, manager, teller] = ['', '', '', ''];

beforeAll(async () => {
  api = await ServedApi.start();
  [kiosk, admin, manager, teller] = (await Promise.all([
    api.kiosk(),
    ...['9001', '3001', '1001'].map((staffNumber) => api.signIn(staffNumber)),
  ])) as [string, string, string, string];
});

afterAll(() => api.close());

const ask = (method: string, path: string, token: string, body?: unknown) =>
  api.request(method, `/api/halls/demo/${path}`, { token, ...(body === undefined ? {} : { body }) });

describe('what a kiosk asks beside its line', () => {
  it('[K115] an administrator’s list is taken whole or not at all, and faults name lines and no identities', async () => {
    const csv = `identity,class\n${PHONE},vip\n"6222 0212 3456",priority\n`;
    expect((await ask('POST', 'identities', manager, { csv })).status).toBe(403);
    expect((await ask('POST', 'identities', kiosk, { csv })).status).toBe(403);
    expect(await ask('POST', 'identities', admin, { csv })).toMatchObject({
      status: 201,
      body: { counts: [{ class: 'priority', count: 1 }, { class: 'vip', count: 1 }] }, // prettier-ignore
    });
    const wrong = await ask('POST', 'identities', admin, { csv: `identity,class\n${PHONE},gold\n张三13900139000,vip\n` });
    expect(wrong).toMatchObject({ status: 422, body: { kind: 'identities-invalid', faults: [{ line: 2, column: 'class' }, { line: 3, column: 'identity' }] } }); // prettier-ignore
    expect(JSON.stringify(wrong.body)).not.toMatch(/138001|139001/);
    expect((await ask('POST', 'identities', admin, { csv: 'phone;class' })).status).toBe(422);
    expect((await ask('POST', 'identities', admin, [])).body).toMatchObject({ kind: 'malformed' });
    expect((await ask('GET', 'identities', manager)).body).toMatchObject({ counts: [{ count: 1 }, { count: 1 }] });
    expect((await ask('GET', 'identities', teller)).status).toBe(403);
  });

  it('[K102, K113] a class is said and nothing else; what is no identity is a customer like any other', async () => {
    expect(await ask('POST', 'identify', kiosk, { identity: '138 0013 8000' })).toMatchObject({
      status: 200,
      body: { class: 'vip' },
    });
    for (const identity of ['9'.repeat(10_000), '138\u0000', '\u202e00083100831', '', '<script>', '13900139000'])
      expect(await ask('POST', 'identify', kiosk, { identity })).toMatchObject({ status: 200, body: { class: null } });
    for (const body of [{}, { identity: 7 }, { identity: 'x'.repeat(30_000) }, { identity: PHONE, more: 1 }]) {
      const refused = await ask('POST', 'identify', kiosk, body);
      expect(refused).toMatchObject({ status: 400, body: { kind: 'malformed' } });
      expect(JSON.stringify(refused.body)).not.toContain(PHONE);
    }
    expect((await ask('POST', 'identify', teller, { identity: PHONE })).status).toBe(403);
    const statuses = [];
    for (let guess = 0; guess < 20; guess += 1)
      statuses.push((await ask('POST', 'identify', kiosk, { identity: `1390000${1000 + guess}` })).status);
    expect(statuses.at(-1)).toBe(429);
  });

  it('[K111] the PIN is asked for by kiosks, set by who answers for the hall, and slowed', async () => {
    expect((await ask('POST', 'kiosk/pin', teller, { pin: DEMO_PIN })).status).toBe(403);
    expect((await ask('POST', 'kiosk/pin', kiosk, { pin: DEMO_PIN })).status).toBe(204);
    expect((await ask('PUT', 'kiosk/pin', kiosk, { pin: '864209' })).status).toBe(403);
    expect(await ask('PUT', 'kiosk/pin', admin, { pin: '123456' })).toMatchObject({
      status: 422,
      body: { kind: 'pin-too-simple' },
    });
    expect((await ask('PUT', 'kiosk/pin', manager, { pin: '864209' })).status).toBe(204);
    for (const pin of ['111222', '', 'x'.repeat(10_000), '864208', '864200'])
      expect(await ask('POST', 'kiosk/pin', kiosk, { pin })).toMatchObject({ status: 401, body: { kind: 'wrong-password' } });
    const slowed = await ask('POST', 'kiosk/pin', kiosk, { pin: '864209' });
    expect(slowed.status).toBe(429);
    expect(Number(slowed.headers.get('retry-after'))).toBeGreaterThan(25);
    expect((await ask('POST', 'kiosk/test-print', kiosk, { printer: 'none' })).body).toMatchObject({ kind: 'unknown-printer' });
  });
});
