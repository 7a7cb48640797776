import type { ServiceId } from '../../shared/hall/configuration.ts';
import type { HallForecast } from '../../shared/hall/forecast/hall-forecast.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import type { LiveHall } from '../../shared/ui/hall.svelte.ts';
import { promisedMinutes } from '../tickets/promise.ts';
import { outlookOf, type Outlook } from './outlook.ts';
import type { PastPoint } from './past-waits.ts';
import { WaitHistory } from './wait-history.svelte.ts';

/** How each line went for an hour, and how it is expected to go on: for the table's figures and the chart of one service. */
export class OutlookDesk {
  readonly history: WaitHistory;
  readonly #hall: LiveHall;
  #chosen = $state.raw<ServiceId | null>(null);
  #asked = $state(0);

  constructor({ hall }: { hall: LiveHall }) {
    this.#hall = hall;
    this.history = new WaitHistory({ hall });
  }

  /** Whose chart is drawn: the one chosen while it exists, else the hall's first. */
  get service(): ServiceId | null {
    const services = this.#hall.configuration?.services ?? [];
    return (services.find(({ id }) => id === this.#chosen) ?? services[0])?.id ?? null;
  }

  choose(service: ServiceId): void {
    this.#chosen = service;
  }

  /** From a place that may be far from the chart: it is brought into sight. */
  ask(service: ServiceId): void {
    this.choose(service);
    this.#asked += 1;
  }

  /** How often it was asked for. */
  get asked(): number {
    return this.#asked;
  }

  promisedMinutes(service: ServiceId): number | null {
    return promisedMinutes(this.#hall.configuration, service);
  }

  of(service: ServiceId): Outlook {
    return outlookOf(this.#forecast, service, this.promisedMinutes(service));
  }

  past(service: ServiceId): readonly PastPoint[] {
    return this.history.of(service);
  }

  /** The moment from which is looked ahead; null without a forecast. */
  get madeAt(): EpochMs | null {
    return this.#forecast?.at ?? null;
  }

  get #forecast(): HallForecast | null {
    return this.#hall.forecast;
  }
}
