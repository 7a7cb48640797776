import type { EpochMs } from '../../../lib/clock.ts';
import { chooseTicket, type Choice } from '../../routing/next-ticket.ts';
import type { ChoiceView, QueueKey } from '../../routing/queue-view.ts';
import type { RatioPosition } from '../../routing/ratio-position.ts';
import { isBefore } from '../../ticket.ts';
import {
  DAY,
  exponential,
  GAP_AT_COUNTER,
  GAP_TO_NEXT,
  keyOf,
  LEG_STRIDE,
  NO_SHOW,
  normal,
  PATIENCE,
  SERVICE,
  unit,
  type Key,
} from './draws.ts';
import { EventHeap } from './event-heap.ts';
import type { RunCounter } from './run-counter.ts';
import type { RunFigures } from './run-figures.ts';
import { gapMs, noShowChance, residualMs, serviceMs } from './run-law.ts';
import { RunTicket, type RunLine } from './run-line.ts';
import type { ArrivalStream, RunPlan } from './run-plan.ts';

/** Kinds of events; of one moment in this order. An event is its kind and the number of a counter, a stream or a ticket. */
const FREED = 0;
const BACK = 1;
const CHANGED = 2;
const CLOSED = 3;
const COMES = 4;
const ARRIVES = 5;
const GIVES_UP = 6;
const HELPS = 7;
const KIND = 2 ** 32;

/** Nothing goes round for ever, whatever a hall's steps say. */
const LEGS_MAX = 10;

export interface RunSettings {
  readonly seed: number;
  readonly horizonMs: number;
  readonly eventsMax: number;
  /** Ends as soon as everybody who waits now, and every newcomer that is asked for, has been called. */
  readonly endsWhenCalled: boolean;
  readonly newcomers: readonly QueueKey[];
}

/** Hears of every call, as it is made. For tests. */
export type OnCall = (call: {
  readonly at: EpochMs;
  readonly ticket: RunTicket;
  readonly counter: RunCounter;
  readonly choice: Choice<RunTicket>;
}) => void;

/**
 * The hall, run forward once, again and again. Counters call as soon as they can; whom, says the hall's own routing (`chooseTicket`): this is
 * the view that it looks at. Everything that depends on chance is asked of `draws.ts` by the customer's key.
 */
export class HallRun implements ChoiceView<RunLine, RunTicket> {
  at: EpochMs = 0;
  own: readonly RunLine[] = [];
  tiers: readonly (readonly RunLine[])[] = [];
  ratio: RatioPosition;
  /** Runs that were ended by the limit of events. */
  cut = 0;
  /** For each newcomer that is asked for, in each run. */
  readonly newcomerWaits: readonly Float64Array[];
  readonly #plan: RunPlan;
  readonly #settings: RunSettings;
  readonly #figures: RunFigures;
  readonly #onCall: OnCall | null;
  readonly #heap = new EventHeap();
  readonly #endsAt: EpochMs;
  readonly #countsPasses: boolean;
  readonly #newcomers: readonly { readonly ticket: RunTicket; readonly line: RunLine }[];
  /** Everybody who joined a line in this run. */
  readonly #joined: RunTicket[] = [];
  readonly #pool: RunTicket[] = [];
  #arrived = 0;
  #order = 0;
  #runKey: Key = 0;
  #dayFactor = 1;
  #run = 0;
  #unresolved = 0;
  #idle = 0;
  readonly #streamKeys: Int32Array;
  readonly #streamCounts: Int32Array;

