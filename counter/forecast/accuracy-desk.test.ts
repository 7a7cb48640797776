import { describe, expect, it } from 'vitest';
import { failed, ok } from '../../shared/lib/result.ts';
import type { AccuracyFigures, AccuracyReport, AccuracyScores } from '../../shared/protocol/accuracy.ts';
import { LiveHall } from '../../shared/ui/hall.svelte.ts';
import { MANAGER, MINUTE, PlayedHall } from '../../test/support/played-hall.ts';
import { StaffedHall } from '../../test/support/staffed-hall.ts';
import type { ApiAnswer, HallApi } from '../session/hall-api.ts';
import { AccuracyDesk } from './accuracy-desk.svelte.ts';
import { trendPictures } from './accuracy-pictures.ts';
import { accuracyRow, coverageOf, JUDGED_MIN } from './accuracy-rows.ts';

const SCORES: AccuracyScores = {
  waitedMeanMs: 9 * MINUTE,
  toldFromMeanMs: 6 * MINUTE,
  toldToMeanMs: 13 * MINUTE,
  withinUpper: 0.914,
  withinRange: 0.64,
  underPromised: 0.02,
  pinballFromMs: MINUTE,
  pinballToMs: 2 * MINUTE,
  biasMs: -0.01 * MINUTE,
  missMeanMs: 2.26 * MINUTE,
  simple: null,
};
const figures = (judged: number, scores: AccuracyScores | null = SCORES): AccuracyFigures => ({
  judged,
  unserved: 1,
  untold: 2,
  scores,
});
const REPORT: AccuracyReport = {
  from: '2026-11-16',
  to: '2026-11-22',
  behind: 0,
  overall: figures(200),
  byService: [],
  byClass: [],
  byHour: [],
  byDay: [
    { day: '2026-11-20', figures: figures(100) },
    { day: '2026-11-22', figures: figures(3) },
  ],
  learned: { services: [], warnings: [] },
};

/** Answers when the test says so, in any order. */
class HeldApi implements HallApi {
  readonly asked: { readonly path: string; readonly answer: (answer: ApiAnswer<AccuracyReport>) => void }[] = [];

  get<Body>(path: string): Promise<ApiAnswer<Body>> {
    return new Promise((resolve) => this.asked.push({ path, answer: (answer) => resolve(answer as ApiAnswer<Body>) }));
  }

  send<Body>(): Promise<ApiAnswer<Body>> {
    return Promise.resolve(failed({ is: 'hub-away' }));
  }
}

function deskOf() {
  const api = new HeldApi();
  return { api, desk: new AccuracyDesk({ hall: new LiveHall(new StaffedHall(MANAGER, new PlayedHall())), api }) };
}

describe('the accuracy of what was told', () => {
  it('[F157] is asked for by days of the hall, service and class; of two choices only the last one’s answer is shown', async () => {
    const { api, desk } = deskOf();
    const first = desk.load();
    desk.choose({ days: 1, service: 'A', classId: 'vip' });
    expect(api.asked.map(({ path }) => path)).toEqual([
      'accuracy?from=2026-11-16&to=2026-11-22',
      'advice?from=2026-11-16&to=2026-11-22',
      'accuracy?from=2026-11-22&to=2026-11-22&service=A&class=vip',
      'advice?from=2026-11-22&to=2026-11-22',
    ]);
    api.asked[2]!.answer(ok({ ...REPORT, behind: 7 }));
    api.asked[3]!.answer(failed({ is: 'hub-away' }));
    api.asked[0]!.answer(ok(REPORT));
    api.asked[1]!.answer(failed({ is: 'hub-away' }));
    await first;
    expect([desk.report?.behind, desk.advice]).toEqual([7, null]);
  });

  it('[F157] says when the hub does not answer, and drops what it had', async () => {
    const { api, desk } = deskOf();
    const first = desk.load();
    for (const { answer } of api.asked) answer(ok(REPORT));
    await first;
    const second = desk.load();
    for (const { answer } of api.asked) answer(failed({ is: 'hub-away' }));
    await second;
    expect([desk.report, desk.failure]).toEqual([null, { is: 'hub-away' }]);
  });

  it('[F158] is told in figures, and not at all of fewer people than it says', () => {
    expect(accuracyRow('A', figures(JUDGED_MIN)).cells).toEqual({
      coverage: '91%',
      isLow: false,
      inside: '64%',
      under: '2%',
      bias: '0.0',
      miss: '2.3',
      pinball: '1.5',
    });
    expect(accuracyRow('A', figures(100, { ...SCORES, withinUpper: 0.84, biasMs: MINUTE })).cells).toMatchObject({
      isLow: true,
      bias: '+1.0',
    });
    expect(accuracyRow('A', figures(JUDGED_MIN - 1))).toEqual({ key: 'A', judged: JUDGED_MIN - 1, cells: null });
    expect(accuracyRow('A', figures(0, null)).cells).toBeNull();
    expect(accuracyRow('A', figures(100, { ...SCORES, biasMs: NaN })).cells).toBeNull();
    expect(coverageOf(figures(100, { ...SCORES, withinUpper: NaN }))).toBeNull();
  });

  it('[F158] day by day is drawn against the target, with a gap where too few were judged', () => {
    const pictures = trendPictures(REPORT, 'Asia/Shanghai')!;
    expect(pictures.coverage.lines.map(({ values }) => values)).toEqual([
      [undefined, 91.4, null, undefined],
      [90, 90, 90, 90],
    ]);
    expect(pictures.miss.lines[0]?.values).toEqual([undefined, 2.26, null, undefined]);
    expect(pictures.coverage.timeText(pictures.coverage.times[2]!)).toBe('11-22');
    expect(trendPictures({ ...REPORT, byDay: [] }, 'Asia/Shanghai')).toBeNull();
  });
});
