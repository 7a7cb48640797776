import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FakeConnection } from '../../test/support/fake-connection.ts';
import { MANAGER, SYSTEM, teller } from '../../test/support/played-hall.ts';
import { HALL, RunningHub, settled } from '../../test/support/running-hub.ts';
import type { ScreenCondition } from '../../shared/hall/screen.ts';
import type { Call } from '../../shared/hall/state.ts';
import { callMark, type CallMark } from '../../shared/hall/views/call-mark.ts';
import { must } from '../../shared/lib/assert.ts';
import type { ReceiptsMessage } from '../../shared/protocol/receipts.ts';
import type { Receipts, ScreenHealth } from '../../shared/protocol/screen-reports.ts';
import { openAccessDatabase, type AccessDatabase } from '../database/access-database.ts';
import { SILENT_LOG } from '../hub/hub-log.ts';
import type { ScreenSession } from '../hub/screen.ts';
import type { IgnoredReason } from './call-receipts.ts';
import {
  BEHIND_AFTER_MS,
  FRAME_AGE_MS_MAX,
  GONE_AFTER_MS,
  PAINTED_WITHIN_MS,
  RECEIPTS_KEPT_MS,
  TROUBLE_AFTER_MS,
} from './limits.ts';
import { Screens } from './screens.ts';

const SECOND = 1_000;
const DEVICES = ['east', 'west', 'three'].map((id) => ({ id, label: `屏 ${id}`, demo: false }));
const ALERTS = [{ kind: 'device-fault', threshold: 0, steps: [{ afterSeconds: 0, tell: ['manager'], sound: 'chime' }] }] as const;

/** A page of a device, as its own script reports it. */
class Page {
  readonly #running: RunningHub;
  readonly #device: string;
  readonly #health: ScreenHealth;
  readonly #session: ScreenSession;

  constructor(running: RunningHub, device: string, health: Partial<ScreenHealth> = {}) {
    this.#running = running;
    this.#device = device;
    this.#health = {
      ...{ screen: `page-of-${device}`, page: 'wall', counters: null, visible: true, sound: 'off' },
      ...{ painted: Number.MAX_SAFE_INTEGER, frameAgeMs: 0, release: 'test' },
      ...health,
    };
    const credential = {
      hall: HALL,
      actor: { id: `device:${device}`, roles: ['display' as const] },
      device: { id: this.#device, kind: 'display' as const, printer: null },
    };
    this.#session = running.hub.open(running.broadcast.connect(), { credential, resume: null });
  }

  says(changes: Partial<ScreenHealth> = {}): void {
    this.#session.report({ name: 'screen', body: { ...this.#health, ...changes } });
  }

  /** Heartbeats are answered, whatever the picture does. */
  answers(): void {
    this.#session.seen(0);
  }

  receipt(mark: CallMark, what: Omit<Receipts['calls'][number], 'mark'>): void {
    this.#session.report({ name: 'receipts', body: { calls: [{ mark, ...what }] } });
  }

  paints(mark: CallMark, at = this.#running.time.now()): void {
    this.receipt(mark, { painted: at });
  }

  goes(): void {
    this.#session.close();
  }
}

let folder: string;
let database: AccessDatabase;
let running: RunningHub;
let screens: Screens;
let ignored: IgnoredReason[];

function open(of = running): Promise<Screens> {
  const { hub, time } = of;
  const devicesOf = () => Promise.resolve(DEVICES);
  const onIgnored = (reason: IgnoredReason) => ignored.push(reason);
  return Screens.open({ database, hub, halls: [HALL], clock: time, timers: time, log: SILENT_LOG, devicesOf, onIgnored });
}

beforeEach(async () => {
  ignored = [];
  folder = await mkdtemp(join(tmpdir(), 'hallcall-screens-'));
  database = await openAccessDatabase(join(folder, 'database.sqlite'));
  running = await RunningHub.serving({}, { alerts: ALERTS });
  await running.staff(1, 2);
  screens = await open();
});

afterEach(async () => {
  await screens.close();
  await running.hub.close();
  await database.close();
  await rm(folder, { recursive: true });
});

async function page(device: string, health: Partial<ScreenHealth> = {}): Promise<Page> {
  const opened = new Page(running, device, health);
  await settled();
  opened.says();
  return opened;
}

/** Time passes second by second; pages go on answering and saying how they are. */
async function pass(ms: number, pages: readonly (() => void)[] = []): Promise<void> {
  for (let passed = 0; passed < ms; passed += SECOND) {
    for (const say of pages) say();
    running.time.advance(SECOND);
    await settled();
  }
}

async function call(counter = 1): Promise<CallMark> {
  await running.issue();
  await running.done(teller(counter), { type: 'call-next', counter });
  return callMark(must((await latest())[0], 'a call'));
}

