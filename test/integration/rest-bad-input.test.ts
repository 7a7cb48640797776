import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MESSAGE_BYTES_MAX } from '../../shared/protocol/limits.ts';
import { newId } from '../support/open-access.ts';
import { ServedApi, type ApiAnswer } from '../support/served-api.ts';

let api: ServedApi;
let kiosk: string;
let manager: string;
const tellers = new Map<number, string>();

function teller(counter: number): string {
  return tellers.get(counter) ?? '';
}

beforeAll(async () => {
  api = await ServedApi.start();
  kiosk = await api.kiosk();
  manager = await api.signIn('3001');
  for (const counter of [1, 2]) {
    const token = await api.signIn(`100${counter}`);
    tellers.set(counter, token);
    await api.command(token, { type: 'sign-in', counter });
    await api.command(token, { type: 'open-counter', counter });
  }
});

afterAll(async () => {
  await api.close();
});

async function issue(service = 'A'): Promise<string> {
  const { body } = await api.command(kiosk, { type: 'issue-ticket', service });
  return (body['result'] as { readonly ticket: string }).ticket;
}

/** The refusal by its kind, and that the hall is to the byte what it was. */
async function refusal(send: () => Promise<ApiAnswer>): Promise<{ readonly status: number; readonly kind: unknown }> {
  const before = await api.position(manager);
  const { body, status, type } = await send();
  expect(await api.position(manager)).toEqual(before);
  expect(type).toContain('application/problem+json');
  expect(body).toMatchObject({ status, type: `urn:hallcall:problem:${String(body['kind'])}` });
  const { zh, en } = body['text'] as { readonly zh: string; readonly en: string };
  expect([zh.length > 0, en.length > 0]).toEqual([true, true]);
  return { status, kind: body['kind'] };
}

