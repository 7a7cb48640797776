import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommentsPage } from '../../shared/protocol/comments.ts';
import { newId } from '../support/open-access.ts';
import { ServedApi, type ApiAnswer } from '../support/served-api.ts';

/** HTML, four-byte characters, from right to left, lines of a form: all of it words. */
const ODD = '<img src=x onerror=alert(1)> 𠮷😀 \u202eشكرا\u202c & "quotes"\n第二行';
const UNWRITABLE = ['', '   ', 'a\u0000b', 'a\u001b[31mb', '\ud800', '字'.repeat(1_001), '字'.repeat(10_000)];

let api: ServedApi;
let [tablet, other, manager, teller, kiosk] = ['', '', '', '', ''];

beforeAll(async () => {
  api = await ServedApi.start();
  [tablet, other, kiosk] = [await api.rating(1), await api.rating(2), await api.kiosk()];
  [manager, teller] = [await api.signIn('3001'), await api.signIn('1001')];
  for (const type of ['sign-in', 'open-counter']) await api.command(teller, { type, counter: 1 });
});

afterAll(() => api.close());

const ask = (method: string, path: string, token: string, body?: unknown): Promise<ApiAnswer> =>
  api.request(method, `/api/halls/demo/comments${path}`, { token, ...(body !== undefined && { body }) });

async function book(query = ''): Promise<CommentsPage> {
  return (await ask('GET', query, manager)).body as unknown as CommentsPage;
}

/** One customer at counter 1, from ticket to finish. */
async function served(): Promise<string> {
  const { body } = await api.command(kiosk, { type: 'issue-ticket', service: 'A' });
  for (const type of ['call-next', 'start-service', 'finish-service'])
    expect((await api.command(teller, { type, counter: 1 })).status).toBe(200);
  return (body['result'] as { readonly ticket: string }).ticket;
}

describe('the comment book over REST', () => {
  it('[G8, G9, G10] keeps a tablet’s words to the letter, once, and tells the tablet its number alone', async () => {
    const said = { id: newId(), ticket: await served(), leg: 0, text: ODD };
    expect(await ask('POST', '', tablet, said)).toMatchObject({ status: 201, body: { number: 1 } });
    const again = await ask('POST', '', tablet, said);
    expect([again.status, again.body]).toEqual([200, { number: 1 }]);
    expect((await ask('POST', '', tablet, { ...said, text: 'other' })).body).toMatchObject({ kind: 'command-id-reused' });
    expect(await ask('POST', '', tablet, { ...said, id: newId() })).toMatchObject({ status: 409, body: { kind: 'record-over' } });
    const { records, unread } = await book();
    expect(unread).toBe(1);
    expect(records).toMatchObject([{ number: 1, counter: 1, source: 'tablet', grade: null, text: ODD, read: null }]);
  });

  it('[G9, G10] refuses what is no comment, and another’s ticket, by name, and keeps nothing of it', async () => {
    const before = await book();
    const ticket = await served();
    const said = { id: newId(), ticket, leg: 0, text: 'ok' };
    const wrong = [...UNWRITABLE.map((text) => ({ text })), { text: 7 }, { leg: -1 }, { leg: 1e9 }, { id: '' }, { more: 1 }];
    for (const each of wrong) {
      const { status, body } = await ask('POST', '', tablet, { ...said, ...each });
      expect([400, 413], JSON.stringify(each).slice(0, 40)).toContain(status);
      expect(body['text']).toMatchObject({ zh: expect.any(String) as string, en: expect.any(String) as string });
    }
    for (const text of ['{', '[]', 'null']) expect((await ask('POST', '', tablet, text)).status).toBe(400);
    expect(await ask('POST', '', other, said)).toMatchObject({ status: 403, body: { kind: 'not-allowed' } });
    for (const ticketOrNone of ['nobody', '<b>', '__proto__'])
      expect((await ask('POST', '', tablet, { ...said, ticket: ticketOrNone })).status).toBeGreaterThanOrEqual(400);
    for (const token of [manager, teller, kiosk]) expect((await ask('POST', '', token, said)).status).toBe(403);
    expect(await book()).toEqual(before);
  });

  it('[G11] is read and answered by managers alone, once, and read is read', async () => {
    const id = (await book()).records[0]?.id ?? '';
    for (const token of [tablet, teller, kiosk]) {
      expect((await ask('GET', '', token)).status).toBe(403);
      expect((await ask('POST', `/${id}/read`, token)).status).toBe(403);
      expect((await ask('POST', `/${id}/answer`, token, { text: 'a', name: 'b' })).status).toBe(403);
    }
    expect(await ask('POST', `/${id}/read`, manager)).toMatchObject({ status: 200, body: { read: { by: '3001' } } });
    expect((await book('?state=unread')).records).toEqual([]);
    for (const text of UNWRITABLE) expect([400, 413]).toContain((await ask('POST', `/${id}/answer`, manager, { text, name: '李' })).status); // prettier-ignore
    const answer = { text: ODD, name: '李经理' };
    for (let time = 0; time < 2; time += 1)
      expect(await ask('POST', `/${id}/answer`, manager, answer)).toMatchObject({ status: 200, body: { answer } });
    expect((await ask('POST', `/${id}/answer`, manager, { ...answer, text: 'no' })).body).toMatchObject({ kind: 'record-over' });
    expect((await book('?state=unanswered')).records).toEqual([]);
    expect((await ask('POST', '/nothing-here/read', manager)).status).toBe(404);
    for (const query of ['?state=all', '?limit=x', '?after=1']) expect((await ask('GET', query, manager)).status).toBe(400);
  });
});
