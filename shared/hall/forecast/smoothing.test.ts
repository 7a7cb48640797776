import { fc } from '../../../test/support/seeded-check.ts';
import { describe, expect, it } from 'vitest';
import { causesOf, joinedInAll, NO_CAUSES, RUSH_ARRIVALS } from './causes.ts';
import { DRIFT, HYSTERESIS_MS, KEPT_MS_MAX, smoothed, type ShownWait, type Smoothing } from './smoothing.ts';
import type { WaitRange } from './wait-range.ts';

const MINUTE = 60_000;
const STILL: Smoothing = { at: 0, free: false, longerMs: 0, shorterMs: 0, shrinksOnly: false };

const range = (from: number, to: number): WaitRange => ({ fromMs: from * MINUTE, toMs: to * MINUTE });
const first = (from: number, to: number): ShownWait => smoothed(null, range(from, to), STILL);

const anyRange = fc
  .tuple(fc.integer({ min: 0, max: 120 * MINUTE }), fc.integer({ min: 0, max: 60 * MINUTE }))
  .map(([fromMs, wide]): WaitRange => ({ fromMs, toMs: fromMs + wide }));
const anyStep = fc.record({
  computed: anyRange,
  afterMs: fc.integer({ min: 0, max: 30_000 }),
  free: fc.boolean(),
  longerMs: fc.constantFrom(0, 40_000, 300_000),
  shorterMs: fc.constantFrom(0, 40_000, 300_000),
  shrinksOnly: fc.constant(false),
});
type Step = typeof anyStep extends fc.Arbitrary<infer Value> ? Value : never;

/** What is shown after each step, with what it was before. */
function shownThrough(steps: readonly Step[]): { step: Step; before: ShownWait; after: ShownWait }[] {
  let shown = first(10, 20);
  return steps.map((step) => {
    const before = shown;
    shown = smoothed(before, step.computed, { ...step, at: before.at + step.afterMs });
    return { step, before, after: shown };
  });
}

const touches = (left: WaitRange, right: WaitRange): boolean =>
  left.fromMs <= right.toMs + HYSTERESIS_MS && right.fromMs <= left.toMs + HYSTERESIS_MS;

