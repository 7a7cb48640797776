import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ToldWait } from '../../shared/hall/forecast/wait-range.ts';
import type { PhoneView } from '../../shared/protocol/phone-view.ts';
import { GREETER, MANAGER, MINUTE, teller } from '../../test/support/played-hall.ts';
import { HALL, RunningHub, settled } from '../../test/support/running-hub.ts';
import { waitsFrom } from './phone-waits.ts';
import { PHONE_COALESCE_MS, PhoneRoom } from './phone-room.ts';
import { TicketTokens } from './ticket-tokens.ts';

const KNOWN: ToldWait = { is: 'known', range: { fromMs: 60_000, toMs: 240_000 }, learning: false };

let running: RunningHub;
let room: PhoneRoom;
let told: ToldWait;

function roomOf(hub: RunningHub, tokens = new TicketTokens(Buffer.alloc(32, 1))): PhoneRoom {
  return new PhoneRoom({ hub: hub.hub, halls: [HALL], tokens, waitLeft: () => told, clock: hub.time, timers: hub.time });
}

beforeEach(async () => {
  told = KNOWN;
  running = await RunningHub.serving(
    {},
    { routing: { kind: 'strict', order: ['vip', 'standard'], passedMax: 3 }, postpone: { placesBack: 1, timesMax: 1 } },
  );
  room = roomOf(running);
  await room.start();
});

afterEach(async () => {
  room.close();
  await running.hub.close();
});

async function issue(service = 'A', classId?: string): Promise<string> {
  const { result } = await running.done(GREETER, { type: 'issue-ticket', service, class: classId });
  return result.ticket ?? '';
}

interface Phone {
  readonly views: PhoneView[];
  gone: boolean;
}

async function look(ticket: string, at = room): Promise<Phone> {
  const phone: Phone = { views: [], gone: false };
  await at.watch({ hall: HALL, ticket }, { show: (view) => phone.views.push(view), gone: () => (phone.gone = true) });
  return phone;
}

async function shown(): Promise<void> {
  running.time.advance(PHONE_COALESCE_MS);
  await settled();
}

