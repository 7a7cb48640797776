import { fc } from '../../../test/support/seeded-check.ts';
import { describe, expect, it } from 'vitest';
import { anyRule } from '../../../test/support/any-rule.ts';
import { DrivenHall, type ComingCustomer, type MadeCall } from '../../../test/support/driven-hall.ts';
import { KIOSK, MANAGER, MINUTE, MORNING, PlayedHall, teller } from '../../../test/support/played-hall.ts';
import { testConfiguration } from '../../../test/support/test-configuration.ts';
import type { CounterSetup, HallConfiguration, ServedQueue } from '../configuration.ts';
import { configurationProblems } from '../configuration-problems.ts';
import type { HallModel } from './hall-model.ts';
import { runScene } from './run-scene.ts';
import { sceneOf } from './scene-of.ts';

const text = (words: string) => ({ zh: words, en: words });
const CLASSES = ['standard', 'priority', 'vip'];
const SERVICES = ['A', 'B', 'C'];
const COUNTERS = [1, 2, 3, 4, 5];
const HORIZON = 90 * MINUTE;

/** For each service: in which tier the whole of it is, or one class of it; 2: not served. */
const anyServed = fc.tuple(
  ...SERVICES.map((service) =>
    fc.record({
      queue: fc.oneof(
        { weight: 3, arbitrary: fc.constant<ServedQueue>(service) },
        { weight: 1, arbitrary: fc.constantFrom(...CLASSES).map((id): ServedQueue => ({ service, class: id })) },
      ),
      tier: fc.constantFrom(0, 0, 1, 2),
    }),
  ),
);

const anyCounter = fc.record({
  serves: anyServed
    .map((served) =>
      [0, 1]
        .map((tier) => served.filter((each) => each.tier === tier).map(({ queue }) => queue))
        .filter(({ length }) => length > 0),
    )
    .map((tiers) => (tiers.length === 0 ? [[...SERVICES]] : tiers)),
  kept: fc.constantFrom(null, null, 0, 20, 90),
});

const anyHall = fc
  .record({
    routing: anyRule,
    counters: fc.tuple(anyCounter, anyCounter, anyCounter, anyCounter, anyCounter),
    place: fc.constantFrom('credit' as const, 'end' as const),
    step: fc.boolean(),
  })
  .map(({ routing, counters, place, step }): Partial<HallConfiguration> => {
    const service = { id: 'C', name: text('contracts'), series: 'C', documents: [] };
    const { services, series } = testConfiguration();
    return {
      routing,
      transfers: { place },
      services: [...services, step ? { ...service, nextStep: 'B' } : service],
      series: [...series, { id: 'C', letter: 'C' }],
      counters: counters.map(({ serves, kept }, index): CounterSetup => {
        const id = index + 1;
        // Every service must have a counter: the last, which nobody opens, would serve them all.
        const setup: CounterSetup = { id, name: text(String(id)), kind: 'counter', serves: id === 5 ? [SERVICES] : serves };
        return kept === null || id === 5 ? setup : { ...setup, reservedFor: 'vip', helpsAfterSeconds: kept };
      }),
    };
  });

/** What happened before the moment that is run forward from. */
const anyAct = fc.record({
  gapMs: fc.integer({ min: 0, max: MINUTE }),
  act: fc.constantFrom(
    'issue',
    'issue',
    'issue',
    'issue',
    'next',
    'next',
    'start',
    'send',
    'no-show',
    'return',
    'only',
    'break',
    'pause',
    'wake',
  ),
  counter: fc.constantFrom(...COUNTERS),
  other: fc.constantFrom(...COUNTERS),
  service: fc.constantFrom(...SERVICES),
  class: fc.constantFrom(...CLASSES),
});
type Act = typeof anyAct extends fc.Arbitrary<infer One> ? One : never;

const anyCustomer = fc.record({
  gapMs: fc.integer({ min: 0, max: MINUTE }),
  service: fc.constantFrom(...SERVICES),
  class: fc.constantFrom(...CLASSES),
});

const anyServiceMs = fc.record({
  A: fc.integer({ min: 30_000, max: 4 * MINUTE }),
  B: fc.integer({ min: 30_000, max: 6 * MINUTE }),
  C: fc.integer({ min: 30_000, max: 9 * MINUTE }),
});
type ServiceMs = typeof anyServiceMs extends fc.Arbitrary<infer One> ? One : never;

