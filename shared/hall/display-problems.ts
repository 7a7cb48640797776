import { unknownId, type ConfigurationProblem } from './configuration-problem.ts';
import type { HallConfiguration } from './configuration.ts';

/** A display of counters, services or media that the hall does not have; a public page whose last day is before its first. */
export function displayProblems(configuration: HallConfiguration): ConfigurationProblem[] {
  const { displays = [], publicPages = [], media } = configuration;
  const ids = (list: readonly { readonly id: string | number }[]) => new Set(list.map(({ id }) => id));
  const known = [
    ['counters', 'counter', ids(configuration.counters)],
    ['services', 'service', ids(configuration.services)],
    ['media', 'media', ids(media?.items ?? [])],
  ] as const;
  return [
    ...displays.flatMap((display, index) =>
      known.flatMap(([field, what, there]) =>
        (display[field] ?? []).flatMap((id, place) => unknownId(there, id, { path: ['displays', index, field, place], what })),
      ),
    ),
    ...publicPages.flatMap(({ validFrom, validUntil }, index) =>
      validFrom === undefined || validUntil === undefined || validFrom <= validUntil
        ? []
        : [{ path: ['publicPages', index, 'validUntil'], problem: `${validUntil} is before ${validFrom}` }],
    ),
  ];
}
