import type { HallConfiguration } from './configuration.ts';
import { alertLint } from './lint/alert-lint.ts';
import { counterLint } from './lint/counter-lint.ts';
import { hoursLint } from './lint/hours-lint.ts';
import type { Lint } from './lint/lint.ts';
import { routingLint } from './lint/routing-lint.ts';

/**
 * What a hall can open with and is hardly meant so; empty for a configuration without a doubt. For one that has no problems
 * (`configurationProblems`): those are refused, this is only told.
 */
export function configurationLint(configuration: HallConfiguration): Lint[] {
  return [
    ...hoursLint(configuration),
    ...counterLint(configuration),
    ...routingLint(configuration),
    ...alertLint(configuration),
    ...printerLint(configuration),
  ];
}

function printerLint({ printers }: HallConfiguration): Lint[] {
  const byAddress = new Map<string, { readonly ids: string[]; readonly host: string; readonly port: number }>();
  for (const { id, host, port } of printers) {
    const same = byAddress.get(`${host} ${port}`);
    if (same === undefined) byAddress.set(`${host} ${port}`, { ids: [id], host, port });
    else same.ids.push(id);
  }
  return [...byAddress.values()]
    .filter(({ ids }) => ids.length > 1)
    .map(({ ids, host, port }) => ({ kind: 'printer-address-twice', printers: ids, host, port }));
}