async function latest(): Promise<readonly Call[]> {
  return (await running.hub.read(HALL)).state.calls;
}

async function staff(): Promise<FakeConnection> {
  const line = running.broadcast.connect();
  running.hub.open(line, { credential: { hall: HALL, actor: MANAGER }, resume: null });
  await settled();
  return line;
}

async function told(line: FakeConnection): Promise<ReceiptsMessage> {
  await pass(SECOND);
  return line.last('receipts');
}

async function condition(device: string): Promise<ScreenCondition | undefined> {
  return (await running.hub.read(HALL)).state.screens.get(device)?.condition;
}

describe('receipts of calls', () => {
  it('[E1, E2] are told to staff with the latest call of each counter, and to nobody else', async () => {
    const manager = await staff();
    const [east, west] = [await page('east', { sound: 'ready' }), await page('west')];
    const three = await page('three', { page: 'window', counters: [2] });
    const wallLine = running.broadcast.connect();
    const credential = { hall: HALL, actor: { id: 'device:x', roles: ['display' as const] } };
    running.hub.open(wallLine, { credential, resume: null });
    const [first, second] = [await call(1), await call(2)];
    for (const screen of [east, west, three]) screen.paints(second);
    east.paints(first);
    east.receipt(first, { spoken: running.time.now() });
    const { calls, screens: here, speakers } = await told(manager);
    expect(calls).toEqual([
      { mark: first, shown: { by: 1, of: 2 }, heard: { by: 1, of: 1 } },
      { mark: second, shown: { by: 3, of: 3 }, heard: { by: 0, of: 1 } },
    ]);
    expect([here, speakers]).toEqual([
      { by: 3, of: 3 },
      { by: 1, of: 1 },
    ]);
    expect(wallLine.names).not.toContain('receipts');
  });

  it('[E3] a hall without a speaker, and one whose speaker may not make a sound', async () => {
    const manager = await staff();
    const east = await page('east');
    expect((await told(manager)).speakers).toEqual({ by: 0, of: 0 });
    east.says({ sound: 'blocked' });
    expect((await told(manager)).speakers).toEqual({ by: 0, of: 1 });
  });

  it('[E4] the first word of a screen counts; what cannot be counts for nothing, by name', async () => {
    const manager = await staff();
    const east = await page('east');
    const mark = await call();
    const now = running.time.now();
    const silent = new Page(running, 'west');
    await settled();
    silent.paints(mark);
    east.paints({ ...mark, ticket: 'nobody' });
    east.paints({ ...mark, recalls: 1 });
    east.paints(mark, mark.at - 60 * SECOND);
    east.paints(mark, now + 60 * SECOND);
    expect(ignored).toEqual(['unknown-screen', 'unknown-call', 'unknown-call', 'bad-time', 'bad-time']);
    expect((await told(manager)).calls).toMatchObject([{ shown: { by: 0, of: 1 } }]);
    east.paints(mark);
    const painted = running.time.now();
    await pass(5 * SECOND);
    east.paints(mark);
    await screens.idle();
    const rows = await database.sql.selectFrom('call_receipts').selectAll().execute();
    expect(rows).toMatchObject([
      { ticket: mark.ticket, screens: 1, shown: 1, first_painted_at: painted, last_painted_at: painted },
    ]);
    await pass(PAINTED_WITHIN_MS);
    (await page('west')).paints(mark);
    expect(ignored.at(-1)).toBe('too-late');
  });

  it('[E5] are in the database for two months, and a hub that starts again goes on with them', async () => {
    const east = await page('east');
    const mark = await call();
    east.paints(mark);
    await screens.close();
    running = await running.restarted();
    screens = await open();
    const manager = await staff();
    await page('east');
    (await page('west')).paints(mark);
    expect((await told(manager)).calls).toMatchObject([{ mark, shown: { by: 2, of: 2 } }]);
    const count = async () => (await database.sql.selectFrom('call_receipts').select('ticket').execute()).length;
    await screens.idle();
    expect(await count()).toBe(1);
    await screens.close();
    running.time.sleep(RECEIPTS_KEPT_MS);
    screens = await open();
    await screens.idle();
    expect(await count()).toBe(0);
  });

  it('[E4] a thousand pages of one device cannot fill the memory, and a staff screen reports nothing', async () => {
    const mark = await call();
    for (let each = 0; each < 1_010; each += 1) {
      const crowd = new Page(running, 'east', { screen: `crowd-${String(each).padStart(5, '0')}` });
      await settledOnce();
      crowd.says();
      crowd.paints(mark);
    }
    expect(ignored).toEqual(Array.from({ length: 10 }, () => 'too-many'));
    const session = running.hub.open(running.broadcast.connect(), { credential: { hall: HALL, actor: MANAGER }, resume: null });
    await settled();
    session.report({ name: 'receipts', body: { calls: [{ mark, painted: running.time.now() }] } });
    expect(ignored).toHaveLength(10);
  });
});

