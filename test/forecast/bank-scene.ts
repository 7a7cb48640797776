import type { HallModel } from '../../shared/hall/forecast/hall-model.ts';
import type { Scene, SceneCounter, SceneTicket } from '../../shared/hall/forecast/scene.ts';
import type { QueueKey } from '../../shared/hall/routing/queue-view.ts';
import type { Random } from '../../shared/lib/random.ts';
import { timeOf } from './bank-model.ts';
import type { HallNow, Waiting } from './replay.ts';
import { classOf, type RuleInForce } from './rule-in-force.ts';
import type { SkillBeliefs } from './skill-beliefs.ts';

const PRIORITIES = [0, 1, 2];
/** A server who has been free for longer has gone home as far as anybody can know. Seconds. */
const GONE_AFTER = 7_200;

export interface BankKnowledge {
  readonly model: HallModel;
  readonly rule: RuleInForce;
  readonly skills: SkillBeliefs;
  readonly newServersPerSecond: number;
}

/**
 * Scenes of the bank at the moment of a ticket's arrival. What is not known is drawn, once for each scene: which types each server takes, and
 * when another server comes. The ticket is the first of `waiting`; whoever the rule calls after it is left out, for they cannot delay it,
 * and so are arrivals of classes that do not overtake it.
 */
export class BankScenes {
  readonly #now: HallNow;
  readonly #ticket: Waiting;
  readonly #known: BankKnowledge;
  readonly #waiting: readonly SceneTicket[];
  readonly #model: HallModel;
  readonly #types: readonly string[];
  readonly #chances: ReadonlyMap<string, readonly number[]>;

  constructor(now: HallNow, ticket: Waiting, known: BankKnowledge) {
    this.#now = now;
    this.#ticket = ticket;
    this.#known = known;
    const { rule, skills, model } = known;
    const credit = rule.creditOf(ticket);
    const ahead = [...now.waiting.values()].filter((each) => rule.creditOf(each) <= credit);
    this.#waiting = [ticket, ...ahead].map((each) => this.#sceneTicket(each));
    this.#model = { ...model, arrivals: { ...model.arrivals, expected: this.#overtaking() } };
    this.#types = [...new Set([...this.#waiting.map(({ service }) => service), ...this.#model.arrivals.expected.keys()])];
    const servers = [...now.busy.keys(), ...now.free.keys()];
    this.#chances = new Map(servers.map((server) => [server, this.#types.map((type) => skills.chance(server, type, ticket.at))]));
  }

  draw(random: Random): Scene {
    const { rule } = this.#known;
    return {
      at: timeOf(this.#now.date, this.#ticket.at),
      midnight: timeOf(this.#now.date, 0),
      rule: rule.rule(),
      ratio: { turn: 0, calls: 0 },
      waiting: this.#waiting,
      counters: this.#counters(random),
      coming: [],
      issuing: new Set(this.#types),
      nextStep: new Map(),
      emptySince: () => null,
      model: this.#model,
    };
  }

  /** Of classes with a longer head start, while it lasts. */
  #overtaking(): Map<string, Map<string, readonly number[]>> {
    const { rule, model } = this.#known;
    const lead = rule.leads[this.#ticket.priority] ?? 0;
    const classes = new Set(PRIORITIES.filter((priority) => (rule.leads[priority] ?? 0) > lead).map(classOf));
    const expected = new Map<string, Map<string, readonly number[]>>();
    for (const [type, ofType] of model.arrivals.expected) {
      const overtaking = [...ofType].filter(([classId]) => classes.has(classId));
      if (overtaking.length > 0) expected.set(type, new Map(overtaking));
    }
    return expected;
  }

  #sceneTicket({ id, at, type, priority }: Waiting): SceneTicket {
    const { date } = this.#now;
    return {
      ticket: String(id),
      service: type,
      class: classOf(priority),
      credit: { at: timeOf(date, at), order: id },
      passed: 0,
      passesNobody: false,
    };
  }

  #counters(random: Random): SceneCounter[] {
    const { date, busy, free, unnamed } = this.#now;
    const { at } = this.#ticket;
    const counters: SceneCounter[] = [];
    const add = (server: string | null, of: Pick<SceneCounter, 'atHand' | 'freeSince' | 'away'>) => {
      const chances = (server === null ? undefined : this.#chances.get(server)) ?? this.#usualChances();
      const types = this.#types.filter((_, index) => random() < (chances[index] ?? 0));
      counters.push({ id: counters.length + 1, teller: server, tiers: [queuesOf(types)], helps: null, later: null, ...of });
    };
    const atHand = (service: string, since: number) => ({ service, since: timeOf(date, since), heldMs: 0 });
    for (const [server, { type, since }] of busy) add(server, { atHand: atHand(type, since), away: [] });
    for (const { type, since } of unnamed.values()) add(null, { atHand: atHand(type, since), away: [] });
    for (const [server, since] of free) {
      if (at - since < GONE_AFTER) add(server, { atHand: null, freeSince: timeOf(date, since), away: [] });
    }
    const comes = at - Math.log(1 - random()) / this.#known.newServersPerSecond;
    add(null, { atHand: null, away: [{ from: timeOf(date, 0), to: timeOf(date, comes) }] });
    return counters;
  }

  #usualChances(): number[] {
    return this.#types.map((type) => this.#known.skills.chance(null, type, this.#ticket.at));
  }
}

function queuesOf(types: readonly string[]): QueueKey[] {
  return types.flatMap((service) => PRIORITIES.map((priority) => ({ service, class: classOf(priority) })));
}
