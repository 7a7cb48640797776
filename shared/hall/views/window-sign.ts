import { classSetup, counterSetup, serviceSetup, type CounterId } from '../configuration.ts';
import { servedQueues, servicesOf } from '../routing/served-queues.ts';
import type { HallState } from '../state.ts';
import type { Text } from '../text.ts';
import type { StaffNumber } from '../ticket.ts';
import { counterSign, type CounterSign } from './counter-signs.ts';

/** All that customers may read above a counter: for window pages, strips of light and whatever else a hall hangs there. */
export interface WindowSign {
  readonly counter: CounterId;
  readonly name: Text;
  readonly state: CounterSign['mode'];
  /** The number that is called or served; null where nobody is. */
  readonly ticket: string | null;
  /** What it serves now, first choice first. */
  readonly services: readonly Text[];
  /** The class that it is kept for (VIP 专席); null: none. */
  readonly reservedFor: Text | null;
  readonly staffNumber: StaffNumber | null;
}

/** Null for a counter that the hall does not have. `now`: the hall's clock. */
export function windowSign(state: HallState, id: CounterId, now = state.at): WindowSign | null {
  const counter = state.counters.get(id);
  const { configuration } = state;
  const setup = configuration === null ? undefined : counterSetup(configuration, id);
  if (configuration === null || counter === undefined || setup === undefined) return null;
  const { mode, number, teller } = counterSign(state, counter);
  const services = servicesOf(servedQueues(state, id, Math.max(now, state.at)));
  return {
    counter: id,
    name: setup.name,
    state: mode,
    ticket: number,
    services: services.flatMap((service) => serviceSetup(configuration, service)?.name ?? []),
    reservedFor: setup.reservedFor === undefined ? null : (classSetup(configuration, setup.reservedFor)?.name ?? null),
    staffNumber: teller,
  };
}
