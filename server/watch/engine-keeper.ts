import type { Timers } from '../../shared/lib/clock.ts';
import type { HubLog } from '../hub/hub-log.ts';
import type { ForecastEngine, ForecastJob, ForecastOutcome } from './forecast-job.ts';
import { FORECAST_ANSWER_MS_MAX, FORECAST_IDLE_ANSWER_MS_MAX, FORECAST_RESTART_MS, FORECAST_RESTART_MS_MAX } from './limits.ts';
import type { ThreadPriority } from './thread-priority.ts';

export interface EngineKeeperOptions {
  readonly log: HubLog;
  readonly timers: Timers;
  readonly startEngine: (priority: ThreadPriority) => ForecastEngine;
  /** What the engine knew is lost with it. */
  readonly lost: () => void;
}

/**
 * Has an engine when one is needed: started by the first job, started again a while after it died or hung, each time a longer while.
 *
 * The first one computes only where nobody else wants the core. Where somebody always does it would never answer: the next ones take a small share.
 */
export class EngineKeeper {
  readonly #options: EngineKeeperOptions;
  #engine: ForecastEngine | null = null;
  #priority: ThreadPriority = 'idle';
  #restartMs = FORECAST_RESTART_MS;
  #cancelRest: (() => void) | null = null;
  #closed = false;

  constructor(options: EngineKeeperOptions) {
    this.#options = options;
  }

  get isReady(): boolean {
    return !this.#closed && this.#cancelRest === null;
  }

  /** Null: the engine is gone, and the job with it. */
  async make(job: ForecastJob): Promise<ForecastOutcome | null> {
    const { startEngine, timers } = this.#options;
    let cancel = (): void => undefined;
    let isHung = false;
    try {
      const engine = (this.#engine ??= startEngine(this.#priority));
      cancel = timers.after(this.#priority === 'idle' ? FORECAST_IDLE_ANSWER_MS_MAX : FORECAST_ANSWER_MS_MAX, () => {
        isHung = true;
        void engine.close();
      });
      const outcome = await engine.make(job);
      this.#restartMs = FORECAST_RESTART_MS;
      return outcome;
    } catch (error) {
      if (this.#closed) return null;
      if (isHung && this.#priority === 'idle') this.#starved(job.hall);
      else await this.#died(job.hall, isHung ? 'it did not answer' : error);
      return null;
    } finally {
      cancel();
    }
  }

  /** Idempotent. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelRest?.();
    await this.#engine?.close();
  }

  /** Not waited for: the thread that ends needs the core, too. */
  #starved(hall: string): void {
    const { log, lost } = this.#options;
    this.#engine = null;
    this.#priority = 'low';
    lost();
    log.warn({ hall }, 'forecasts-starved');
  }

  async #died(hall: string, error: unknown): Promise<void> {
    const { log, lost, timers } = this.#options;
    const engine = this.#engine;
    this.#engine = null;
    lost();
    log.error({ hall, error, againInMs: this.#restartMs }, 'forecasts-died');
    this.#cancelRest = timers.after(this.#restartMs, () => (this.#cancelRest = null));
    this.#restartMs = Math.min(2 * this.#restartMs, FORECAST_RESTART_MS_MAX);
    await engine?.close();
  }
}
