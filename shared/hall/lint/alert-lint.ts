import type { HallConfiguration } from '../configuration.ts';
import type { Lint } from './lint.ts';

export function alertLint(configuration: HallConfiguration): Lint[] {
  return [...untold(configuration), ...hidden(configuration), ...promises(configuration)];
}

function untold({ alerts }: HallConfiguration): Lint[] {
  return (alerts ?? [])
    .filter(({ steps }) => steps.every(({ tell }) => tell.length === 0))
    .map((rule) => ({
      kind: 'alert-told-to-nobody',
      alert: rule.kind,
      service: rule.service ?? null,
      class: rule.class ?? null,
    }));
}

function hidden({ alerts }: HallConfiguration): Lint[] {
  const seen = new Set<string>();
  return (alerts ?? []).flatMap((rule): Lint[] => {
    const key = `${rule.kind} ${rule.service ?? ''} ${rule.class ?? ''}`;
    const { size } = seen;
    if (seen.add(key).size > size) return [];
    return [{ kind: 'alert-hidden', alert: rule.kind, service: rule.service ?? null, class: rule.class ?? null }];
  });
}

/** Whoever is told of the longest wait is to be told before the promise is broken. */
function promises({ alerts, services }: HallConfiguration): Lint[] {
  const rules = (alerts ?? []).filter(({ kind }) => kind === 'longest-wait');
  return services.flatMap(({ id, promisedWaitMinutes }): Lint[] => {
    const rule = rules.find(({ service }) => service === id) ?? rules.find(({ service }) => service === undefined);
    if (rule === undefined || promisedWaitMinutes === undefined || promisedWaitMinutes >= rule.threshold) return [];
    return [{ kind: 'promise-before-alert', service: id, promisedMinutes: promisedWaitMinutes, alertMinutes: rule.threshold }];
  });
}
