import { unreachable } from '../lib/unreachable.ts';
import { unknownId, type ConfigurationProblem, type ProblemPath } from './configuration-problem.ts';
import type { ClassId, HallConfiguration, RatioTurn } from './configuration.ts';

interface NamedClass {
  readonly id: ClassId;
  readonly path: ProblemPath;
}

/** What makes no sense in the hall's rule: classes that do not exist or are named twice, a turn of nothing. */
export function routingProblems({ routing, classes }: HallConfiguration): ConfigurationProblem[] {
  const known = new Set(classes.map((each) => each.id));
  switch (routing.kind) {
    case 'fcfs':
      return [];
    case 'aging':
      return classProblems(known, keysOf(routing.factors, 'factors'));
    case 'head-start':
      return classProblems(known, keysOf(routing.minutes, 'minutes'));
    case 'strict':
      return classProblems(
        known,
        routing.order.map((id, index) => ({ id, path: ['routing', 'order', index] })),
      );
    case 'ratio':
      return [...turnProblems(routing.turns), ...classProblems(known, classesOf(routing.turns))];
    default:
      return unreachable(routing);
  }
}

function keysOf(numbers: { readonly [classId: ClassId]: number }, list: string): NamedClass[] {
  return Object.keys(numbers).map((id) => ({ id, path: ['routing', list, id] }));
}

function classesOf(turns: readonly RatioTurn[]): NamedClass[] {
  return turns.flatMap((turn, index) =>
    turn.classes.map((id, place) => ({ id, path: ['routing', 'turns', index, 'classes', place] })),
  );
}

function classProblems(known: ReadonlySet<ClassId>, named: readonly NamedClass[]): ConfigurationProblem[] {
  const seen = new Set<ClassId>();
  return named.flatMap(({ id, path }): ConfigurationProblem[] => {
    if (seen.has(id)) return [{ path, problem: `class ${id} is named twice` }];
    seen.add(id);
    return unknownId(known, id, { path, what: 'class' });
  });
}

function turnProblems(turns: readonly RatioTurn[]): ConfigurationProblem[] {
  if (turns.length === 0) return [{ path: ['routing', 'turns'], problem: 'a ratio has at least one turn' }];
  return turns.flatMap(({ classes, calls }, index): ConfigurationProblem[] => {
    const path = ['routing', 'turns', index];
    return [
      ...(classes.length === 0 ? [{ path: [...path, 'classes'], problem: 'a turn is for at least one class' }] : []),
      ...(calls < 1 ? [{ path: [...path, 'calls'], problem: 'a turn has at least one call' }] : []),
    ];
  });
}
