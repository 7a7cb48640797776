import type { EpochMs } from '../../../lib/clock.ts';
import type { ServiceId } from '../../configuration.ts';
import type { RunTicket } from './run-line.ts';

/** Of those who come in one span of time, for one service. */
export interface AheadSample {
  /** After the scene's moment. */
  readonly fromMs: number;
  readonly toMs: number;
  /** All runs together, in no order; `Infinity`: longer than the runs look. As if they stayed until they are called. */
  readonly waits: Float64Array;
  /** How many wait at the end of the span: one number for each run. */
  readonly waiting: Float64Array;
}

/** One number for each run. Every wait of a visit counts as one ticket; waits in milliseconds from their beginning, up to the call, the leaving or the horizon. */
export interface RunSums {
  readonly tickets: Float64Array;
  readonly waitMs: Float64Array;
  /** Waited longer than the service promises. */
  readonly late: Float64Array;
  /** Gave up. */
  readonly left: Float64Array;
}

export interface FigureSetup {
  readonly at: EpochMs;
  readonly runs: number;
  readonly horizonMs: number;
  readonly stepMs: number;
  /** Infinite: every wait of every visit counts. */
  readonly countedMs: number;
  readonly services: readonly ServiceId[];
  readonly promisedMs: ReadonlyMap<ServiceId, number>;
  readonly waiting: number;
}

/** What is counted while the hall is run; nothing here decides anything. */
export class RunFigures {
  readonly waiting: readonly Float64Array[];
  readonly left: readonly Uint8Array[];
  readonly all: RunSums;
  readonly sums: readonly RunSums[];
  readonly #setup: FigureSetup;
  readonly #steps: number;
  readonly #promised: Float64Array;
  /** By service, then step. */
  readonly #waits: number[][][];
  readonly #waitingAtEnd: Float64Array[][];
  readonly #waitingNow: Int32Array;
  #run = 0;
  #step = 0;
  #nextStepAt = 0;

  constructor(setup: FigureSetup) {
    const { runs, services, horizonMs, stepMs } = setup;
    this.#setup = setup;
    this.#steps = Math.max(1, Math.ceil(horizonMs / stepMs));
    this.waiting = Array.from({ length: setup.waiting }, () => new Float64Array(runs).fill(Number.POSITIVE_INFINITY));
    this.left = Array.from({ length: setup.waiting }, () => new Uint8Array(runs));
    this.all = noSums(runs);
    this.sums = services.map(() => noSums(runs));
    this.#promised = Float64Array.from(services, (service) => setup.promisedMs.get(service) ?? Number.POSITIVE_INFINITY);
    const steps = Array.from({ length: this.#steps });
    this.#waits = services.map(() => steps.map(() => []));
    this.#waitingAtEnd = services.map(() => steps.map(() => new Float64Array(runs)));
    this.#waitingNow = new Int32Array(services.length);
  }

  begin(run: number): void {
    this.#run = run;
    this.#step = 0;
    this.#nextStepAt = this.#setup.at + this.#setup.stepMs;
    this.#waitingNow.fill(0);
  }

  /** Nothing happened until `at`. */
  passTo(at: EpochMs): void {
    while (this.#nextStepAt <= at && this.#step < this.#steps) this.#endStep();
  }

  joined(ticket: RunTicket): void {
    const service = ticket.line!.serviceIndex;
    this.#waitingNow[service]! += 1;
    if (!this.#counts(ticket)) return;
    this.all.tickets[this.#run]! += 1;
    this.sums[service]!.tickets[this.#run]! += 1;
  }

  called(ticket: RunTicket, at: EpochMs): void {
    this.#ended(ticket, at);
    this.resolved(ticket, at);
  }

  gaveUp(ticket: RunTicket, at: EpochMs): void {
    this.#ended(ticket, at);
    if (this.#counts(ticket)) {
      this.all.left[this.#run]! += 1;
      this.sums[ticket.line!.serviceIndex]!.left[this.#run]! += 1;
    }
    if (ticket.origin === 'waiting' && ticket.legs === 0) this.left[ticket.index]![this.#run] = 1;
  }

  /** Called, or called had it stayed. */
  resolved(ticket: RunTicket, at: EpochMs): void {
    if (ticket.legs > 0) return;
    if (ticket.origin === 'waiting') this.waiting[ticket.index]![this.#run] = at - this.#setup.at;
    else if (ticket.origin !== 'at-hand') this.#ahead(ticket, at - ticket.came);
  }

  /** It came and no run saw it called. */
  unresolved(ticket: RunTicket): void {
    if (ticket.legs === 0 && ticket.origin !== 'waiting' && ticket.origin !== 'at-hand') {
      this.#ahead(ticket, Number.POSITIVE_INFINITY);
    }
  }

  /** It still waits when the run ends. */
  stillWaiting(ticket: RunTicket, at: EpochMs): void {
    this.#ended(ticket, at);
  }

  end(): void {
    while (this.#step < this.#steps) this.#endStep();
  }

  ahead(): ReadonlyMap<ServiceId, readonly AheadSample[]> {
    const { services, stepMs } = this.#setup;
    return new Map(
      services.map((service, index) => [
        service,
        this.#waits[index]!.map((waits, step) => ({
          fromMs: step * stepMs,
          toMs: (step + 1) * stepMs,
          waits: Float64Array.from(waits),
          waiting: this.#waitingAtEnd[index]![step]!,
        })),
      ]),
    );
  }

  #counts({ came, legs }: RunTicket): boolean {
    const { at, countedMs } = this.#setup;
    return countedMs === Number.POSITIVE_INFINITY || (legs === 0 && came < at + countedMs);
  }

  #endStep(): void {
    for (let service = 0; service < this.#waitingNow.length; service += 1) {
      this.#waitingAtEnd[service]![this.#step]![this.#run] = this.#waitingNow[service]!;
    }
    this.#step += 1;
    this.#nextStepAt += this.#setup.stepMs;
  }

  #ended(ticket: RunTicket, at: EpochMs): void {
    const service = ticket.line!.serviceIndex;
    const waitMs = Math.max(0, at - ticket.came);
    const sums = this.sums[service]!;
    this.#waitingNow[service]! -= 1;
    if (!this.#counts(ticket)) return;
    this.all.waitMs[this.#run]! += waitMs;
    sums.waitMs[this.#run]! += waitMs;
    if (waitMs <= this.#promised[service]!) return;
    this.all.late[this.#run]! += 1;
    sums.late[this.#run]! += 1;
  }

  #ahead(ticket: RunTicket, waitMs: number): void {
    const step = Math.floor((ticket.came - this.#setup.at) / this.#setup.stepMs);
    this.#waits[ticket.line!.serviceIndex]![Math.min(step, this.#steps - 1)]!.push(waitMs);
  }
}

function noSums(runs: number): RunSums {
  const numbers = (): Float64Array => new Float64Array(runs);
  return { tickets: numbers(), waitMs: numbers(), late: numbers(), left: numbers() };
}
