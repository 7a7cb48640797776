import { alertProblems } from './alert-problems.ts';
import { displayProblems } from './display-problems.ts';
import { unknownId, type ConfigurationProblem } from './configuration-problem.ts';
import { serviceSetup, type HallConfiguration, type ServiceId } from './configuration.ts';
import { mediaProblems } from './media-problems.ts';
import { paperProblems } from './paper/paper-problems.ts';
import { kioskProblems } from './kiosk-problems.ts';
import { setUpTiers } from './routing/served-queues.ts';
import { routingProblems } from './routing-problems.ts';
import { timeProblems } from './time-problems.ts';

export type { ConfigurationProblem } from './configuration-problem.ts';

/**
 * What fits the shape of a configuration and still cannot work: a counter that serves an unknown service, two series
 * that would print the same number. Empty when the hall can open with it.
 */
export function configurationProblems(configuration: HallConfiguration): ConfigurationProblem[] {
  return [
    ...duplicates(configuration),
    ...unknownReferences(configuration),
    ...routingProblems(configuration),
    ...stepProblems(configuration),
    ...counterProblems(configuration),
    ...alertProblems(configuration),
    ...timeProblems(configuration),
    ...displayProblems(configuration),
    ...mediaProblems(configuration),
    ...kioskProblems(configuration),
    ...paperProblems(configuration),
  ];
}

function duplicates(configuration: HallConfiguration): ConfigurationProblem[] {
  const { services, classes, series, counters, printers } = configuration;
  return [
    ...repeated('services', 'id', services),
    ...repeated('classes', 'id', classes),
    ...repeated('series', 'id', series),
    ...repeated('series', 'letter', series),
    ...repeated('counters', 'id', counters),
    ...repeated('printers', 'id', printers),
    ...repeated('displays', 'id', configuration.displays ?? []),
    ...repeated('publicPages', 'id', configuration.publicPages ?? []),
  ];
}

function repeated<Key extends string>(
  list: string,
  key: Key,
  items: readonly { readonly [key in Key]: string | number }[],
): ConfigurationProblem[] {
  const seen = new Set<string | number>();
  return items.flatMap((item, index) => {
    const value = item[key];
    if (seen.has(value)) return [{ path: [list, index, key], problem: `${key} ${value} is used twice` }];
    seen.add(value);
    return [];
  });
}

function unknownReferences(configuration: HallConfiguration): ConfigurationProblem[] {
  const { services, classes, counters, minimumOpen = [], receptionRoom } = configuration;
  const ids = (list: readonly { readonly id: string | number }[]) => new Set(list.map((each) => each.id));
  const [seriesIds, serviceIds, classIds] = [ids(configuration.series), ids(services), ids(classes)];
  const series = (list: string) => (each: { readonly series?: string | undefined }, index: number) =>
    unknownId(seriesIds, each.series, { path: [list, index, 'series'], what: 'series' });
  return [
    ...services.flatMap(series('services')),
    ...classes.flatMap(series('classes')),
    ...counters.flatMap((counter, index) =>
      unknownId(classIds, counter.reservedFor, { path: ['counters', index, 'reservedFor'], what: 'class' }),
    ),
    ...minimumOpen.flatMap(({ service }, index) =>
      unknownId(serviceIds, service, { path: ['minimumOpen', index, 'service'], what: 'service' }),
    ),
    ...unknownId(ids(counters), receptionRoom, { path: ['receptionRoom'], what: 'counter' }),
  ];
}

/** A next step that nobody knows, or steps that come back to where they began: such a visit would never end. */
function stepProblems(configuration: HallConfiguration): ConfigurationProblem[] {
  const known = new Set(configuration.services.map((service) => service.id));
  return configuration.services.flatMap(({ id, nextStep }, index): ConfigurationProblem[] => {
    const path = ['services', index, 'nextStep'];
    const unknown = unknownId(known, nextStep, { path, what: 'service' });
    if (unknown.length > 0) return unknown;
    return comesBack(configuration, id) ? [{ path, problem: `the steps after service ${id} come back to it` }] : [];
  });
}

function comesBack(configuration: HallConfiguration, from: ServiceId): boolean {
  let service = serviceSetup(configuration, from)?.nextStep;
  for (let steps = 0; service !== undefined && steps < configuration.services.length; steps += 1) {
    if (service === from) return true;
    service = serviceSetup(configuration, service)?.nextStep;
  }
  return false;
}

function counterProblems(configuration: HallConfiguration): ConfigurationProblem[] {
  const served = new Set(
    configuration.counters.flatMap((counter) => setUpTiers(configuration, counter).flat()).map(({ service }) => service),
  );
  return [
    ...configuration.counters.flatMap((_, index) => servedProblems(configuration, index)),
    ...configuration.counters.flatMap((counter, index) =>
      counter.helpsAfterSeconds === undefined || counter.reservedFor !== undefined
        ? []
        : [
            {
              path: ['counters', index, 'helpsAfterSeconds'],
              problem: 'only a counter that is reserved for a class helps others',
            },
          ],
    ),
    ...configuration.services.flatMap((service, index) =>
      served.has(service.id) ? [] : [{ path: ['services', index], problem: `no counter serves service ${service.id}` }],
    ),
  ];
}

/** `[{ service: A, class: vip }, A]` is VIPs first; what adds nobody to what stands before it is a slip. */
function servedProblems(configuration: HallConfiguration, index: number): ConfigurationProblem[] {
  const services = new Set(configuration.services.map((service) => service.id));
  const classes = configuration.classes.map((each) => each.id);
  const seen = new Set<string>();
  return (configuration.counters[index]?.serves ?? []).flatMap((tier, tierIndex) =>
    tier.flatMap((queue, place): ConfigurationProblem[] => {
      const path = ['counters', index, 'serves', tierIndex, place];
      const { service, class: only } = typeof queue === 'string' ? { service: queue, class: undefined } : queue;
      const unknown = [
        ...unknownId(services, service, { path, what: 'service' }),
        ...unknownId(new Set(classes), only, { path, what: 'class' }),
      ];
      if (unknown.length > 0) return unknown;
      const before = seen.size;
      for (const id of only === undefined ? classes : [only]) seen.add(`${service} ${id}`);
      const shown = only === undefined ? `service ${service}` : `class ${only} of service ${service}`;
      return seen.size > before ? [] : [{ path, problem: `${shown} is listed twice` }];
    }),
  );
}