  constructor(of: { plan: RunPlan; settings: RunSettings; figures: RunFigures; runs: number; onCall?: OnCall | undefined }) {
    this.#plan = of.plan;
    this.#settings = of.settings;
    this.#figures = of.figures;
    this.#onCall = of.onCall ?? null;
    this.ratio = of.plan.scene.ratio;
    this.#endsAt = of.plan.scene.at + of.settings.horizonMs;
    this.#countsPasses = of.plan.rule.passedMax !== null || of.onCall !== undefined;
    this.#newcomers = of.settings.newcomers.map((queue, index) => ({
      ticket: newTicket('newcomer', index, queue),
      line: of.plan.lineOf(queue),
    }));
    this.newcomerWaits = this.#newcomers.map(() => new Float64Array(of.runs).fill(Number.POSITIVE_INFINITY));
    this.#streamKeys = new Int32Array(of.plan.streams.length);
    this.#streamCounts = new Int32Array(of.plan.streams.length);
  }

  head(line: RunLine): RunTicket | null {
    return line.head();
  }

  firstPassed(line: RunLine, times: number): RunTicket | null {
    return line.firstPassed(times);
  }

  /** Plays run number `run`; the same number is the same run, whatever was played before. */
  play(run: number): void {
    const heap = this.#heap;
    this.#begin(run);
    let events = 0;
    while (!(this.#settings.endsWhenCalled && this.#unresolved === 0)) {
      if (!heap.take() || heap.time > this.#endsAt) {
        this.at = this.#endsAt;
        break;
      }
      events += 1;
      if (events > this.#settings.eventsMax) {
        this.cut += 1;
        break;
      }
      this.at = heap.time;
      this.#figures.passTo(this.at);
      this.#happens(Math.floor(heap.what / KIND), heap.what % KIND);
    }
    this.#end();
  }

  #begin(run: number): void {
    const { scene, lines, counters, starting, coming, streams, orderMax, model } = this.#plan;
    this.#heap.clear();
    this.#figures.begin(run);
    this.#run = run;
    this.#runKey = keyOf(keyOf(0, this.#settings.seed), run);
    this.#joined.length = 0;
    this.#arrived = 0;
    this.#order = orderMax;
    this.at = scene.at;
    this.ratio = scene.ratio;
    this.#idle = 0;
    this.#unresolved = starting.length + this.#newcomers.length;
    const { median, logSd } = model.dayFactor;
    const factor = median * Math.exp(logSd * normal(this.#runKey, DAY));
    this.#dayFactor = factor > 0 && Number.isFinite(factor) ? factor : 1;
    for (const line of lines) line.clear();
    for (const { of, ticket, line, hash } of starting) {
      reset(ticket, line, keyOf(this.#runKey, hash));
      ticket.credit.at = of.credit.at;
      ticket.credit.order = of.credit.order;
      ticket.passed = of.passed;
      ticket.passesNobody = of.passesNobody;
      ticket.came = of.queuedAt ?? of.credit.at;
      this.#enter(ticket, line);
    }
    this.#seatNewcomers();
    coming.forEach(({ of }, index) => this.#heap.push(Math.max(of.at, scene.at), COMES * KIND + index));
    streams.forEach((stream, index) => this.#beginStream(stream, index));
    for (const counter of counters) this.#beginCounter(counter);
    this.#callAll();
  }

  #seatNewcomers(): void {
    this.#order += 1;
    for (const { ticket, line } of this.#newcomers) {
      reset(ticket, line, 0);
      ticket.credit.at = this.at;
      ticket.credit.order = this.#order;
      ticket.came = this.at;
      line.addGhost(ticket);
    }
  }

  #beginStream({ rate, hash }: ArrivalStream, index: number): void {
    const key = keyOf(this.#runKey, hash);
    this.#streamKeys[index] = key;
    this.#streamCounts[index] = 0;
    const first = rate.next(this.at, this.#dayFactor, exponential(key, GAP_TO_NEXT));
    if (first <= this.#endsAt) this.#heap.push(first, ARRIVES * KIND + index);
  }

  #beginCounter(counter: RunCounter): void {
    const { index, atHand, later, away, own } = counter;
    counter.reset(keyOf(this.#runKey, counter.hash));
    if (later !== null) this.#heap.push(Math.max(later.from, this.at), CHANGED * KIND + index);
    const closing = away.find(({ to }) => to === Number.POSITIVE_INFINITY);
    if (closing !== undefined && own.length > 0) this.#heap.push(Math.max(closing.from, this.at), CLOSED * KIND + index);
    if (atHand !== null) {
      const { ticket } = atHand;
      ticket.key = counter.key;
      ticket.legs = 0;
      counter.customer = ticket;
      counter.customerCame = true;
      counter.status = 'busy';
      this.#heap.push(this.at + residualMs(atHand.residual, unit(counter.key, SERVICE)), FREED * KIND + index);
      return;
    }
    const { gaps } = this.#plan.model;
    if (counter.gapElapsedMs !== null && gaps !== undefined) {
      counter.status = 'gap';
      const left = gapMs(gaps, counter.gapElapsedMs, exponential(counter.key, GAP_AT_COUNTER));
      this.#heap.push(this.at + left, FREED * KIND + index);
      return;
    }
    counter.status = 'idle';
    this.#idle += 1;
  }

  /** At the beginning everybody who is free calls, the one who is idle longest first. */
  #callAll(): void {
    const free = this.#plan.counters.filter(({ status }) => status === 'idle');
    free.sort((left, right) => left.idleSince - right.idleSince || left.index - right.index);
    for (const counter of free) if (counter.status === 'idle') this.#callNext(counter);
  }

  #end(): void {
    this.#figures.passTo(this.at);
    for (const ticket of this.#joined) {
      if (ticket.waits) this.#figures.stillWaiting(ticket, this.at);
      if (!ticket.resolved) this.#figures.unresolved(ticket);
    }
    this.#figures.end();
  }

  #happens(kind: number, index: number): void {
    const { counters, coming, streams } = this.#plan;
    if (kind === FREED) this.#freed(counters[index]!);
    else if (kind === ARRIVES) this.#arrives(streams[index]!, index);
    else if (kind === GIVES_UP) this.#givesUp(this.#joined[index]!);
    else if (kind === BACK) this.#comesBack(counters[index]!);
    else if (kind === CHANGED) this.#changes(counters[index]!);
    else if (kind === CLOSED) this.#releases(counters[index]!);
    else if (kind === HELPS) this.#mayHelp(counters[index]!);
    else {
      const { of, ticket, line, hash } = coming[index]!;
      reset(ticket, line, keyOf(this.#runKey, hash));
      ticket.credit.at = of.creditAt;
      this.#joins(ticket, line);
    }
  }

  #arrives({ line, rate }: ArrivalStream, index: number): void {
    const key = keyOf(this.#streamKeys[index]!, (this.#streamCounts[index]! += 1));
    const next = rate.next(this.at, this.#dayFactor, exponential(key, GAP_TO_NEXT));
    if (next <= this.#endsAt) this.#heap.push(next, ARRIVES * KIND + index);
    let ticket = this.#pool[this.#arrived];
    if (ticket === undefined) this.#pool.push((ticket = new RunTicket('arrival', this.#arrived)));
    this.#arrived += 1;
    reset(ticket, line, key);
    ticket.credit.at = this.at;
    this.#joins(ticket, line);
  }

  /** Somebody gets in line, and whoever is idle may call. */
  #joins(ticket: RunTicket, line: RunLine): void {
    this.#order += 1;
    ticket.credit.order = this.#order;
    ticket.came = this.at;
    this.#enter(ticket, line);
    this.#offer(ticket);
  }

  #enter(ticket: RunTicket, line: RunLine): void {
    line.add(ticket);
    this.#figures.joined(ticket);
    this.#joined.push(ticket);
    if (line.leavesPerMs === 0) return;
    const patience = exponential(ticket.key, PATIENCE + LEG_STRIDE * ticket.legs) / line.leavesPerMs;
    ticket.leavesAt = this.at + patience;
    if (ticket.leavesAt <= this.#endsAt) this.#heap.push(ticket.leavesAt, GIVES_UP * KIND + this.#joined.length - 1);
  }

  /** The idle counters that serve this line, the one that is idle longest first, until one has taken the ticket. */
  #offer(ticket: RunTicket): void {
    let since = Number.NEGATIVE_INFINITY;
    let last = -1;
    while (this.#idle > 0 && ticket.waits) {
      let next: RunCounter | null = null;
      for (const counter of ticket.line!.counters) {
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
      this.#callNext(next);
    }
  }

  #givesUp(ticket: RunTicket): void {
    if (!ticket.waits || ticket.leavesAt !== this.at) return;
    const line = ticket.line!;
    line.remove(ticket, this.at);
    this.#figures.gaveUp(ticket, this.at);
    if (ticket.legs === 0) line.addGhost(ticket);
  }

  #freed(counter: RunCounter): void {
    const { customer, customerCame } = counter;
    counter.customer = null;
    if (customer !== null && customerCame) {
      const { gaps } = this.#plan.model;
      const gap = gaps === undefined ? 0 : gapMs(gaps, 0, exponential(customer.key, GAP_AT_COUNTER + LEG_STRIDE * customer.legs));
      const goesOn = this.#goesOn(customer);
      if (gap > 0) {
        counter.status = 'gap';
        this.#heap.push(this.at + gap, FREED * KIND + counter.index);
      } else this.#becomesIdle(counter);
      // The counter itself comes first; who goes on may be whom it calls.
      if (goesOn && customer.waits) this.#offer(customer);
      return;
    }
    this.#becomesIdle(counter);
  }

  #becomesIdle(counter: RunCounter): void {
    counter.status = 'idle';
    counter.idleSince = this.at;
    this.#idle += 1;
    this.#callNext(counter);
  }

  /** A service that follows on the same ticket. */
  #goesOn(customer: RunTicket): boolean {
    const { scene } = this.#plan;
    const service = scene.nextStep.get(customer.service);
    if (service === undefined || customer.legs >= LEGS_MAX) return false;
    customer.legs += 1;
    const line = this.#plan.lineOf({ service, class: customer.class });
    customer.service = service;
    customer.to = undefined;
    customer.passed = 0;
    this.#order += 1;
    customer.credit.order = this.#order;
    if (scene.onward === 'end') customer.credit.at = this.at;
    customer.came = this.at;
    this.#enter(customer, line);
    return true;
  }

  #comesBack(counter: RunCounter): void {
    if (counter.status === 'away') this.#becomesIdle(counter);
  }

  #changes(counter: RunCounter): void {
    counter.serving = counter.later!.serving;
    if (counter.status === 'idle') this.#callNext(counter);
  }

  /** A counter that closes: who waited for it waits at every counter. */
  #releases(counter: RunCounter): void {
    for (const line of counter.own) {
      for (const ticket of line.tickets()) {
        line.remove(ticket, this.at);
        ticket.to = undefined;
        this.#plan.lineOf({ service: line.service, class: line.class }).add(ticket);
        this.#offer(ticket);
      }
    }
  }

  #mayHelp(counter: RunCounter): void {
    if (counter.status === 'idle' && counter.helpCheckAt === this.at) this.#callNext(counter);
  }

  /** An idle counter calls, if it is not away and somebody is there for it. */
  #callNext(counter: RunCounter): void {
    const away = counter.awayUntil(this.at);
    if (away !== null) {
      counter.status = 'away';
      this.#idle -= 1;
      if (away <= this.#endsAt) this.#heap.push(away, BACK * KIND + counter.index);
      return;
    }
    const helpsFrom = counter.helpsFrom();
    const helps = this.at >= helpsFrom;
    this.own = counter.own;
    this.tiers = helps ? counter.serving.helping! : counter.serving.tiers;
    this.#askGhosts();
    const choice = chooseTicket(this, this.#plan.rule);
    if (choice !== null) this.#call(counter, choice);
    else if (!helps && helpsFrom < Number.POSITIVE_INFINITY) {
      counter.helpCheckAt = Math.max(helpsFrom, this.at);
      if (helpsFrom <= this.#endsAt) this.#heap.push(counter.helpCheckAt, HELPS * KIND + counter.index);
    }
  }

  /** Those who are not there: would this counter call them now? */
  #askGhosts(): void {
    for (const line of this.own) if (line.ghosts.length > 0) this.#askGhostsOf(line);
    for (const tier of this.tiers) for (const line of tier) if (line.ghosts.length > 0) this.#askGhostsOf(line);
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
    ticket.resolved = true;
    if (ticket.origin === 'newcomer') this.newcomerWaits[ticket.index]![this.#run] = this.at - ticket.came;
    else this.#figures.resolved(ticket, this.at);
    if (ticket.origin === 'newcomer' || ticket.origin === 'waiting') this.#unresolved -= 1;
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
    if (!ticket.resolved) {
      ticket.resolved = true;
      if (ticket.origin === 'waiting') this.#unresolved -= 1;
    }
    const { noShows } = this.#plan.model;
    const comes = !(unit(ticket.key, NO_SHOW + LEG_STRIDE * ticket.legs) < noShowChance(noShows, waitedMs));
    const takes = comes
      ? serviceMs(line.times, counter.effect, normal(ticket.key, SERVICE + LEG_STRIDE * ticket.legs))
      : Math.max(0, noShows.lostMs);
    counter.customer = ticket;
    counter.customerCame = comes;
    counter.status = 'busy';
    this.#idle -= 1;
    this.#heap.push(this.at + takes, FREED * KIND + counter.index);
  }

  #pass(caller: RunTicket): void {
    for (const line of this.own) line.pass(caller);
    for (const tier of this.tiers) for (const line of tier) line.pass(caller);
  }
}

function newTicket(origin: RunTicket['origin'], index: number, { service, class: classId }: QueueKey): RunTicket {
  const ticket = new RunTicket(origin, index);
  ticket.service = service;
  ticket.class = classId;
  return ticket;
}

function reset(ticket: RunTicket, line: RunLine, key: Key): void {
  ticket.service = line.service;
  ticket.class = line.class;
  ticket.to = line.to;
  ticket.passesNobody = false;
  ticket.passed = 0;
  ticket.key = key;
  ticket.line = line;
  ticket.waits = false;
  ticket.leavesAt = Number.POSITIVE_INFINITY;
  ticket.legs = 0;
  ticket.resolved = false;
  ticket.ratio = null;
}
