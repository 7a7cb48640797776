import { describe, expect, it } from 'vitest';
import { failed, ok, type Result } from '../../shared/lib/result.ts';
import type { HallLive, HallNow, RegionFigures, RegionLive, RegionPlace, RegionReport } from '../../shared/protocol/region.ts';
import { ManualTimers } from '../../test/support/manual-timers.ts';
import { regionTexts } from '../../shared/i18n/region-texts.ts';
import { shippingText } from '../hall/shipping-text.ts';
import { lineText } from './line-text.ts';
import { liveFirst, liveRows, liveSums, sortedLive } from './live-rows.ts';
import type { RegionApi, RegionFailure } from './region-api.ts';
import { RegionDesk } from './region-desk.svelte.ts';
import { cellText, reportRows, sortedReport } from './report-rows.ts';

const NOW = Date.UTC(2026, 10, 22, 6, 2);
const WORDS = { now: NOW, timeZone: 'Asia/Shanghai', language: 'zh' } as const;

const place = (id: string, kind: RegionPlace['kind'], parent: string | null): RegionPlace => ({
  ...{ id, kind, parent },
  name: { zh: `${id}厅`, en: id },
});
const PLACES = [
  place('r', 'region', null),
  place('c', 'city', 'r'),
  place('d1', 'district', 'c'),
  place('a', 'hall', 'd1'),
  place('b', 'hall', 'd1'),
  place('d2', 'district', 'c'),
  place('x', 'hall', 'd2'),
];

function hall(id: string, waiting: number, line: HallLive['line'] = { is: 'live' }): HallLive {
  const counts = { waiting, countersOpen: 2, countersPaused: 0, counters: 3, alerts: 1, devicesTroubled: 0 };
  const now: HallNow = { day: '2026-11-22', dayOpen: true, longestMs: waiting * 60_000, ...counts };
  return { hall: id, line, asOf: NOW, lastEntryAt: NOW, clockAheadMs: null, now };
}

const LIVE: RegionLive = {
  ...{ at: NOW, timeZone: 'Asia/Shanghai', targetMinutes: 10, places: PLACES },
  halls: [hall('a', 3), hall('b', 90, { is: 'cut-off', since: NOW - 7_200_000 }), hall('x', 5)],
};

const NO_FIGURES: RegionFigures = {
  ...{ tickets: 0, served: 0, noShows: 0, left: 0, unserved: 0, called: 0, waitMeanMs: null, waitMedianMinutes: null },
  ...{ wait90Minutes: null, overTarget: 0, serveMeanMs: null, ratings: 0, ratingMean: null, judged: 0, withinPromise: 0 },
};
const row = (id: string, figures: Partial<RegionFigures>) => ({
  ...{ place: id, incomplete: id === 'b' ? 1 : 0 },
  figures: { ...NO_FIGURES, ...figures },
});
const REPORT: RegionReport = {
  ...{ from: '2026-11-16', to: '2026-11-22', place: 'r', targetMinutes: 10, byDay: [] },
  rows: [
    ...[row('r', { tickets: 8 }), row('c', { tickets: 8 }), row('d1', { tickets: 5 }), row('d2', { tickets: 3 })],
    row('a', { tickets: 4, called: 4, overTarget: 1, wait90Minutes: 12, judged: 29, withinPromise: 29 }),
    row('b', { tickets: 1, judged: 30, withinPromise: 27 }),
    row('x', { tickets: 3, called: 3, wait90Minutes: 30, waitMeanMs: 90_000 }),
  ],
};

