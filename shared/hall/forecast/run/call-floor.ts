import type { EpochMs } from '../../../lib/clock.ts';
import { chooseTicket, type Choice } from '../../routing/next-ticket.ts';
import type { ChoiceView } from '../../routing/queue-view.ts';
import type { RatioPosition } from '../../routing/ratio-position.ts';
import { isBefore } from '../../ticket.ts';
import type { ServeTimes } from '../hall-model.ts';
import { exponential, LEG_STRIDE, NO_SHOW, normal, PATIENCE, SERVICE, unit } from './draws.ts';
import type { EventHeap } from './event-heap.ts';
import { BACK, FREED, GIVES_UP, HELPS, KIND } from './event-kinds.ts';
import type { RunCounter } from './run-counter.ts';
import type { RunFigures } from './run-figures.ts';
import { exponentialMs, noShowChance, serviceMs, type ServiceLaw } from './run-law.ts';
import type { RunLine, RunTicket } from './run-line.ts';
import type { RunPlan } from './run-plan.ts';

/** Hears of every call, as it is made. For tests. */
export type OnCall = (call: {
  readonly at: EpochMs;
  readonly ticket: RunTicket;
  readonly counter: RunCounter;
  readonly choice: Choice<RunTicket>;
}) => void;

/**
 * The lines and counters of a run: who gets in line, and who is called. Counters call as soon as they can; whom, says the hall's own routing
 * (`chooseTicket`): this is the view that it looks at.
 *
 * **Maintained invariant**: no idle counter that is there could call anybody who waits.
 */
export class CallFloor implements ChoiceView<RunLine, RunTicket> {
  at: EpochMs = 0;
  own: readonly RunLine[] = [];
  tiers: readonly (readonly RunLine[])[] = [];
  ratio: RatioPosition;
  /** Who waits when the run begins, and newcomers, as long as no counter has called them. */
  unresolved = 0;
  /** Everybody who joined a line in this run. */
  readonly joined: RunTicket[] = [];
  /** The last `Credit.order` given. */
  order = 0;
  readonly #plan: RunPlan;
  readonly #heap: EventHeap;
  readonly #figures: RunFigures;
  readonly #serviceLaw: ServiceLaw;
  readonly #onCall: OnCall | null;
  readonly #endsAt: EpochMs;
  readonly #countsPasses: boolean;
  readonly #resolvedNewcomer: (index: number, waitMs: number) => void;
  #idle = 0;

  constructor(of: {
    readonly plan: RunPlan;
    readonly heap: EventHeap;
    readonly figures: RunFigures;
    readonly endsAt: EpochMs;
    readonly serviceLaw: ServiceLaw;
    readonly onCall: OnCall | undefined;
    readonly resolvedNewcomer: (index: number, waitMs: number) => void;
  }) {
    this.#plan = of.plan;
    this.#heap = of.heap;
    this.#figures = of.figures;
    this.#serviceLaw = of.serviceLaw;
    this.#onCall = of.onCall ?? null;
    this.#endsAt = of.endsAt;
    this.#countsPasses = of.plan.rule.passedMax !== null || of.onCall !== undefined;
    this.#resolvedNewcomer = of.resolvedNewcomer;
    this.ratio = of.plan.scene.ratio;
  }

  head(line: RunLine): RunTicket | null {
    return line.head();
  }

  firstPassed(line: RunLine, times: number): RunTicket | null {
    return line.firstPassed(times);
  }

  /** Empty, at the scene's moment. */
  clear(): void {
    const { scene, lines, orderMax } = this.#plan;
    for (const line of lines) line.clear();
    this.joined.length = 0;
    this.at = scene.at;
    this.ratio = scene.ratio;
    this.order = orderMax;
    this.unresolved = 0;
    this.#idle = 0;
  }

  /** At the beginning everybody who is free calls, the one who is idle longest first. */
  callAll(): void {
    const free = this.#plan.counters.filter(({ status }) => status === 'idle');
    free.sort((left, right) => left.idleSince - right.idleSince || left.index - right.index);
    for (const counter of free) if (counter.status === 'idle') this.callNext(counter);
  }

