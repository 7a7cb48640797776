import type { ClassId, RoutingRule } from '../../../shared/hall/configuration.ts';
import { must } from '../../../shared/lib/assert.ts';
import { erlangC, meanWaitFcfs, meanWaitsAging, meanWaitsStrict } from './formulas.ts';
import { playRule } from './rule-hall.ts';
import type { Setting } from './sample-path.ts';
import type { Waits } from './waits.ts';

const MINUTE_MS = 60_000;
const STANDARD_ERRORS_MAX = 3;
const TWO: Setting['classes'] = [
  { id: 'vip', share: 0.3 },
  { id: 'standard', share: 0.7 },
];
const THREE: Setting['classes'] = [
  { id: 'vip', share: 0.1 },
  { id: 'priority', share: 0.3 },
  { id: 'standard', share: 0.6 },
];

/** One figure of theory beside the same figure of the product's routing. Waits in minutes, `delayed` a share. */
export interface FormulaCheck {
  readonly name: string;
  readonly formula: number;
  readonly simulated: number;
  readonly standardError: number;
  readonly isWithin: boolean;
}

export interface FormulaRun {
  readonly rho: number;
  readonly tickets: number;
  readonly seed: number;
}

export function formulaChecks({ rho, tickets, seed }: FormulaRun): FormulaCheck[] {
  const checks: FormulaCheck[] = [];
  for (const { name, classes, rule, means } of COMPARED) {
    const setting: Setting = { counters: 5, rho, serviceMeanMs: 6 * MINUTE_MS, service: 'exponential', classes };
    const waits = playRule({ setting, rule, tickets, seed });
    means(setting).forEach((formulaMs, index) => {
      const { id } = must(classes[index], 'a mean for every class');
      checks.push(meanCheck(`${name}, ${id}`, formulaMs, waitsOf(waits, id)));
    });
    if (rule.kind === 'fcfs') checks.push(delayedCheck(`${name}, delayed`, erlangC(setting), waitsOf(waits, 'standard')));
  }
  return checks;
}

const COMPARED: readonly {
  readonly name: string;
  readonly classes: Setting['classes'];
  readonly rule: RoutingRule;
  readonly means: (setting: Setting) => readonly number[];
}[] = [
  {
    name: 'fcfs',
    classes: TWO,
    rule: { kind: 'fcfs', passedMax: null },
    means: (setting) => TWO.map(() => meanWaitFcfs(setting)),
  },
  {
    name: 'strict, 2 classes',
    classes: TWO,
    rule: { kind: 'strict', order: ['vip'], passedMax: null },
    means: meanWaitsStrict,
  },
  {
    name: 'strict, 3 classes',
    classes: THREE,
    rule: { kind: 'strict', order: ['vip', 'priority'], passedMax: null },
    means: meanWaitsStrict,
  },
  {
    name: 'aging 2:1',
    classes: TWO,
    rule: { kind: 'aging', factors: { vip: 2 }, passedMax: null },
    means: (setting) => meanWaitsAging(setting, [2, 1]),
  },
  {
    name: 'aging 4:2:1',
    classes: THREE,
    rule: { kind: 'aging', factors: { vip: 4, priority: 2 }, passedMax: null },
    means: (setting) => meanWaitsAging(setting, [4, 2, 1]),
  },
];

function waitsOf(waits: ReadonlyMap<ClassId, Waits>, id: ClassId): Waits {
  return must(waits.get(id), 'customers of every class came');
}

function meanCheck(name: string, formulaMs: number, waits: Waits): FormulaCheck {
  return check(name, {
    formula: formulaMs / MINUTE_MS,
    simulated: waits.meanMs() / MINUTE_MS,
    standardError: waits.standardErrorMs() / MINUTE_MS,
  });
}

function delayedCheck(name: string, formula: number, waits: Waits): FormulaCheck {
  return check(name, { formula, simulated: waits.delayed(), standardError: waits.delayedError() });
}

function check(name: string, figures: Pick<FormulaCheck, 'formula' | 'simulated' | 'standardError'>): FormulaCheck {
  const { formula, simulated, standardError } = figures;
  return { name, ...figures, isWithin: Math.abs(simulated - formula) <= STANDARD_ERRORS_MAX * standardError };
}
