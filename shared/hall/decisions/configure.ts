import { failed, ok } from '../../lib/result.ts';
import type { ConfigureHall } from '../commands.ts';
import { configurationProblems } from '../configuration-problems.ts';
import {
  classSetup,
  counterSetup,
  serviceSetup,
  type ClassId,
  type CounterId,
  type HallConfiguration,
  type ServiceId,
} from '../configuration.ts';
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

/** What serves, waits or is booked now and would have no place any more: `service A`, `counter 3`. */
export function leftOutButInUse(state: HallState, next: HallConfiguration): string[] {
  const used = usedNow(state);
  return [
    ...[...used.services].filter((id) => serviceSetup(next, id) === undefined).map((id) => `service ${id}`),
    ...[...used.classes].filter((id) => classSetup(next, id) === undefined).map((id) => `class ${id}`),
    ...[...used.counters].filter((id) => counterSetup(next, id) === undefined).map((id) => `counter ${id}`),
  ];
}

interface Used {
  readonly services: Set<ServiceId>;
  readonly classes: Set<ClassId>;
  readonly counters: Set<CounterId>;
}

function usedNow(state: HallState): Used {
  const used: Used = { services: new Set(), classes: new Set(), counters: new Set() };
  for (const ticket of state.tickets.values()) {
    if (overAt(ticket) !== null) continue;
    used.services.add(currentLeg(ticket).service);
    used.classes.add(ticket.classId);
    for (const step of ticket.steps) used.services.add(step.service);
    const { status } = ticket;
    if (status.is === 'waiting' && status.to !== undefined && 'counter' in status.to) used.counters.add(status.to.counter);
    if (status.is === 'held' && status.kind === 'this-counter') used.counters.add(status.counter);
  }
  for (const counter of state.counters.values()) {
    if (counter.signIn !== null || counter.mode.is !== 'closed') used.counters.add(counter.id);
  }
  for (const { service, classId, status } of state.appointments.values()) {
    if (status.is !== 'booked') continue;
    used.services.add(service);
    used.classes.add(classId);
  }
  return used;
}
