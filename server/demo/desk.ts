import type { CounterId, ServiceId } from '../../shared/hall/configuration.ts';
import type { Command } from '../../shared/hall/commands.ts';
import type { TicketId } from '../../shared/hall/ticket.ts';
import type { Random } from '../../shared/lib/random.ts';
import { happens, logNormal, weighted } from './chance.ts';
import type { Accepted, Caller } from './hub-api.ts';
import type { Sleep } from './sleep.ts';
import type { Tally } from './tally.ts';

const MINUTE = 60_000;
const WALK_MS = 25_000;
const NO_SHOW_WAIT_MS = 40_000;
const SERVE_MEDIAN_MS = 3 * MINUTE;
const SERVE_SPREAD = 0.6;
const NOBODY_WAIT_MS = 15_000;
const PAUSE_MS = 6 * MINUTE;
const NO_SHOW_PART = 0.05;
const PAUSE_PART = 0.03;
const SECOND_SERVICE_PART = 0.15;

export interface DeskOptions {
  readonly caller: Caller;
  readonly counter: CounterId;
  readonly services: readonly ServiceId[];
  readonly pauseReasons: readonly string[];
  readonly random: Random;
  readonly sleep: Sleep;
  readonly tally: Tally;
  /** Where the hall wants so many counters open that a teller may not close this one. */
  readonly closedByManager: (counter: CounterId) => Promise<void>;
  /** A customer who did not come, and may turn up later. */
  readonly onNoShow: (ticket: TicketId) => void;
}

/** One simulated teller: opens, calls, serves, takes a break now and then, closes. */
export class Desk {
  readonly #options: DeskOptions;
  /** What this desk has at hand by its own knowledge; undefined at first, when an earlier run may have left somebody. */
  #atHand: TicketId | null | undefined = undefined;

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  /** Until everything is stopped; false when the counter is somebody else's. */
  async work(): Promise<boolean> {
    const { counter, sleep } = this.#options;
    const signedIn = await this.#send({ type: 'sign-in', counter }, ['already-signed-in']);
    if (signedIn === null) return false;
    await this.#send({ type: 'open-counter', counter }, ['counter-already-open', 'counter-paused']);
    await this.#send({ type: 'resume-counter', counter }, ['counter-not-paused']);
    while (!sleep.isStopped) await this.#nextCustomer();
    await this.#goHome();
    return true;
  }

  async #nextCustomer(): Promise<void> {
    const { counter, sleep } = this.#options;
    const atHand = this.#atHand;
    const called = await this.#send({ type: 'call-next', counter, ...(atHand === undefined ? {} : { atHand }) }, [
      'nobody-waiting',
    ]);
    const ticket = called === null || called === 'expected' ? null : (called.result.ticket ?? null);
    this.#atHand = called === null ? undefined : ticket;
    if (ticket === null) {
      await sleep.hall(NOBODY_WAIT_MS);
      return;
    }
    await this.#meet(ticket);
    if (happens(this.#options.random, PAUSE_PART)) await this.#pause();
  }

  async #meet(ticket: TicketId): Promise<void> {
    const { counter, onNoShow, random, sleep, tally } = this.#options;
    await sleep.hall(WALK_MS * (0.5 + random()));
    if (happens(random, NO_SHOW_PART) && !sleep.isStopped) {
      await this.#send({ type: 'recall', counter });
      await sleep.hall(NO_SHOW_WAIT_MS);
      if ((await this.#send({ type: 'mark-no-show', counter })) === null) return;
      this.#atHand = null;
      tally.noShows += 1;
      onNoShow(ticket);
      return;
    }
    await this.#send({ type: 'start-service', counter });
    await sleep.hall(logNormal(random, SERVE_MEDIAN_MS, SERVE_SPREAD));
    if ((await this.#send(this.#finish())) === null) return;
    this.#atHand = null;
    tally.served += 1;
  }

  #finish(): Command {
    const { counter, random, services } = this.#options;
    if (!happens(random, SECOND_SERVICE_PART)) return { type: 'finish-service', counter };
    const choices = services.map((service) => [service, 1] as const);
    return { type: 'finish-service', counter, delivered: [weighted(random, choices), weighted(random, choices)] };
  }

  async #pause(): Promise<void> {
    const { counter, pauseReasons, random, sleep, tally } = this.#options;
    const reason = pauseReasons[Math.floor(random() * pauseReasons.length)];
    if (reason === undefined || sleep.isStopped) return;
    if ((await this.#send({ type: 'pause-counter', counter, reason })) === null) return;
    tally.pauses += 1;
    await sleep.hall(PAUSE_MS * (0.5 + random()));
    await this.#send({ type: 'resume-counter', counter }, ['counter-not-paused']);
  }

  /** Nobody is left standing: who is at hand is finished first. */
  async #goHome(): Promise<void> {
    const { caller, counter } = this.#options;
    if (this.#atHand != null) {
      await this.#send({ type: 'start-service', counter }, ['ticket-not-called']);
      await this.#send({ type: 'finish-service', counter }, ['nobody-at-hand']);
    }
    const closed = await this.#send({ type: 'close-counter', counter }, ['counter-already-closed', 'below-minimum']);
    // At lunch the hall lets nobody go by himself.
    if (closed === 'expected') await this.#options.closedByManager(counter);
    await this.#send({ type: 'sign-out', counter }, ['not-signed-in']);
    await caller.signOut();
  }

  /** Null for a refusal, which is counted unless it was to be expected. */
  async #send(command: Command, expected: readonly string[] = []): Promise<Accepted | 'expected' | null> {
    const answer = await this.#options.caller.command(command);
    if (answer.ok) return answer.value;
    if (expected.includes(answer.error.kind)) return 'expected';
    this.#options.tally.refused(answer.error.kind);
    return null;
  }
}
