import { describe, expect, it } from 'vitest';
import { testConfiguration } from '../../test/support/test-configuration.ts';
import type { AlertRule } from './configuration.ts';
import { configurationProblems } from './configuration-problems.ts';
import type { CounterSetup, HallConfiguration, RoutingRule, ServedQueue } from './configuration.ts';

function problems(changes: Partial<HallConfiguration>): string[] {
  return configurationProblems(testConfiguration(changes)).map(({ path, problem }) => `${path.join('.')}: ${problem}`);
}

function ruled(routing: RoutingRule): string[] {
  return problems({ routing });
}

/** The test hall with its first counter changed. */
function firstCounter(changes: Partial<CounterSetup>): Partial<HallConfiguration> {
  const [first, ...others] = testConfiguration().counters;
  return { counters: [{ ...first!, ...changes }, ...others] };
}

function serving(...serves: (readonly ServedQueue[])[]): string[] {
  return problems(firstCounter({ serves }));
}

function withSteps(...nextSteps: (string | undefined)[]): string[] {
  const { services } = testConfiguration();
  return problems({ services: services.map((service, index) => ({ ...service, nextStep: nextSteps[index] })) });
}

describe('rules', () => {
  it('[T90] are about classes that exist, each named once', () => {
    expect(ruled({ kind: 'fcfs', passedMax: 3, waitMaxMinutes: 30 })).toEqual([]);
    expect(ruled({ kind: 'aging', factors: { gold: 2 }, passedMax: null })).toEqual([
      'routing.factors.gold: class gold is not defined',
    ]);
    expect(ruled({ kind: 'head-start', minutes: { vip: 10, gold: 2 }, passedMax: null })).toEqual([
      'routing.minutes.gold: class gold is not defined',
    ]);
    expect(ruled({ kind: 'strict', order: ['vip', 'gold', 'vip'], passedMax: null })).toEqual([
      'routing.order.1: class gold is not defined',
      'routing.order.2: class vip is named twice',
    ]);
    expect(ruled({ kind: 'strict', order: ['vip', 'standard'], passedMax: null })).toEqual([]);
  });

  it('[T90] of turns have turns, for somebody and of at least one call', () => {
    const turns = [
      { classes: ['vip', 'gold'], calls: 0 },
      { classes: [], calls: 2 },
      { classes: ['vip'], calls: 1 },
    ];
    expect(ruled({ kind: 'ratio', turns, passedMax: null })).toEqual([
      'routing.turns.0.calls: a turn has at least one call',
      'routing.turns.1.classes: a turn is for at least one class',
      'routing.turns.0.classes.1: class gold is not defined',
      'routing.turns.2.classes.0: class vip is named twice',
    ]);
    expect(ruled({ kind: 'ratio', turns: [], passedMax: null })).toEqual(['routing.turns: a ratio has at least one turn']);
    expect(ruled({ kind: 'ratio', turns: [{ classes: ['vip'], calls: 2 }], passedMax: null })).toEqual([]);
  });
});

describe('counters', () => {
  it('[T91] serve services and classes that exist, each queue once', () => {
    expect(serving([{ service: 'A', class: 'vip' }], ['A', 'B'])).toEqual([]);
    expect(serving([{ service: 'A', class: 'gold' }, { service: 'Q', class: 'vip' }, 'Q'])).toEqual([
      'counters.0.serves.0.0: class gold is not defined',
      'counters.0.serves.0.1: service Q is not defined',
      'counters.0.serves.0.2: service Q is not defined',
    ]);
    expect(serving(['A'], ['A'])).toEqual(['counters.0.serves.1.0: service A is listed twice']);
    expect(serving(['A', { service: 'A', class: 'vip' }])).toEqual([
      'counters.0.serves.0.1: class vip of service A is listed twice',
    ]);
  });

  it('[T91] help others only when they are reserved', () => {
    expect(problems(firstCounter({ helpsAfterSeconds: 60 }))).toEqual([
      'counters.0.helpsAfterSeconds: only a counter that is reserved for a class helps others',
    ]);
    expect(problems(firstCounter({ helpsAfterSeconds: 60, reservedFor: 'vip' }))).toEqual([]);
  });
});

