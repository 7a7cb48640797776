import type { CounterId } from '../configuration.ts';
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
  const classes = new Set(
    (configuration.alerts ?? []).flatMap((rule) => (rule.kind === 'class-waiting' ? (rule.class ?? []) : [])),
  );
  if (classes.size === 0) return [];
  const told = new Set(open.flatMap(({ kind, subject }) => (kind === 'class-waiting' ? (subject.ticket ?? []) : [])));
  const found = new Set(told);
  let callable: ReadonlySet<string> | null = null;
  // In the configuration's order: that of the queues is another after a restart, and then the same moment would tell in another.
  for (const { id: service } of configuration.services) {
    for (const classId of classes) {
      const queue = state.queues.get(service)?.get(classId);
      if (queue === undefined || queue.size === 0) continue;
      if (ruleFor(watched, 'class-waiting', { service, class: classId }) === undefined) continue;
      callable ??= callableNow(watched);
      if (callable.has(`${service} ${classId}`)) continue;
      for (const { ticket } of queue.earliest(CLASS_WAITING_WATCHED)) found.add(ticket);
    }
  }
  return [...found].flatMap((id) => {
    const ticket = state.tickets.get(id);
    return ticket === undefined ? [] : conditionOf(watched, ticket, told.has(id));
  });
}

/** The queues from which a counter that is reserved for their class could call somebody now. */
function callableNow(watched: Watched): ReadonlySet<string> {
  const { state, configuration, at } = watched;
  const queues = new Set<string>();
  for (const { id, reservedFor } of configuration.counters) {
    if (reservedFor === undefined || !isFree(watched, id)) continue;
    for (const queue of servedQueues(state, id, at).tiers.flat()) {
      if (queue.class === reservedFor) queues.add(`${queue.service} ${queue.class}`);
    }
  }
  return queues;
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

function isFree({ state }: Watched, id: CounterId): boolean {
  const mode = state.counters.get(id)?.mode;
  return mode?.is === 'open' && mode.atHand === null;
}