function settledOnce(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe('the hub’s watch over screens', () => {
  const lastingFor = async (say: () => void, ms: number): Promise<void> => pass(ms + 2 * SECOND, [say]);

  it.each([
    ['frozen', { frameAgeMs: FRAME_AGE_MS_MAX }],
    ['asleep', { visible: false }],
    ['muted', { sound: 'blocked' }],
    ['muted', { sound: 'muted' }],
    ['incomplete', { sound: 'incomplete' }],
  ] as const)('[E10] tells %s by the screen’s own word %o, and when it is well again', async (expected, fault) => {
    const east = await page('east');
    await lastingFor(() => east.says(fault), TROUBLE_AFTER_MS[expected]);
    expect(await condition('east')).toBe(expected);
    const [alert] = [...(await running.hub.read(HALL)).state.alerts.values()];
    expect(alert).toBeUndefined();
    await running.done(SYSTEM, { type: 'carry-out-due' });
    expect([...(await running.hub.read(HALL)).state.alerts.values()]).toMatchObject([
      { kind: 'device-fault', subject: { screen: 'east', name: '屏 east', about: expected }, clearedAt: null },
    ]);
    await lastingFor(() => east.says(), 5 * SECOND);
    expect(await condition('east')).toBeUndefined();
    await running.done(SYSTEM, { type: 'carry-out-due' });
    const [cleared] = [...(await running.hub.read(HALL)).state.alerts.values()];
    expect(cleared?.clearedAt).not.toBeNull();
    const reports = running.log().filter(({ events }) => events.some(({ type }) => type === 'screen-reported'));
    expect(reports).toHaveLength(2);
  });

  it('[E10] tells frozen of a page that answers heartbeats and says no more how it is, and of one whose watchdog speaks', async () => {
    const [east, west] = [await page('east'), await page('west')];
    await pass(30 * SECOND, [() => east.answers(), () => west.answers(), () => west.says()]);
    expect([await condition('east'), await condition('west')]).toEqual(['frozen', undefined]);
    screens.hung(HALL, 'west');
    await pass(5 * SECOND);
    expect(await condition('west')).toBe('frozen');
    west.says();
    await pass(5 * SECOND, [() => west.says()]);
    expect(await condition('west')).toBeUndefined();
  });

  it('[E11] tells behind of a screen that paints old versions, and not of one that is a moment late', async () => {
    const east = await page('east', { painted: 1 });
    await pass(BEHIND_AFTER_MS - SECOND, [() => east.says()]);
    expect(await condition('east')).toBeUndefined();
    await pass(20 * SECOND, [() => east.says()]);
    expect(await condition('east')).toBe('behind');
    await pass(5 * SECOND, [() => east.says({ painted: 1_000_000 })]);
    expect(await condition('east')).toBeUndefined();
  });

  it('[E12] tells gone of one that was here today, after a start of the hub too; of none that was not, and none in the night', async () => {
    (await page('east')).goes();
    await pass(GONE_AFTER_MS - 5 * SECOND);
    expect(await condition('east')).toBeUndefined();
    await pass(10 * SECOND);
    expect([await condition('east'), await condition('west')]).toEqual(['gone', undefined]);
    await screens.close();
    running = await running.restarted();
    screens = await open();
    expect(screens.standing(HALL, 'east').lastSeen).not.toBeNull();
    await pass(GONE_AFTER_MS + 5 * SECOND);
    expect(await condition('east')).toBe('gone');
    await running.done(MANAGER, { type: 'close-day', leaveUnserved: true });
    await pass(3 * SECOND);
    expect(await condition('east')).toBeUndefined();
  });

  it('[E13] a blink is not told, and a tab that is forgotten behind the wall is none', async () => {
    const [front, behind] = [await page('east'), await page('east', { screen: 'forgotten-tab', visible: false })];
    const both = [() => front.says(), () => behind.says()];
    await pass(30 * SECOND, both);
    expect(await condition('east')).toBeUndefined();
    await pass(2 * SECOND, [() => front.says({ frameAgeMs: FRAME_AGE_MS_MAX })]);
    await pass(30 * SECOND, both);
    expect(running.log().some(({ events }) => events.some(({ type }) => type === 'screen-reported'))).toBe(false);
  });

  it('[E12] pages of a demonstration, which people open and close, are never missed', async () => {
    (await page('demo-wall')).goes();
    await pass(GONE_AFTER_MS + 10 * SECOND);
    expect(await condition('demo-wall')).toBeUndefined();
  });
});
