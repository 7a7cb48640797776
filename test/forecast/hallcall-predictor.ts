import { runScene } from '../../shared/hall/forecast/run-scene.ts';
import { seededRandom } from '../../shared/lib/random.ts';
import { BankModel } from './bank-model.ts';
import { BankScenes } from './bank-scene.ts';
import { GapRates } from './gap-rates.ts';
import type { HallNow, Onlooker, Waiting } from './replay.ts';
import { classOf, RuleInForce } from './rule-in-force.ts';
import { SkillBeliefs } from './skill-beliefs.ts';

/** How far the hall is run, and the longest that is said: hardly anybody waits longer, and a run in which no server takes the type ends there. */
const HORIZON_MS = 1_200_000;

export interface RunSize {
  /** What is not known of the hall (skills, servers who come) is drawn once for each scene. */
  readonly scenes: number;
  readonly runsPerScene: number;
}

/** All that the hall has learned by looking on, and the product's own engine run on it. */
export class Bank {
  readonly #skills: SkillBeliefs;
  readonly #rule: RuleInForce;
  readonly #gaps: GapRates;
  readonly #model: BankModel;
  readonly #size: RunSize;

  constructor(size: RunSize) {
    const takes = (now: HallNow, server: string, type: string, from: number) => this.#skills.chance(server, type, now.at) > from;
    this.#size = size;
    this.#rule = new RuleInForce((now, server, type) => takes(now, server, type, SURELY));
    this.#skills = new SkillBeliefs((ticket) => this.#rule.creditOf(ticket));
    this.#gaps = new GapRates((now, server, type) => takes(now, server, type, 0.5));
    this.#model = new BankModel(this.#gaps);
  }

  /** In this order: a gap and a rule are learned from what was believed before the call. */
  get onlookers(): readonly Onlooker[] {
    return [this.#gaps, this.#rule, this.#skills, this.#model];
  }

  /** The rule as it was read last, in seconds of head start by priority. */
  get leads(): readonly number[] {
    return this.#rule.leads;
  }

  /**
   * Waits of a ticket that has just come, milliseconds, ascending: those of the runs in which it stays until it is called. The same day, ticket and
   * past give the same waits.
   */
  waits(now: HallNow, ticket: Waiting): Float64Array {
    const model = this.#model.model();
    const newServersPerSecond = this.#gaps.newServersPerSecond();
    const scenes = new BankScenes(now, ticket, { model, rule: this.#rule, skills: this.#skills, newServersPerSecond });
    const seed = (Date.parse(now.date) / 86_400_000) * 100_003 + ticket.id;
    const random = seededRandom(seed >>> 0);
    const { scenes: count, runsPerScene } = this.#size;
    const waits = new Float64Array(count * runsPerScene);
    for (let index = 0; index < count; index += 1) {
      const scene = scenes.draw(random);
      const runs = runScene(scene, {
        runs: runsPerScene,
        horizonMs: HORIZON_MS,
        seed: (seed * 31 + index) >>> 0,
        until: 'called',
        newcomers: [],
      });
      const wait = runs.waiting[0];
      if (wait !== undefined) waits.set(wait, index * runsPerScene);
    }
    return ofThoseServed(waits, model.leavesPerMs.get(classOf(ticket.priority)) ?? 0);
  }
}

const SURELY = 0.8;

/**
 * Only tickets that were served are judged, and who waits long is served less often: each run weighs its chance that nobody gave up before,
 * exp(−rate × wait). As many waits again, by systematic resampling (Kitagawa 1996), so that all weigh the same.
 */
function ofThoseServed(waits: Float64Array, leavesPerMs: number): Float64Array {
  const sorted = waits.map((wait) => Math.min(wait, HORIZON_MS)).sort();
  const weights = sorted.map((wait) => Math.exp(-leavesPerMs * wait));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const kept = new Float64Array(sorted.length);
  let from = 0;
  let passed = weights[0] ?? 0;
  for (let index = 0; index < kept.length; index += 1) {
    const wanted = ((index + 0.5) / kept.length) * total;
    while (passed < wanted && from < sorted.length - 1) passed += weights[(from += 1)] ?? 0;
    kept[index] = sorted[from] ?? 0;
  }
  return kept;
}
