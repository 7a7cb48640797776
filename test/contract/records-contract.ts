import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccessDatabase } from '../../server/database/access-database.ts';
import { accuracyReport } from '../../server/history/accuracy.ts';
import { AdviceBook } from '../../server/history/advice-book.ts';
import { HistoryStore } from '../../server/history/history-store.ts';
import { Checks } from '../../server/records/checks.ts';
import { CommentBook } from '../../server/records/comment-book.ts';
import { HandOvers } from '../../server/records/hand-overs.ts';
import { HardwareFaults } from '../../server/records/hardware-faults.ts';
import { ShiftLog } from '../../server/records/shift-log.ts';
import { liveThrough, noExperience } from '../../shared/hall/forecast/learning/experience.ts';
import { must } from '../../shared/lib/assert.ts';
import { ORIGIN } from '../../shared/protocol/position.ts';
import { MANAGER, MINUTE, PlayedHall, teller } from '../support/played-hall.ts';
import { HALL, RunningHub } from '../support/running-hub.ts';
import { SILENT_LOG } from '../../server/hub/hub-log.ts';
import { VirtualTime } from '../support/virtual-time.ts';
import type { DatabaseBench } from './database-bench.ts';

const HASH = 'a'.repeat(64);

/** What staff and customers write, what halls lived through: the same on every database. */
export function recordsContract(name: string, newBench: () => Promise<DatabaseBench>): void {
  describe(`records and history on ${name}`, () => {
    let bench: DatabaseBench;
    let database: AccessDatabase;
    let other: AccessDatabase;
    let time: VirtualTime;

    beforeEach(async () => {
      bench = await newBench();
      time = new VirtualTime();
      database = await bench.open();
      other = await bench.ofAnotherHub(database);
    });
    afterEach(() => bench.dispose());

    it('[Q1] keeps a shift log, hand-overs and checks: once for an id, in pages, struck and accepted once', async () => {
      const log = new ShiftLog(database, time);
      for (let number = 1; number <= 5; number += 1) {
        time.advance(MINUTE);
        expect(await log.write('demo', '1001', { id: `entry-${number}`, text: `第 ${number} 条 🙂` })).toMatchObject({
          ok: true,
        });
      }
      const again = await log.write('demo', '1001', { id: 'entry-5', text: '第 5 条 🙂' });
      expect(again).toMatchObject({ ok: true, value: { isNew: false } });
      expect(await log.write('demo', '1001', { id: 'entry-5', text: 'other' })).toMatchObject({
        error: { kind: 'command-id-reused' },
      });
      const first = await log.page('demo', { limit: 3 });
      expect(first.records.map(({ id }) => id)).toEqual(['entry-5', 'entry-4', 'entry-3']);
      const rest = await log.page('demo', { limit: 3, before: must(first.before, 'a next page') });
      expect(rest).toMatchObject({ before: null, records: [{ id: 'entry-2' }, { id: 'entry-1', at: time.now() - 4 * MINUTE }] });
      expect(await log.strike('demo', 'entry-2', { by: '1002', strikesAny: false })).toMatchObject({
        error: { kind: 'not-allowed' },
      });
      expect(await log.strike('demo', 'entry-2', { by: '1001', strikesAny: false })).toMatchObject({ ok: true });

      const handOvers = new HandOvers(database, time);
      await handOvers.write('demo', '1001', { id: 'over-1', text: 'keys are in the drawer' });
      expect(await handOvers.accept('demo', 'over-1', { by: '1001' })).toMatchObject({ error: { kind: 'not-allowed' } });
      expect(await handOvers.accept('demo', 'over-1', { by: '1002', remark: '好' })).toMatchObject({ ok: true });
      expect(await handOvers.accept('demo', 'over-1', { by: '1003' })).toMatchObject({
        error: { kind: 'record-over', by: '1002' },
      });

      const checks = new Checks(database, time);
      await checks.seed('demo');
      const [point] = await checks.points('demo');
      const { id, kind } = must(point ?? null, 'a point');
      const tick = { id: 'tick-1', day: '2026-11-02', kind, point: id, good: true };
      expect(await checks.tick('demo', '1001', tick, ['2026-11-02'])).toMatchObject({ ok: true, value: { isNew: true } });
      const sheets = await checks.sheets('demo', '2026-11-02');
      expect([...sheets.opening, ...sheets.closing].flatMap(({ ticks }) => ticks)).toEqual([
        { at: time.now(), by: '1001', good: true, remark: '' },
      ]);
    });

    it('[Q1] keeps hardware faults with their history, and finds them by their state', async () => {
      const faults = new HardwareFaults(database, time);
      const seen = { printer: 'front', name: '前 Front', condition: 'paper-out', at: time.now(), isNew: true } as const;
      await faults.broken('demo', seen);
      await faults.broken('demo', seen);
      await faults.recovered('demo', { ...seen, at: time.now() + MINUTE });
      const report = { id: 'fault-2', device: 'wall', name: '大屏', text: '黑屏' } as const;
      expect(await faults.report('demo', '1001', report)).toMatchObject({ ok: true });
      await faults.append('demo', '1001', { fault: 'fault-2', id: 'step-1', step: 'in-repair' });
      const found = async (state: 'open' | 'in-repair' | 'done' | 'unfinished') =>
        (await faults.page('demo', { state })).records.map(({ name: device }) => device);
      expect(await found('open')).toEqual(['前 Front']);
      expect(await found('in-repair')).toEqual(['大屏']);
      await faults.append('demo', '1001', { fault: 'fault-2', id: 'step-2', step: 'done' });
      expect(await found('done')).toEqual(['大屏']);
      expect(await found('unfinished')).toEqual(['前 Front']);
    });

    it('[Q2] gives comments of two hubs numbers without a gap, one for each leg, and an id to one of them', async () => {
      const running = await RunningHub.serving({}, { feedback: { rating: true, comments: true } });
      for (const type of ['sign-in', 'open-counter'] as const) await running.done(teller(1), { type, counter: 1 });
      const tickets: string[] = [];
      for (let number = 0; number < 8; number += 1) {
        tickets.push(must((await running.issue()).result.ticket, 'a ticket'));
        await running.done(teller(1), { type: 'call-next', counter: 1 });
        await running.done(teller(1), { type: 'finish-service', counter: 1 });
      }
      const books = [database, other].map((on) => new CommentBook({ database: on, clock: running.time, hub: running.hub }));
      const phone = (ticket: string) => ({ id: `phone:${ticket}`, roles: ['phone'] as const, ticket });
      const written = await Promise.all(
        tickets.flatMap((ticket) =>
          books.map((book, hub) => book.write(HALL, phone(ticket), { id: `${ticket}-${hub}`, ticket, leg: 0, text: `${hub}` })),
        ),
      );
      expect(written.filter(({ ok }) => ok).length).toBe(tickets.length);
      const [book] = books;
      const page = await must(book ?? null, 'a book').page(HALL, {});
      expect(page.records.map(({ number }) => number)).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
      expect(page.unread).toBe(8);
      const logs = [database, other].map((on) => new ShiftLog(on, time));
      const both = await Promise.all(logs.map((log) => log.write('demo', '1001', { id: 'entry-1', text: 'once' })));
      expect(both.map((each) => each.ok && each.value.isNew).toSorted()).toEqual([false, true]);
      await running.hub.close();
    });

    it('[Q8] keeps a history that two hubs write at once: each entry once, whichever was first', async () => {
      const { legs, experience, version } = livedDay();
      const stores = [database, other].map((on) => new HistoryStore(on));
      const step = { before: ORIGIN, after: { version, hash: HASH }, experience, legs };
      const both = await Promise.all(stores.map((store) => store.write('demo', step)));
      expect(both.toSorted()).toEqual([false, true]);
      const rows = await database.sql.selectFrom('history_legs').selectAll().execute();
      expect(rows.length).toBe(legs.length);
      const [store] = stores;
      const kept = await must(store ?? null, 'a store').load('demo');
      expect(kept?.position).toEqual({ version, hash: HASH });
      expect(kept?.experience.learned).toEqual(experience.learned);
      expect(await must(store ?? null, 'a store').isAt('demo', { version, hash: HASH })).toBe(true);
    });

    it('[Q1] reports what was promised and waited, and what became of advice', async () => {
      const { legs, experience, version } = livedDay();
      const store = new HistoryStore(database);
      await store.write('demo', { before: ORIGIN, after: { version, hash: HASH }, experience, legs });
      const report = await accuracyReport(other, 'demo', { from: '2026-11-22', to: '2026-11-22', trendFrom: '2026-10-24' });
      const { scores, judged } = report.overall;
      expect(judged).toBe(12);
      expect(scores?.waitedMeanMs).toBeCloseTo(3 * MINUTE, 6);
      expect(scores?.pinballToMs).toBeCloseTo(0.1 * 7 * MINUTE, 6);
      expect(scores?.pinballFromMs).toBeCloseTo(0.25 * MINUTE, 6);
      expect(scores?.withinRange).toBe(1);
      expect(report.byHour.length).toBeGreaterThan(0);
      const book = await AdviceBook.open({
        ...{ database, halls: [], log: SILENT_LOG, now: () => time.now() },
        hub: { onCommitted: () => () => undefined, read: () => Promise.reject(new Error('nobody asks')) },
      });
      const asked = { from: '2026-11-22', to: '2026-11-22', timeZone: 'Asia/Shanghai' };
      expect(await book.report('demo', asked)).toEqual({
        ...{ from: asked.from, to: asked.to, advice: [], accepted: 0, declined: 0, savingErrorMs: null },
      });
      await book.close();
      await store.forget('demo');
      expect(await store.load('demo')).toBeNull();
    });
  });
}

/** Twelve customers who were told 2 to 10 minutes and waited three. */
function livedDay() {
  const hall = new PlayedHall().staff(1);
  hall.quoteFor = () => ({ fromMs: 2 * MINUTE, toMs: 10 * MINUTE });
  for (let customer = 0; customer < 12; customer += 1) {
    hall.issue('A');
    hall.wait(3 * MINUTE).next(1);
    hall.wait(MINUTE).done({ type: 'finish-service', counter: 1 }, teller(1));
  }
  hall.wait(10 * MINUTE).done({ type: 'close-day' }, MANAGER);
  const experience = noExperience();
  const legs = hall.log.flatMap((entry) => [...liveThrough(experience, entry)]);
  return { legs, experience, version: hall.log.length };
}
