import { fc } from '../../../../test/support/seeded-check.ts';
import { describe, expect, it } from 'vitest';
import { testConfiguration } from '../../../../test/support/test-configuration.ts';
import { seededRandom } from '../../../lib/random.ts';
import type { HallConfiguration } from '../../configuration.ts';
import type { HallModel } from '../hall-model.ts';
import { SERVE_MS_MAX } from './figures.ts';
import { learn, learnAll } from './learn.ts';
import { nothingLearned, type Learned } from './learned.ts';
import { modelOf, priorModel, warningsOf } from './model-of.ts';
import type { Observation } from './observation.ts';

const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** Monday 2 November 2026, 00:00 in Shanghai. */
const MONDAY = Date.UTC(2026, 10, 1, 16);
const DAY = 24 * HOUR;

function hall(typical: Readonly<Record<string, number>> = {}): HallConfiguration {
  const configuration = testConfiguration();
  return {
    ...configuration,
    services: configuration.services.map((service) => ({ ...service, typicalMinutes: typical[service.id] })),
  };
}

/** Services of such a length, one after the other. */
function services(
  count: number,
  ms: (index: number) => number,
  { service = 'A', teller = '1001', begins = MONDAY } = {},
): Observation[] {
  let at = begins;
  return Array.from({ length: count }, (_, index) => {
    const from = at + MINUTE;
    at = from + ms(index);
    return { is: 'served', service, teller, from, to: at, heldMs: 0 };
  });
}

function dayOf(index: number): string {
  return new Date(MONDAY + index * DAY + 12 * HOUR).toISOString().slice(0, 10);
}

/** A day from 9 to 17 with so many tickets, evenly. */
function day(index: number, tickets: number, until = 17 * 60): Observation[] {
  const arrivals = Array.from({ length: tickets }, (_, each): Observation => {
    const minute = Math.floor(540 + ((each + 0.5) * 480) / tickets);
    return { is: 'arrived', day: dayOf(index), minute, service: 'A', class: 'standard' };
  }).filter((each) => each.is === 'arrived' && each.minute < until);
  return [
    { is: 'day-opened', day: dayOf(index), minute: 540 },
    ...arrivals,
    ...(until < 1020 ? [] : [{ is: 'day-closed' as const, day: dayOf(index), minute: 1020 }]),
  ];
}

function everyNumberOf(model: HallModel): number[] {
  const numbers: number[] = [];
  const walk = (value: unknown): void => {
    if (typeof value === 'number') numbers.push(value);
    else if (value instanceof Map) for (const each of value.values()) walk(each);
    else if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) walk(each);
  };
  walk(model);
  return numbers;
}

function median(model: HallModel, service = 'A'): number {
  return Math.exp(model.services.get(service)!.logMean) / MINUTE;
}