/** Refusals are as welcome as deeds: what matters is the hall that comes of it. */
function played(changes: Partial<HallConfiguration>, acts: readonly Act[]): PlayedHall {
  const hall = new PlayedHall(changes);
  hall.staff(1, 2, 3, 4);
  for (const { act, counter, other, service, class: classId, gapMs } of acts) {
    hall.wait(gapMs);
    const by = teller(counter);
    if (act === 'issue') hall.try({ type: 'issue-ticket', service, class: classId }, KIOSK);
    else if (act === 'next') hall.try({ type: 'call-next', counter }, by);
    else if (act === 'start') hall.try({ type: 'start-service', counter }, by);
    else if (act === 'send') hall.try({ type: 'transfer-ticket', counter, toCounter: other }, by);
    else if (act === 'no-show') hall.try({ type: 'mark-no-show', counter }, by);
    else if (act === 'pause') hall.try({ type: 'pause-counter', counter, reason: 'meal' }, by);
    else if (act === 'break' && [...hall.state.breaks.values()].every(({ teller: whose }) => whose !== by.staffNumber)) {
      const from = MORNING + (38 + counter) * MINUTE + counter;
      hall.try({ type: 'plan-break', teller: by.staffNumber!, from, minutes: 12, reason: 'meal' }, MANAGER);
    } else if (act === 'only')
      hall.try({ type: 'serve-only', counter, services: [service, 'A'], until: hall.now + 20 * MINUTE }, MANAGER);
    else
      for (const { id, status } of [...hall.state.tickets.values()]) {
        if (act === 'return' && status.is === 'no-show') hall.try({ type: 'return-ticket', ticket: id }, MANAGER);
      }
  }
  return hall;
}

function fixedModel(serviceMs: ServiceMs): HallModel {
  const fixed = (ms: number) => ({ logMean: Math.log(ms), logSd: 0, seen: 100, learning: false });
  return {
    services: new Map(Object.entries(serviceMs).map(([service, ms]) => [service, fixed(ms)])),
    tellers: new Map(),
    arrivals: { slotMs: 30 * MINUTE, expected: new Map() },
    dayFactor: { median: 1, logSd: 0 },
    leavesPerMs: new Map(),
    noShows: { base: 0, perMinute: 0, lostMs: 0 },
  };
}

function callsOfRun(hall: PlayedHall, coming: readonly ComingCustomer[], serviceMs: ServiceMs): MadeCall[] {
  const scene = sceneOf(hall.state, fixedModel(serviceMs), hall.now);
  const calls: MadeCall[] = [];
  // A pause whose end nobody has said is not run here: the hall that is driven never ends it.
  const counters = scene.counters.map((counter) => ({
    ...counter,
    away: counter.away.map(({ from, to }) => ({ from, to: from === scene.at ? Math.max(to, from + 2 * HORIZON) : to })),
  }));
  const withThem = { ...scene, counters, coming: coming.map((each) => ({ ...each, creditAt: each.at })) };
  runScene(withThem, { runs: 1, horizonMs: HORIZON, seed: 1 }, ({ at, ticket, counter, choice }) => {
    const numbered = ticket.origin === 'coming' ? `new ${ticket.index}` : `at hand ${ticket.index + 1}`;
    const name = ticket.origin === 'waiting' ? ticket.ticket : numbered;
    calls.push({ at, ticket: name, counter: counter.id, by: choice.by, passed: ticket.passed });
  });
  return calls;
}

describe('a hall that is run forward', () => {
  it('[F1] calls whom the hall itself would call, where and when, for the same reason, passed as often', () => {
    let calls = 0;
    const reasons = new Set<string>();
    const property = fc.property(
      anyHall,
      fc.array(anyAct, { maxLength: 38, size: 'max' }),
      fc.array(anyCustomer, { minLength: 5, maxLength: 40, size: 'max' }),
      anyServiceMs,
      (changes, acts, customers, serviceMs) => {
        fc.pre(configurationProblems(testConfiguration(changes)).length === 0);
        const hall = played(changes, acts);
        hall.wait(1);
        let at = hall.now;
        const coming = customers.map(({ gapMs, ...customer }) => ({ ...customer, at: (at += gapMs + 1) }));
        const expected = callsOfRun(hall, coming, serviceMs);
        const driven = new DrivenHall(hall, (service) => serviceMs[service as keyof ServiceMs]);
        expect(expected).toEqual(driven.drive(coming, hall.now + HORIZON));
        calls += expected.length;
        for (const { by } of expected) reasons.add(by);
      },
    );
    fc.assert(property, { numRuns: 200 });
    expect(calls).toBeGreaterThan(4_000);
    expect([...reasons].sort()).toEqual(['aging', 'cap', 'fcfs', 'head-start', 'max-wait', 'own', 'ratio', 'strict']);
  });
});
