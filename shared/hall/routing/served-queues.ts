import type { EpochMs } from '../../lib/clock.ts';
import {
  counterSetup,
  type CounterId,
  type CounterSetup,
  type HallConfiguration,
  type ServedQueue,
  type ServiceId,
} from '../configuration.ts';
import { isInForce, type ServesOnly } from '../counter.ts';
import type { HallState } from '../state.ts';
import { addressKey, type AddressKey } from '../ticket.ts';
import { queuesOf, type QueueKey, type QueueView } from './queue-view.ts';

export type ServedQueues = Pick<QueueView, 'own' | 'tiers'>;

/**
 * The queues that a counter may call from at this moment: its own, then its tiers. What it serves changes by the
 * minute, for a restriction ends and a reserved counter begins to help; so whom a call passes is asked of this, too.
 */
export function servedQueues(state: HallState, id: CounterId, at: EpochMs): ServedQueues {
  const { configuration } = state;
  const setup = configuration === null ? undefined : counterSetup(configuration, id);
  if (configuration === null || setup === undefined) return { own: [], tiers: [] };
  const own = ownQueues(state, configuration, id);
  const only = state.counters.get(id)?.only ?? null;
  if (only !== null && isInForce(only, at)) {
    return { own, tiers: onlyTiers(configuration, only) };
  }
  const { tiers, helps } = helpsOf(setup, keptTiers(configuration, setup));
  if (helps === null) return { own, tiers };
  const quiet = own.length === 0 && tiers.flat().every((queue) => hasBeenEmpty(state, queue, helps.afterMs, at));
  return { own, tiers: quiet ? [...tiers, ...helps.tiers] : tiers };
}

/** What a restricted counter serves. */
export function onlyTiers(configuration: HallConfiguration, { services }: Pick<ServesOnly, 'services'>): QueueKey[][] {
  return withoutRepeats(services.map((service) => everyClass(configuration, service)));
}

export interface HelpingTiers {
  /** What it serves at any time. */
  readonly tiers: readonly (readonly QueueKey[])[];
  /** What it helps with besides, once its tiers have been empty for so long; null: it is kept for nobody, or helps nobody. */
  readonly helps: { readonly tiers: readonly (readonly QueueKey[])[]; readonly afterMs: number } | null;
}

/** A counter that is kept for a class serves that class, and helps the others by its tiers. */
export function helpsOf(
  { reservedFor, helpsAfterSeconds }: Pick<CounterSetup, 'reservedFor' | 'helpsAfterSeconds'>,
  tiers: readonly (readonly QueueKey[])[],
): HelpingTiers {
  if (reservedFor === undefined || helpsAfterSeconds === undefined) return { tiers, helps: null };
  const only = (isWanted: (queue: QueueKey) => boolean) =>
    tiers.map((tier) => tier.filter(isWanted)).filter(({ length }) => length > 0);
  return {
    tiers: only((queue) => queue.class === reservedFor),
    helps: { tiers: only((queue) => queue.class !== reservedFor), afterMs: helpsAfterSeconds * 1_000 },
  };
}

/** Asked at every call, and the same until the hall is configured anew: a configuration in a state never changes in place. */
const kept = new WeakMap<HallConfiguration, Map<CounterId, readonly (readonly QueueKey[])[]>>();

function keptTiers(configuration: HallConfiguration, setup: CounterSetup): readonly (readonly QueueKey[])[] {
  let counters = kept.get(configuration);
  if (counters === undefined) kept.set(configuration, (counters = new Map()));
  let tiers = counters.get(setup.id);
  if (tiers === undefined) counters.set(setup.id, (tiers = setUpTiers(configuration, setup)));
  return tiers;
}

/** What a counter is set up for, queue by queue. A queue that an earlier tier names is not repeated. */
export function setUpTiers(configuration: HallConfiguration, { serves }: Pick<CounterSetup, 'serves'>): QueueKey[][] {
  const keys = (queue: ServedQueue): QueueKey[] =>
    typeof queue === 'string' ? everyClass(configuration, queue) : [{ service: queue.service, class: queue.class }];
  return withoutRepeats(serves.map((tier) => tier.flatMap(keys)));
}

/** The services of these queues, each once, first choice first. */
export function servicesOf({ tiers }: Pick<ServedQueues, 'tiers'>): ServiceId[] {
  return [...new Set(tiers.flat().map(({ service }) => service))];
}

/** How many wait in these queues. O(queues). */
export function waitingIn(state: HallState, served: ServedQueues): number {
  return queuesOf(served).reduce((sum, queue) => sum + (lineOf(state, queue)?.size ?? 0), 0);
}

export function lineOf(state: HallState, { service, class: classId, to }: QueueKey) {
  const queues = to === undefined ? state.queues : state.addressed.get(to);
  return queues?.get(service)?.get(classId);
}

function everyClass({ classes }: HallConfiguration, service: ServiceId): QueueKey[] {
  return classes.map((each) => ({ service, class: each.id }));
}

function withoutRepeats(tiers: readonly (readonly QueueKey[])[]): QueueKey[][] {
  const seen = new Set<string>();
  const isNew = ({ service, class: classId }: QueueKey): boolean => {
    const { size } = seen;
    return seen.add(`${service} ${classId}`).size > size;
  };
  return tiers.map((tier) => tier.filter(isNew)).filter((tier) => tier.length > 0);
}

/** Those in which somebody waits, in the order of the configuration: the same for every replica. */
function ownQueues(state: HallState, configuration: HallConfiguration, counter: CounterId): QueueKey[] {
  if (state.addressed.size === 0) return [];
  const teller = state.counters.get(counter)?.signIn?.teller;
  const keys: AddressKey[] = [addressKey({ counter }), ...(teller === undefined ? [] : [addressKey({ teller })])];
  return keys
    .filter((to) => state.addressed.has(to))
    .flatMap((to) => configuration.services.flatMap(({ id }) => everyClass(configuration, id).map((queue) => ({ ...queue, to }))))
    .filter((queue) => (lineOf(state, queue)?.size ?? 0) > 0);
}

/** Nobody waits and nobody has for so long. A queue in which nobody ever waited counts as empty for ever. */
function hasBeenEmpty(state: HallState, queue: QueueKey, forMs: number, at: EpochMs): boolean {
  if ((lineOf(state, queue)?.size ?? 0) > 0) return false;
  const since = state.emptySince.get(queue.service)?.get(queue.class);
  return since === undefined || at - since >= forMs;
}
