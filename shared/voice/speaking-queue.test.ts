import { fc } from '../../test/support/seeded-check.ts';
import { describe, expect, it } from 'vitest';
import { ANNOUNCEMENT_GAP_MS, START_WITHIN_MS, SpeakingQueue, type FormDurations, type Turn } from './speaking-queue.ts';

interface Drawn {
  /** Since the call before. */
  readonly afterMs: number;
  /** Until the screen hears of it. */
  readonly heardAfterMs: number;
  readonly durations: FormDurations;
}

/** Plays calls against a queue as a speaker does: looked at with each call and whenever something ends. */
function played(drawn: readonly Drawn[]): { turns: Turn<number>[]; calledAt: number[] } {
  const queue = new SpeakingQueue<number>();
  const turns: Turn<number>[] = [];
  const calledAt: number[] = [];
  const drain = (now: number): void => {
    for (let turn = queue.next(now); turn !== null; turn = queue.next(now)) turns.push(turn);
  };
  let called = 1_000_000;
  let heard = 0;
  for (const [index, each] of drawn.entries()) {
    called += each.afterMs;
    heard = Math.max(heard, called + each.heardAfterMs);
    while (queue.length > 0 && queue.freeAt <= heard) drain(queue.freeAt);
    calledAt.push(called);
    queue.push(index, { calledAt: called, durations: each.durations });
    drain(heard);
  }
  while (queue.length > 0) drain(queue.freeAt);
  return { turns, calledAt };
}

const lasting = (fullMs: number, oneMs = fullMs / 2, shortMs = oneMs / 2): FormDurations => {
  return { full: fullMs, 'one-language': oneMs, short: shortMs };
};
const burst = (count: number, durations: FormDurations): Drawn[] =>
  Array.from({ length: count }, () => ({ afterMs: 0, heardAfterMs: 0, durations }));
const forms = (drawn: readonly Drawn[]): string[] => played(drawn).turns.map(({ form }) => form);

const ms = fc.integer({ min: 100, max: 25_000 });
const durations = fc.tuple(ms, ms, ms, fc.boolean()).map(([a, b, c, isMute]): FormDurations => {
  const [short = 0, one = 0, full = 0] = [a, b, c].sort((x, y) => x - y);
  return isMute ? { full: null, 'one-language': null, short: null } : lasting(full, one, short);
});
const drawnCall = fc.record({
  afterMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 40_000 })),
  heardAfterMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 0, max: START_WITHIN_MS })),
  durations,
});

describe('the speaking queue', () => {
  it('[V5] speaks each call whole and one after the other, with silence between', () => {
    const { turns } = played(burst(3, lasting(6_000)));
    expect(turns.map(({ call, form, startsAt, endsAt }) => [call, form, startsAt - 1_000_000, endsAt - 1_000_000])).toEqual([
      [0, 'full', 0, 6_000],
      [1, 'full', 6_000 + ANNOUNCEMENT_GAP_MS, 12_000 + ANNOUNCEMENT_GAP_MS],
      [2, 'full', 12_000 + 2 * ANNOUNCEMENT_GAP_MS, 18_000 + 2 * ANNOUNCEMENT_GAP_MS],
    ]);
  });

  it('[V6] shortens by steps: one language, then number and counter, then captions', () => {
    const waiting = (count: number) => forms(burst(count, lasting(8_000, 4_000, 2_000)));
    const times = (count: number, form: string) => Array.from({ length: count }, () => form);
    expect(waiting(4)).toEqual(times(4, 'full'));
    // The first is spoken before anybody knows of the others; when the speaker is free again, all who wait are looked at.
    expect(waiting(6)).toEqual(['full', ...times(3, 'one-language'), ...times(2, 'full')]);
    expect(waiting(10).slice(0, 3)).toEqual(['full', 'short', 'short']);
    expect(waiting(10)).not.toContain('caption');
    const many = waiting(100);
    expect(many.slice(0, 11)).toEqual(['full', ...times(9, 'short'), 'caption']);
    expect(many.slice(10, -1)).toEqual(times(89, 'caption'));
  });

  it('[V6] a hall of one language has one step less; what cannot be spoken has its caption', () => {
    const one = { full: 4_000, 'one-language': 4_000, short: 2_000 };
    expect(forms(burst(6, one))).toEqual(Array.from({ length: 6 }, () => 'full'));
    expect(forms(burst(2, { full: null, 'one-language': null, short: null }))).toEqual(['caption', 'caption']);
    expect(forms(burst(1, lasting(45_000, 40_000, 2_000)))).toEqual(['short']);
  });

  it('[V6] what is heard of too late to wait for the speaker has its caption at once', () => {
    const queue = new SpeakingQueue<string>();
    queue.push('a', { calledAt: 100_000, durations: lasting(10_000) });
    expect(queue.next(100_000)).toMatchObject({ call: 'a', form: 'full' });
    queue.push('b', { calledAt: 73_000, durations: lasting(10_000) });
    expect(queue.next(100_500)).toMatchObject({ call: 'b', form: 'caption', startsAt: 100_500 });
    queue.push('c', { calledAt: 101_000, durations: lasting(10_000) });
    expect(queue.next(101_000)).toBeNull();
    queue.clear();
    expect(queue.next(200_000)).toBeNull();
  });

  it('[V5, V6] whatever comes: order kept, none lost, no overlap, every start within 30 s of its call', () => {
    fc.assert(
      fc.property(fc.array(drawnCall, { minLength: 1, maxLength: 150 }), (drawn) => {
        const { turns, calledAt } = played(drawn);
        expect(turns.map(({ call }) => call)).toEqual(drawn.map((_, index) => index));
        let freeAt = 0;
        for (const { call, form, startsAt, endsAt } of turns) {
          expect(startsAt - calledAt[call]!).toBeLessThanOrEqual(START_WITHIN_MS);
          expect(startsAt).toBeGreaterThanOrEqual(calledAt[call]!);
          if (form === 'caption') continue;
          expect(startsAt).toBeGreaterThanOrEqual(freeAt);
          expect(endsAt - startsAt).toBe(drawn[call]!.durations[form]);
          freeAt = endsAt + ANNOUNCEMENT_GAP_MS;
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('[V6] nobody is told less than need be: alone or in a thin hall every call is spoken whole', () => {
    const thin = fc.array(fc.tuple(fc.integer({ min: 26_000, max: 90_000 }), durations), { maxLength: 60 });
    fc.assert(
      fc.property(thin, (calls) => {
        const drawn = calls.map(([afterMs, each]) => ({ afterMs, heardAfterMs: 0, durations: each }));
        expect(forms(drawn)).toEqual(drawn.map((each) => (each.durations.full === null ? 'caption' : 'full')));
      }),
      { numRuns: 200 },
    );
  });
});
