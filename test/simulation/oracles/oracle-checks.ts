import type { RoutingRule } from '../../../shared/hall/configuration.ts';
import { meanWaitsAging, meanWaitsStrict } from '../rules/formulas.ts';
import type { Setting } from '../rules/sample-path.ts';
import { longRun, MINUTE_MS, type SteadyHall } from './long-run.ts';
import { check, type OracleCheck, type OracleSize } from './oracle-check.ts';
import { busyChecks, lineChecks } from './state-checks.ts';
import { erlangA, erlangCFigures, strictWaits } from './theory.ts';

/** Every table, one check after the other. */
export function* oracleChecks(size: OracleSize): Generator<OracleCheck> {
  yield* erlangCChecks(size);
  yield* lineChecks(size);
  yield* priorityChecks(size);
  yield* headStartChecks(size);
  yield* erlangAChecks(size);
  yield* generalChecks(size);
  if (size.isWhole) yield* staffingChecks(size);
  yield* busyChecks(size);
}

function markov(counters: number, rho: number): SteadyHall & { perMinute: { standard: number } } {
  return { counters, serviceMeanMs: 6 * MINUTE_MS, variation: 'exponential', perMinute: { standard: (rho * counters) / 6 } };
}

function* erlangCChecks(size: OracleSize): Generator<OracleCheck> {
  const settings = size.isWhole
    ? [0.8, 0.9, 0.95].flatMap((rho) => [1, 2, 3, 5, 8, 12].map((c) => [c, rho] as const))
    : [[3, 0.8] as const];
  for (const [counters, rho] of settings) {
    const hall = markov(counters, rho);
    const theory = erlangCFigures({ arrivals: hall.perMinute.standard, services: 1 / 6, counters });
    const run = longRun(hall, size);
    const name = `M/M/${counters} ${rho}`;
    yield check('T1', `${name} delayed`, theory.delayed, run.delayed);
    yield check('T1', `${name} mean`, theory.mean, run.mean());
    yield check('T1', `${name} p90`, theory.p90, run.p90);
    yield check('T1', `${name} in line`, theory.inLine, run.inLine);
  }
}

const TWO = ['vip', 'standard'];
const THREE = ['vip', 'priority', 'standard'];

function fiveCounters(classes: readonly string[], shares: readonly number[], rule: RoutingRule): SteadyHall {
  const perMinute = Object.fromEntries(classes.map((id, index) => [id, (0.9 * 5 * shares[index]!) / 6]));
  return { counters: 5, serviceMeanMs: 6 * MINUTE_MS, variation: 'exponential', perMinute, rule };
}

function settingOf(classes: readonly string[], shares: readonly number[]): Setting {
  const each = classes.map((id, index) => ({ id, share: shares[index]! }));
  return { counters: 5, rho: 0.9, serviceMeanMs: 6 * MINUTE_MS, service: 'exponential', classes: each };
}

function* priorityChecks(size: OracleSize): Generator<OracleCheck> {
  const strict: RoutingRule = { kind: 'strict', order: ['vip', 'priority'], passedMax: null };
  const shares = size.isWhole
    ? [
        [0.1, 0.9],
        [0.2, 0.8],
        [0.3, 0.7],
        [0.5, 0.5],
        [0.1, 0.3, 0.6],
      ]
    : [[0.3, 0.7]];
  for (const each of shares) {
    const classes = each.length === 2 ? TWO : THREE;
    yield* classChecks(
      'T3',
      `strict ${each.join('/')}`,
      fiveCounters(classes, each, strict),
      meanWaitsStrict(settingOf(classes, each)),
      size,
    );
  }
  for (const factor of size.isWhole ? [1, 1.5, 2, 3, 5, 10] : [2]) {
    const rule: RoutingRule = { kind: 'aging', factors: { vip: factor }, passedMax: null };
    const means = meanWaitsAging(settingOf(TWO, [0.3, 0.7]), [factor, 1]);
    yield* classChecks('T4', `aging ${factor}:1`, fiveCounters(TWO, [0.3, 0.7], rule), means, size);
  }
  if (!size.isWhole) return;
  const rule: RoutingRule = { kind: 'aging', factors: { vip: 4, priority: 2 }, passedMax: null };
  const means = meanWaitsAging(settingOf(THREE, [0.1, 0.3, 0.6]), [4, 2, 1]);
  yield* classChecks('T4', 'aging 4:2:1', fiveCounters(THREE, [0.1, 0.3, 0.6], rule), means, size);
}

function* classChecks(
  table: string,
  name: string,
  hall: SteadyHall,
  meansMs: readonly number[],
  size: OracleSize,
): Generator<OracleCheck> {
  const run = longRun(hall, size);
  for (const [index, id] of Object.keys(hall.perMinute).entries()) {
    yield check(table, `${name} ${id}`, meansMs[index]! / MINUTE_MS, run.mean(id));
  }
}