describe('bad input over REST is refused by name and changes nothing', () => {
  it('[P60] an unknown command', async () => {
    expect(await refusal(() => api.command(kiosk, { type: 'open-safe' }))).toEqual({ status: 400, kind: 'unknown-command' });
    expect(await refusal(() => api.command(kiosk, { type: 'constructor' }))).toEqual({ status: 400, kind: 'unknown-command' });
  });

  it('[P60] an unknown field, a missing one, a wrong type, an id that is none', async () => {
    const malformed = { status: 400, kind: 'malformed' };
    expect(await refusal(() => api.command(kiosk, { type: 'issue-ticket', service: 'A', name: 'Zhang' }))).toEqual(malformed);
    expect(await refusal(() => api.command(kiosk, { type: 'issue-ticket' }))).toEqual(malformed);
    expect(await refusal(() => api.command(kiosk, { type: 'issue-ticket', service: 7 }))).toEqual(malformed);
    expect(await refusal(() => api.command(teller(1), { type: 'call-next', counter: '1' }))).toEqual(malformed);
    expect(await refusal(() => api.command(teller(1), { type: 'call-next', counter: 1.5 }))).toEqual(malformed);
    expect(await refusal(() => api.command(kiosk, { type: 'issue-ticket', service: 'A' }, 'short'))).toEqual(malformed);
  });

  it('[P60] no JSON, JSON that is no object, a body of another type, no body', async () => {
    const send = (body: string | undefined, headers?: Record<string, string>) => () =>
      api.request('POST', '/api/halls/demo/commands', {
        token: kiosk,
        ...(body === undefined ? {} : { body }),
        ...(headers && { headers }),
      });
    const malformed = { status: 400, kind: 'malformed' };
    for (const body of ['{', 'null', '[]', '"x"', '{"__proto__":{"type":"issue-ticket"}}']) {
      expect(await refusal(send(body)), body).toEqual(malformed);
    }
    expect(await refusal(send('type=issue-ticket', { 'content-type': 'text/plain' }))).toEqual(malformed);
    expect(await refusal(send(undefined))).toEqual(malformed);
  });

  it('[P61] a message that is too large', async () => {
    const large = { type: 'call-ticket', counter: 1, ticket: 'x', reason: 'x'.repeat(MESSAGE_BYTES_MAX) };
    expect(await refusal(() => api.command(teller(1), large))).toEqual({ status: 413, kind: 'message-too-large' });
  });

  it('[P62] no token, a foreign one, another hall’s, another hall in the path', async () => {
    const command = { type: 'issue-ticket', service: 'A', id: newId() };
    const send =
      (token: string | undefined, hall = 'demo') =>
      () =>
        api.request('POST', `/api/halls/${hall}/commands`, { body: command, ...(token === undefined ? {} : { token }) });
    expect(await refusal(send(undefined))).toEqual({ status: 401, kind: 'unauthenticated' });
    expect(await refusal(send('f'.repeat(64)))).toEqual({ status: 401, kind: 'unauthenticated' });
    const foreign = await api.foreignKiosk();
    expect(await refusal(send(foreign))).toEqual({ status: 403, kind: 'not-allowed' });
    expect(await refusal(send(kiosk, 'other'))).toEqual({ status: 403, kind: 'not-allowed' });
    expect(await refusal(send(kiosk, 'nowhere'))).toEqual({ status: 403, kind: 'not-allowed' });
    expect((await send(foreign, 'other')()).status).toBe(200);
  });

  it('[P62] a command that the role may not send', async () => {
    const notAllowed = { status: 403, kind: 'not-allowed' };
    expect(await refusal(() => api.command(kiosk, { type: 'close-day' }))).toEqual(notAllowed);
    expect(await refusal(() => api.command(teller(1), { type: 'open-day' }))).toEqual(notAllowed);
    expect(await refusal(() => api.command(manager, { type: 'report-print', ticket: 'x', outcome: 'printed' }))).toEqual(
      notAllowed,
    );
    const wall = await api.wall();
    expect(await refusal(() => api.command(wall, { type: 'issue-ticket', service: 'A' }))).toEqual(notAllowed);
  });

  it('[P63] a service, class, counter or ticket that does not exist', async () => {
    const ticket = 'f'.repeat(32);
    const cases = [
      [kiosk, { type: 'issue-ticket', service: 'Z' }, 'unknown-service'],
      [kiosk, { type: 'issue-ticket', service: 'A', class: 'royal' }, 'unknown-class'],
      [kiosk, { type: 'issue-ticket', service: 'A', printer: 'none' }, 'unknown-printer'],
      [manager, { type: 'open-counter', counter: 99 }, 'unknown-counter'],
      [manager, { type: 'cancel-ticket', ticket }, 'unknown-ticket'],
      [teller(1), { type: 'call-ticket', counter: 1, ticket, reason: 'assigned' }, 'unknown-ticket'],
    ] as const;
    for (const [token, command, kind] of cases) {
      expect(await refusal(() => api.command(token, command)), kind).toEqual({ status: 404, kind });
    }
  });

  it('[P64] a finished ticket', async () => {
    const ticket = await issue();
    await api.command(teller(1), { type: 'call-ticket', counter: 1, ticket, reason: 'assigned' });
    await api.command(teller(1), { type: 'start-service', counter: 1 });
    await api.command(teller(1), { type: 'finish-service', counter: 1 });
    for (const command of [
      { type: 'cancel-ticket' },
      { type: 'mark-left' },
      { type: 'call-ticket', counter: 1, reason: 'assigned' },
    ]) {
      const { status, kind } = await refusal(() => api.command(teller(1), { ...command, ticket }));
      expect([status, kind], command.type).toEqual([409, 'ticket-not-waiting']);
    }
    expect(await refusal(() => api.command(manager, { type: 'return-ticket', ticket }))).toEqual({
      status: 409,
      kind: 'ticket-not-no-show',
    });
    expect(await refusal(() => api.command(teller(1), { type: 'finish-service', counter: 1 }))).toEqual({
      status: 409,
      kind: 'nobody-at-hand',
    });
  });

  it('[P64] tells the ticket’s state beside the problem’s own status', async () => {
    const ticket = await issue();
    await api.command(kiosk, { type: 'issue-ticket', service: 'A' });
    await api.command(teller(1), { type: 'call-ticket', counter: 1, ticket, reason: 'assigned' });
    const { body } = await api.command(teller(2), { type: 'call-ticket', counter: 2, ticket, reason: 'assigned' });
    expect(body).toMatchObject({ status: 409, kind: 'ticket-not-waiting', ticket, ticketStatus: 'called', counter: 1 });
    await api.command(teller(1), { type: 'finish-service', counter: 1 });
  });

  it('[P64] a closed counter, and a counter of somebody else', async () => {
    const third = await api.signIn('1003');
    await api.command(third, { type: 'sign-in', counter: 3 });
    expect(await refusal(() => api.command(third, { type: 'call-next', counter: 3 }))).toEqual({
      status: 409,
      kind: 'counter-closed',
    });
    expect(await refusal(() => api.command(third, { type: 'call-next', counter: 1 }))).toEqual({
      status: 409,
      kind: 'not-signed-in',
    });
  });

  it('[P64] two counters after one ticket: one has it', async () => {
    const ticket = await issue();
    const before = await api.position(manager);
    const calls = await Promise.all(
      [1, 2].map((counter) => api.command(teller(counter), { type: 'call-ticket', counter, ticket, reason: 'assigned' })),
    );
    expect(calls.map((call) => call.status).toSorted()).toEqual([200, 409]);
    expect(calls.find((call) => call.status === 409)?.body).toMatchObject({ kind: 'ticket-not-waiting', ticket });
    expect((await api.position(manager)).version).toBe((before.version as number) + 1);
  });

  it('[P65] the same id twice: the same answer, and nothing twice', async () => {
    const id = newId();
    const first = await api.command(kiosk, { type: 'issue-ticket', service: 'B' }, id);
    const after = await api.position(manager);
    const second = await api.command(kiosk, { type: 'issue-ticket', service: 'B' }, id);
    expect(second.body).toEqual(first.body);
    const together = await Promise.all([1, 2, 3].map(() => api.command(kiosk, { service: 'B', type: 'issue-ticket' }, id)));
    for (const answer of together) expect(answer.body).toEqual(first.body);
    expect(await api.position(manager)).toEqual(after);
  });

  it('[P65] the same id with other content, or from somebody else', async () => {
    const id = newId();
    await api.command(kiosk, { type: 'issue-ticket', service: 'B' }, id);
    const reused = { status: 422, kind: 'command-id-reused' };
    expect(await refusal(() => api.command(kiosk, { type: 'issue-ticket', service: 'C' }, id))).toEqual(reused);
    expect(await refusal(() => api.command(manager, { type: 'issue-ticket', service: 'B' }, id))).toEqual(reused);
  });

  it('[P66] a command of another business day', async () => {
    const late = { type: 'issue-ticket', service: 'A', day: '2001-01-01' };
    expect(await refusal(() => api.command(kiosk, late))).toEqual({ status: 409, kind: 'command-expired' });
  });
});