describe('what a hall learns of serve times', () => {
  it('[F30] knows a service from its typical minutes, and nothing of a service without any', () => {
    const model = priorModel(hall({ A: 4 }), MONDAY);
    expect(median(model)).toBeCloseTo(4, 9);
    expect(model.services.get('A')).toMatchObject({ seen: 0, learning: true });
    expect(model.services.has('B')).toBe(false);
  });

  it('[F30] weighs what it saw against the typical minutes by n / (n + 3.5)', () => {
    const learned = learnAll(
      nothingLearned(),
      services(7, () => 8 * MINUTE, { teller: '' }),
    );
    const expected = Math.exp((7 * Math.log(8) + 3.5 * Math.log(2)) / 10.5);
    expect(median(modelOf(learned, hall({ A: 2 }), MONDAY))).toBeCloseTo(expected, 9);
  });

  it('[F30] finds the law that the times were drawn from, of the services and of the tellers', () => {
    const random = seededRandom(3);
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const slow = services(600, () => 5 * MINUTE * Math.exp(0.3 + 0.7 * normal()), { teller: '1001' });
    const quick = services(600, () => 5 * MINUTE * Math.exp(-0.3 + 0.7 * normal()), { teller: '1002' });
    const model = modelOf(learnAll(nothingLearned(), [...slow, ...quick]), hall(), MONDAY);
    expect(median(model)).toBeGreaterThan(4.5);
    expect(median(model)).toBeLessThan(5.5);
    expect(model.services.get('A')!.logSd).toBeCloseTo(0.7, 1);
    const apart = model.tellers.get('1001')! - model.tellers.get('1002')!;
    expect(apart).toBeGreaterThan(0.5);
    expect(apart).toBeLessThan(0.65);
  });

  it('[F31] leaves out what is shorter than ten seconds, runs backwards or overlaps, and counts each', () => {
    const base = { is: 'served', service: 'A', teller: '1001', heldMs: 0 } as const;
    const learned = learnAll(nothingLearned(), [
      { ...base, from: MONDAY, to: MONDAY + 9 * SECOND },
      { ...base, from: MONDAY + HOUR, to: MONDAY },
      { ...base, from: MONDAY, to: MONDAY + 5 * MINUTE },
      { ...base, from: MONDAY + MINUTE, to: MONDAY + 6 * MINUTE },
      { ...base, from: MONDAY, to: Number.NaN },
    ]);
    expect(learned.served['A']!.seen).toBe(1);
    expect(learned.warnings).toEqual({ 'too-short': 1, 'negative-time': 2, overlapping: 1 });
  });

  it('[F31] counts a service that nobody finished for three hours as the longest usual one', () => {
    const usual = services(40, (index) => (3 + (index % 5)) * MINUTE);
    const before = modelOf(learnAll(nothingLearned(), usual), hall(), MONDAY);
    const forgot = learnAll(nothingLearned(), [...usual, ...services(1, () => 3 * HOUR, { begins: MONDAY + 8 * HOUR })]);
    const after = modelOf(forgot, hall(), MONDAY);
    expect(forgot.warnings).toEqual({ 'too-long': 1 });
    expect(median(after) / median(before)).toBeLessThan(1.05);
    const atFirst = learnAll(
      nothingLearned(),
      services(1, () => 30 * HOUR),
    );
    expect(Math.exp(atFirst.served['A']!.all.mean)).toBeLessThan(SERVE_MS_MAX);
  });

  it('[F33] is learning until thirty services were seen', () => {
    const at = (count: number) =>
      modelOf(
        learnAll(
          nothingLearned(),
          services(count, () => 5 * MINUTE),
        ),
        hall(),
        MONDAY,
      );
    expect(at(29).services.get('A')!.learning).toBe(true);
    expect(at(30).services.get('A')!.learning).toBe(false);
  });

  it('[F30] forgets slowly: after forty business days what was seen counts half', () => {
    let learned = learnAll(
      nothingLearned(),
      services(100, () => 5 * MINUTE),
    );
    for (let index = 1; index <= 40; index += 1) learned = learn(learned, { is: 'day-opened', day: dayOf(index), minute: 540 });
    expect(learned.served['A']!.all.n).toBeCloseTo(50, 6);
    expect(learned.served['A']!.seen).toBe(100);
  });
});

