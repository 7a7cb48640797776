import type { Timers } from '../../shared/lib/clock.ts';
import { SHIPPING_ROLES, type ShippingState } from '../../shared/protocol/shipping.ts';
import type { LiveHall } from '../../shared/ui/hall.svelte.ts';
import type { HallApi } from '../session/hall-api.ts';

const ASK_MS = 15_000;

/** Whether the region has what happens here: asked for while somebody who answers for the hall looks, and told nobody else. */
export class ShippingDesk {
  readonly #hall: LiveHall;
  readonly #api: HallApi;
  readonly #timers: Timers;
  #state = $state.raw<ShippingState>({ is: 'off' });

  constructor({ hall, api, timers }: { readonly hall: LiveHall; readonly api: HallApi; readonly timers: Timers }) {
    this.#hall = hall;
    this.#api = api;
    this.#timers = timers;
  }

  /** As the hub last said; `off` before it said anything, and for a hall that ships nothing. */
  get state(): ShippingState {
    return this.#state;
  }

  get mayLook(): boolean {
    const roles = this.#hall.welcome?.roles ?? [];
    return SHIPPING_ROLES.some((role) => roles.includes(role));
  }

  /** Returns the release. */
  watch(): () => void {
    void this.#ask();
    return this.#timers.every(ASK_MS, () => void this.#ask());
  }

  async #ask(): Promise<void> {
    const answer = await this.#api.get<ShippingState>('shipping');
    // While the hub is away the panel says that, and this as it was.
    if (answer.ok) this.#state = answer.value;
  }
}