describe('a region’s panel', () => {
  it('[Z40] counts what is live alone, and puts what is not last, whichever way it is sorted', () => {
    const rows = liveRows(LIVE, 'r');
    expect(liveSums(rows)).toEqual({ halls: 3, live: 2, waiting: 8, open: 4, alerts: 2 });
    const order = (descending: boolean) => sortedLive(rows, { column: 'waiting', descending }, 'zh').map((each) => each.place.id);
    expect([order(true), order(false)]).toEqual([
      ['x', 'a', 'b'],
      ['a', 'x', 'b'],
    ]);
    expect(liveFirst(rows).map((each) => each.place.id)).toEqual(['a', 'x', 'b']);
    expect(liveRows(LIVE, 'd1').map((each) => each.place.id)).toEqual(['a', 'b']);
  });

  it('[Z40] says in words how a line is, since when, and how far a clock is off', () => {
    expect(lineText(hall('a', 1), WORDS)).toBe('实时');
    expect(lineText(hall('a', 1, { is: 'cut-off', since: NOW - 7_200_000 }), WORDS)).toBe('中断，自 12:02 起');
    expect(lineText(hall('a', 1, { is: 'cut-off', since: NOW - 3 * 86_400_000 }), { ...WORDS, language: 'en' })).toBe(
      'cut off, since 19 November 2026 14:02',
    );
    expect(lineText(hall('a', 1, { is: 'catching-up', behind: 1 }), { ...WORDS, language: 'en' })).toBe(
      'catching up, 1 entry to come',
    );
    expect(lineText({ ...hall('a', 1), clockAheadMs: 3 * 86_400_000 }, WORDS)).toBe('实时，时钟相差 3天');
    const refused = hall('a', 1, { is: 'refused', fault: 'log-forked', since: NOW });
    expect(lineText(refused, WORDS)).toBe('已拒收，与区域已有的记录不一致，未覆盖，自 14:02 起');
  });

  it('[Z41] compares districts, or all halls, and shows no share of few people', () => {
    const below = reportRows(REPORT, PLACES, 'below');
    // One city would be no comparison.
    expect(below.rows.map((each) => each.place.id)).toEqual(['d1', 'd2']);
    expect(below.total?.figures.tickets).toBe(8);
    const { rows } = reportRows(REPORT, PLACES, 'halls');
    const byWait = (descending: boolean) =>
      sortedReport(rows, { column: 'wait90', descending }, 'zh').map((each) => each.place.id);
    expect([byWait(true), byWait(false)]).toEqual([
      ['x', 'a', 'b'],
      ['a', 'x', 'b'],
    ]);
    const texts = rows.map(({ figures }) => [
      cellText(figures, 'promise'),
      cellText(figures, 'overTarget'),
      cellText(figures, 'waitMean'),
    ]);
    expect(texts).toEqual([
      ['–', '25%', '–'],
      ['90%', '–', '–'],
      ['–', '0%', '1.5'],
    ]);
  });

  it('[Z42] says when the service is away and keeps what it had; signs off when the session is over', async () => {
    const timers = new ManualTimers();
    let next: Result<unknown, RegionFailure> = ok(LIVE);
    const asked: string[] = [];
    const get = (path: string): Promise<Result<never, RegionFailure>> => {
      asked.push(path);
      return Promise.resolve(next as Result<never, RegionFailure>);
    };
    const api: RegionApi = { get, file: () => Promise.resolve(failed(refusal)) };
    let refusal: RegionFailure = 'refused';
    let over = 0;
    const desk = new RegionDesk({ api, timers, onOver: () => (over += 1), save: () => undefined });
    await timers.advance(0);
    expect([desk.live, desk.failure, desk.place?.id]).toEqual([LIVE, null, 'r']);
    next = failed('away');
    await timers.advance(5_000);
    expect([desk.live, desk.failure]).toEqual([LIVE, 'away']);
    next = ok(REPORT);
    desk.open('d1');
    desk.show('report');
    await timers.advance(0);
    expect(desk.path.map(({ id }) => id)).toEqual(['r', 'c', 'd1']);
    expect(asked.at(-1)).toBe('report?place=d1&from=2026-11-16&to=2026-11-22');
    for (const cause of ['too-often', 'too-large', 'away', 'refused'] as const) {
      refusal = cause;
      await desk.export('day', 'zh');
      expect(desk.exportFailure).toBe(cause);
    }
    const words = [regionTexts('zh'), regionTexts('en')].map(({ report }) => Object.values(report.exportFailures));
    expect(words.map((each) => new Set(each).size)).toEqual([4, 4]);
    next = failed('session-over');
    await desk.ask();
    expect(over).toBe(1);
    desk.close();
    expect(timers.size).toBe(0);
  });
});

describe('a region’s report', () => {
  it('[Z42] is asked for again while its database is away and it is looked at, and no longer when it is there, left or not for this account', async () => {
    const timers = new ManualTimers();
    let report: Result<unknown, RegionFailure> = failed('away');
    let asked = 0;
    const get = (path: string): Promise<Result<never, RegionFailure>> => {
      if (path === 'live') return Promise.resolve(ok(LIVE) as Result<never, RegionFailure>);
      asked += 1;
      return Promise.resolve(report as Result<never, RegionFailure>);
    };
    const api: RegionApi = { get, file: () => Promise.resolve(failed('away')) };
    const desk = new RegionDesk({ api, timers, onOver: () => undefined, save: () => undefined });
    const askedIn = async (ms: number): Promise<number> => {
      const before = asked;
      await timers.advance(ms);
      return asked - before;
    };
    // Chosen before the service has said which places there are: comes with the first word of it.
    desk.show('report');
    expect([await askedIn(0), desk.reportFailure]).toEqual([1, 'away']);
    expect([await askedIn(15_000), desk.reportFailure]).toEqual([3, 'away']);
    desk.show('live');
    expect(await askedIn(15_000)).toBe(0);
    desk.show('report');
    await timers.advance(0);
    report = ok(REPORT);
    expect([await askedIn(5_000), desk.report, desk.reportFailure]).toEqual([1, REPORT, null]);
    expect([await askedIn(15_000), desk.report]).toEqual([0, REPORT]);
    report = failed('refused');
    desk.choosePeriod(31);
    await timers.advance(0);
    expect([await askedIn(15_000), desk.reportFailure]).toEqual([0, 'refused']);
    report = failed('away');
    desk.choosePeriod(7);
    expect([await askedIn(5_000), desk.reportFailure]).toEqual([1, 'away']);
    desk.close();
    expect(await askedIn(15_000)).toBe(0);
  });
});

describe('a hall’s own panel', () => {
  it('[Z45] says in a sentence that the region has everything, lacks something, or refuses', () => {
    const time = (): string => '14:02';
    const said = (state: Parameters<typeof shippingText>[0]) => [
      shippingText(state, 'zh', time),
      shippingText(state, 'en', time),
    ];
    expect(said({ is: 'off' })).toEqual([null, null]);
    expect(said({ is: 'up-to-date', at: NOW })).toEqual(['区域已收到全部记录（14:02）。', 'The region has every entry (14:02).']);
    expect(said({ is: 'cut-off', by: 7, since: NOW, why: 'unreachable' })[0]).toBe(
      '自 14:02 起未能上报区域（无法连接），待补传 7 条。营业厅照常运行，恢复后自动补传。',
    );
    expect(said({ is: 'refused', by: null, since: NOW, fault: 'log-forked', version: 3 })[1]).toMatch(
      /^The region refuses this hall’s entries since 14:02: the region has other entries in their place and has overwritten nothing\./,
    );
  });
});
