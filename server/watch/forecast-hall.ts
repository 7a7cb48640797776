import type { AppliedEntry } from '../../shared/hall/applied-entry.ts';
import type { ClassId, ServiceId } from '../../shared/hall/configuration.ts';
import type { HallForecast } from '../../shared/hall/forecast/hall-forecast.ts';
import type { LineStep } from '../../shared/hall/forecast/line-step.ts';
import type { News } from '../hub/news.ts';
import { AheadAlerts } from './ahead-alerts.ts';
import type { ForecastOutcome } from './forecast-job.ts';
import { FORECAST_ENTRIES_MAX, FORECAST_EVERY_MS, FORECAST_REFRESH_MS, MODEL_EVERY_MS } from './limits.ts';

/** One hall's forecast: what is to be made of it, and what was told last. Times are of a clock that nobody sets. */
export class ForecastHall {
  readonly name: string;
  readonly ahead = new AheadAlerts();
  #entries: AppliedEntry[] = [];
  #needsSnapshot = true;
  #isChanged = true;
  #lookedAtMs = Number.NEGATIVE_INFINITY;
  #basisAtMs = Number.NEGATIVE_INFINITY;
  /** What was learned has to go so far before it is read for good: it was behind when it was read last. */
  #basisWaitsFor: number | null = null;
  #shown: HallForecast | null = null;
  #steps: readonly LineStep[] = [];
  /** What screens were told last, without its time, and when. */
  readonly #told = new Map<News['name'], { readonly text: string; readonly atMs: number }>();
  #isCut = false;
  #hasFailed = false;

  constructor(name: string) {
    this.name = name;
  }

  /** What screens were told last. */
  get shown(): HallForecast | null {
    return this.#shown;
  }

  /** Of the newest forecast, which screens need not have been told again. */
  stepOf(service: ServiceId, classId: ClassId): LineStep | null {
    return this.#steps.find((step) => step.service === service && step.class === classId) ?? null;
  }

  get lookedAtMs(): number {
    return this.#lookedAtMs;
  }

  committed(entries: readonly AppliedEntry[]): void {
    this.#isChanged = true;
    if (this.#needsSnapshot) return;
    if (this.#entries.length + entries.length > FORECAST_ENTRIES_MAX) this.#forget();
    else for (const { at, events, version } of entries) this.#entries.push({ version, at, events });
  }

  /** Soon after something happened, and now and then while somebody looks: time passes for those who wait. */
  isDue(nowMs: number, isWatched: boolean): boolean {
    const sinceMs = nowMs - this.#lookedAtMs;
    return sinceMs >= (this.#isChanged ? FORECAST_EVERY_MS : isWatched ? FORECAST_REFRESH_MS : Number.POSITIVE_INFINITY);
  }

  looked(nowMs: number): void {
    this.#lookedAtMs = nowMs;
  }

  /** `learnedTo`: the last version that what was learned knows. */
  isBasisOld(nowMs: number, learnedTo: number): boolean {
    const hasCaughtUp = this.#basisWaitsFor !== null && learnedTo >= this.#basisWaitsFor;
    return this.#needsSnapshot || hasCaughtUp || nowMs - this.#basisAtMs >= MODEL_EVERY_MS;
  }

  /** A hub that was killed learns its last seconds again, or all of it: until then it goes by what it had written. */
  basisRead(nowMs: number, { learnedTo, version }: { readonly learnedTo: number; readonly version: number }): void {
    this.#basisWaitsFor = learnedTo < version && this.#basisAtMs === Number.NEGATIVE_INFINITY ? version : this.#basisWaitsFor;
    if (this.#basisWaitsFor !== null && learnedTo >= this.#basisWaitsFor) this.#basisWaitsFor = null;
    this.#basisAtMs = nowMs;
  }

  /** What happened since the last time; from now on it counts as known. */
  take(): { readonly entries: readonly AppliedEntry[]; readonly needsSnapshot: boolean } {
    const taken = { entries: this.#entries, needsSnapshot: this.#needsSnapshot };
    this.#entries = [];
    this.#needsSnapshot = false;
    this.#isChanged = false;
    return taken;
  }

  /** Whoever makes the forecasts does not know this hall any more. */
  startOver(): void {
    this.#forget();
    this.#isChanged = true;
  }

  /** What screens have to be told: what is new, and what would soon be too old to be shown. */
  made(outcome: Extract<ForecastOutcome, { is: 'made' }>, nowMs: number): News[] {
    const { forecast, tickets } = outcome;
    this.#isCut = outcome.cut > 0;
    this.#hasFailed = false;
    this.#steps = outcome.steps ?? [];
    const hall = this.#isNews('forecast', JSON.stringify(forecast.services), nowMs);
    const waiting = this.#isNews('ticket-forecasts', JSON.stringify(tickets.tickets), nowMs);
    if (hall) this.#shown = forecast;
    return [
      ...(hall ? [{ name: 'forecast', body: forecast } as const] : []),
      ...(waiting ? [{ name: 'ticket-forecasts', body: tickets } as const] : []),
    ];
  }

  /** What another hub made of it, which screens are told there as here. */
  heard(forecast: HallForecast, steps: readonly LineStep[]): void {
    this.#shown = forecast;
    this.#steps = steps;
    // Should this hub have to make the next one, it is told whatever was told before.
    this.#told.clear();
  }

  /** Once, until a forecast is whole again. */
  warnsOfCut(): boolean {
    return !this.#isCut;
  }

  /** Once, until a forecast is made again. */
  warnsOfFailure(): boolean {
    const isNew = !this.#hasFailed;
    this.#hasFailed = true;
    return isNew;
  }

  #isNews(name: News['name'], text: string, nowMs: number): boolean {
    const before = this.#told.get(name);
    // The quiet hall's forecast is due a moment before the old one is refreshed: half a step early is in time.
    if (before?.text === text && nowMs - before.atMs < FORECAST_REFRESH_MS - FORECAST_EVERY_MS / 2) return false;
    this.#told.set(name, { text, atMs: nowMs });
    return true;
  }

  #forget(): void {
    this.#entries = [];
    this.#needsSnapshot = true;
  }
}
