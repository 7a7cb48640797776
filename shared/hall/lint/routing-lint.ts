import { unreachable } from '../../lib/unreachable.ts';
import { standardClass, type ClassId, type HallConfiguration, type RoutingRule } from '../configuration.ts';
import { groupOf } from '../routing/ratio.ts';
import { placeIn } from '../routing/strict.ts';
import type { Lint } from './lint.ts';

/** A group of classes with less than this share of a ratio's calls waits as if it were last. */
export const RATIO_SHARE_MIN = 0.1;

export function routingLint(configuration: HallConfiguration): Lint[] {
  const { routing } = configuration;
  if (routing.passedMax === 0 && routing.kind !== 'fcfs') return [{ kind: 'cap-turns-priority-off' }];
  return [...neverFirst(configuration), ...starving(configuration)];
}

function neverFirst(configuration: HallConfiguration): Lint[] {
  const { routing, classes, counters } = configuration;
  const standard = standardClass(configuration);
  return classes
    .filter(({ id }) => id !== standard && !comesBefore(routing, id, standard))
    .map(({ id }) => ({
      kind: 'class-never-first',
      class: id,
      standard,
      hasCounters: counters.some(({ reservedFor }) => reservedFor === id),
    }));
}

/** Whether one class can be called before another's earlier credit. */
function comesBefore(rule: RoutingRule, left: ClassId, right: ClassId): boolean {
  switch (rule.kind) {
    case 'fcfs':
      return false;
    case 'aging':
      return (rule.factors[left] ?? 1) > (rule.factors[right] ?? 1);
    case 'head-start':
      return (rule.minutes[left] ?? 0) > (rule.minutes[right] ?? 0);
    case 'strict':
      return placeIn(rule, left) < placeIn(rule, right);
    case 'ratio':
      return rule.turns.length > 1 && groupOf(rule, left) !== groupOf(rule, right);
    default:
      return unreachable(rule);
  }
}

/** With a cap or a maximum wait nobody is forgotten; without one a full hall forgets whoever comes last. */
function starving({ routing, classes }: HallConfiguration): Lint[] {
  if (routing.passedMax !== null || typeof routing.waitMaxMinutes === 'number') return [];
  const all = classes.map(({ id }) => id);
  const last = all.filter((id) => isLast(routing, id, all));
  return last.length === 0 ? [] : [{ kind: 'class-may-starve', classes: last }];
}

function isLast(rule: RoutingRule, id: ClassId, all: readonly ClassId[]): boolean {
  if (rule.kind === 'strict') return all.some((other) => placeIn(rule, other) < placeIn(rule, id));
  if (rule.kind !== 'ratio') return false;
  const calls = rule.turns.reduce((sum, turn) => sum + turn.calls, 0);
  return (rule.turns[groupOf(rule, id)]?.calls ?? 0) < RATIO_SHARE_MIN * calls;
}
