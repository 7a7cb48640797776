import type { Actor } from '../../shared/hall/actor.ts';
import type { HallState } from '../../shared/hall/state.ts';
import type { Clock, EpochMs } from '../../shared/lib/clock.ts';
import type { WireRefusal } from '../../shared/protocol/errors.ts';
import type { JournalEntry } from '../journal/entry.ts';
import type { HubAnswer } from './hub-answer.ts';
import type { HubLog } from './hub-log.ts';
import { LOOKS_AT_ONCE_MAX, SCHEDULE_RETRY_MS } from './limits.ts';
import { dueStep, nextChange, type DueStep } from './opening-times.ts';
import type { HallCommand } from './waiting-command.ts';

/** Steps of one occasion: close yesterday, open today. */
const STEPS_MAX = 3;

const SCHEDULE: Actor = { id: 'system:schedule', roles: ['system'] };

export interface ScheduleOptions {
  readonly clock: Clock;
  readonly log: HubLog;
  readonly submit: (hall: string, actor: Actor, sent: HallCommand) => Promise<HubAnswer>;
  /** The committed state, loading the hall if need be; null for an unknown hall. */
  readonly read: (hall: string) => Promise<HallState | null>;
  /** Whether it is this hub that looks after a hall. */
  readonly holds: (hall: string) => boolean;
}

/**
 * Opens and closes the business day by events at the hall's own times, whoever looks at a clock and whether the hub was
 * running then or not. Command ids come from day and purpose, so a step happens once, whatever is repeated.
 */
export class Schedule {
  readonly #options: ScheduleOptions;
  /** When to look at a hall again. */
  readonly #lookAt = new Map<string, EpochMs>();
  /** The closing that waits until everybody is served. */
  readonly #waitsFor = new Map<string, string>();
  readonly #looking = new Map<string, Promise<void>>();

  constructor(options: ScheduleOptions) {
    this.#options = options;
  }

  /** From now on this hall is looked after, if that is this hub's duty. Resolves when what is due now is done or refused. */
  watch(hall: string): Promise<void> {
    return this.#options.holds(hall) ? this.#look(hall) : Promise.resolve();
  }

  /** A hall that was just made begins its day at once, whoever will look after it. */
  async begin(hall: string): Promise<void> {
    if (this.#options.holds(hall)) return this.#look(hall);
    const state = await this.#options.read(hall);
    const due = state?.configuration == null ? null : dueStep(state.configuration, state.day, this.#options.clock.now());
    if (due !== null) await this.#take(hall, due);
  }

  /** Another hub looks after it. */
  leave(hall: string): void {
    this.#lookAt.delete(hall);
    this.#waitsFor.delete(hall);
  }

  /** Looks at the halls whose time has come. Cheap when there is none. */
  tick(): void {
    const now = this.#options.clock.now();
    for (const [hall, at] of this.#lookAt) {
      if (this.#looking.size >= LOOKS_AT_ONCE_MAX) return;
      if (at <= now) void this.#look(hall);
    }
  }

  /** A changed configuration or business day may change what is due. */
  committed(hall: string, entries: readonly JournalEntry[]): void {
    const matters = entries.some(({ events }) => events.some(({ type }) => CHANGING.has(type)));
    if (matters && !this.#looking.has(hall)) this.lookSoon(hall);
  }

  lookSoon(hall: string): void {
    if (this.#options.holds(hall)) this.#lookAt.set(hall, 0);
  }

  #look(hall: string): Promise<void> {
    const looking = this.#looking.get(hall);
    if (looking !== undefined) return looking;
    const started = this.#takeDueSteps(hall)
      .catch((error: unknown) => {
        this.#options.log.error({ hall, error }, 'the schedule could not look at a hall');
        this.#retry(hall);
      })
      .finally(() => this.#looking.delete(hall));
    this.#looking.set(hall, started);
    return started;
  }

  async #takeDueSteps(hall: string): Promise<void> {
    for (let step = 0; step < STEPS_MAX; step += 1) {
      const state = await this.#options.read(hall);
      if (state?.configuration == null || !this.#options.holds(hall)) {
        this.#lookAt.delete(hall);
        return;
      }
      const now = this.#options.clock.now();
      this.#lookAt.set(hall, nextChange(state.configuration, now));
      const due = dueStep(state.configuration, state.day, now);
      if (due === null) return;
      if (!(await this.#take(hall, due))) return;
    }
  }

  async #take(hall: string, step: DueStep): Promise<boolean> {
    const answer = await this.#options.submit(hall, SCHEDULE, step);
    if (answer.ok) return true;
    this.#tellRefusal(hall, step, answer.error);
    this.#retry(hall);
    return false;
  }

  /** That people are served first is the hall's will and no fault: said once, however often the step is tried. */
  #tellRefusal(hall: string, { id }: DueStep, refusal: WireRefusal): void {
    const { log } = this.#options;
    if (refusal.kind !== 'people-waiting') {
      log.warn({ hall, id, refusal: refusal.kind }, 'the schedule was refused');
    } else if (this.#waitsFor.get(hall) !== id) {
      this.#waitsFor.set(hall, id);
      log.info({ hall, id, waiting: refusal.waiting }, 'the day closes when everybody is served');
    }
  }

  #retry(hall: string): void {
    if (!this.#options.holds(hall)) return;
    this.#lookAt.set(hall, this.#options.clock.now() + SCHEDULE_RETRY_MS);
  }
}

const CHANGING: ReadonlySet<string> = new Set(['hall-configured', 'day-opened', 'day-closed']);
