import { unknownId, type ConfigurationProblem } from './configuration-problem.ts';
import type { HallConfiguration } from './configuration.ts';

/** What of a kiosk's set-up names what is not there, or names one thing twice. */
export function kioskProblems({ kiosk, services, classes }: HallConfiguration): ConfigurationProblem[] {
  if (kiosk === undefined) return [];
  const serviceIds = new Set(services.map(({ id }) => id));
  const classIds = new Set(classes.map(({ id }) => id));
  const grouped = new Set<string>();
  const seen = { groups: new Set<string>(), needs: new Set<string>() };
  const twice = (list: 'groups' | 'needs', id: string, index: number): ConfigurationProblem[] => {
    if (seen[list].has(id)) return [{ path: ['kiosk', list, index, 'id'], problem: `id ${id} is used twice` }];
    seen[list].add(id);
    return [];
  };
  return [
    ...(kiosk.groups ?? []).flatMap((group, index) => [
      ...twice('groups', group.id, index),
      ...group.services.flatMap((service, place): ConfigurationProblem[] => {
        const path = ['kiosk', 'groups', index, 'services', place];
        const unknown = unknownId(serviceIds, service, { path, what: 'service' });
        if (unknown.length > 0) return unknown;
        if (grouped.has(service)) return [{ path, problem: `service ${service} is listed twice` }];
        grouped.add(service);
        return [];
      }),
    ]),
    ...(kiosk.needs ?? []).flatMap((need, index) => [
      ...twice('needs', need.id, index),
      ...unknownId(classIds, need.class, { path: ['kiosk', 'needs', index, 'class'], what: 'class' }),
    ]),
  ];
}
