import type { EpochMs } from '../../lib/clock.ts';
import { must } from '../../lib/assert.ts';
import type { CounterId } from '../configuration.ts';
import type { HallState } from '../state.ts';
import type { Ticket } from '../ticket.ts';
import type { Waiting } from './credit-queue.ts';
import type { Candidate, QueueKey, QueueView } from './queue-view.ts';
import { lineOf, servedQueues } from './served-queues.ts';

/** The hall's own queues, seen from one counter. Valid until the state changes. */
export function hallQueueView(state: HallState, counter: CounterId, at: EpochMs): QueueView {
  const candidate = (queue: QueueKey, waiting: Waiting | null | undefined): Candidate | null => {
    if (waiting === null || waiting === undefined) return null;
    const ticket = must(state.tickets.get(waiting.ticket), 'a waiting ticket exists');
    const { service, class: classId, to } = queue;
    return { service, class: classId, to, ticket: ticket.id, credit: waiting.credit, passesNobody: passesNobody(ticket) };
  };
  return {
    at,
    ...servedQueues(state, counter, at),
    ratio: state.ratio,
    head: (queue) => candidate(queue, lineOf(state, queue)?.first()),
    firstPassed: (queue, times) => candidate(queue, lineOf(state, queue)?.firstPassed(times)),
    before: (queue, credit) => lineOf(state, queue)?.before(credit) ?? { count: 0, passedMost: 0 },
  };
}

/** Back after a no-show or a hold, it has had its turn: what it is called before is no overtaking. */
export function passesNobody({ returns, woken }: Ticket): boolean {
  return returns > 0 || woken;
}
