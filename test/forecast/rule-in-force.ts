import type { HeadStartRule } from '../../shared/hall/configuration.ts';
import type { Call, HallNow, Onlooker, Waiting } from './replay.ts';

/** A ticket's class is its priority. */
export function classOf(priority: number): string {
  return `p${String(priority)}`;
}

const MINUTE = 60;
/** Seconds of head start that are tried: of priority 1 over 0, and of 2 over 1. 0 and 0: first come, first served. */
const LEADS = [0, 30, 60, 90, 120, 180, 300];
/** After so many calls that tell rules apart, one counts half: a hall may change its rule from one day to the next. */
const HALF_LIFE_CALLS = 150;
const FADES_TO = 0.5 ** (1 / HALF_LIFE_CALLS);
/** The times in the file are whole seconds from two clocks. */
const SLACK = 3;

/**
 * Which head start the bank gives each priority, read from whom its servers took: of each rule that is tried, how often the ticket that was
 * taken was its first. What the file does not say (the rule, and that it changed in the middle of January) is learned from calls as
 * they are made, and never from later ones.
 */
export class RuleInForce implements Onlooker {
  /** Seconds by priority. */
  leads: readonly [number, number, number] = [0, 0, 0];
  readonly #tried = LEADS.flatMap((first) => LEADS.map((second) => ({ leads: [0, first, first + second] as const, score: 0 })));
  readonly #mayTake: (now: HallNow, server: string, type: string) => boolean;

  /** `mayTake`: this server is believed to take this type now. */
  constructor(mayTake: (now: HallNow, server: string, type: string) => boolean) {
    this.#mayTake = mayTake;
  }

  /** The moment by which a ticket is in line: its arrival less its head start. */
  creditOf({ at, priority }: Waiting): number {
    return at - (this.leads[priority] ?? 0);
  }

  rule(): HeadStartRule {
    const minutes = Object.fromEntries(this.leads.map((lead, priority) => [classOf(priority), lead / MINUTE]));
    return { kind: 'head-start', minutes, passedMax: null };
  }

  call(now: HallNow, { ticket, waited, server }: Call): void {
    if (!waited || server === null) return;
    const others = [...now.waiting.values()].filter((each) => each.id !== ticket.id && this.#mayTake(now, server, each.type));
    if (others.every(({ priority }) => priority === ticket.priority)) return;
    let best = this.#tried[0];
    for (const tried of this.#tried) {
      const creditOf = ({ at, priority }: Waiting) => at - (tried.leads[priority] ?? 0);
      const isFirst = others.every((other) => creditOf(ticket) <= creditOf(other) + SLACK);
      tried.score = tried.score * FADES_TO + (isFirst ? 1 : 0);
      if (best === undefined || tried.score > best.score) best = tried;
    }
    this.leads = best?.leads ?? this.leads;
  }
}
