import type { Candidate, QueueKey, QueueView } from '../routing/queue-view.ts';
import { isBefore } from '../ticket.ts';

/** The view as it is once one more ticket waits in it, that nobody has passed yet. */
export function viewWith(view: QueueView, joining: Candidate): QueueView {
  const isItsQueue = (queue: QueueKey): boolean =>
    queue.service === joining.service && queue.class === joining.class && queue.to === joining.to;
  const orJoining = (other: Candidate | null): Candidate =>
    other === null || isBefore(joining.credit, other.credit) ? joining : other;
  return {
    ...view,
    head: (queue) => (isItsQueue(queue) ? orJoining(view.head(queue)) : view.head(queue)),
    firstPassed: (queue, times) => {
      const first = view.firstPassed(queue, times);
      return isItsQueue(queue) && times < 1 ? orJoining(first) : first;
    },
    before: (queue, credit) => {
      const { count, passedMost } = view.before(queue, credit);
      const isBehind = isItsQueue(queue) && isBefore(joining.credit, credit);
      return { count: isBehind ? count + 1 : count, passedMost };
    },
  };
}
