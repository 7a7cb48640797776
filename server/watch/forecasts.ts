import type { Actor } from '../../shared/hall/actor.ts';
import type { AppliedEntry } from '../../shared/hall/applied-entry.ts';
import type { ReportForecast } from '../../shared/hall/commands.ts';
import type { ClassId, HallConfiguration, ServiceId } from '../../shared/hall/configuration.ts';
import type { HallForecast } from '../../shared/hall/forecast/hall-forecast.ts';
import { isForecastOld, newcomerOf } from '../../shared/hall/forecast/hall-telling.ts';
import { rangeBehind } from '../../shared/hall/forecast/line-step.ts';
import type { WaitRange } from '../../shared/hall/forecast/wait-range.ts';
import { toSnapshot } from '../../shared/hall/snapshot.ts';
import type { HallState } from '../../shared/hall/state.ts';
import type { Clock, EpochMs, Timers } from '../../shared/lib/clock.ts';
import { FORECAST_STALE_MS } from '../../shared/protocol/limits.ts';
import type { HubAnswer } from '../hub/hub-answer.ts';
import type { QuoteSource } from '../hub/quote-source.ts';
import type { HubLog } from '../hub/hub-log.ts';
import type { News } from '../hub/news.ts';
import { EngineKeeper } from './engine-keeper.ts';
import type { ForecastBasis, ForecastEngine, ForecastJob, ForecastOutcome } from './forecast-job.ts';
import { ForecastHall } from './forecast-hall.ts';
import { FORECAST_BUDGET_MS, FORECAST_HORIZON_MS, FORECAST_LOOK_MS } from './limits.ts';
import type { ThreadPriority } from './thread-priority.ts';
import { WATCH_ACTOR } from './watch.ts';

/** What forecasts need of the hub. */
export interface ForecastHub {
  read(hall: string): Promise<{ readonly state: HallState }>;
  onCommitted(listener: (hall: string, entries: readonly AppliedEntry[]) => void): () => void;
  /** Of the halls in memory. */
  status(): readonly { readonly hall: string; readonly screens: number; readonly readOnly: 'journal' | 'clock' | null }[];
  tell(hall: string, news: News): void;
  submit(hall: string, actor: Actor, sent: ReportForecast & { readonly id: string }): Promise<HubAnswer>;
  quoteBy(source: QuoteSource): () => void;
}

export interface ForecastsOptions {
  readonly hub: ForecastHub;
  readonly clock: Clock;
  readonly monotonicMs: () => number;
  readonly timers: Timers;
  readonly log: HubLog;
  /** What a hall has learned. Cheap enough to be asked every minute. */
  readonly basisFor: (hall: string, configuration: HallConfiguration, at: EpochMs) => ForecastBasis;
  /** How far that goes: the last version it knows. Without it, always as far as the hall. */
  readonly learnedTo?: ((hall: string) => number) | undefined;
  /** A new one, when there is none or the last is gone. */
  readonly startEngine: (priority: ThreadPriority) => ForecastEngine;
  /** Told of each forecast, after screens were. */
  readonly onMade?: ((hall: string, made: Made) => void) | undefined;
  /** Whether it is this hub that forecasts a hall now; absent: it is, for all of them. */
  readonly holds?: ((hall: string) => boolean) | undefined;
}

export type Made = Extract<ForecastOutcome, { is: 'made' }>;

/**
 * Forecasts of the halls in memory: when to make one, and what becomes of it. Made in another thread, one at a time, the hall first that
 * was served the longest time ago: a storm in one hall costs the others nothing but their share of the thread.
 *
 * Nothing of this is on the path of a command: a commit leaves its entries in a list here, and a new ticket looks into the forecast
 * that screens show (`Hub.quoteBy`).
 */
export class Forecasts {
  readonly #options: ForecastsOptions;
  readonly #halls = new Map<string, ForecastHall>();
  readonly #engine: EngineKeeper;
  #releases: (() => void)[] = [];
  #making: Promise<void> | null = null;
  #closed = false;

  constructor(options: ForecastsOptions) {
    this.#options = options;
    const { log, startEngine, timers } = options;
    this.#engine = new EngineKeeper({ log, timers, startEngine, lost: () => this.#engineLost() });
  }

