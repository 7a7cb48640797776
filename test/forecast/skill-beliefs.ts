import type { Call, HallNow, Onlooker, Waiting } from './replay.ts';

interface Belief {
  readonly chance: number;
  readonly at: number;
}

/** Days on which a server took a type, and days on which anything was known of it; older days count less. */
interface Days {
  taken: number;
  known: number;
}

/** A server who passes somebody over takes that type after all, and one who does not take it passes. */
const PASSES_THOUGH_TAKES = 0.1;
const PASSES_WHO_DOES_NOT = 0.98;
const TAKES = 0.98;
/** What was seen today counts less with time: servers are put on and off a type within a day. Seconds. */
const FORGETS_AFTER = 7_200;
const DAY_FADES_TO = 0.9;
const TYPE_DAY_FADES_TO = 0.99;
/** As many days as "like other servers" weighs. */
const OTHERS_WEIGHT = 2;
const CHANCE_MIN = 0.02;
/** Passed over: by a ticket whose turn was so many seconds later, after so many seconds in line. */
const PASSED_BY = 10;
const WAITED = 5;

/**
 * Which types each server takes today. The file does not say; in it servers take a type on one day and not on the next. A belief begins with
 * how often the server took the type on other days, is certain after a call of it, and falls when the server takes somebody else
 * whose turn was later.
 */
export class SkillBeliefs implements Onlooker {
  readonly #today = new Map<string, Map<string, Belief>>();
  readonly #days = new Map<string, Map<string, Days>>();
  readonly #ofType = new Map<string, Days>();
  readonly #creditOf: (ticket: Waiting) => number;

  /** `creditOf`: the moment by which a ticket is in line under the rule in force. */
  constructor(creditOf: (ticket: Waiting) => number) {
    this.#creditOf = creditOf;
  }

  /** 0 to 1, at a second of the day. */
  chance(server: string | null, type: string, at: number): number {
    const usual = this.#usual(server, type);
    const belief = server === null ? undefined : this.#today.get(server)?.get(type);
    return belief === undefined ? usual : usual + (belief.chance - usual) * Math.exp(-(at - belief.at) / FORGETS_AFTER);
  }

  call(now: HallNow, { ticket, at, waited, server }: Call): void {
    if (server === null) return;
    if (waited) {
      for (const first of this.#firsts(now)) {
        if (first.type === ticket.type || at - first.at <= WAITED) continue;
        if (this.#creditOf(first) < this.#creditOf(ticket) - PASSED_BY) this.#passes(server, first.type, at);
      }
    }
    this.#set(server, ticket.type, { chance: TAKES, at });
  }

  dayEnds(): void {
    for (const [server, types] of this.#today) {
      const days = this.#days.get(server) ?? new Map<string, Days>();
      this.#days.set(server, days);
      for (const [type, { chance }] of types) {
        days.set(type, oneMore(days.get(type), chance > 0.5, DAY_FADES_TO));
        this.#ofType.set(type, oneMore(this.#ofType.get(type), chance > 0.5, TYPE_DAY_FADES_TO));
      }
    }
    this.#today.clear();
  }

  #usual(server: string | null, type: string): number {
    const others = this.#ofType.get(type) ?? { taken: 0, known: 0 };
    const ofOthers = (others.taken + 1) / (others.known + 2);
    const own = (server === null ? undefined : this.#days.get(server)?.get(type)) ?? { taken: 0, known: 0 };
    const chance = (own.taken + OTHERS_WEIGHT * ofOthers) / (own.known + OTHERS_WEIGHT);
    return Math.min(1 - CHANCE_MIN, Math.max(CHANCE_MIN, chance));
  }

  #firsts(now: HallNow): Waiting[] {
    const firsts = new Map<string, Waiting>();
    for (const ticket of now.waiting.values()) {
      const first = firsts.get(ticket.type);
      if (first === undefined || this.#creditOf(ticket) < this.#creditOf(first)) firsts.set(ticket.type, ticket);
    }
    return [...firsts.values()];
  }

  /** Bayes' rule. */
  #passes(server: string, type: string, at: number): void {
    const before = this.chance(server, type, at);
    const taking = before * PASSES_THOUGH_TAKES;
    this.#set(server, type, { chance: taking / (taking + (1 - before) * PASSES_WHO_DOES_NOT), at });
  }

  #set(server: string, type: string, belief: Belief): void {
    const types = this.#today.get(server) ?? new Map<string, Belief>();
    this.#today.set(server, types);
    types.set(type, belief);
  }
}

function oneMore(days: Days | undefined, taken: boolean, fadesTo: number): Days {
  const { taken: before, known } = days ?? { taken: 0, known: 0 };
  return { taken: before * fadesTo + (taken ? 1 : 0), known: known * fadesTo + 1 };
}
