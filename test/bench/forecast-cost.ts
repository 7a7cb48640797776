import { must } from '../../shared/lib/assert.ts';
import { seededRandom } from '../../shared/lib/random.ts';
import type { SceneCounter } from '../../shared/hall/forecast/scene.ts';
import { runScene } from '../../shared/hall/forecast/run-scene.ts';
import { inLine, lognormal, plainScene, SCENE_AT } from '../support/plain-scene.ts';
import { figure, median, type Figure } from './figure.ts';
import type { Size } from './size.ts';

const MINUTE_MS = 60_000;
const SERVICES = ['A', 'B', 'C', 'D', 'E'];
const CLASSES = ['standard', 'priority', 'vip'];
const COUNTERS = 30;
const WAITING = 300;
const HORIZON_MS = 60 * MINUTE_MS;
const WARM_UP_ROUNDS = 1;

/** Every third counter serves all, the others two services and then a third. */
function counter(index: number): Partial<SceneCounter> {
  const classesOf = (service: string) => CLASSES.map((id) => ({ service, class: id }));
  const [first, second, third] = [0, 1, 2].map((step) => must(SERVICES[(index + step) % SERVICES.length], 'a service'));
  const some = [[...classesOf(first!), ...classesOf(second!)], classesOf(third!)];
  return {
    tiers: index % 3 === 0 ? [SERVICES.flatMap(classesOf)] : some,
    atHand: { service: first!, since: SCENE_AT - index * 20_000, heldMs: 0 },
    away: index % 10 === 0 ? [{ from: SCENE_AT + 20 * MINUTE_MS, to: SCENE_AT + 50 * MINUTE_MS }] : [],
  };
}

/** A full hall: 30 counters, 300 who wait, 300 more within the hour, a fifth of them impatient enough to leave. */
function fullHall() {
  return plainScene({
    rule: { kind: 'aging', factors: { priority: 2, vip: 3 }, passedMax: 3 },
    classes: CLASSES,
    services: Object.fromEntries(SERVICES.map((id, index) => [id, lognormal((4 + index) * MINUTE_MS, 0.9)])),
    perMinute: { standard: 0.8, priority: 0.15, vip: 0.05 },
    leavesPerMs: { standard: 1 / (60 * MINUTE_MS) },
    waiting: inLine(WAITING, (index) => ({
      service: SERVICES[index % 5]!,
      class: CLASSES[index % 20 < 16 ? 0 : index % 20 < 19 ? 1 : 2]!,
    })),
    counters: Array.from({ length: COUNTERS }, (_, index) => counter(index)),
    model: { dayFactor: { median: 1, logSd: 0.12 }, noShows: { base: 0.02, perMinute: 0.002, lostMs: 30_000 } },
  });
}

/** Time of this process alone: others on the machine do not count. */
function processMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** So many steps of plain arithmetic, all by hand of one core. */
function plainArithmetic(steps: number): void {
  const random = seededRandom(1);
  let sum = 0;
  for (let step = 0; step < steps; step += 1) sum += random();
  if (!(sum > 0)) throw new Error('the loop was thrown away');
}

/** A whole forecast of a full hall, an hour ahead, beside a loop of plain arithmetic, both in processor time. */
export function forecastCost({ forecastRuns, forecastCostRounds }: Size): Figure[] {
  const scene = fullHall();
  const steps = 200_000 * forecastRuns;
  const rounds: { readonly ours: number; readonly plain: number }[] = [];
  for (let round = 0; round < WARM_UP_ROUNDS + forecastCostRounds; round += 1) {
    const ours = processMs(() => void runScene(scene, { runs: forecastRuns, horizonMs: HORIZON_MS, seed: round }));
    const plain = processMs(() => plainArithmetic(steps));
    if (round >= WARM_UP_ROUNDS) rounds.push({ ours, plain });
  }
  return [
    figure({
      name: 'forecast-cost',
      value: median(rounds.map(({ ours }) => ours)),
      unit: 'ms',
      rival: `${steps / 1e6} million steps of plain arithmetic; both processor time of one thread`,
      rivalValue: median(rounds.map(({ plain }) => plain)),
    }),
  ];
}
