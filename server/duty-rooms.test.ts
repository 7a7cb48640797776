import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KIOSK, MANAGER, MINUTE, SYSTEM, teller } from '../test/support/played-hall.ts';
import { HALL, settled } from '../test/support/running-hub.ts';
import { SeveralHubs, type OneOfHubs } from '../test/support/several-hubs.ts';
import { must } from '../shared/lib/assert.ts';
import { openAccessDatabase, type AccessDatabase } from './database/access-database.ts';
import { History } from './history/history.ts';
import { SILENT_LOG } from './observability/log.ts';
import { PhoneRoom } from './phone/phone-room.ts';
import { TicketTokens } from './phone/ticket-tokens.ts';
import { Records } from './records/records.ts';
import type { ForecastEngine, ForecastJob, ForecastOutcome } from './watch/forecast-job.ts';
import { Forecasts } from './watch/forecasts.ts';
import { FORECAST_EVERY_MS } from './watch/limits.ts';
import { Watch } from './watch/watch.ts';

const SECOND = 1_000;
const FRONT = { id: 'front', name: { zh: '门口', en: 'Front' }, host: 'front', port: 9100, columns: 48 };

let folder: string;
let database: AccessDatabase;
let hubs: SeveralHubs;
const closes: (() => Promise<void> | void)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hallcall-duties-'));
  database = await openAccessDatabase(join(folder, 'database.sqlite'));
  hubs = await SeveralHubs.serving({ printers: [FRONT] });
});

afterEach(async () => {
  for (const close of closes.splice(0)) await close();
  await hubs.close();
  await database.close();
  await rm(folder, { recursive: true });
});

function basicsOf({ running }: OneOfHubs) {
  return { hub: running.hub, clock: running.time, timers: running.time, log: SILENT_LOG };
}

async function onBoth<Room extends { close(): Promise<void> | void }>(
  open: (one: OneOfHubs) => Promise<Room> | Room,
): Promise<{ readonly a: Room; readonly b: Room }> {
  const [a, b] = [await open(hubs.of('a')), await open(hubs.of('b'))];
  closes.push(
    () => a.close(),
    () => b.close(),
  );
  return { a, b };
}

function entriesBy(actor: string): number {
  return hubs.disk.entries(HALL, 0, Number.MAX_SAFE_INTEGER).filter((entry) => entry.actor === actor).length;
}

/** Everybody waits between the same two times; what it forecast is counted. */
class PlainEngine implements ForecastEngine {
  made = 0;