  enter(ticket: RunTicket, line: RunLine): void {
    line.add(ticket);
    this.#figures.joined(ticket);
    this.joined.push(ticket);
    if (line.leavesPerMs === 0) return;
    const patience = exponential(ticket.key, PATIENCE + LEG_STRIDE * ticket.legs) / line.leavesPerMs;
    ticket.leavesAt = this.at + patience;
    if (ticket.leavesAt <= this.#endsAt) this.#heap.push(ticket.leavesAt, GIVES_UP * KIND + this.joined.length - 1);
  }

  /** Somebody gets in line, and whoever is idle may call. */
  joins(ticket: RunTicket, line: RunLine): void {
    this.order += 1;
    ticket.credit.order = this.order;
    ticket.came = this.at;
    this.enter(ticket, line);
    this.offer(ticket);
  }

  /** The idle counters that serve this line, the one that is idle longest first, until one has taken the ticket. */
  offer(ticket: RunTicket): void {
    let since = Number.NEGATIVE_INFINITY;
    let last = -1;
    const callers = this.#plan.callersOf.get(ticket.line!) ?? [];
    while (this.#idle > 0 && ticket.waits) {
      let next: RunCounter | null = null;
      for (const counter of callers) {
        if (counter.status !== 'idle') continue;
        if (counter.idleSince < since || (counter.idleSince === since && counter.index <= last)) continue;
        if (
          next === null ||
          counter.idleSince < next.idleSince ||
          (counter.idleSince === next.idleSince && counter.index < next.index)
        ) {
          next = counter;
        }
      }
      if (next === null) return;
      since = next.idleSince;
      last = next.index;
      this.callNext(next);
    }
  }

  /** `helps`: whether it may help others, where that was settled by the one command that ends a service and calls the next. */
  becomesIdle(counter: RunCounter, helps?: boolean): void {
    counter.status = 'idle';
    counter.idleSince = this.at;
    this.#idle += 1;
    this.callNext(counter, helps);
  }

  /** The run begins with nobody at this counter. */
  startsIdle(): void {
    this.#idle += 1;
  }

  /** An idle counter calls, if it is not away and somebody is there for it. */
  callNext(counter: RunCounter, mayHelp?: boolean): void {
    const away = counter.awayUntil(this.at);
    if (away !== null) {
      counter.status = 'away';
      this.#idle -= 1;
      if (away <= this.#endsAt) this.#heap.push(away, BACK * KIND + counter.index);
      return;
    }
    const helpsFrom = counter.helpsFrom();
    const helps = mayHelp ?? this.at >= helpsFrom;
    this.own = counter.own;
    this.#askGhosts(counter, helps);
    this.tiers = helps ? counter.serving.helping! : counter.serving.tiers;
    const choice = chooseTicket(this, this.#plan.rule);
    if (choice !== null) this.#call(counter, choice);
    else if (!helps && helpsFrom < Number.POSITIVE_INFINITY) {
      if (counter.helpCheckAt === helpsFrom || helpsFrom > this.#endsAt) return;
      counter.helpCheckAt = helpsFrom;
      this.#heap.push(helpsFrom, HELPS * KIND + counter.index);
    }
  }

  /**
   * Those who are not there: would this counter call them now? If one of those were there for whom it is kept, it would not help others: so
   * they are asked about before it does.
   */
  #askGhosts({ own, serving }: RunCounter, helps: boolean): void {
    this.tiers = serving.tiers;
    for (const line of own) if (line.ghosts.length > 0) this.#askGhostsOf(line);
    for (const tier of serving.tiers) for (const line of tier) if (line.ghosts.length > 0) this.#askGhostsOf(line);
    if (!helps) return;
    this.tiers = serving.helping!;
    for (const tier of serving.helping!.slice(serving.tiers.length)) {
      for (const line of tier) if (line.ghosts.length > 0) this.#askGhostsOf(line);
    }
  }

  #askGhostsOf(line: RunLine): void {
    const { rule } = this.#plan;
    const real = this.ratio;
    for (let ghost = line.ghosts[0]; ghost !== undefined; ghost = line.ghosts[0]) {
      const first = line.first();
      const isAtCap = rule.passedMax !== null && ghost.passed >= rule.passedMax;
      if (first !== null && isBefore(first.credit, ghost.credit) && !isAtCap) return;
      line.guest = ghost;
      this.ratio = ghost.ratio ?? real;
      const choice = chooseTicket(this, rule);
      line.guest = null;
      this.ratio = real;
      if (choice?.candidate !== ghost) {
        if (choice?.ratio !== undefined) ghost.ratio = choice.ratio;
        return;
      }
      line.ghosts.shift();
      this.#resolve(ghost);
    }
  }

  #resolve(ticket: RunTicket): void {
    if (ticket.origin === 'newcomer') this.#resolvedNewcomer(ticket.index, this.at - ticket.came);
    else this.#figures.resolved(ticket, this.at);
    this.#lessUnresolved(ticket);
    ticket.resolved = true;
  }

  #lessUnresolved({ origin, resolved }: RunTicket): void {
    if (!resolved && (origin === 'waiting' || origin === 'newcomer')) this.unresolved -= 1;
  }

  #call(counter: RunCounter, choice: Choice<RunTicket>): void {
    const ticket = choice.candidate;
    const line = ticket.line!;
    line.remove(ticket, this.at);
    if (this.#countsPasses && !ticket.passesNobody) this.#pass(ticket);
    if (choice.ratio !== undefined) this.ratio = choice.ratio;
    this.#onCall?.({ at: this.at, ticket, counter, choice });
    const waitedMs = this.at - ticket.came;
    this.#figures.called(ticket, this.at);
    this.#lessUnresolved(ticket);
    ticket.resolved = true;
    const { noShows } = this.#plan.model;
    const comes = !(unit(ticket.key, NO_SHOW + LEG_STRIDE * ticket.legs) < noShowChance(noShows, waitedMs));
    const takes = comes ? this.#serviceMs(line.times, counter.effect, ticket) : Math.max(0, noShows.lostMs);
    counter.customer = ticket;
    counter.customerCame = comes;
    counter.status = 'busy';
    this.#idle -= 1;
    this.#heap.push(this.at + takes, FREED * KIND + counter.index);
  }

  #serviceMs(times: ServeTimes, effect: number, { key, legs }: RunTicket): number {
    const question = SERVICE + LEG_STRIDE * legs;
    return this.#serviceLaw === 'lognormal'
      ? serviceMs(times, effect, normal(key, question))
      : exponentialMs(times, effect, exponential(key, question));
  }

  #pass(caller: RunTicket): void {
    for (const line of this.own) line.pass(caller);
    for (const tier of this.tiers) for (const line of tier) line.pass(caller);
  }
}
