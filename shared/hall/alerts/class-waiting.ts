import type { CounterSetup } from '../configuration.ts';
import { currentLeg, type Ticket } from '../ticket.ts';
import { servedQueues } from '../routing/served-queues.ts';
import { MINUTE_MS, passedSince, ruleFor, type Condition, type Watched } from './condition.ts';

/** Of one service and class so many are watched, those of the earliest credit: a crowd is what other rules are for. */
export const CLASS_WAITING_WATCHED = 20;

/**
 * VIP 到店: somebody of a class waits, and no counter that is reserved for the class could call them now. Told for each
 * ticket; it lasts until that customer is called, also when a counter becomes free before.
 */
export function classWaiting(watched: Watched): Condition[] {
  const { state, configuration, open } = watched;
  if (configuration.alerts?.some(({ kind }) => kind === 'class-waiting') !== true) return [];
  const free = configuration.counters.filter((counter) => counter.reservedFor !== undefined && isFree(watched, counter));
  const told = open.filter(({ kind }) => kind === 'class-waiting').map(({ subject }) => subject.ticket);
  const found = new Set(told.filter((ticket) => ticket !== undefined));
  for (const [service, byClass] of state.queues) {
    for (const [classId, queue] of byClass) {
      if (queue.size === 0 || ruleFor(watched, 'class-waiting', { service, class: classId }) === undefined) continue;
      if (free.some((counter) => counter.reservedFor === classId && serves(watched, counter, { service, class: classId })))
        continue;
      for (const { ticket } of queue.earliest(CLASS_WAITING_WATCHED)) found.add(ticket);
    }
  }
  return [...found].flatMap((id) => {
    const ticket = state.tickets.get(id);
    return ticket === undefined ? [] : conditionOf(watched, ticket, told.includes(id));
  });
}

function conditionOf(watched: Watched, ticket: Ticket, told: boolean): Condition[] {
  const { id, number, classId, status } = ticket;
  const { service, queuedAt } = currentLeg(ticket);
  const rule = ruleFor(watched, 'class-waiting', { service, class: classId });
  if (rule === undefined || status.is !== 'waiting') return [];
  const measured = passedSince(queuedAt, watched.at, MINUTE_MS);
  if (!told && measured < rule.threshold) return [];
  return [{ rule, subject: { service, class: classId, ticket: id, number }, measured }];
}

function isFree({ state }: Watched, { id }: CounterSetup): boolean {
  const mode = state.counters.get(id)?.mode;
  return mode?.is === 'open' && mode.atHand === null;
}

function serves({ state, at }: Watched, { id }: CounterSetup, wanted: { service: string; class: string }): boolean {
  const { tiers } = servedQueues(state, id, at);
  return tiers.flat().some((queue) => queue.service === wanted.service && queue.class === wanted.class);
}