describe('a shown wait', () => {
  it('[F75] is always whole minutes in order, whatever was computed', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 40 }), (steps) => {
        for (const { after } of shownThrough(steps)) {
          expect(after.range.fromMs % MINUTE).toBe(0);
          expect(after.range.toMs % MINUTE).toBe(0);
          expect(after.range.fromMs).toBeGreaterThanOrEqual(0);
          expect(after.range.toMs).toBeGreaterThanOrEqual(Math.max(MINUTE, after.range.fromMs));
        }
      }),
    );
  });

  it('[F75] never falls to no wait at all, however much is called', () => {
    let shown = first(0, 3);
    for (let second = 1; second <= 20; second += 1) {
      shown = smoothed(
        shown,
        { fromMs: 0, toMs: 0 },
        { ...STILL, at: second * 60_000, shorterMs: 10 * MINUTE, shrinksOnly: true },
      );
      expect(shown.range.toMs).toBeGreaterThanOrEqual(MINUTE);
    }
    expect(shown.range).toEqual(range(0, 1));
  });

  it('[F75] stays the minute that it is while the computed wait swings around it', () => {
    let shown = first(12, 20);
    for (let second = 1; second <= 600; second += 1) {
      const swing = (second % 2 === 0 ? 1 : -1) * (HYSTERESIS_MS - 1);
      const computed = { fromMs: 12 * MINUTE + swing, toMs: 20 * MINUTE - swing };
      shown = smoothed(shown, computed, { ...STILL, at: second * 1_000 });
      expect(shown.range).toEqual(range(12, 20));
    }
  });

  it('[F76] moves without a great cause only as far as time and what happened account for', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 40 }), (steps) => {
        for (const { step, before, after } of shownThrough(steps)) {
          if (step.free || !touches(before.range, step.computed)) continue;
          const mostUp = KEPT_MS_MAX + DRIFT * step.afterMs + step.longerMs;
          const mostDown = KEPT_MS_MAX + DRIFT * step.afterMs + step.shorterMs;
          for (const end of ['fromMs', 'toMs'] as const) {
            expect(after.range[end] - before.range[end]).toBeLessThanOrEqual(mostUp);
            // The lower end never stands above the upper one, whatever moved it.
            expect(before.range[end] - after.range[end]).toBeLessThanOrEqual(mostDown);
          }
        }
      }),
    );
  });

  it('[F76] never moves faster over a long time than it may in all', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { minLength: 5, maxLength: 60 }), (steps) => {
        let shown = first(10, 20);
        let allowedMs = 0;
        const begin = shown.range.toMs;
        for (const step of steps) {
          if (!touches(shown.range, step.computed)) continue;
          allowedMs += DRIFT * step.afterMs;
          shown = smoothed(shown, step.computed, { ...STILL, at: shown.at + step.afterMs });
          expect(Math.abs(shown.range.toMs - begin)).toBeLessThanOrEqual(allowedMs);
        }
      }),
    );
  });

  it('[F76] is the truth at once with a great cause, and when what was shown is wrong', () => {
    expect(smoothed(first(10, 20), range(14, 33), { ...STILL, at: 1_000, free: true }).range).toEqual(range(14, 33));
    expect(smoothed(first(10, 20), range(25, 33), { ...STILL, at: 1_000 }).range).toEqual(range(25, 33));
    expect(smoothed(first(10, 20), range(2, 5), { ...STILL, at: 1_000 }).range).toEqual(range(2, 5));
  });

  it('[F76] comes to the computed wait in time', () => {
    let shown = first(10, 20);
    for (let second = 1; second <= 600; second += 1) shown = smoothed(shown, range(13, 26), { ...STILL, at: second * 1_000 });
    expect(shown.range).toEqual(range(13, 26));
  });

  it('[F77] is never longer for a waiting customer while nobody comes before them', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 40 }), (steps) => {
        let shown = first(30, 60);
        for (const { afterMs, computed, shorterMs } of steps) {
          if (!touches(shown.range, computed)) continue;
          const after = smoothed(shown, computed, {
            at: shown.at + afterMs,
            free: false,
            longerMs: 0,
            shorterMs,
            shrinksOnly: true,
          });
          expect(after.range.fromMs).toBeLessThanOrEqual(shown.range.fromMs);
          expect(after.range.toMs).toBeLessThanOrEqual(shown.range.toMs);
          shown = after;
        }
      }),
    );
  });

  it('[F76] starts anew after a clock that was set back', () => {
    const shown = smoothed(null, range(10, 20), { ...STILL, at: 3_600_000 });
    expect(smoothed(shown, range(11, 28), { ...STILL, at: 1_000 })).toMatchObject({ range: range(11, 28), at: 1_000 });
  });
});

describe('what changes a wait', () => {
  it('[F76] is great when counters, services or many customers change, small when one comes or is called', () => {
    expect(causesOf([{ type: 'counter-opened', counter: 1 }]).great).toBe(true);
    expect(causesOf([{ type: 'counter-paused', counter: 1, reason: 'meal' }]).great).toBe(true);
    expect(causesOf([{ type: 'service-stopped', service: 'A', reason: 'system' }]).great).toBe(true);
    const woken = { type: 'ticket-woken', ticket: 't', credit: { at: 0, order: 1 }, to: null } as const;
    expect(causesOf([woken])).toMatchObject({ great: false, left: 0 });
    expect(joinedInAll(causesOf([woken, woken]))).toBe(2);
    expect(causesOf(Array.from({ length: RUSH_ARRIVALS }, () => woken)).great).toBe(true);
    expect(causesOf([{ type: 'ticket-left', ticket: 't' }])).toMatchObject({ great: false, left: 1 });
    expect(causesOf([{ type: 'documents-checked', ticket: 't' }])).toEqual(NO_CAUSES);
  });
});
