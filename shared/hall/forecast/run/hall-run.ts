import type { EpochMs } from '../../../lib/clock.ts';
import type { QueueKey } from '../../routing/queue-view.ts';
import { isBefore } from '../../ticket.ts';
import { CallFloor, type OnCall } from './call-floor.ts';
import { DAY, exponential, GAP_AT_COUNTER, GAP_TO_NEXT, keyOf, LEG_STRIDE, normal, SERVICE, type Key } from './draws.ts';
import { EventHeap } from './event-heap.ts';
import { ARRIVES, AWAY, BACK, CHANGED, CLOSED, COMES, FREED, GIVES_UP, HELPS, KIND } from './event-kinds.ts';
import type { RunCounter } from './run-counter.ts';
import type { RunFigures } from './run-figures.ts';
import { gapMs, residualDraw, type ServiceLaw } from './run-law.ts';
import { RunTicket, type RunLine } from './run-line.ts';
import type { ArrivalStream, RunPlan } from './run-plan.ts';

/** Nothing goes round for ever, whatever a hall's steps say. */
const LEGS_MAX = 10;

export interface RunSettings {
  readonly seed: number;
  readonly horizonMs: number;
  readonly eventsMax: number;
  /** Ends as soon as everybody who waits now, and every newcomer that is asked for, has been called. */
  readonly endsWhenCalled: boolean;
  readonly newcomers: readonly QueueKey[];
  readonly serviceLaw: ServiceLaw;
}

/**
 * The hall, run forward once, again and again: what happens when. Everything that depends on chance is asked of `draws.ts` by the customer's key.
 */
export class HallRun {
  /** Runs that were ended by the limit of events. */
  cut = 0;
  /** For each newcomer that is asked for, in each run. */
  readonly newcomerWaits: readonly Float64Array[];
  readonly #plan: RunPlan;
  readonly #settings: RunSettings;
  readonly #figures: RunFigures;
  readonly #floor: CallFloor;
  readonly #heap = new EventHeap();
  readonly #endsAt: EpochMs;
  readonly #newcomers: readonly { readonly ticket: RunTicket; readonly line: RunLine }[];
  readonly #pool: RunTicket[] = [];
  readonly #streamKeys: Int32Array;
  readonly #streamCounts: Int32Array;
  #arrived = 0;
  #run = 0;
  #runKey: Key = 0;
  #dayFactor = 1;

