import { fc } from '../../../test/support/seeded-check.ts';
import { describe, expect, it } from 'vitest';
import { anyRule } from '../../../test/support/any-rule.ts';
import { FCFS, inLine, lognormal, plainScene, SCENE_AT, type PlainScene } from '../../../test/support/plain-scene.ts';
import { ascending, quantile } from './quantile.ts';
import { runScene, RUNS_MAX, type SceneRuns } from './run-scene.ts';
import type { Scene } from './scene.ts';

const MINUTE = 60_000;
const CLASSES = ['standard', 'priority', 'vip'];
const HOUR = { runs: 60, horizonMs: 60 * MINUTE, seed: 7 };

function meanOf(numbers: Float64Array): number {
  return numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
}

/** A hall of two services and three classes, with people in line, at hand, on their way, and some who give up. */
const anyScene: fc.Arbitrary<PlainScene> = fc
  .record({
    rule: anyRule,
    waiting: fc.array(fc.record({ service: fc.constantFrom('A', 'B'), class: fc.constantFrom(...CLASSES) }), {
      maxLength: 12,
      size: 'max',
    }),
    counters: fc.array(
      fc.record({
        services: fc.constantFrom(['A', 'B'], ['A'], ['B']),
        busy: fc.constantFrom(true, true, false),
        awayIn: fc.constantFrom(null, 0, 5),
        helps: fc.constantFrom(false, false, true),
      }),
      { minLength: 1, maxLength: 5 },
    ),
    leaves: fc.constantFrom(0, 1 / (15 * MINUTE)),
    noShow: fc.constantFrom(0, 0.2),
  })
  .map(({ rule, waiting, counters, leaves, noShow }): PlainScene => {
    const queues = (services: readonly string[], classes: readonly string[]) =>
      services.flatMap((service) => classes.map((id) => ({ service, class: id })));
    return {
      rule,
      classes: CLASSES,
      services: { A: lognormal(3 * MINUTE, 0.8), B: lognormal(7 * MINUTE, 1) },
      perMinute: { standard: 0.25, priority: 0.06, vip: 0.05 },
      leavesPerMs: { standard: leaves, priority: leaves },
      waiting: inLine(waiting.length, (index) => waiting[index]!),
      counters: counters.map(({ services, busy, awayIn, helps }) => ({
        tiers: [queues(services, helps ? ['vip'] : CLASSES)],
        helps: helps ? { tiers: [queues(services, ['standard', 'priority'])], afterMs: 40_000 } : null,
        atHand: busy ? { service: services[0], since: SCENE_AT - 2 * MINUTE, heldMs: 0 } : null,
        away: awayIn === null ? [] : [{ from: SCENE_AT + awayIn * MINUTE, to: SCENE_AT + (awayIn + 10) * MINUTE }],
      })),
      model: { noShows: { base: noShow, perMinute: 0.01, lostMs: 30_000 }, dayFactor: { median: 1, logSd: 0.2 } },
    };
  });

/** The same hall with one more customer in line, who took a ticket a moment ago. */
function withOneMore(scene: Scene, service: string, classId: string): Scene {
  const order = scene.waiting.reduce((most, { credit }) => Math.max(most, credit.order), 0) + 1;
  const ticket = { service, class: classId, ticket: 'one more', credit: { at: scene.at, order }, passed: 0, passesNobody: false };
  return { ...scene, waiting: [...scene.waiting, ticket] };
}

