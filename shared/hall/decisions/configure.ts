import { failed, ok } from '../../lib/result.ts';
import type { ConfigureHall } from '../commands.ts';
import { configurationProblems } from '../configuration-problems.ts';
import { classSetup, counterSetup, serviceSetup, type HallConfiguration } from '../configuration.ts';
import type { Decision } from '../context.ts';
import { refuse } from '../refusals.ts';
import type { HallState } from '../state.ts';
import { currentLeg, overAt } from '../ticket.ts';

/** Takes effect with its entry. What the new configuration leaves out must not be in use. */
export function decideConfigure(state: HallState, command: ConfigureHall): Decision {
  const { configuration, basedOn } = command;
  if (basedOn !== undefined && basedOn !== state.configurationVersion) {
    return failed(refuse('configuration-changed', { basedOn, now: state.configurationVersion }));
  }
  const problems = configurationProblems(configuration);
  if (problems.length > 0) return failed(refuse('configuration-invalid', { problems }));
  const inUse = leftOutButInUse(state, configuration);
  if (inUse.length > 0) return failed(refuse('configuration-in-use', { inUse }));
  return ok([{ type: 'hall-configured', configuration }]);
}

/** What serves or waits now and would have no place any more: `service A`, `counter 3`. */
export function leftOutButInUse(state: HallState, next: HallConfiguration): string[] {
  const inUse = new Set<string>();
  for (const ticket of state.tickets.values()) {
    if (overAt(ticket) !== null) continue;
    const { service } = currentLeg(ticket);
    if (serviceSetup(next, service) === undefined) inUse.add(`service ${service}`);
    if (classSetup(next, ticket.classId) === undefined) inUse.add(`class ${ticket.classId}`);
  }
  for (const counter of state.counters.values()) {
    const used = counter.signIn !== null || counter.mode.is !== 'closed';
    if (used && counterSetup(next, counter.id) === undefined) inUse.add(`counter ${counter.id}`);
  }
  return [...inUse];
}