  constructor(of: { plan: RunPlan; settings: RunSettings; figures: RunFigures; runs: number; onCall?: OnCall | undefined }) {
    const { plan, settings, figures, onCall } = of;
    this.#plan = plan;
    this.#settings = settings;
    this.#figures = figures;
    this.#endsAt = plan.scene.at + settings.horizonMs;
    const resolvedNewcomer = (index: number, waitMs: number): void => {
      this.newcomerWaits[index]![this.#run] = waitMs;
    };
    this.#floor = new CallFloor({
      plan,
      heap: this.#heap,
      figures,
      endsAt: this.#endsAt,
      serviceLaw: settings.serviceLaw,
      onCall,
      resolvedNewcomer,
    });
    this.#newcomers = settings.newcomers.map((queue, index) => ({
      ticket: new RunTicket('newcomer', index),
      line: plan.lineOf(queue),
    }));
    this.newcomerWaits = this.#newcomers.map(() => new Float64Array(of.runs).fill(Number.POSITIVE_INFINITY));
    this.#streamKeys = new Int32Array(plan.streams.length);
    this.#streamCounts = new Int32Array(plan.streams.length);
  }

  /** Plays run number `run`; the same number is the same run, whatever was played before. */
  play(run: number): void {
    const heap = this.#heap;
    const floor = this.#floor;
    this.#begin(run);
    let events = 0;
    while (!(this.#settings.endsWhenCalled && floor.unresolved === 0)) {
      if (!heap.take() || heap.time > this.#endsAt) {
        floor.at = this.#endsAt;
        break;
      }
      events += 1;
      if (events > this.#settings.eventsMax) {
        this.cut += 1;
        break;
      }
      floor.at = heap.time;
      this.#figures.passTo(heap.time);
      this.#happens(Math.floor(heap.what / KIND), heap.what % KIND);
    }
    this.#end();
  }

  #begin(run: number): void {
    const { scene, counters, coming, streams, model } = this.#plan;
    this.#heap.clear();
    this.#figures.begin(run);
    this.#floor.clear();
    this.#run = run;
    this.#runKey = keyOf(keyOf(0, this.#settings.seed), run);
    this.#arrived = 0;
    const { median, logSd } = model.dayFactor;
    const factor = median * Math.exp(logSd * normal(this.#runKey, DAY));
    this.#dayFactor = factor > 0 && Number.isFinite(factor) ? factor : 1;
    this.#seatWaiting();
    this.#seatNewcomers();
    coming.forEach(({ of }, index) => this.#heap.push(Math.max(of.at, scene.at), COMES * KIND + index));
    streams.forEach((stream, index) => this.#beginStream(stream, index));
    for (const counter of counters) this.#beginCounter(counter);
    this.#floor.callAll();
  }

  #seatWaiting(): void {
    const floor = this.#floor;
    for (const { of, ticket, line, hash } of this.#plan.starting) {
      reset(ticket, line, keyOf(this.#runKey, hash));
      ticket.credit.at = of.credit.at;
      ticket.credit.order = of.credit.order;
      ticket.passed = of.passed;
      ticket.passesNobody = of.passesNobody;
      ticket.visitAt = of.creditAt ?? of.credit.at;
      ticket.came = of.queuedAt ?? of.credit.at;
      floor.enter(ticket, line);
      floor.unresolved += 1;
    }
  }

  #seatNewcomers(): void {
    const floor = this.#floor;
    floor.order += 1;
    for (const { ticket, line } of this.#newcomers) {
      reset(ticket, line, 0);
      ticket.credit.at = floor.at;
      ticket.credit.order = floor.order;
      ticket.came = floor.at;
      line.addGhost(ticket);
      floor.unresolved += 1;
    }
  }

  #beginStream({ rate, hash }: ArrivalStream, index: number): void {
    const key = keyOf(this.#runKey, hash);
    this.#streamKeys[index] = key;
    this.#streamCounts[index] = 0;
    const first = rate.next(this.#floor.at, this.#dayFactor, exponential(key, GAP_TO_NEXT));
    if (first <= this.#endsAt) this.#heap.push(first, ARRIVES * KIND + index);
  }

  #beginCounter(counter: RunCounter): void {
    const { index, atHand, later, away, own } = counter;
    counter.reset(keyOf(this.#runKey, counter.hash));
    if (later !== null) this.#heap.push(Math.max(later.from, this.#floor.at), CHANGED * KIND + index);
    for (const { from } of away) {
      if (from > this.#floor.at && from <= this.#endsAt) this.#heap.push(from, AWAY * KIND + index);
    }
    const closing = away.find(({ to }) => to === Number.POSITIVE_INFINITY);
    if (closing !== undefined && own.length > 0) this.#heap.push(Math.max(closing.from, this.#floor.at), CLOSED * KIND + index);
    if (atHand !== null) {
      const { ticket, at: was } = atHand;
      ticket.service = was.service;
      ticket.visitAt = was.creditAt ?? was.since;
      ticket.key = counter.key;
      ticket.legs = 0;
      ticket.passesNobody = atHand.passesNobody;
      ticket.waits = false;
      ticket.resolved = false;
      counter.customer = ticket;
      counter.customerCame = true;
      counter.status = 'busy';
      this.#heap.push(
        this.#floor.at + residualDraw(atHand.residual, this.#settings.serviceLaw, counter.key, SERVICE),
        FREED * KIND + index,
      );
      return;
    }
    const { gaps } = this.#plan.model;
    if (counter.gapElapsedMs !== null && gaps !== undefined) {
      counter.status = 'gap';
      const left = gapMs(gaps, counter.gapElapsedMs, exponential(counter.key, GAP_AT_COUNTER));
      this.#heap.push(this.#floor.at + left, FREED * KIND + index);
      return;
    }
    counter.status = 'idle';
    this.#floor.startsIdle();
  }

  #end(): void {
    const { at, joined } = this.#floor;
    this.#figures.passTo(at);
    for (const line of this.#plan.lines) for (const ticket of line.tickets()) this.#figures.stillWaiting(ticket, at);
    for (const ticket of joined) if (!ticket.resolved) this.#figures.unresolved(ticket);
    this.#figures.end();
  }

  #happens(kind: number, index: number): void {
    const { counters, coming, streams } = this.#plan;
    if (kind === FREED) this.#freed(counters[index]!);
    else if (kind === ARRIVES) this.#arrives(streams[index]!, index);
    else if (kind === GIVES_UP) this.#givesUp(this.#floor.joined[index]!);
    else if (kind === BACK) this.#comesBack(counters[index]!);
    else if (kind === CHANGED) this.#changes(counters[index]!);
    else if (kind === CLOSED) this.#closes(counters[index]!);
    else if (kind === AWAY) this.#leaves(counters[index]!);
    else if (kind === HELPS) this.#mayHelp(counters[index]!);
    else {
      const { of, ticket, line, hash } = coming[index]!;
      reset(ticket, line, keyOf(this.#runKey, hash));
      ticket.credit.at = of.creditAt;
      ticket.visitAt = of.creditAt;
      this.#floor.joins(ticket, line);
    }
  }

  #arrives({ line, rate }: ArrivalStream, index: number): void {
    const key = keyOf(this.#streamKeys[index]!, (this.#streamCounts[index]! += 1));
    const next = rate.next(this.#floor.at, this.#dayFactor, exponential(key, GAP_TO_NEXT));
    if (next <= this.#endsAt) this.#heap.push(next, ARRIVES * KIND + index);
    let ticket = this.#pool[this.#arrived];
    if (ticket === undefined) this.#pool.push((ticket = new RunTicket('arrival', this.#arrived)));
    this.#arrived += 1;
    reset(ticket, line, key);
    ticket.credit.at = this.#floor.at;
    ticket.visitAt = this.#floor.at;
    this.#floor.joins(ticket, line);
  }

  #givesUp(ticket: RunTicket): void {
    if (!ticket.waits || ticket.leavesAt !== this.#floor.at) return;
    const line = ticket.line!;
    line.remove(ticket, this.#floor.at);
    this.#figures.gaveUp(ticket, this.#floor.at);
    if (ticket.legs === 0) line.addGhost(ticket);
  }

  #freed(counter: RunCounter): void {
    const floor = this.#floor;
    const { customer, customerCame } = counter;
    counter.customer = null;
    if (counter.closes) this.#release(counter);
    if (customer === null || !customerCame) return floor.becomesIdle(counter);
    const { gaps } = this.#plan.model;
    const work = exponential(customer.key, GAP_AT_COUNTER + LEG_STRIDE * customer.legs);
    const gap = gaps === undefined ? 0 : gapMs(gaps, 0, work);
    const helps = floor.at >= counter.helpsFrom();
    const goesOn = this.#goesOn(customer);
    if (gap > 0) {
      counter.status = 'gap';
      this.#heap.push(floor.at + gap, FREED * KIND + counter.index);
    } else floor.becomesIdle(counter, helps);
    // The counter itself comes first; who goes on may be whom it calls.
    if (goesOn && customer.waits) floor.offer(customer);
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
    this.#floor.order += 1;
    customer.credit.order = this.#floor.order;
    customer.credit.at = scene.onward === 'end' ? this.#floor.at : customer.visitAt;
    customer.came = this.#floor.at;
    this.#floor.enter(customer, line);
    return true;
  }

  #comesBack(counter: RunCounter): void {
    if (counter.status === 'away') this.#floor.becomesIdle(counter);
  }

  /** A break begins; with a customer at hand it begins when they are served. */
  #leaves(counter: RunCounter): void {
    if (counter.status === 'idle') this.#floor.callNext(counter);
  }

  #changes(counter: RunCounter): void {
    counter.serving = counter.later!.serving;
    if (counter.status === 'idle') this.#floor.callNext(counter);
  }

  /** A counter closes once its customer is served. */
  #closes(counter: RunCounter): void {
    if (counter.status === 'busy') counter.closes = true;
    else this.#release(counter);
  }

  /** Who waited for this counter only waits at every counter. */
  #release(counter: RunCounter): void {
    const { at } = this.#floor;
    const released = counter.own.flatMap((line) => line.tickets());
    released.sort((left, right) => (isBefore(left.credit, right.credit) ? -1 : 1));
    for (const line of counter.own) {
      const { service, class: classId } = line;
      const general = this.#plan.lineOf({ service, class: classId });
      for (const ticket of line.tickets()) {
        line.remove(ticket, at);
        ticket.to = undefined;
        general.add(ticket);
      }
      for (const ghost of line.ghosts.splice(0)) general.addGhost(ghost);
    }
    for (const ticket of released) this.#floor.offer(ticket);
  }

  #mayHelp(counter: RunCounter): void {
    if (counter.status === 'idle' && counter.helpCheckAt === this.#floor.at) this.#floor.callNext(counter);
  }
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
