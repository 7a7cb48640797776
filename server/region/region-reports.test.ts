import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { must } from '../../shared/lib/assert.ts';
import type { RegionLive, RegionReport } from '../../shared/protocol/region.ts';
import { CUT_OFF_AFTER_MS } from '../../shared/protocol/shipping.ts';
import { MINUTE } from '../../test/support/played-hall.ts';
import { closedHall, logOf, playedMorning, refusalKind, RegionStage } from '../../test/support/region-stage.ts';
import { accuracyReport } from '../history/accuracy.ts';
import { REPORT_BURST } from './limits.ts';

let stage: RegionStage;

beforeEach(async () => {
  stage = await RegionStage.open();
});

afterEach(() => stage.close());

describe('reports', () => {
  async function reportOf(query: string, place = 'river'): Promise<RegionReport> {
    const token = await stage.signIn(String(7000 + Math.floor(performance.now())), place);
    const response = await stage.get(token, `/api/region/report?${query}`);
    expect(response.status).toBe(200);
    return (await response.json()) as RegionReport;
  }

  it('[Z30] are sums of halls: of a district, a city, the region, and by day', async () => {
    const [one, two] = [playedMorning(10, (each) => each + 1), playedMorning(4, () => 20)];
    await stage.take('north-1', logOf('north-1', closedHall(one)));
    await stage.take('south-1', logOf('south-1', closedHall(two)));
    await stage.region.idle();
    const { byDay, rows } = await reportOf('from=2026-11-20&to=2026-11-22');
    const tickets = Object.fromEntries(rows.map(({ figures, place }) => [place, figures.tickets]));
    expect(tickets).toEqual({ river: 14, 'river-city': 14, north: 10, 'north-1': 10, 'north-2': 0, south: 4, 'south-1': 4 });
    const of = (place: string) =>
      must(
        rows.find((row) => row.place === place),
        'a row',
      ).figures;
    // Waits of 1 to 10 minutes; the target is 10, the promise is 10.
    expect(of('north-1')).toMatchObject({
      called: 10,
      waitMeanMs: 5.5 * MINUTE,
      waitMedianMinutes: 5,
      wait90Minutes: 9,
      overTarget: 0,
    });
    expect(of('north-1')).toMatchObject({ judged: 10, withinPromise: 10, served: 9, unserved: 1 });
    expect(of('south-1')).toMatchObject({ called: 4, overTarget: 4, judged: 4, withinPromise: 0, wait90Minutes: 20 });
    expect(of('river')).toMatchObject({ called: 14, overTarget: 4, wait90Minutes: 20, waitMeanMs: ((55 + 80) / 14) * MINUTE });
    expect(byDay.map(({ day, figures }) => [day, figures.tickets])).toEqual([['2026-11-22', 14]]);
    // What each hall's own report says of the same days, by another way through the same visits; and all of them together.
    const asked = { from: '2026-11-20', to: '2026-11-22', trendFrom: '2026-11-20' };
    const own = await Promise.all(['north-1', 'south-1'].map((hall) => accuracyReport(stage.database, hall, asked)));
    for (const [index, hall] of ['north-1', 'south-1'].entries()) {
      const { judged, scores } = must(own[index], 'a report').overall;
      const { waitMeanMs, withinPromise } = of(hall);
      expect([of(hall).judged, waitMeanMs, withinPromise]).toEqual([
        judged,
        scores?.waitedMeanMs,
        judged * (scores?.withinUpper ?? 0),
      ]);
    }
    expect(of('river').judged).toBe(own.reduce((sum, { overall }) => sum + overall.judged, 0));
    expect(of('north-2')).toMatchObject({ waitMeanMs: null, wait90Minutes: null, ratingMean: null });
  });

  it('[Z32] say of how many halls something may be missing, and count what comes later', async () => {
    const log = logOf(
      'north-1',
      playedMorning(4, () => 2),
    );
    await stage.take('north-1', log);
    await stage.region.idle();
    const incomplete = async (): Promise<number[]> =>
      (await reportOf('to=2026-11-22')).rows
        .filter(({ place }) => ['river', 'north', 'north-1'].includes(place))
        .map((row) => row.incomplete);
    // Two halls were never heard.
    expect(await incomplete()).toEqual([2, 1, 0]);
    stage.time.advance(CUT_OFF_AFTER_MS + 1);
    expect(await incomplete()).toEqual([3, 2, 1]);
    await stage.take('north-1', logOf('north-1', closedHall(playedMorning(6, () => 2))));
    await stage.region.idle();
    const { rows } = await reportOf('to=2026-11-22');
    expect(must(rows[0], 'the region').figures.tickets).toBe(6);
  });

  it('[Z33] are for those to whom the place belongs, of 92 days at most, and not too many at once', async () => {
    await stage.take('north-1', logOf('north-1', closedHall(playedMorning(3, () => 2))));
    await stage.take('south-1', logOf('south-1', closedHall(playedMorning(2, () => 2))));
    await stage.region.idle();
    const token = await stage.signIn('7001', 'north');
    const live = (await (await stage.get(token, '/api/region/live')).json()) as RegionLive;
    expect(live.places.map(({ id, parent }) => [id, parent])).toEqual([
      ['north', null],
      ['north-1', 'north'],
      ['north-2', 'north'],
    ]);
    expect(live.halls.map(({ hall }) => hall)).toEqual(['north-1', 'north-2']);
    const own = (await (await stage.get(token, '/api/region/report?to=2026-11-22')).json()) as RegionReport;
    expect(own.rows[0]).toMatchObject({ place: 'north', figures: { tickets: 3 } });
    for (const [query, status, kind] of [
      ['place=south', 403, 'not-allowed'],
      ['place=river', 403, 'not-allowed'],
      ['place=nowhere', 403, 'not-allowed'],
      ['from=2026-11-22&to=2026-11-21', 400, 'malformed'],
      ['from=2026-01-01&to=2026-11-21', 400, 'malformed'],
      ['from=yesterday', 400, 'malformed'],
    ] as const) {
      const response = await stage.get(token, `/api/region/report?${query}`);
      expect([query, response.status, await refusalKind(response)]).toEqual([query, status, kind]);
    }
    expect((await stage.get('f'.repeat(64), '/api/region/live')).status).toBe(401);
    const answers = await Promise.all(Array.from({ length: REPORT_BURST + 5 }, () => stage.get(token, '/api/region/live')));
    expect(answers.some(({ status }) => status === 429)).toBe(true);
  });

  it('[Z34] can be taken away as tables, in either language, and a few in a minute', async () => {
    await stage.take('north-1', logOf('north-1', closedHall(playedMorning(3, () => 2))));
    await stage.region.idle();
    const token = await stage.signIn('7002', 'river');
    const csv = async (by: string, language: string): Promise<readonly string[]> => {
      const asked = await stage.get(token, `/api/region/report.csv?to=2026-11-22&by=${by}`, { 'accept-language': language });
      expect(asked.headers.get('content-disposition')).toMatch(/attachment; filename="river-2026-11-16-2026-11-22-/);
      return (await asked.text()).replace('\ufeff', '').trimEnd().split('\r\n');
    };
    const places = await csv('place', 'zh');
    expect(places[0]).toMatch(/^级别,编号,名称,上级,数据不全的营业厅,取号,/);
    expect(places.find((line) => line.startsWith('hall,north-1,'))).toMatch(/^hall,north-1,城北一厅,江城 \/ 江城市 \/ 城北,0,3,/);
    expect(await csv('day', 'en')).toHaveLength(2);
    expect((await csv('hall-day', 'en'))[1]).toMatch(/^2026-11-22,north-1,North One,River \/ River City \/ North,3,/);
    for (let each = 0; each < 3; each += 1) await stage.get(token, '/api/region/report.csv');
    const refused = await stage.get(token, '/api/region/report.csv');
    expect([refused.status, await refusalKind(refused)]).toEqual([429, 'too-many-commands']);
  });
});
