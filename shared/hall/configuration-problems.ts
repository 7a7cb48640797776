import type { HallConfiguration, WeeklyHours } from './configuration.ts';
import { WEEKDAYS } from './configuration.ts';
import { isTimeZone, minutesOf } from './local-time.ts';

/** One thing that makes no sense, and where it stands. In English, for whoever edits the file or calls the API. */
export interface ConfigurationProblem {
  readonly path: readonly (string | number)[];
  readonly problem: string;
}

/**
 * What fits the shape of a configuration and still cannot work: a counter that serves an unknown service, two series
 * that would print the same number. Empty when the hall can open with it.
 */
export function configurationProblems(configuration: HallConfiguration): ConfigurationProblem[] {
  return [
    ...duplicates(configuration),
    ...unknownReferences(configuration),
    ...counterProblems(configuration),
    ...timeProblems(configuration),
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
  const { services, classes, counters, routing } = configuration;
  const series = new Set(configuration.series.map((each) => each.id));
  const classIds = new Set(classes.map((each) => each.id));
  return [
    ...services.flatMap((service, index) => missing(series, service.series, ['services', index, 'series'], 'series')),
    ...classes.flatMap((each, index) => missing(series, each.series, ['classes', index, 'series'], 'series')),
    ...counters.flatMap((counter, index) => missing(classIds, counter.reservedFor, ['counters', index, 'reservedFor'], 'class')),
    ...(routing.kind === 'aging' ? Object.keys(routing.factors) : []).flatMap((id) =>
      missing(classIds, id, ['routing', 'factors', id], 'class'),
    ),
  ];
}

function missing(
  known: ReadonlySet<string>,
  id: string | undefined,
  path: (string | number)[],
  what: string,
): ConfigurationProblem[] {
  return id === undefined || known.has(id) ? [] : [{ path, problem: `${what} ${id} is not defined` }];
}

function counterProblems(configuration: HallConfiguration): ConfigurationProblem[] {
  const services = new Set(configuration.services.map((service) => service.id));
  const served = new Set<string>();
  const problems = configuration.counters.flatMap((counter, index) => {
    const own = new Set<string>();
    return counter.serves.flatMap((tier, tierIndex) =>
      tier.flatMap((queue, place): ConfigurationProblem[] => {
        const service = typeof queue === 'string' ? queue : queue.service;
        const path = ['counters', index, 'serves', tierIndex, place];
        if (!services.has(service)) return [{ path, problem: `service ${service} is not defined` }];
        if (own.has(service)) return [{ path, problem: `service ${service} is listed twice` }];
        own.add(service);
        served.add(service);
        return [];
      }),
    );
  });
  const unserved = configuration.services.flatMap((service, index) =>
    served.has(service.id) ? [] : [{ path: ['services', index], problem: `no counter serves service ${service.id}` }],
  );
  return [...problems, ...unserved];
}

function timeProblems(configuration: HallConfiguration): ConfigurationProblem[] {
  const { timeZone, businessDay, hours, services } = configuration;
  const problems: ConfigurationProblem[] = [...hoursProblems(hours, ['hours'])];
  services.forEach((service, index) => {
    if (service.hours !== undefined) problems.push(...hoursProblems(service.hours, ['services', index, 'hours']));
  });
  if (!isTimeZone(timeZone)) problems.push({ path: ['timeZone'], problem: `time zone ${timeZone} is not known` });
  if (businessDay.opensAt === '24:00') {
    problems.push({ path: ['businessDay', 'opensAt'], problem: 'midnight, at which a day opens, is 00:00' });
  } else if (businessDay.opensAt === businessDay.closesAt) {
    problems.push({ path: ['businessDay'], problem: 'the day closes when it opens; 00:00 to 24:00 is a whole day' });
  }
  return problems;
}

function hoursProblems(hours: WeeklyHours, path: readonly (string | number)[]): ConfigurationProblem[] {
  return WEEKDAYS.flatMap((weekday) => {
    let open = 0;
    return (hours[weekday] ?? []).flatMap((range, index): ConfigurationProblem[] => {
      const from = minutesOf(range.from);
      const to = minutesOf(range.to);
      const at = [...path, weekday, index];
      if (from >= to) return [{ path: at, problem: `${range.from} to ${range.to} is no time range` }];
      if (from < open) return [{ path: at, problem: `${range.from} is before the end of the range before it` }];
      open = to;
      return [];
    });
  });
}
