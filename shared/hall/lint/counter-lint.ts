import type { ClassId, CounterSetup, HallConfiguration, ServiceId } from '../configuration.ts';
import { setUpTiers } from '../routing/served-queues.ts';
import type { Lint } from './lint.ts';

export function counterLint(configuration: HallConfiguration): Lint[] {
  const serving = servingCounters(configuration);
  return [
    ...unserved(configuration, serving),
    ...onlyReserved(configuration, serving),
    ...configuration.counters.flatMap((counter) => reserved(configuration, counter)),
    ...minimums(configuration),
  ];
}

/** Who is set up to serve a queue. */
type Serving = (service: ServiceId, classId: ClassId) => readonly CounterSetup[];

function servingCounters(configuration: HallConfiguration): Serving {
  const byQueue = new Map<string, CounterSetup[]>();
  for (const counter of configuration.counters) {
    for (const queue of setUpTiers(configuration, counter).flat()) {
      const key = `${queue.service} ${queue.class}`;
      byQueue.set(key, [...(byQueue.get(key) ?? []), counter]);
    }
  }
  return (service, classId) => byQueue.get(`${service} ${classId}`) ?? [];
}

function unserved({ services, classes }: HallConfiguration, serving: Serving): Lint[] {
  return services.flatMap(({ id: service }) => {
    const without = classes.map(({ id }) => id).filter((id) => serving(service, id).length === 0);
    return without.length === 0 ? [] : [{ kind: 'class-unserved' as const, service, classes: without }];
  });
}

function onlyReserved({ services, classes }: HallConfiguration, serving: Serving): Lint[] {
  return services.flatMap(({ id: service }): Lint[] => {
    const counters = new Set<number>();
    const outside = classes.flatMap(({ id }) => {
      const all = serving(service, id);
      const isOutside = all.length > 0 && all.every(({ reservedFor }) => reservedFor !== undefined && reservedFor !== id);
      if (isOutside) for (const counter of all) counters.add(counter.id);
      return isOutside ? [id] : [];
    });
    return outside.length === 0 ? [] : [{ kind: 'only-reserved', service, classes: outside, counters: [...counters] }];
  });
}

/** A counter that is marked for a class: of use to nobody else at all, or to everybody from the first moment. */
function reserved(configuration: HallConfiguration, counter: CounterSetup): Lint[] {
  const { id, reservedFor, helpsAfterSeconds } = counter;
  if (reservedFor === undefined) return [];
  const [first = [], ...later] = setUpTiers(configuration, counter);
  const isOwn = (queue: { readonly class: ClassId }): boolean => queue.class === reservedFor;
  if ([first, ...later].flat().every(isOwn)) return [{ kind: 'reserved-idle', counter: id, class: reservedFor }];
  if (helpsAfterSeconds !== undefined || first.every(isOwn)) return [];
  return [{ kind: 'reserved-in-name-only', counter: id, class: reservedFor }];
}

function minimums(configuration: HallConfiguration): Lint[] {
  return (configuration.minimumOpen ?? []).flatMap(({ service, counters: minimum }): Lint[] => {
    const able = configuration.counters.filter((counter) =>
      setUpTiers(configuration, counter).some((tier) => tier.some((queue) => queue.service === service)),
    );
    return able.length >= minimum ? [] : [{ kind: 'minimum-unreachable', service, minimum, counters: able.length }];
  });
}
