import { localDay } from '../../shared/hall/local-time.ts';
import type { Timers } from '../../shared/lib/clock.ts';
import type { RegionLive, RegionPlace, RegionReport } from '../../shared/protocol/region.ts';
import type { LiveColumn, Sorting } from './live-rows.ts';
import type { RegionApi, RegionFailure } from './region-api.ts';
import type { ReportColumn, ReportLevel } from './report-rows.ts';

export const REGION_TABS = ['live', 'report'] as const;
export type RegionTab = (typeof REGION_TABS)[number];
/** Days up to today. */
export const REPORT_PERIODS = [1, 7, 31, 92] as const;
export type ReportPeriod = (typeof REPORT_PERIODS)[number];
export const EXPORTS = ['place', 'day', 'hall-day'] as const;
export type Export = (typeof EXPORTS)[number];

/** A session that is over is no failure of the table: it leads to the sign-in page. */
export type ExportFailure = Exclude<RegionFailure, 'session-over'>;

/** How often the service is asked, and how long its last word is believed without another. */
const ASK_MS = 5_000;
const DAY_MS = 24 * 3_600_000;

export interface RegionDeskOptions {
  readonly api: RegionApi;
  readonly timers: Timers;
  /** The session is no longer good. */
  readonly onOver: () => void;
  /** Gives a file to whoever sits here. */
  readonly save: (file: Blob, name: string) => void;
}

/** What a supervisor looks at: which place, now or by report, in which order. */
export class RegionDesk {
  readonly #options: RegionDeskOptions;
  #live = $state.raw<RegionLive | null>(null);
  #failure = $state.raw<RegionFailure | null>(null);
  #tab = $state.raw<RegionTab>('live');
  #place = $state.raw<string | null>(null);
  #liveSorting = $state.raw<Sorting<LiveColumn> | null>(null);
  #reportSorting = $state.raw<Sorting<ReportColumn>>({ column: 'tickets', descending: true });
  #period = $state.raw<ReportPeriod>(7);
  #level = $state.raw<ReportLevel>('below');
  #report = $state.raw<RegionReport | null>(null);
  #reportFailure = $state.raw<RegionFailure | null>(null);
  #exportFailure = $state.raw<ExportFailure | null>(null);
  #stop: () => void;
  #isAsking = false;
  /** Of the report that is under way; null: none is. */
  #reportQuery: string | null = null;
  #isClosed = false;

  constructor(options: RegionDeskOptions) {
    this.#options = options;
    this.#stop = options.timers.every(ASK_MS, () => void this.#follow());
    void this.#follow();
  }

  get live(): RegionLive | null {
    return this.#live;
  }

  /** Why the last question was not answered; null: it was. What is shown then is of `live.at`. */
  get failure(): RegionFailure | null {
    return this.#failure;
  }

  get tab(): RegionTab {
    return this.#tab;
  }

  get liveSorting(): Sorting<LiveColumn> | null {
    return this.#liveSorting;
  }

  get reportSorting(): Sorting<ReportColumn> {
    return this.#reportSorting;
  }

  get period(): ReportPeriod {
    return this.#period;
  }

  get level(): ReportLevel {
    return this.#level;
  }

  /** Null before it came, and after another was asked for. */
  get report(): RegionReport | null {
    return this.#report;
  }

  get reportFailure(): RegionFailure | null {
    return this.#reportFailure;
  }

  /** Why the last table could not be taken away; null: it could. */
  get exportFailure(): ExportFailure | null {
    return this.#exportFailure;
  }

  /** The place that is looked at, and those above it down from the topmost. */
  get path(): RegionPlace[] {
    const places = this.#live?.places ?? [];
    const path: RegionPlace[] = [];
    const byId = new Map(places.map((each) => [each.id, each]));
    for (let at = byId.get(this.#place ?? '') ?? places[0]; at !== undefined; at = byId.get(at.parent ?? '')) path.unshift(at);
    return path;
  }

  get place(): RegionPlace | null {
    return this.path.at(-1) ?? null;
  }

  show(tab: RegionTab): void {
    this.#tab = tab;
    if (tab === 'report') void this.loadReport();
  }

  open(place: string): void {
    this.#place = place;
    if (this.#tab === 'report') void this.loadReport();
  }

  sortLive(column: LiveColumn): void {
    this.#liveSorting = turned(this.#liveSorting, column, column !== 'name' && column !== 'above');
  }

  sortReport(column: ReportColumn): void {
    this.#reportSorting = turned(this.#reportSorting, column, column !== 'name');
  }

  choosePeriod(period: ReportPeriod): void {
    this.#period = period;
    void this.loadReport();
  }

  chooseLevel(level: ReportLevel): void {
    this.#level = level;
  }

  /** One question at a time; a service that is slow is not asked the same again. */
  async ask(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    const answer = await this.#options.api.get<RegionLive>('live');
    this.#isAsking = false;
    this.#failure = answer.ok ? null : answer.error;
    if (answer.ok) this.#live = answer.value;
    else if (answer.error === 'session-over') this.#options.onOver();
  }

  /** Of two choices made one after the other only the second one's answer is shown. */
  async loadReport(): Promise<void> {
    this.#report = null;
    this.#reportFailure = null;
    await this.#askReport();
  }

  async #askReport(): Promise<void> {
    const query = this.#query();
    if (query === null) return;
    this.#reportQuery = query;
    const answer = await this.#options.api.get<RegionReport>(`report?${query}`);
    if (query !== this.#reportQuery) return;
    this.#reportQuery = null;
    if (query !== this.#query()) return;
    this.#report = answer.ok ? answer.value : null;
    this.#reportFailure = answer.ok ? null : answer.error;
    if (!answer.ok && answer.error === 'session-over') this.#options.onOver();
  }

  async export(by: Export, language: string): Promise<void> {
    const query = this.#query();
    if (query === null) return;
    const file = await this.#options.api.file(`report.csv?${query}&by=${by}`, language);
    if (file.ok) {
      this.#exportFailure = null;
      this.#options.save(file.value, `${new URLSearchParams(query).get('place')}-${by}.csv`);
    } else if (file.error === 'session-over') this.#options.onOver();
    else this.#exportFailure = file.error;
  }

  close(): void {
    this.#isClosed = true;
    this.#stop();
  }

  /** What is live, and behind it a report that is looked at and is not there: the service has its reports from a database that may be away. */
  async #follow(): Promise<void> {
    await this.ask();
    if (this.#isClosed || this.#failure !== null || this.#tab !== 'report' || this.#reportQuery !== null) return;
    const isToCome = this.#reportFailure === null || this.#reportFailure === 'away';
    if (this.#report === null && isToCome) await this.#askReport();
  }

  /** Null before the service has said which places there are. */
  #query(): string | null {
    const [live, place] = [this.#live, this.place];
    if (live === null || place === null) return null;
    // The service's own today, whatever this machine takes for it.
    const from = localDay(live.at - (this.#period - 1) * DAY_MS, live.timeZone);
    return new URLSearchParams({ place: place.id, from, to: localDay(live.at, live.timeZone) }).toString();
  }
}

/** The same column again: the other way round. */
function turned<Column extends string>(now: Sorting<Column> | null, column: Column, descendingFirst: boolean): Sorting<Column> {
  return { column, descending: now?.column === column ? !now.descending : descendingFirst };
}