/** Theory gives no figure, only that no work is lost and that no two means differ by more than the head start; an independent simulation of two million does. */
function* headStartChecks(size: OracleSize): Generator<OracleCheck> {
  const simulated = [
    [2, 8.203, 9.481],
    [5, 7.28, 10.187],
    [10, 5.657, 10.682],
    [20, 3.861, 11.765],
    [40, 2.058, 12.442],
  ] as const;
  for (const [minutes, vip, standard] of size.isWhole ? simulated : simulated.slice(2, 3)) {
    const rule: RoutingRule = { kind: 'head-start', minutes: { vip: minutes }, passedMax: null };
    const run = longRun(fiveCounters(TWO, [0.3, 0.7], rule), size);
    const [first, second] = [run.mean('vip'), run.mean('standard')];
    yield check('T5', `head start ${minutes} vip`, vip, first, 0.02 * vip);
    yield check('T5', `head start ${minutes} standard`, standard, second, 0.02 * standard);
    const ahead = second.value - first.value;
    yield check('T5', `head start ${minutes} bound`, Math.min(ahead, minutes), { value: ahead, standardError: 0 });
    yield check('T5', `head start ${minutes} conserved`, 9.15, run.mean());
  }
}

function* erlangAChecks(size: OracleSize): Generator<OracleCheck> {
  const halls = [
    [5, 45, 20],
    [5, 50, 20],
    [5, 60, 20],
    [8, 80, 30],
    [3, 33, 15],
  ] as const;
  const ofSix = halls.map(([counters, perHour, patience]) => ({ counters, arrivals: perHour / 60, services: 1 / 6, patience }));
  const large = { counters: 100, arrivals: 102, services: 1, patience: 1 };
  for (const hall of size.isWhole ? [...ofSix, large] : ofSix.slice(0, 1)) {
    const { counters, arrivals, services, patience } = hall;
    const theory = erlangA(hall);
    const steady = {
      counters,
      serviceMeanMs: MINUTE_MS / services,
      variation: 'exponential',
      perMinute: { standard: arrivals },
    } as const;
    const run = longRun({ ...steady, patienceMs: patience * MINUTE_MS }, size);
    const name = `M/M/${counters}+M ${(arrivals * 60).toFixed(0)}/h`;
    yield check('T6', `${name} leave`, theory.left, run.left);
    yield check('T6', `${name} mean`, theory.mean, run.meanOfAll);
    yield check('T6', `${name} in line`, theory.inLine, run.inLine);
  }
}

function* generalChecks(size: OracleSize): Generator<OracleCheck> {
  const strict: RoutingRule = { kind: 'strict', order: ['vip'], passedMax: null };
  const one: SteadyHall = {
    counters: 1,
    serviceMeanMs: 6 * MINUTE_MS,
    variation: 1,
    perMinute: { vip: 0.03, standard: 0.1 },
    rule: strict,
  };
  const means = strictWaits([0.03, 0.1], 6, 1).map((mean) => mean * MINUTE_MS);
  yield* classChecks('T7', 'M/G/1 strict', one, means, size);
  // No exact figure is known: an independent simulation of two million tickets.
  const simulated = [
    [0.5, 5.774],
    [1, 8.766],
    [1.22, 11.296],
    [1.5, 14.578],
  ] as const;
  for (const [variation, mean] of size.isWhole ? simulated : simulated.slice(1, 2)) {
    const run = longRun({ ...markov(5, 0.9), variation }, size);
    yield check('T8', `M/G/5 variation ${variation}`, mean, run.mean(), 0.02 * mean);
  }
}

/** Staffing: the share delayed where there are many counters, and the fewest counters for a mean wait of 3 minutes. */
function* staffingChecks(size: OracleSize): Generator<OracleCheck> {
  for (const counters of [101, 105, 110, 115, 120]) {
    const hall = { ...markov(counters, 100 / counters) };
    const theory = erlangCFigures({ arrivals: 100 / 6, services: 1 / 6, counters });
    yield check('T9', `M/M/${counters} of 100 delayed`, theory.delayed, longRun(hall, size).delayed);
  }
  for (const [offered, fewest] of [
    [1, 2],
    [3, 5],
    [5, 7],
    [10, 12],
    [20, 22],
  ] as const) {
    const theory = erlangCFigures({ arrivals: offered / 6, services: 1 / 6, counters: fewest });
    const run = longRun(markov(fewest, offered / fewest), size);
    yield check('T10', `${fewest} counters for ${offered} mean`, theory.mean, run.mean());
  }
}