describe('a newcomer', () => {
  it('[F4] is told the wait of a customer who really comes, run by run, whatever the counters and the chance', () => {
    let compared = 0;
    const property = fc.property(anyScene, fc.constantFrom('A', 'B'), fc.constantFrom(...CLASSES), (of, service, classId) => {
      // Somebody who waits changes whose turn it is for others, too: see the decision.
      fc.pre(of.rule!.kind !== 'ratio');
      const scene = plainScene(of);
      const told = runScene(scene, HOUR).newcomer(service, classId);
      const came = runScene(withOneMore(scene, service, classId), HOUR).waiting.at(-1)!;
      expect([...told]).toEqual([...came]);
      compared += told.filter((wait) => wait > 0 && wait < Number.POSITIVE_INFINITY).length;
    });
    fc.assert(property, { numRuns: 60 });
    expect(compared).toBeGreaterThan(500);
  });

  it('[F4] is told nearly that by a ratio', () => {
    const rule = {
      kind: 'ratio',
      passedMax: null,
      turns: CLASSES.map((id, index) => ({ classes: [id], calls: 3 - index })),
    } as const;
    const waiting = inLine(12, (index) => ({ service: 'A', class: CLASSES[index % 3]! }));
    const scene = plainScene({ rule, classes: CLASSES, waiting, perMinute: { standard: 0.2, priority: 0.1, vip: 0.1 } });
    for (const classId of CLASSES) {
      const told = meanOf(
        runScene(scene, { ...HOUR, runs: 600 })
          .newcomer('A', classId)
          .map(capped),
      );
      const came = meanOf(
        runScene(withOneMore(scene, 'A', classId), { ...HOUR, runs: 600 })
          .waiting.at(-1)!
          .map(capped),
      );
      expect(Math.abs(told / came - 1)).toBeLessThan(0.03);
    }
  });

  it('[F4] delays nobody, and waits for ever where no counter serves the queue', () => {
    const scene = plainScene({ waiting: inLine(5, () => ({ service: 'A', class: 'standard' })), perMinute: { standard: 0.4 } });
    const asked = runScene(scene, HOUR);
    const unasked = runScene(scene, { ...HOUR, newcomers: [] });
    expect(asked.waiting).toEqual(unasked.waiting);
    expect(asked.ahead).toEqual(unasked.ahead);
    expect(unasked.newcomer('A', 'standard').every((wait) => wait === Number.POSITIVE_INFINITY)).toBe(true);
    expect(asked.newcomer('Z', 'standard').every((wait) => wait === Number.POSITIVE_INFINITY)).toBe(true);
  });
});

function capped(wait: number): number {
  return Math.min(wait, 60 * MINUTE);
}

describe('runs', () => {
  it('[F3] are the same for the same seed, and others for another', () => {
    const scene = plainScene({ waiting: inLine(6, () => ({ service: 'A', class: 'standard' })), perMinute: { standard: 0.4 } });
    expect(figuresOf(runScene(scene, HOUR))).toEqual(figuresOf(runScene(scene, HOUR)));
    expect(figuresOf(runScene(scene, { ...HOUR, seed: 8 }))).not.toEqual(figuresOf(runScene(scene, HOUR)));
    // The first runs of many are the few.
    expect(runScene(scene, { ...HOUR, runs: 5 }).waiting.map((waits) => [...waits])).toEqual(
      runScene(scene, HOUR).waiting.map((waits) => [...waits.slice(0, 5)]),
    );
    expect(Math.round(meanOf(runScene(scene, HOUR).waiting[5]!))).toMatchInlineSnapshot(`372233`);
  });

  it('[F3] of two scenes that differ by an action meet the same customers: one more counter never makes anybody wait longer', () => {
    const of: PlainScene = { waiting: inLine(9, () => ({ service: 'A', class: 'standard' })), perMinute: { standard: 0.5 } };
    const [few, many] = [3, 4].map((counters) => runScene(plainScene({ ...of, counters }), { ...HOUR, runs: 300 })) as [
      SceneRuns,
      SceneRuns,
    ];
    expect(many.all.tickets).toEqual(few.all.tickets);
    few.waiting.forEach((waits, index) => {
      expect(waits.every((wait, run) => many.waiting[index]![run]! <= wait)).toBe(true);
    });
    // So the saving is known far better than the waits themselves.
    const saved = few.all.waitMs.map((wait, run) => wait - many.all.waitMs[run]!);
    expect(spreadOf(saved)).toBeLessThan(0.6 * Math.hypot(spreadOf(few.all.waitMs), spreadOf(many.all.waitMs)));
  });

  it('[F9] tell who gave up, and the wait that would have been theirs', () => {
    const waiting = inLine(8, () => ({ service: 'A', class: 'standard' }));
    const patient = runScene(plainScene({ waiting, counters: 1 }), { ...HOUR, horizonMs: 300 * MINUTE });
    const leaving = runScene(plainScene({ waiting, counters: 1, leavesPerMs: { standard: 1 / (20 * MINUTE) } }), {
      ...HOUR,
      horizonMs: 300 * MINUTE,
    });
    const last = leaving.left[7]!;
    expect(last.some((gone) => gone === 1) && last.some((gone) => gone === 0)).toBe(true);
    expect(leaving.waiting[7]!.every((wait, run) => wait <= patient.waiting[7]![run]!)).toBe(true);
    expect(meanOf(leaving.all.left)).toBeGreaterThan(1);
    expect(patient.all.left.every((left) => left === 0)).toBe(true);
  });

  it('[F11] count every wait, and at each step how many wait', () => {
    const scene = plainScene({
      waiting: inLine(4, () => ({ service: 'A', class: 'standard' })),
      perMinute: { standard: 0.4 },
      changes: { promisedMs: new Map([['A', 5 * MINUTE]]) },
    });
    const runs = runScene(scene, { runs: 40, horizonMs: 30 * MINUTE, seed: 1 });
    const ahead = runs.ahead.get('A')!;
    expect(ahead.map(({ fromMs }) => fromMs / MINUTE)).toEqual([0, 5, 10, 15, 20, 25]);
    const came = ahead.reduce((sum, { waits }) => sum + waits.length, 0);
    expect(came).toBe(runs.all.tickets.reduce((sum, tickets) => sum + tickets - 4, 0));
    expect(runs.sums.get('A')).toEqual(runs.all);
    // Little on a closed path: the sum of waits is the time that everybody together stood in line.
    for (const { waiting } of ahead) expect(waiting.length).toBe(40);
    expect(runs.all.late.every((late, run) => late <= runs.all.tickets[run]!)).toBe(true);
  });

  it('[F11] end as soon as everybody is called, where only that is asked', () => {
    const scene = plainScene({ waiting: inLine(6, () => ({ service: 'A', class: 'standard' })), perMinute: { standard: 0.4 } });
    const whole = runScene(scene, HOUR);
    const short = runScene(scene, { ...HOUR, until: 'called' });
    expect(short.waiting).toEqual(whole.waiting);
    expect(short.newcomer('A', 'standard')).toEqual(whole.newcomer('A', 'standard'));
    expect(meanOf(short.all.tickets)).toBeLessThan(meanOf(whole.all.tickets));
  });
});