  start(): void {
    const { hub, timers } = this.#options;
    this.#releases = [
      hub.onCommitted((hall, entries) => this.#committed(hall, entries)),
      hub.quoteBy((hall, service, classId, waiting) => this.quoteFor(hall, { service, classId, waiting })),
      timers.every(FORECAST_LOOK_MS, () => this.#look()),
    ];
    this.#look();
  }

  /** Idempotent; what is being made is dropped. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const release of this.#releases.splice(0)) release();
    await this.#engine.close();
    await this.#making;
  }

  /** What screens show; null: none, or too old to be shown. */
  forecastOf(hall: string): HallForecast | null {
    const forecast = this.#halls.get(hall)?.shown ?? null;
    return forecast === null || isForecastOld(forecast, this.#options.clock.now(), FORECAST_STALE_MS) ? null : forecast;
  }

  /** What screens show, and what those are worth besides who came into the line since the forecast was made. */
  quoteFor(
    hall: string,
    { service, classId, waiting }: { readonly service: ServiceId; readonly classId: ClassId; readonly waiting: number },
  ): WaitRange | null {
    const forecast = this.forecastOf(hall);
    const told = forecast === null ? null : newcomerOf(forecast, service, classId);
    if (told?.is !== 'known') return null;
    const step = this.#halls.get(hall)?.stepOf(service, classId) ?? null;
    return rangeBehind(told.range, step, { waiting, horizonMs: FORECAST_HORIZON_MS });
  }

  /** Another hub forecast the hall: its screens show that here, and tickets are quoted by it. */
  heard(hall: string, { forecast, steps }: Pick<Made, 'forecast' | 'steps'>): void {
    if (!this.#holds(hall)) this.#hall(hall).heard(forecast, steps ?? []);
  }

  #holds(hall: string): boolean {
    return this.#options.holds?.(hall) ?? true;
  }

  /** Of a hall that another hub forecasts nothing is kept but what that one tells. */
  #committed(hall: string, entries: readonly AppliedEntry[]): void {
    if (this.#holds(hall)) this.#hall(hall).committed(entries);
    else this.#halls.get(hall)?.startOver();
  }

  #look(): void {
    if (this.#closed || this.#making !== null || !this.#engine.isReady) return;
    const now = this.#options.monotonicMs();
    const due = this.#options.hub
      .status()
      .filter(({ hall, readOnly }) => readOnly !== 'clock' && this.#holds(hall))
      .map(({ hall, screens }) => ({ hall: this.#hall(hall), screens }))
      .filter(({ hall, screens }) => hall.isDue(now, screens > 0))
      .map(({ hall }) => hall)
      .sort((left, right) => left.lookedAtMs - right.lookedAtMs);
    const [first] = due;
    if (first === undefined) return;
    const making = this.#make(first, FORECAST_BUDGET_MS / due.length)
      .catch((error: unknown) => {
        if (!this.#closed && first.warnsOfFailure()) this.#options.log.error({ hall: first.name, error }, 'forecast-failed');
      })
      .finally(() => {
        this.#making = null;
        this.#look();
      });
    this.#making = making;
  }

  async #make(hall: ForecastHall, budgetMs: number): Promise<void> {
    const { hub, monotonicMs } = this.#options;
    const now = monotonicMs();
    hall.looked(now);
    const { state } = await hub.read(hall.name);
    if (state.configuration === null) return;
    const job = this.#jobFor(hall, state, budgetMs);
    const outcome = await this.#engine.make(job);
    if (outcome === null || this.#closed) return;
    if (!this.#holds(hall.name)) return hall.startOver();
    this.#settle(hall, outcome);
    if (outcome.is === 'made') await this.#reportAhead(hall, outcome.forecast, state.configuration);
  }

  /** Nothing may happen between the reading of the state and this: the job holds the state or exactly what followed. */
  #jobFor(hall: ForecastHall, state: HallState, budgetMs: number): ForecastJob {
    const { basisFor, clock, learnedTo, monotonicMs } = this.#options;
    const at = Math.max(state.at, clock.now());
    const { configuration, version } = state;
    const known = learnedTo?.(hall.name) ?? version;
    const isOld = configuration !== null && hall.isBasisOld(monotonicMs(), known);
    const basis = isOld ? basisFor(hall.name, configuration, at) : null;
    if (basis !== null) hall.basisRead(monotonicMs(), { learnedTo: known, version });
    const { entries, needsSnapshot } = hall.take();
    const snapshot = needsSnapshot ? toSnapshot(state) : null;
    return { hall: hall.name, at, snapshot, entries: needsSnapshot ? [] : entries, basis, budgetMs };
  }

  #settle(hall: ForecastHall, outcome: ForecastOutcome): void {
    const { hub, log, onMade } = this.#options;
    if (outcome.is !== 'made') {
      hall.startOver();
      if (outcome.is === 'failed' && hall.warnsOfFailure())
        log.error({ hall: hall.name, reason: outcome.reason }, 'forecast-failed');
      return;
    }
    if (outcome.cut > 0 && hall.warnsOfCut()) log.warn({ hall: hall.name, runs: outcome.cut }, 'forecast-cut');
    for (const news of hall.made(outcome, this.#options.monotonicMs())) hub.tell(hall.name, news);
    if (outcome.advice !== null && outcome.advice !== undefined) hub.tell(hall.name, { name: 'advice', body: outcome.advice });
    if (outcome.adviceFailed !== undefined) log.error({ hall: hall.name, reason: outcome.adviceFailed }, 'advice-failed');
    onMade?.(hall.name, outcome);
  }

  /** Refused (read-only, the day is over): found again with the next forecast. */
  async #reportAhead(hall: ForecastHall, forecast: HallForecast, configuration: HallConfiguration): Promise<void> {
    const { hub, monotonicMs } = this.#options;
    const waits = hall.ahead.look(forecast, configuration, monotonicMs());
    if (waits === null) return;
    const id = `watch:forecast:${forecast.at}`;
    const answer = await hub.submit(hall.name, WATCH_ACTOR, { type: 'report-forecast', id, waits });
    if (answer.ok) hall.ahead.reported(waits, monotonicMs());
  }

  #hall(name: string): ForecastHall {
    let hall = this.#halls.get(name);
    if (hall === undefined) this.#halls.set(name, (hall = new ForecastHall(name)));
    return hall;
  }

  /** The next engine knows no hall. */
  #engineLost(): void {
    for (const hall of this.#halls.values()) hall.startOver();
  }
}
