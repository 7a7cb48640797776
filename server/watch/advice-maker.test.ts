import { describe, expect, it } from 'vitest';
import { toSnapshot } from '../../shared/hall/snapshot.ts';
import { adviceMessageSchema } from '../../shared/protocol/advice-schema.ts';
import { crowdedHall, crowdedModel } from '../../test/support/crowded-hall.ts';
import { MANAGER, MINUTE, type PlayedHall } from '../../test/support/played-hall.ts';
import { maySee } from '../hub/news.ts';
import { AdviceMaker, runsFor } from './advice-maker.ts';
import { ForecastMaker } from './forecast-maker.ts';
import { ADVICE_EVERY_MS, ADVICE_RUNS_MIN, ADVICE_STEP_MS } from './limits.ts';

/** A thread's clock that a test sets. */
function stage(hall: PlayedHall) {
  let now = 0;
  let ids = 0;
  const advice = new AdviceMaker(
    () => now,
    () => `id-${(ids += 1)}`,
  );
  const look = (): void =>
    advice.look('demo', {
      snapshot: () => toSnapshot(hall.state),
      version: hall.state.version,
      model: crowdedModel(),
      at: hall.now,
    });
  const finish = (): number => {
    let steps = 0;
    while (advice.step()) steps += 1;
    return steps;
  };
  return { advice, look, finish, pass: (ms: number) => (now += ms) };
}

describe('advice of a hall', () => {
  it('[F113] is made a what-if at a time, once a minute, and told once', () => {
    const hall = crowdedHall();
    const { advice, finish, look, pass } = stage(hall);
    look();
    expect(advice.take('demo')).toBeNull();
    expect(finish()).toBeGreaterThan(2);
    const told = advice.take('demo')!;
    expect(told).toMatchObject({ at: hall.now, version: hall.state.version });
    expect(told.advice[0]).toMatchObject({ action: { is: 'open-counter', counter: 3 } });
    expect(adviceMessageSchema.safeParse(told).success).toBe(true);
    expect(advice.take('demo')).toBeNull();
    pass(ADVICE_EVERY_MS - 1);
    look();
    expect(finish()).toBe(0);
    pass(1);
    look();
    expect(finish()).toBeGreaterThan(2);
    expect(advice.take('demo')?.advice[0]?.id).toBe(told.advice[0]?.id);
  });

  it('[F113] is made of the hall as it was asked about, whatever happens meanwhile', () => {
    const hall = crowdedHall();
    const { advice, finish, look } = stage(hall);
    look();
    advice.step();
    hall.done({ type: 'sign-out', counter: 3 }, MANAGER);
    hall.done({ type: 'close-day', leaveUnserved: true }, MANAGER);
    finish();
    expect(advice.take('demo')?.advice).toHaveLength(1);
  });

  it('[F113] that has come to nothing is told once, so that screens forget it; silence after silence is no news', () => {
    const hall = crowdedHall();
    const { advice, finish, look, pass } = stage(hall);
    look();
    finish();
    const [first] = advice.take('demo')!.advice;
    hall.done({ type: 'accept-advice', advice: first! }, MANAGER);
    for (const expected of [[], null]) {
      pass(ADVICE_EVERY_MS);
      hall.wait(MINUTE);
      look();
      finish();
      expect(advice.take('demo')?.advice ?? null).toEqual(expected);
    }
  });

  it('[F113] comes with the forecast after it was found, and without an adviser never', () => {
    const hall = crowdedHall();
    const jobs = (maker: ForecastMaker) =>
      [0, 1].map(() => {
        const basis = { model: crowdedModel(), calibrations: new Map() };
        const job = { hall: 'demo', at: hall.now, snapshot: toSnapshot(hall.state), entries: [], basis, budgetMs: 50 };
        const outcome = maker.make(job);
        while (advice.step());
        return outcome.is === 'made' ? (outcome.advice ?? null) : outcome;
      });
    const { advice } = stage(hall);
    expect(jobs(new ForecastMaker(() => 0))).toEqual([null, null]);
    expect(jobs(new ForecastMaker(() => 0, advice))).toMatchObject([null, { advice: [{ service: 'A' }] }]);
  });

  it('[F113] goes to managers and to nobody else', () => {
    expect(maySee(['manager'], 'advice')).toBe(true);
    for (const role of ['teller', 'greeter', 'guard', 'admin', 'display', 'kiosk', 'phone'] as const) {
      expect(maySee([role], 'advice')).toBe(false);
    }
  });

  it('[F113] takes as many runs as one what-if has time for', () => {
    expect(runsFor(100, ADVICE_STEP_MS / 10)).toBe(150);
    expect(runsFor(150, ADVICE_STEP_MS * 1.5)).toBe(100);
    expect(runsFor(200, ADVICE_STEP_MS * 100)).toBe(ADVICE_RUNS_MIN);
  });
});
