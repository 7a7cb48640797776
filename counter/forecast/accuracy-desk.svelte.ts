import { untrack } from 'svelte';
import type { ClassId, ServiceId } from '../../shared/hall/configuration.ts';
import { localDay } from '../../shared/hall/local-time.ts';
import type { AccuracyReport } from '../../shared/protocol/accuracy.ts';
import type { AdviceReport } from '../../shared/protocol/advice-report.ts';
import type { LiveHall } from '../../shared/ui/hall.svelte.ts';
import type { ApiFailure, HallApi } from '../session/hall-api.ts';

/** Days up to today. */
export const PERIOD_DAYS = [1, 7, 30, 90] as const;
export type PeriodDays = (typeof PERIOD_DAYS)[number];
const DAY_MS = 24 * 3_600_000;

/** What a person looks at; null: everything. */
export interface AccuracyChoice {
  readonly days: PeriodDays;
  readonly service: ServiceId | null;
  readonly classId: ClassId | null;
}

/** Promised against waited, as the hub's history counts it: asked for when it is looked at, and again for another choice. */
export class AccuracyDesk {
  readonly #hall: LiveHall;
  readonly #api: HallApi;
  #choice = $state.raw<AccuracyChoice>({ days: 7, service: null, classId: null });
  #report = $state.raw<AccuracyReport | null>(null);
  #advice = $state.raw<AdviceReport | null>(null);
  #failure = $state.raw<ApiFailure | null>(null);

  constructor({ hall, api }: { hall: LiveHall; api: HallApi }) {
    this.#hall = hall;
    this.#api = api;
  }

  get choice(): AccuracyChoice {
    return this.#choice;
  }

  /** Null before the hub has answered, and while it does not. */
  get report(): AccuracyReport | null {
    return this.#report;
  }

  /** What became of advice in the same days, of every service; null before the hub has answered, and while it does not. */
  get advice(): AdviceReport | null {
    return this.#advice;
  }

  get failure(): ApiFailure | null {
    return this.#failure;
  }

  choose(change: Partial<AccuracyChoice>): void {
    this.#choice = { ...this.#choice, ...change };
    void this.load();
  }

  /** Of two choices made one after the other only the second one's answer is shown. */
  async load(): Promise<void> {
    const choice = untrack(() => this.#choice);
    const days = daysUpTo(
      untrack(() => this.#hall),
      choice.days,
    );
    const [answer, advice] = await Promise.all([
      this.#api.get<AccuracyReport>(`accuracy?${this.#query(choice, days)}`),
      this.#api.get<AdviceReport>(`advice?${new URLSearchParams(days).toString()}`),
    ]);
    if (choice !== this.#choice) return;
    this.#report = answer.ok ? answer.value : null;
    this.#advice = advice.ok ? advice.value : null;
    this.#failure = answer.ok ? null : answer.error;
  }

  #query({ service, classId }: AccuracyChoice, days: Days): string {
    const query = new URLSearchParams(days);
    if (service !== null) query.set('service', service);
    if (classId !== null) query.set('class', classId);
    return query.toString();
  }
}

type Days = { readonly from: string; readonly to: string };

/** So many local days of the hall, today the last. */
export function daysUpTo(hall: LiveHall, days: number): Days {
  const zone = hall.configuration?.timeZone ?? 'UTC';
  const now = hall.now();
  return { from: localDay(now - (days - 1) * DAY_MS, zone), to: localDay(now, zone) };
}