describe('what a configuration refers to', () => {
  it('[T92] steps lead to services that exist and never back', () => {
    expect(withSteps('B')).toEqual([]);
    expect(withSteps('Q')).toEqual(['services.0.nextStep: service Q is not defined']);
    expect(withSteps('B', 'A')).toEqual([
      'services.0.nextStep: the steps after service A come back to it',
      'services.1.nextStep: the steps after service B come back to it',
    ]);
    expect(withSteps('A')).toEqual(['services.0.nextStep: the steps after service A come back to it']);
  });

  it('[T92] a minimum of open counters is for a service and a time, a reception room is a counter', () => {
    const minimum = { service: 'A', counters: 1, from: '09:00', to: '12:00' };
    expect(problems({ minimumOpen: [minimum], receptionRoom: 3 })).toEqual([]);
    expect(problems({ minimumOpen: [{ ...minimum, service: 'Q', to: '09:00' }], receptionRoom: 9 })).toEqual([
      'minimumOpen.0.service: service Q is not defined',
      'receptionRoom: counter 9 is not defined',
      'minimumOpen.0: 09:00 to 09:00 is no time range',
    ]);
  });

  it('[T93] an alert is about what exists, and its steps follow one another from the first moment', () => {
    const step = { afterSeconds: 0, tell: ['manager'], sound: 'chime' } as const;
    const rule = (changes: Partial<AlertRule>): AlertRule => ({
      kind: 'people-waiting',
      threshold: 9,
      steps: [step],
      ...changes,
    });
    expect(problems({ alerts: [rule({}), rule({ kind: 'class-waiting', class: 'vip' })] })).toEqual([]);
    expect(problems({ alerts: [rule({ service: 'Q' }), rule({ kind: 'class-waiting', class: 'gold' })] })).toEqual([
      'alerts.0.service: service Q is not defined',
      'alerts.1.class: class gold is not defined',
    ]);
    expect(problems({ alerts: [rule({ class: 'vip' }), rule({ kind: 'class-waiting' })] })).toEqual([
      'alerts.0.class: people-waiting is not about a class',
      'alerts.1: class-waiting is about a class, and none is named',
    ]);
    expect(
      problems({ alerts: [rule({ kind: 'long-service', service: 'A' }), rule({ kind: 'long-pause', service: 'A' })] }),
    ).toEqual(['alerts.1.service: long-pause is not about a service']);
    const late = [{ ...step, afterSeconds: 5 }];
    const falling = [step, { ...step, afterSeconds: 60 }, { ...step, afterSeconds: 60 }];
    expect(problems({ alerts: [rule({ steps: late }), rule({ steps: falling })] })).toEqual([
      'alerts.0.steps: the first step is told after 0 seconds',
      'alerts.1.steps.2.afterSeconds: 60 seconds are not later than the step before',
    ]);
  });

  it('[D52] a display of what is not there, a name used twice, a page that ends before it begins', () => {
    const wall = { id: 'east', name: 'East', layout: 'calls-queues' } as const;
    const page = { id: 'p', kind: 'prices', title: { zh: '价', en: 'p' }, body: [{ zh: '价', en: 'p' }] } as const;
    const configuration = testConfiguration({
      displays: [wall, { ...wall, counters: [1, 99], services: ['A', 'Z'], media: ['film'] }],
      publicPages: [page, { ...page, id: 'q', validFrom: '2026-02-01', validUntil: '2026-01-31' }],
    });
    expect(configurationProblems(configuration)).toEqual([
      { path: ['displays', 1, 'id'], problem: 'id east is used twice' },
      { path: ['displays', 1, 'counters', 1], problem: 'counter 99 is not defined' },
      { path: ['displays', 1, 'services', 1], problem: 'service Z is not defined' },
      { path: ['displays', 1, 'media', 0], problem: 'media film is not defined' },
      { path: ['publicPages', 1, 'validUntil'], problem: '2026-01-31 is before 2026-02-01' },
    ]);
  });
});