describe('what a hall learns of arrivals', () => {
  const noon = (index: number) => MONDAY + index * DAY + 12 * HOUR;
  const usual = [0, 1, 2, 3, 4].flatMap((index) => day(index, 160));

  it('[F32] expects what came in the same half hours of the last days', () => {
    const { arrivals, dayFactor } = modelOf(learnAll(nothingLearned(), usual), testConfiguration(), MONDAY + 5 * DAY + 9 * HOUR);
    const slots = arrivals.expected.get('A')!.get('standard')!;
    expect(slots.slice(0, 18)).toEqual(Array(18).fill(0));
    expect(slots.slice(18, 34)).toEqual(Array(16).fill(10));
    expect(slots.slice(34)).toEqual(Array(14).fill(0));
    expect(dayFactor.median).toBeCloseTo(1, 1);
  });

  it('[F32] sees by noon what kind of day it is: (morning / usual morning) to the power of .75', () => {
    const model = (tickets: number) =>
      modelOf(learnAll(nothingLearned(), [...usual, ...day(5, tickets, 12 * 60)]), testConfiguration(), noon(5));
    expect(model(160).dayFactor.median).toBeCloseTo(1, 2);
    expect(model(320).dayFactor.median).toBeCloseTo((125 / 65) ** 0.75, 2);
    expect(model(80).dayFactor.median).toBeCloseTo((35 / 65) ** 0.75, 2);
    expect(model(160).dayFactor.logSd).toBeLessThan(
      modelOf(learnAll(nothingLearned(), usual), testConfiguration(), MONDAY + 5 * DAY).dayFactor.logSd,
    );
  });

  it('[F35] bounds a day with ten times the usual number, and says so', () => {
    const learned = learnAll(nothingLearned(), [...usual, ...day(5, 1_600, 12 * 60)]);
    const { dayFactor } = modelOf(learned, testConfiguration(), noon(5));
    expect(dayFactor.median).toBeGreaterThan(4);
    expect(dayFactor.median).toBeLessThanOrEqual(10);
    expect(warningsOf(learned, testConfiguration(), noon(5)).map(({ kind }) => kind)).toContain('unusual-day');
  });

  it('[F32] goes by days whose posted hours are alike, and by the weekday’s own level', () => {
    const short = [{ from: '09:00', to: '13:00' }];
    const configuration = testConfiguration({ hours: { ...testConfiguration().hours, sat: short, sun: short } });
    const learned = learnAll(
      nothingLearned(),
      [0, 1, 2, 3, 4, 5, 6].flatMap((index) => day(index, index < 5 ? 160 : 32)),
    );
    const at = (index: number) => modelOf(learned, configuration, MONDAY + index * DAY + HOUR);
    const total = ({ arrivals }: HallModel) =>
      arrivals.expected
        .get('A')!
        .get('standard')!
        .reduce((sum, each) => sum + each, 0);
    expect(total(at(7))).toBe(160);
    expect(total(at(12))).toBe(32);
  });

  it('[F35] goes on as it came, on the first day of all, and says that there is no history', () => {
    const learned = learnAll(nothingLearned(), day(0, 160, 12 * 60));
    const { arrivals, dayFactor } = modelOf(learned, testConfiguration(), noon(0));
    expect(arrivals.expected.get('A')!.get('standard')![30]).toBeCloseTo(10, 6);
    // In the mean as it came: the mean of a lognormal is its median times exp(sd² / 2).
    expect(dayFactor.median * Math.exp(dayFactor.logSd ** 2 / 2)).toBeCloseTo(1, 6);
    expect(dayFactor.logSd).toBeCloseTo(Math.sqrt(0.4 ** 2 + 1 / 60), 6);
    expect(warningsOf(learned, testConfiguration(), noon(0)).map(({ kind }) => kind)).toEqual(['no-history']);
    expect(priorModel(testConfiguration(), noon(0)).arrivals.expected.size).toBe(0);
  });

  it('[F32] knows after twenty minutes and ten tickets of a first day, counted from the posted hours on, who comes in the others', () => {
    const configuration = testConfiguration({
      hours: Object.fromEntries(WEEK.map((each) => [each, [{ from: '09:00', to: '17:00' }]])),
    });
    const early: Observation = { is: 'day-opened', day: dayOf(0), minute: 300 };
    const at = (minute: number, tickets: number): readonly number[] => {
      const came = Array.from({ length: tickets }, (_, index): Observation => {
        return { is: 'arrived', day: dayOf(0), minute: 540 + (index % 20), service: 'A', class: 'standard' };
      });
      const model = modelOf(learnAll(nothingLearned(), [early, ...came]), configuration, MONDAY + minute * MINUTE);
      return model.arrivals.expected.get('A')?.get('standard') ?? [];
    };
    expect(at(559, 12)).toEqual([]);
    expect(at(560, 9)).toEqual([]);
    expect(at(560, 12)[18]).toBeCloseTo(18, 6);
    expect(at(560, 12)[33]).toBeCloseTo(18, 6);
    expect(at(560, 12)[34]).toBe(0);
    expect(at(600, 6)[18]).toBeCloseTo(3, 6);
  });

  it('[F32] goes on as it came, too, in hours that no day like this one has seen', () => {
    const evening = learnAll(nothingLearned(), [
      { is: 'day-opened', day: dayOf(0), minute: 960 },
      ...day(0, 160).filter((each) => each.is === 'arrived' && each.minute >= 960),
      ...day(1, 320, 12 * 60),
    ]);
    const { arrivals, dayFactor } = modelOf(evening, testConfiguration(), noon(1));
    const slots = arrivals.expected.get('A')!.get('standard')!;
    // Nothing of this morning can be compared with that evening, so the evening is expected as it was and the afternoon as the morning.
    expect(dayFactor.median).toBeCloseTo(1, 1);
    expect(slots[32]).toBeCloseTo(10, 6);
    expect(slots[28]! * dayFactor.median).toBeCloseTo(20, 6);
  });

  it('[F35] says that only one service was ever served', () => {
    const learned = learnAll(nothingLearned(), [...usual, ...services(1, () => 5 * MINUTE)]);
    expect(warningsOf(learned, testConfiguration(), noon(5))).toEqual([{ kind: 'one-service', count: 1 }]);
  });
});

