import { fc } from './seeded-check.ts';
import type { RoutingRule } from '../../shared/hall/configuration.ts';

/** With and without a cap and a maximum wait. */
export const anyBounds = fc.record({
  passedMax: fc.option(fc.integer({ min: 0, max: 4 })),
  waitMaxMinutes: fc.constantFrom(null, null, undefined, 2, 10),
});

const anyShape: fc.Arbitrary<RoutingRule> = fc.oneof(
  fc.constant<RoutingRule>({ kind: 'fcfs', passedMax: null }),
  fc.subarray(['vip', 'priority', 'standard']).map((order): RoutingRule => ({ kind: 'strict', order, passedMax: null })),
  fc
    .record({ vip: fc.integer({ min: 1, max: 5 }), priority: fc.integer({ min: 1, max: 3 }) })
    .map((factors): RoutingRule => ({ kind: 'aging', factors, passedMax: null })),
  fc
    .record({ vip: fc.integer({ min: 0, max: 12 }), priority: fc.integer({ min: 0, max: 6 }) })
    .map((minutes): RoutingRule => ({ kind: 'head-start', minutes, passedMax: null })),
  fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }).map((calls): RoutingRule => {
    const classes = ['vip', 'priority', 'standard'];
    return {
      kind: 'ratio',
      turns: calls.map((count, index) => ({ classes: [classes[index]!], calls: count })),
      passedMax: null,
    };
  }),
);

/** One of the five rules, in any strength, for a hall of the classes standard, priority and vip. */
export const anyRule: fc.Arbitrary<RoutingRule> = fc
  .tuple(anyShape, anyBounds)
  .map(([shape, bounds]): RoutingRule => ({ ...shape, ...bounds }));