function spreadOf(numbers: Float64Array): number {
  const mean = meanOf(numbers);
  return Math.sqrt(meanOf(numbers.map((each) => (each - mean) ** 2)));
}

function figuresOf(runs: SceneRuns): number[] {
  const ahead = [...runs.ahead.values()].flat();
  return [...runs.waiting, runs.newcomer('A', 'standard'), runs.all.waitMs, runs.all.tickets]
    .concat(ahead.flatMap(({ waits, waiting }) => [waits, waiting]))
    .flatMap((numbers) => [...numbers]);
}

describe('whatever the scene', () => {
  const A = { service: 'A', class: 'standard' };
  const line = inLine(20, () => A);
  const odd: readonly [string, Scene][] = [
    ['nobody and nothing', plainScene({ counters: 0 })],
    ['no history', plainScene({ waiting: line, model: { services: new Map() } })],
    [
      'all counters paused for ever',
      plainScene({ waiting: line, counters: [{ away: [{ from: SCENE_AT, to: Number.POSITIVE_INFINITY }] }] }),
    ],
    [
      'a service of three hours',
      plainScene({ waiting: line, counters: [{ atHand: { service: 'A', since: SCENE_AT - 180 * MINUTE, heldMs: 0 } }] }),
    ],
    [
      'a service of a month',
      plainScene({ waiting: line, counters: [{ atHand: { service: 'A', since: SCENE_AT - 31 * 1440 * MINUTE, heldMs: 0 } }] }),
    ],
    [
      'a service that begins tomorrow',
      plainScene({ waiting: line, counters: [{ atHand: { service: 'A', since: SCENE_AT + 1440 * MINUTE, heldMs: 0 } }] }),
    ],
    ['ten times as many as usual', plainScene({ waiting: line, perMinute: { standard: 5 } })],
    ['a thousand a second', plainScene({ waiting: line, perMinute: { standard: 60_000 } })],
    [
      'credits of tomorrow',
      plainScene({
        waiting: line.map((each) => ({ ...each, credit: { at: SCENE_AT + 1440 * MINUTE, order: each.credit.order } })),
        rule: { kind: 'aging', factors: {}, passedMax: 0 },
      }),
    ],
    ['a midnight far away', plainScene({ waiting: line, perMinute: { standard: 1 }, changes: { midnight: SCENE_AT + 1e12 } })],
    [
      'a model of no numbers',
      plainScene({
        waiting: line,
        perMinute: { standard: Number.NaN },
        leavesPerMs: { standard: Number.NaN },
        services: { A: { logMean: Number.NaN, logSd: Number.NaN, seen: 0, learning: true } },
        model: {
          dayFactor: { median: Number.NaN, logSd: Number.NaN },
          noShows: { base: Number.NaN, perMinute: Number.NaN, lostMs: Number.NaN },
          tellers: new Map([['1001', Number.NaN]]),
          gaps: { spans: [{ untilMs: Number.POSITIVE_INFINITY, callsPerMs: Number.NaN }] },
        },
      }),
    ],
    [
      'everybody always a no-show at once',
      plainScene({ waiting: line, perMinute: { standard: 1 }, model: { noShows: { base: 1, perMinute: 0, lostMs: 0 } } }),
    ],
    ['steps in a ring', plainScene({ waiting: line, changes: { nextStep: new Map([['A', 'A']]) } })],
    [
      'gaps without end',
      plainScene({ waiting: line, model: { gaps: { spans: [{ untilMs: Number.POSITIVE_INFINITY, callsPerMs: 0 }] } } }),
    ],
    [
      'away now and then, out of order',
      plainScene({
        waiting: line,
        counters: [
          {
            away: [
              { from: SCENE_AT + 9, to: SCENE_AT + 5 },
              { from: 0, to: SCENE_AT + 3 * MINUTE },
            ],
          },
        ],
      }),
    ],
  ];

  it.each(odd)('[F5] %s: every number is one, and there is an end', (_, scene) => {
    const runs = runScene(scene, { ...HOUR, runs: 4, eventsMax: 20_000 });
    const numbers = figuresOf(runs);
    expect(numbers.filter((each) => Number.isNaN(each) || each < 0)).toEqual([]);
    for (const each of [...runs.all.waitMs, ...runs.all.tickets]) expect(each).toBeLessThan(Number.POSITIVE_INFINITY);
  });

  it('[F5] nothing is asked for without a bound', () => {
    expect(runScene(plainScene(), { runs: 1e9, horizonMs: 0, seed: 1 }).runs).toBe(RUNS_MAX);
    expect(runScene(plainScene(), { runs: Number.NaN, horizonMs: Number.NaN, seed: Number.NaN })).toMatchObject({
      runs: 1,
      horizonMs: 0,
    });
    const crowd = plainScene({ perMinute: { standard: 60_000 } });
    expect(runScene(crowd, { ...HOUR, runs: 3, eventsMax: 5_000 }).cut).toBe(3);
    const long = runScene(plainScene(), { runs: 1, horizonMs: 1e12, seed: 1 });
    expect(long.ahead.get('A')!.length).toBeLessThan(300);
  });
});

describe('quantiles', () => {
  it('[F8] are samples, by nearest rank, and rise with the level; of nothing, or past the horizon, infinite', () => {
    expect([0, 0.1, 0.5, 0.9, 0.91, 1].map((p) => quantile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], p))).toEqual([1, 1, 5, 9, 10, 10]);
    expect(quantile([], 0.5)).toBe(Number.POSITIVE_INFINITY);
    expect(quantile([1, 2, Number.POSITIVE_INFINITY], 0.5)).toBe(2);
    expect(quantile([1, 2, Number.POSITIVE_INFINITY], 0.9)).toBe(Number.POSITIVE_INFINITY);
    const levels = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 9 });
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true })), levels, (samples, asked) => {
        const found = [...asked].sort((left, right) => left - right).map((p) => quantile(ascending(samples), p));
        for (let index = 1; index < found.length; index += 1) expect(found[index]! >= found[index - 1]!).toBe(true);
      }),
    );
  });
});

describe('an empty hall', () => {
  it('[F4] tells no wait, whatever the rule', () => {
    const runs = runScene(plainScene({ rule: FCFS }), HOUR);
    expect(runs.newcomer('A', 'standard').every((wait) => wait === 0)).toBe(true);
  });
});
