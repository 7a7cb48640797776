import { failed, ok, type Result } from '../../lib/result.ts';
import type { ServeOnly } from '../commands.ts';
import { serviceSetup } from '../configuration.ts';
import type { Context, Decision } from '../context.ts';
import type { Counter } from '../counter.ts';
import type { HallEvent } from '../events.ts';
import { refuse, type Refusal } from '../refusals.ts';
import type { HallState } from '../state.ts';
import { configurationOf, findCounter } from './lookup.ts';
import { isPlannable } from './moment.ts';

/** 专席: for now the counter serves these services and no others; none restores what it is set up for. */
export function decideServeOnly(state: HallState, command: ServeOnly, context: Context): Decision {
  const found = findCounter(state, command.counter);
  if (!found.ok) return found;
  return restrictingEvents(state, found.value, command, context);
}

/** Nothing when the counter is restricted like this already. */
export function restrictingEvents(
  state: HallState,
  { id, only }: Counter,
  { services, until }: Pick<ServeOnly, 'services' | 'until'>,
  { at }: Context,
): Result<readonly HallEvent[], Refusal> {
  const configuration = configurationOf(state);
  const unknown = services.find((service) => serviceSetup(configuration, service) === undefined);
  if (unknown !== undefined) return failed(refuse('unknown-service', { service: unknown }));
  // Nothing to restore at that time: the sender means something else.
  const isForNothing = services.length === 0 && until !== undefined;
  if (until !== undefined && (isForNothing || !isPlannable(until, at))) return failed(refuse('bad-time', { at: until }));
  if (services.length === 0) return ok(only === null ? [] : [{ type: 'counter-unrestricted', counter: id }]);
  const wanted = { services: [...new Set(services)], until: until ?? null };
  const isSo = only !== null && only.until === wanted.until && only.services.join(' ') === wanted.services.join(' ');
  return ok(isSo ? [] : [{ type: 'counter-restricted', counter: id, ...wanted }]);
}
