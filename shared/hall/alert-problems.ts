import type { WatchedKind } from './alert-rule.ts';
import type { AlertRule } from './configuration.ts';
import { unknownId, type ConfigurationProblem, type ProblemPath } from './configuration-problem.ts';
import type { HallConfiguration } from './configuration.ts';

const OF_A_SERVICE: ReadonlySet<WatchedKind> = new Set([
  'people-waiting',
  'longest-wait',
  'predicted-wait',
  'queue-while-paused',
  'class-waiting',
  'long-service',
]);

/** Alerts about nothing that exists, and steps out of order. */
export function alertProblems({ alerts = [], services, classes }: HallConfiguration): ConfigurationProblem[] {
  const serviceIds = new Set(services.map((service) => service.id));
  const classIds = new Set(classes.map((each) => each.id));
  return alerts.flatMap((rule, index) => {
    const path = ['alerts', index];
    return [
      ...unknownId(serviceIds, rule.service, { path: [...path, 'service'], what: 'service' }),
      ...unknownId(classIds, rule.class, { path: [...path, 'class'], what: 'class' }),
      ...subjectProblems(rule, path),
      ...stepProblems(rule, path),
    ];
  });
}

function subjectProblems(rule: AlertRule, path: ProblemPath): ConfigurationProblem[] {
  if (rule.kind === 'class-waiting' && rule.class === undefined) {
    return [{ path, problem: 'class-waiting is about a class, and none is named' }];
  }
  if (rule.kind !== 'class-waiting' && rule.class !== undefined) {
    return [{ path: [...path, 'class'], problem: `${rule.kind} is not about a class` }];
  }
  if (rule.kind !== 'predicted-wait' && rule.aheadMinutes !== undefined) {
    return [{ path: [...path, 'aheadMinutes'], problem: `${rule.kind} does not look ahead` }];
  }
  // It would never be told: nothing of its kind has a service.
  if (rule.service !== undefined && !OF_A_SERVICE.has(rule.kind)) {
    return [{ path: [...path, 'service'], problem: `${rule.kind} is not about a service` }];
  }
  return [];
}

function stepProblems({ steps }: AlertRule, path: ProblemPath): ConfigurationProblem[] {
  if (steps[0]?.afterSeconds !== 0) return [{ path: [...path, 'steps'], problem: 'the first step is told after 0 seconds' }];
  return steps.flatMap(({ afterSeconds }, index) => {
    const before = steps[index - 1]?.afterSeconds;
    return before === undefined || afterSeconds > before
      ? []
      : [
          {
            path: [...path, 'steps', index, 'afterSeconds'],
            problem: `${afterSeconds} seconds are not later than the step before`,
          },
        ];
  });
}
