import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AdviceBook } from '../../server/history/advice-book.ts';
import type { AdviceReport } from '../../shared/protocol/advice-report.ts';
import { localDay } from '../../shared/hall/local-time.ts';
import { newId } from '../support/open-access.ts';
import { ServedApi, type ApiAnswer } from '../support/served-api.ts';
import { adviceTo } from '../support/some-advice.ts';

let api: ServedApi;
const tokens = new Map<string, string>();

beforeAll(async () => {
  api = await ServedApi.start();
  for (const staffNumber of ['1001', '2001', '3001', '9001']) tokens.set(staffNumber, await api.signIn(staffNumber));
  await send('3001', { type: 'open-day' });
});

afterAll(async () => {
  await api.close();
});

function ask(staffNumber: string, query = ''): Promise<ApiAnswer> {
  return api.request('GET', `/api/halls/demo/advice${query}`, { token: tokens.get(staffNumber) ?? '' });
}

async function reported(query = ''): Promise<AdviceReport> {
  const { body, status } = await ask('3001', query);
  expect(status).toBe(200);
  return body as unknown as AdviceReport;
}

function send(staffNumber: string, command: object, id = newId()): Promise<ApiAnswer> {
  return api.request('POST', '/api/halls/demo/commands', { token: tokens.get(staffNumber) ?? '', body: { id, ...command } });
}

function help(id: string) {
  return adviceTo({ is: 'call-help', service: 'A' }, { id, at: Date.now() - 1_000 });
}

describe('advice answered over REST', () => {
  it('[F111] gives a command that is sent twice its first answer, and another manager the name of the first', async () => {
    const advice = help('twice');
    const command = { type: 'accept-advice', advice };
    const [first, again] = [await send('3001', command, 'accept-it-once'), await send('3001', command, 'accept-it-once')];
    expect([first.status, again.body]).toEqual([200, first.body]);
    expect(await send('3001', command)).toMatchObject({
      status: 409,
      body: { kind: 'advice-answered', by: '3001', accepted: true },
    });
  });

  it('[F110] is for managers, seats nobody who is no teller, and takes no figure that is none', async () => {
    for (const staffNumber of ['1001', '2001', '9001']) {
      expect((await send(staffNumber, { type: 'accept-advice', advice: help('not-yours') })).status).toBe(403);
    }
    const seats = adviceTo(
      { is: 'open-counter', counter: 5, teller: '9999', services: null },
      { id: 'seats', at: Date.now() - 1_000 },
    );
    expect(await send('3001', { type: 'accept-advice', advice: seats })).toMatchObject({ body: { kind: 'unknown-teller' } });
    const odd = { ...help('odd'), saving: { meanMs: null, lowMs: 0, highMs: 1e300 } };
    expect(await send('3001', { type: 'decline-advice', advice: odd, reason: 'no' })).toMatchObject({
      body: { kind: 'malformed' },
    });
  });

  it('[F115] reports what was accepted and declined, with the reason, and what it came to once that is known', async () => {
    await send('3001', { type: 'decline-advice', advice: help('declined'), reason: 'nobody-free' });
    const before = await reported();
    expect(before).toMatchObject({ accepted: 1, declined: 1, savingErrorMs: null });
    expect(before.advice.map(({ advice, answer, by, effect }) => [advice.id, answer, by, effect])).toEqual([
      ['declined', { is: 'declined', reason: 'nobody-free' }, '3001', { is: 'measuring' }],
      ['twice', { is: 'accepted' }, '3001', { is: 'measuring' }],
    ]);
    const effect = {
      tickets: 30,
      realMeanMs: 600_000,
      realP90Ms: 1_200_000,
      withoutMeanMs: 760_000,
      withMeanMs: 590_000,
      savedMs: 160_000,
    };
    api.advice.measured('demo', [
      { advice: 'twice', effect },
      { advice: 'declined', effect: null },
    ]);
    const after = await reported();
    expect(after.advice.map((each) => each.effect)).toEqual([{ is: 'unknown' }, { is: 'measured', ...effect }]);
    expect(after.savingErrorMs).toBe(20_000);
  });

  it('[F115] takes up what was answered before, and says what was never measured', async () => {
    await api.database.sql.deleteFrom('advice_answers').execute();
    const later = (): number => Date.now() + 2 * 3_600_000;
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const book = await AdviceBook.open({ database: api.database, hub: api.hub, halls: ['demo'], now: later, log });
    const day = localDay(Date.now(), 'Asia/Shanghai');
    const { advice } = await book.report('demo', { from: day, to: day, timeZone: 'Asia/Shanghai' });
    expect(advice.map((each) => [each.advice.id, each.effect.is]).sort()).toEqual([
      ['declined', 'unknown'],
      ['twice', 'unknown'],
    ]);
    await book.close();
  });

  it('[F115] is told to managers and administrators, of days that make sense', async () => {
    for (const staffNumber of ['3001', '9001']) expect((await ask(staffNumber)).status).toBe(200);
    for (const staffNumber of ['1001', '2001']) expect((await ask(staffNumber)).status).toBe(403);
    for (const query of ['?from=yesterday', '?from=2026-11-02&to=2026-11-01', '?from=2026-01-01&to=2026-11-01', '?service=A']) {
      expect(await ask('3001', query)).toMatchObject({ status: 400, body: { kind: 'malformed' } });
    }
    expect((await reported('?from=2026-01-01&to=2026-01-02')).advice).toEqual([]);
  });
});