describe('what a hall learns of patience', () => {
  it('[F34] is those who left over all that was waited, before which five hours stand in which nobody left', () => {
    const waits = (count: number, gaveUp: boolean): Observation[] =>
      Array.from({ length: count }, () => ({ is: 'waited', class: 'standard', ms: 10 * MINUTE, gaveUp }));
    const learned = learnAll(nothingLearned(), [...waits(270, false), ...waits(30, true)]);
    const rate = modelOf(learned, testConfiguration(), MONDAY).leavesPerMs.get('standard')!;
    expect(1 / rate / MINUTE).toBeCloseTo((3_000 + 300) / 30, 6);
    expect(modelOf(nothingLearned(), testConfiguration(), MONDAY).leavesPerMs.size).toBe(0);
  });

  it('[F34] learns how often the called do not come, more often after a longer wait', () => {
    const random = seededRandom(5);
    const calls = Array.from({ length: 4_000 }, (): Observation => {
      const minutes = 30 * random();
      const missed = random() < 0.02 + 0.004 * minutes;
      return missed
        ? { is: 'missed', waitedMs: minutes * MINUTE, lostMs: 40 * SECOND }
        : { is: 'came', waitedMs: minutes * MINUTE };
    });
    const { base, lostMs, perMinute } = modelOf(learnAll(nothingLearned(), calls), testConfiguration(), MONDAY).noShows;
    expect(base).toBeCloseTo(0.02, 1);
    expect(Math.abs(perMinute - 0.004)).toBeLessThan(0.0015);
    expect(lostMs).toBeGreaterThan(39 * SECOND);
  });
});

describe('whatever a hall sees', () => {
  const odd = fc.oneof(fc.integer({ min: -1e9, max: 1e13 }), fc.constantFrom(0, Number.NaN, Infinity, -Infinity, 1e300));
  const kinds = ['day-opened', 'day-closed', 'arrived', 'served', 'waited', 'came', 'missed', 'told', 'placed'] as const;
  const drawn = fc.record({
    is: fc.constantFrom(...kinds),
    day: fc.integer({ min: -5, max: 60 }).map(dayOf),
    minute: fc.integer({ min: 0, max: 1_439 }),
    service: fc.constantFrom('A', 'B', 'gone', '__proto__'),
    class: fc.constantFrom('standard', 'vip', 'constructor'),
    teller: fc.constantFrom(null, '1001', '1002'),
    from: odd,
    to: odd,
    heldMs: odd,
    ms: odd,
    gaveUp: fc.boolean(),
    waitedMs: odd,
    lostMs: odd,
    position: odd,
  });

  it('[F35] gives a model without a number that is none, and stays small', () => {
    fc.assert(
      fc.property(fc.array(drawn, { maxLength: 200 }), fc.integer({ min: 0, max: 60 * DAY }), (seen, after) => {
        const learned = seen.reduce<Learned>((known, each) => {
          const quote = { fromMs: Math.abs(each.lostMs), toMs: Math.abs(each.ms) };
          return learn(known, { ...each, quote });
        }, nothingLearned());
        const model = modelOf(learned, hall({ B: 7 }), MONDAY + after);
        expect(everyNumberOf(model).filter((each) => !Number.isFinite(each))).toEqual([]);
        for (const { logSd } of model.services.values()) expect(logSd).toBeGreaterThan(0);
        expect(model.dayFactor.median).toBeGreaterThan(0);
        expect(model.dayFactor.median).toBeLessThanOrEqual(10);
        expect(learned.days.length).toBeLessThanOrEqual(25);
        expect(JSON.parse(JSON.stringify(learned))).toEqual(learned);
      }),
      { numRuns: 150 },
    );
  });
});
