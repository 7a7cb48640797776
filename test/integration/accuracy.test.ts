import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccuracyReport } from '../../shared/protocol/accuracy.ts';
import { localDay } from '../../shared/hall/local-time.ts';
import { newId } from '../support/open-access.ts';
import { ServedApi, type ApiAnswer } from '../support/served-api.ts';

let api: ServedApi;
let today: string;
const tokens = new Map<string, string>();

beforeAll(async () => {
  api = await ServedApi.start();
  for (const staffNumber of ['1001', '2001', '3001', '9001']) tokens.set(staffNumber, await api.signIn(staffNumber));
  today = localDay(Date.now(), 'Asia/Shanghai');
});

afterAll(async () => {
  await api.close();
});

function ask(staffNumber: string, query = '', hall = 'demo'): Promise<ApiAnswer> {
  return api.request('GET', `/api/halls/${hall}/accuracy${query}`, { token: tokens.get(staffNumber) ?? '' });
}

async function send(staffNumber: string, command: object): Promise<void> {
  const answer = await api.request('POST', '/api/halls/demo/commands', {
    token: tokens.get(staffNumber) ?? '',
    body: { id: newId(), ...command },
  });
  expect(answer.status).toBe(200);
}

describe('GET accuracy', () => {
  it('[F41] tells managers and administrators of the hall, and nobody else', async () => {
    for (const staffNumber of ['3001', '9001']) expect((await ask(staffNumber)).status).toBe(200);
    for (const staffNumber of ['1001', '2001']) {
      expect(await ask(staffNumber)).toMatchObject({ status: 403, body: { kind: 'not-allowed' } });
    }
    expect((await ask('3001', '', 'other')).status).toBe(403);
    expect((await api.request('GET', '/api/halls/demo/accuracy', {})).status).toBe(401);
  });

  it.each([
    '?from=yesterday',
    '?to=2026-02-30',
    '?from=2026-11-02&to=2026-11-01',
    '?from=2026-01-01&to=2026-11-01',
    '?from=',
    '?from=2026-11-01&from=2026-11-02',
    '?day=2026-11-01',
    '?service=',
    '?to=0000-01-01&from=9999-12-31',
  ])('[F41] refuses %s as malformed', async (query) => {
    expect(await ask('3001', query)).toMatchObject({ status: 400, body: { kind: 'malformed' } });
  });

  it('[F41] tells waits that were promised and kept, with what was learned and how far it goes', async () => {
    const release = api.hub.quoteBy(() => ({ fromMs: 0, toMs: 60_000 }));
    await send('3001', { type: 'open-day' }).catch(() => undefined);
    await send('1001', { type: 'sign-in', counter: 1 });
    await send('1001', { type: 'open-counter', counter: 1 });
    await send('2001', { type: 'issue-ticket', service: 'A' });
    await send('2001', { type: 'issue-ticket', service: 'A' });
    await send('1001', { type: 'call-next', counter: 1 });
    await send('1001', { type: 'call-next', counter: 1 });
    // A counter's next action: what was before it can no longer be taken back.
    await send('1001', { type: 'call-next', counter: 1 });
    release();
    await api.history.idle();
    const report = (await ask('3001', `?from=${today}&to=${today}`)).body as unknown as AccuracyReport;
    expect(report).toMatchObject({ from: today, to: today, behind: 0, overall: { judged: 1, unserved: 0, untold: 0 } });
    expect(report.overall.scores).toMatchObject({ withinUpper: 1, withinRange: 1, underPromised: 0, toldToMeanMs: 60_000 });
    expect(report.byService.map(({ service }) => service)).toEqual(['A']);
    expect(report.learned.services.map(({ learning }) => learning)).toEqual([true, true, true, true, true]);
    expect(report.learned.services[0]).toMatchObject({ service: 'A', medianMs: 4 * 60_000 });
    expect(report.learned.warnings.map(({ kind }) => kind)).toContain('no-history');
    expect(JSON.stringify(report)).not.toMatch(/NaN|null,null/);
  });
});
