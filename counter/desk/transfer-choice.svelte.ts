import type { CounterId, CounterSetup, ServiceId } from '../../shared/hall/configuration.ts';
import type { StaffNumber } from '../../shared/hall/ticket.ts';
import { counterSigns, type CounterSign } from '../../shared/hall/views/counter-signs.ts';
import type { LiveHall } from '../../shared/ui/hall.svelte.ts';
import type { Desk, TransferTo } from './desk.svelte.ts';

/** Who takes over: any counter that serves it, one counter, or one person wherever they sit. */
export type TransferPlace =
  | { readonly is: 'any' }
  | { readonly is: 'counter'; readonly counter: CounterId }
  | { readonly is: 'teller'; readonly teller: StaffNumber };

export interface OtherCounter {
  readonly setup: CounterSetup;
  readonly sign: CounterSign;
}

/** 转业务、转台席 in the making: what the customer needs next, and where. */
export class TransferChoice {
  readonly #hall: LiveHall;
  readonly #desk: Desk;
  #service = $state.raw<ServiceId | null>(null);
  #place = $state.raw<TransferPlace>({ is: 'any' });

  constructor({ hall, desk }: { hall: LiveHall; desk: Desk }) {
    this.#hall = hall;
    this.#desk = desk;
  }

  /** Null: the same as now. */
  get service(): ServiceId | null {
    return this.#service;
  }

  chooseService(service: ServiceId | null): void {
    this.#service = service;
  }

  get place(): TransferPlace {
    return this.#place;
  }

  choosePlace(place: TransferPlace): void {
    this.#place = place;
  }

  /** Every other counter at which somebody sits: nobody is sent to where nobody is. */
  get counters(): OtherCounter[] {
    const setups = this.#hall.configuration?.counters ?? [];
    return (this.#hall.view(counterSigns) ?? []).flatMap((sign) => {
      const setup = setups.find(({ id }) => id === sign.counter);
      const isOther = setup !== undefined && setup.id !== this.#desk.counter && sign.teller !== null;
      return isOther ? [{ setup, sign }] : [];
    });
  }

  get tellers(): StaffNumber[] {
    return this.counters.flatMap(({ sign }) => sign.teller ?? []);
  }

  /** Somewhere else than now: another service, a counter or a person. */
  get isComplete(): boolean {
    const now = this.#desk.view?.atHand?.service;
    return now !== undefined && (this.#place.is !== 'any' || (this.#service !== null && this.#service !== now));
  }

  get to(): TransferTo {
    const place = this.#place;
    return {
      ...(this.#service !== null && { service: this.#service }),
      ...(place.is === 'counter' && { toCounter: place.counter }),
      ...(place.is === 'teller' && { toTeller: place.teller }),
    };
  }
}