describe('what a phone sees', () => {
  it('[F194] is its own ticket: place, wait, rule and the hall’s words; no id, and nothing of another ticket', async () => {
    const other = await issue();
    const own = await issue();
    const { views } = await look(own);
    expect(views).toHaveLength(1);
    expect(views[0]).toMatchObject({
      number: 'A002',
      state: { is: 'waiting', before: 1, wait: KNOWN },
      passed: { times: 0, max: 3, why: [] },
      postpone: { placesBack: 1, left: 1 },
    });
    expect(views[0]?.rule.zh).toContain('先叫');
    const text = JSON.stringify(views);
    for (const hidden of [own, other, 'A001', 'greeter', '2001']) expect(text).not.toContain(hidden);
  });

  it('[F194] follows the visit from call to end, and changes of others only where they change its place', async () => {
    const first = await issue();
    const own = await issue();
    await running.staff(1);
    const phone = await look(own);
    await issue('B');
    await shown();
    expect(phone.views).toHaveLength(1);
    await running.done(teller(1), { type: 'call-next', counter: 1 });
    await shown();
    expect(phone.views.at(-1)?.state).toMatchObject({ is: 'waiting', before: 0 });
    await running.done(teller(1), { type: 'call-next', counter: 1 });
    await running.done(teller(1), { type: 'recall', counter: 1 });
    await shown();
    expect(phone.views.at(-1)?.state).toMatchObject({ is: 'called', place: { zh: '1 号柜台', en: 'Counter 1' }, recalls: 1 });
    await running.done(teller(1), { type: 'start-service', counter: 1 });
    await shown();
    expect(phone.views.at(-1)?.state).toMatchObject({ is: 'serving' });
    await running.done(teller(1), { type: 'finish-service', counter: 1 });
    await shown();
    expect(phone.views.at(-1)?.state).toMatchObject({ is: 'ended', ending: 'done' });
    expect(phone.views).toHaveLength(5);
    expect(first).not.toBe(own);
  });

  it('[F196] tells how often it was passed, by whom and why, and forgets it with its place in line', async () => {
    await running.staff(1);
    const own = await issue();
    const phone = await look(own);
    running.time.advance(MINUTE);
    await issue('A', 'vip');
    await running.done(teller(1), { type: 'call-next', counter: 1 });
    await issue();
    await shown();
    const { passed } = phone.views.at(-1)!;
    expect(passed).toMatchObject({ times: 1, max: 3 });
    expect(passed.why.map(({ text }) => text)).toEqual([
      { zh: '先叫了一位 vip 客户：按类别先后。', en: 'A vip customer was called first. By the order of classes.' },
    ]);
    await running.done(GREETER, { type: 'postpone-ticket', ticket: own });
    await shown();
    expect(phone.views.at(-1)?.passed).toEqual({ times: 0, max: 3, why: [] });
  });

  it('[F185, F196] is there again after a restart: the same token, and why it was passed', async () => {
    await running.staff(1);
    const own = await issue();
    running.time.advance(MINUTE);
    await issue('A', 'vip');
    await running.done(teller(1), { type: 'call-next', counter: 1 });
    const token = new TicketTokens(Buffer.alloc(32, 1)).tokenOf({ hall: HALL, ticket: own });
    running = await running.restarted();
    const tokens = new TicketTokens(Buffer.alloc(32, 1));
    const again = roomOf(running, tokens);
    await again.start();
    expect(tokens.find(token)).toEqual({ hall: HALL, ticket: own });
    const { views } = await look(own, again);
    expect(views[0]?.passed).toMatchObject({ times: 1, why: [{ text: { zh: '先叫了一位 vip 客户：按类别先后。' } }] });
    again.close();
  });

  it('[F190] says why no wait is told, tells a new one by itself, and what the hall has to say to everybody', async () => {
    told = { is: 'unknown', why: 'no-open-counter' };
    const own = await issue();
    const phone = await look(own);
    expect(phone.views[0]?.state).toMatchObject({ wait: told });
    told = KNOWN;
    const text = { zh: '网络故障', en: 'No network' };
    await running.done(MANAGER, { type: 'post-notice', audience: 'wall', text });
    await running.done(MANAGER, { type: 'post-notice', audience: 'staff', text: { zh: '内部', en: 'inside' } });
    running.time.advance(2_000);
    await shown();
    expect(phone.views.at(-1)).toMatchObject({ state: { wait: KNOWN }, notices: [text] });
  });

  it('[F194, F201] is shown to hundreds of phones so many at a time, each the newest, and what changes meanwhile is not lost', async () => {
    await issue();
    const own = await issue();
    const phones: Phone[] = [];
    for (let each = 0; each < 250; each += 1) phones.push(await look(own));
    const having = (views: number): number => phones.filter((phone) => phone.views.length === views).length;
    expect(having(1)).toBe(250);
    told = { is: 'unknown', why: 'no-data' };
    await running.done(GREETER, { type: 'issue-ticket', service: 'B' });
    await shown();
    expect([having(1), having(2)]).toEqual([150, 100]);
    told = KNOWN;
    await running.done(GREETER, { type: 'issue-ticket', service: 'B' });
    for (let rest = 0; rest < 2; rest += 1) {
      running.time.advance(0);
      await settled();
    }
    // Those whose turn was later have seen nothing but the newest, which is what they had.
    expect([having(1), having(2)]).toEqual([150, 100]);
    await shown();
    expect([having(1), having(3)]).toEqual([150, 100]);
  });

  it('[F194] ends when its ticket is forgotten, and a phone that went away costs nothing', async () => {
    const own = await issue();
    const phone = await look(own);
    const release = await room.watch({ hall: HALL, ticket: own }, { show: () => undefined, gone: () => undefined });
    expect(room.watchers).toBe(2);
    release();
    await running.done(GREETER, { type: 'cancel-ticket', ticket: own });
    running.time.advance(31 * MINUTE);
    await issue();
    await shown();
    expect(phone.gone).toBe(true);
    expect(room.watchers).toBe(0);
  });
});

describe('the wait on a phone', () => {
  it('[F190] is what was last said of its ticket, and nothing once that is old', () => {
    const forecasts = { at: running.time.now(), version: 1, tickets: [{ ticket: 'a', left: KNOWN, breaksPromise: null }] };
    const waits = waitsFrom(() => forecasts, running.time);
    expect(waits(HALL, 'a')).toEqual(KNOWN);
    expect(waits(HALL, 'b')).toEqual({ is: 'unknown', why: 'stale' });
    running.time.sleep(31_000);
    expect(waits(HALL, 'a')).toEqual({ is: 'unknown', why: 'stale' });
    expect(waitsFrom(() => null, running.time)(HALL, 'a')).toEqual({ is: 'unknown', why: 'stale' });
  });
});
