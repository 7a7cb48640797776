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

/** By what is really reached: a device stands in place of host and port. */
function printerLint({ printers }: HallConfiguration): Lint[] {
  const byAddress = new Map<string, string[]>();
  for (const { id, host, port, device } of printers) {
    const address = device ?? `${host}:${port}`;
    byAddress.set(address, [...(byAddress.get(address) ?? []), id]);
  }
  return [...byAddress]
    .filter(([, ids]) => ids.length > 1)
    .map(([address, ids]) => ({ kind: 'printer-address-twice', printers: ids, address }));
}
