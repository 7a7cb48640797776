import type { ClassId, RoutingRule } from '../../../shared/hall/configuration.ts';
import { CreditQueue, type Waiting } from '../../../shared/hall/routing/credit-queue.ts';
import { nextTicket } from '../../../shared/hall/routing/next-ticket.ts';
import type { Candidate, QueueKey, QueueView } from '../../../shared/hall/routing/queue-view.ts';
import type { RatioPosition } from '../../../shared/hall/routing/ratio-position.ts';
import { assert, must } from '../../../shared/lib/assert.ts';
import { checkCall } from './call-promises.ts';
import { SamplePath, type Arrival, type Setting } from './sample-path.ts';
import { Waits } from './waits.ts';

const SERVICE = 'A';
/** The hall starts empty, so those who come first wait less than usual. */
const WARM_UP_SHARE = 0.02;

export interface RulePlay {
  readonly setting: Setting;
  readonly rule: RoutingRule;
  /** Tickets called after the warm-up. */
  readonly tickets: number;
  readonly seed: number;
  /** The customers of this run bring exactly the load asked for; else by chance a little more or less. */
  readonly isLoadExact?: boolean;
}

/** Plays one rule over a sample path; each call is the product's own, and its promises are checked at every call. */
export function playRule(play: RulePlay): ReadonlyMap<ClassId, Waits> {
  return new RuleHall(play).run();
}

/** A hall of nothing but queues and counters: fast enough for millions of tickets. */
class RuleHall {
  readonly #play: RulePlay;
  readonly #path: SamplePath;
  readonly #callsMax: number;
  readonly #queues: ReadonlyMap<ClassId, CreditQueue>;
  readonly #keys: readonly QueueKey[];
  readonly #waits: ReadonlyMap<ClassId, Waits>;
  /** Of who waits: by ticket, how long each will take. */
  readonly #serviceMs = new Map<string, number>();
  /** When each busy counter will be free; as many as there are busy ones. */
  readonly #freeAt: number[] = [];
  #ratio: RatioPosition = { turn: 0, calls: 0 };
  #issued = 0;
  #called = 0;

  constructor(play: RulePlay) {
    const classes = play.setting.classes.map(({ id }) => id);
    this.#play = play;
    this.#callsMax = Math.ceil(play.tickets * (1 + WARM_UP_SHARE));
    this.#path = new SamplePath(play.setting, play.seed, play.isLoadExact === true ? this.#callsMax : 0);
    this.#queues = new Map(classes.map((id) => [id, new CreditQueue()]));
    this.#keys = classes.map((id) => ({ service: SERVICE, class: id }));
    this.#waits = new Map(classes.map((id) => [id, new Waits()]));
  }

  run(): ReadonlyMap<ClassId, Waits> {
    const { setting } = this.#play;
    let arrival = this.#path.next();
    while (this.#called < this.#callsMax) {
      const free = this.#soonestFree();
      if (free !== null && must(this.#freeAt[free], 'a busy counter') <= arrival.at) {
        const at = must(this.#freeAt[free], 'a busy counter');
        this.#freeAt.splice(free, 1);
        this.#callNext(at);
        continue;
      }
      this.#issue(arrival);
      if (this.#freeAt.length < setting.counters) this.#callNext(arrival.at);
      arrival = this.#path.next();
    }
    return this.#waits;
  }

  #soonestFree(): number | null {
    let soonest: number | null = null;
    this.#freeAt.forEach((at, index) => {
      if (soonest === null || at < must(this.#freeAt[soonest], 'a busy counter')) soonest = index;
    });
    return soonest;
  }

  #issue(arrival: Arrival): void {
    this.#issued += 1;
    const ticket = String(this.#issued);
    this.#serviceMs.set(ticket, arrival.serviceMs);
    this.#queue(arrival.class).add(ticket, { at: arrival.at, order: this.#issued });
  }

  #callNext(at: number): void {
    const view = this.#view(at);
    const next = nextTicket(view, this.#play.rule);
    checkCall(view, this.#play.rule, next);
    if (next === null) {
      assert(this.#serviceMs.size === 0, 'a counter is free only when nobody waits');
      return;
    }
    const { candidate, reason } = next;
    const passed = this.#queue(candidate.class).remove(candidate.credit);
    for (const each of reason.passed) this.#queue(each.class).pass(candidate.credit);
    if (reason.ratio !== undefined) this.#ratio = reason.ratio;
    this.#freeAt.push(at + must(this.#serviceMs.get(candidate.ticket), 'a ticket takes its time'));
    this.#serviceMs.delete(candidate.ticket);
    this.#called += 1;
    if (this.#called <= this.#play.tickets * WARM_UP_SHARE) return;
    must(this.#waits.get(candidate.class), 'a known class').add(at - candidate.credit.at, passed);
  }

  #view(at: number): QueueView {
    const candidate = (queue: QueueKey, waiting: Waiting | null): Candidate | null =>
      waiting === null
        ? null
        : { service: SERVICE, class: queue.class, ticket: waiting.ticket, credit: waiting.credit, passesNobody: false };
    return {
      at,
      own: [],
      tiers: [this.#keys],
      ratio: this.#ratio,
      head: (queue) => candidate(queue, this.#queue(queue.class).first()),
      firstPassed: (queue, times) => candidate(queue, this.#queue(queue.class).firstPassed(times)),
      before: (queue, credit) => this.#queue(queue.class).before(credit),
    };
  }

  #queue(classId: ClassId): CreditQueue {
    return must(this.#queues.get(classId), 'a queue for every class');
  }
}
