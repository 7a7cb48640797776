import type { RoutingRule } from '../../../shared/hall/configuration.ts';
import { must } from '../../../shared/lib/assert.ts';
import { playRule } from './rule-hall.ts';
import type { Setting } from './sample-path.ts';

const MINUTE_MS = 60_000;
export const RHOS = [0.9, 0.97] as const;

/** Five counters, services of 6 minutes, every fifth customer a VIP. */
export function hallAt(rho: number): Setting {
  return {
    counters: 5,
    rho,
    serviceMeanMs: 6 * MINUTE_MS,
    service: 'lognormal',
    classes: [
      { id: 'vip', share: 0.2 },
      { id: 'standard', share: 0.8 },
    ],
  };
}

export const COMPARED_RULES: readonly (readonly [name: string, rule: RoutingRule])[] = [
  ['fcfs', { kind: 'fcfs', passedMax: null }],
  ['strict', { kind: 'strict', order: ['vip'], passedMax: null }],
  ['aging-2', { kind: 'aging', factors: { vip: 2 }, passedMax: null }],
  ['aging-3', { kind: 'aging', factors: { vip: 3 }, passedMax: null }],
  ['head-start-10', { kind: 'head-start', minutes: { vip: 10 }, passedMax: null }],
  [
    'ratio-2-1',
    {
      kind: 'ratio',
      turns: [
        { classes: ['vip'], calls: 2 },
        { classes: ['standard'], calls: 1 },
      ],
      passedMax: null,
    },
  ],
  ['strict-cap-3', { kind: 'strict', order: ['vip'], passedMax: 3 }],
];

/** Minutes; overtakes are those of a standard ticket. */
export interface RuleFigures {
  readonly rule: string;
  readonly rho: number;
  readonly vipMean: number;
  readonly regularMean: number;
  readonly regularP99: number;
  readonly overtakesMean: number;
  readonly overtakesMax: number;
}

export interface ComparedRule {
  readonly figures: RuleFigures;
  /** Of the two means, minutes. */
  readonly vipError: number;
  readonly regularError: number;
}

/** Every rule on the same customers: the same seed is the same path for each load. */
export function* comparedRules(options: { readonly tickets: number; readonly seed: number }): Generator<ComparedRule> {
  for (const rho of RHOS) {
    for (const [name, rule] of COMPARED_RULES) {
      const waits = playRule({ setting: hallAt(rho), rule, isLoadExact: true, ...options });
      const vip = must(waits.get('vip'), 'VIPs came');
      const regular = must(waits.get('standard'), 'others came');
      yield {
        figures: {
          rule: name,
          rho,
          vipMean: minutes(vip.meanMs()),
          regularMean: minutes(regular.meanMs()),
          regularP99: minutes(regular.quantileMs(0.99)),
          overtakesMean: rounded(regular.overtakesMean()),
          overtakesMax: regular.overtakesMax(),
        },
        vipError: minutes(vip.standardErrorMs()),
        regularError: minutes(regular.standardErrorMs()),
      };
    }
  }
}

function minutes(ms: number): number {
  return rounded(ms / MINUTE_MS);
}

function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