  make({ at }: ForecastJob): Promise<ForecastOutcome> {
    this.made += 1;
    const newcomer = { is: 'known', range: { fromMs: 60_000, toMs: 300_000 }, learning: false } as const;
    const forecast = { at, version: this.made, services: [{ service: 'A', newcomer, byClass: [], ahead: [] }] };
    return Promise.resolve({ is: 'made', forecast, tickets: { at, version: this.made, tickets: [] }, runs: 1, ms: 1, cut: 0 });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

describe('what is done once for a hall', () => {
  it('[Y9] what its time demands is done by one hub, and by the next when the duty goes there', async () => {
    const { a, b } = await onBoth((one) => new Watch({ ...basicsOf(one), holds: (hall) => one.duties.holds(hall) }));
    for (const watch of [a, b]) watch.start();
    await hubs.of('a').running.staff(1);
    const plan = async (inMs: number) => {
      const from = hubs.time.now() + inMs;
      const command = { type: 'plan-break', teller: '1001', from, minutes: 5, reason: 'meal' } as const;
      await hubs.of('b').running.done(MANAGER, command);
    };
    await plan(MINUTE);
    await hubs.pass(2 * MINUTE, SECOND);
    expect(entriesBy('system:watch')).toBe(1);
    await hubs.hand('b');
    await plan(10 * MINUTE);
    await hubs.pass(11 * MINUTE, 5 * SECOND);
    const [at, version] = [hubs.disk.entries(HALL, 0, Number.MAX_SAFE_INTEGER).at(-1)?.actor, hubs.disk.head(HALL).version];
    expect([at, entriesBy('system:watch')]).toEqual(['system:watch', 2]);
    for (const name of ['a', 'b']) expect((await hubs.of(name).running.hub.read(HALL)).state.version).toBe(version);
  });

  it('[Y10] one hub forecasts, the screens of both are told, and a ticket is quoted the same wherever it is taken', async () => {
    const engines = new Map<string, PlainEngine>();
    const { a, b } = await onBoth((one) => {
      const basis = { model: NOTHING_LEARNED, calibrations: new Map() };
      const holds = (hall: string) => one.duties.holds(hall);
      const startEngine = () => must(engines.set(one.name, new PlainEngine()).get(one.name), 'just put there');
      const monotonicMs = () => one.running.time.monotonic();
      return new Forecasts({ ...basicsOf(one), monotonicMs, basisFor: () => basis, startEngine, holds });
    });
    for (const forecasts of [a, b]) forecasts.start();
    await hubs.of('b').running.hub.read(HALL);
    await hubs.pass(3 * FORECAST_EVERY_MS);
    expect([engines.get('a')?.made, engines.get('b')?.made ?? 0]).toEqual([expect.any(Number), 0]);
    const told = (name: string) =>
      hubs
        .of(name)
        .running.hub.news(HALL, ['display'])
        .find((news) => news.name === 'forecast');
    expect(told('a')?.body).toMatchObject({ services: [{ service: 'A', newcomer: { is: 'known' } }] });
    expect(told('b')).toEqual(told('a'));
    const news = must(told('b'), 'a forecast');
    if (news.name === 'forecast') b.heard(HALL, { forecast: news.body, steps: [] });
    for (const name of ['a', 'b']) {
      const { result } = await hubs.of(name).running.issue();
      expect(result.quote).toEqual({ fromMs: 60_000, toMs: 300_000 });
    }
    await hubs.hand('b');
    await hubs.pass(3 * FORECAST_EVERY_MS);
    const before = engines.get('a')?.made;
    expect(engines.get('b')?.made).toBeGreaterThan(0);
    await hubs.of('a').running.issue();
    await hubs.pass(3 * FORECAST_EVERY_MS);
    expect(engines.get('a')?.made).toBe(before);
  });

  it('[Y11] the history is written once, goes on where the hub before left it, and reads the same at both', async () => {
    const { a, b } = await onBoth((one) => History.open({ ...basicsOf(one), database, journal: one.running.journal, halls: [] }));
    await a.take(HALL);
    await hubs.of('a').running.staff(1);
    const serve = async (name: string) => {
      await hubs.of(name).running.issue();
      await hubs.pass(MINUTE, 10 * SECOND);
      await hubs.of(name).running.done(teller(1), { type: 'call-next', counter: 1 });
      await hubs.pass(MINUTE, 10 * SECOND);
      await hubs.of(name).running.done(teller(1), { type: 'call-next', counter: 1 });
      await settled();
    };
    await serve('a');
    await serve('b');
    await a.release(HALL);
    await b.take(HALL);
    await serve('a');
    const idle = b.idle();
    await hubs.pass(SECOND, 100);
    await idle;
    const legs = await database.sql.selectFrom('history_legs').select(['ticket', 'outcome']).execute();
    // The last one's may still be undone: it is written when its counter goes on.
    expect(legs).toHaveLength(2);
    expect(new Set(legs.map(({ ticket }) => ticket)).size).toBe(2);
    expect(b.version(HALL)).toBe(hubs.disk.head(HALL).version);
    const { state } = await hubs.of('a').running.hub.read(HALL);
    const configuration = must(state.configuration, 'a configured hall');
    const [here, there] = [
      await a.learnedReport(HALL, configuration, hubs.time.now()),
      await b.learnedReport(HALL, configuration, hubs.time.now()),
    ];
    expect(here).toEqual(there);
  });

  it('[Y11] a printer that breaks is one fault, and its end is noted by whoever has the duty then', async () => {
    const { a, b } = await onBoth((one) => Records.open({ ...basicsOf(one), database, halls: [] }));
    await a.take(HALL);
    const report = async (name: string, condition: 'paper-out' | 'ready') => {
      await hubs.of(name).running.done(SYSTEM, { type: 'report-printer', printer: 'front', condition });
      await settled();
      for (const records of [a, b]) await records.idle();
    };
    await report('b', 'paper-out');
    await a.release(HALL);
    await b.take(HALL);
    await report('a', 'ready');
    const { records } = await b.faults.page(HALL, {});
    expect(records).toHaveLength(1);
    expect(records[0]?.recoveredAt).not.toBeNull();
  });

  it('[Y12] a phone finds its ticket at a hub that has never heard of the hall', async () => {
    const key = Buffer.alloc(32, 7);
    const { a, b } = await onBoth((one) => {
      const tokens = new TicketTokens(key);
      const { clock, hub, timers } = basicsOf(one);
      return new PhoneRoom({ hub, halls: [], tokens, waitLeft: () => KNOWN, clock, timers, questions: one.questions });
    });
    for (const room of [a, b]) await room.start();
    const { result } = await hubs.of('a').running.done(KIOSK, { type: 'issue-ticket', service: 'A' });
    const ticket = must(result.ticket, 'a ticket');
    const own = { hall: HALL, ticket };
    const token = new TicketTokens(key).tokenOf(own);
    expect(await b.find(token)).toEqual(own);
    const views: unknown[] = [];
    await b.watch(own, { show: (view) => views.push(view), gone: () => undefined });
    expect(views).toMatchObject([{ number: 'A001' }]);
    const guess = b.find(new TicketTokens(Buffer.alloc(32, 8)).tokenOf(own));
    await settled();
    hubs.time.advance(SECOND);
    expect(await guess).toBeNull();
  });
});

const KNOWN = { is: 'known', range: { fromMs: 60_000, toMs: 240_000 }, learning: false } as const;

const NOTHING_LEARNED = {
  services: new Map(),
  tellers: new Map(),
  arrivals: { slotMs: 1_800_000, expected: new Map() },
  dayFactor: { median: 1, logSd: 0 },
  leavesPerMs: new Map(),
  noShows: { base: 0, perMinute: 0, lostMs: 0 },
};
