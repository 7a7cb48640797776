import type { EpochMs } from '../../lib/clock.ts';
import { must } from '../../lib/assert.ts';
import { counterSetup, type ClassId, type CounterId, type ServiceId } from '../configuration.ts';
import type { HallState } from '../state.ts';
import type { Waiting } from './credit-queue.ts';
import type { Candidate, QueueView } from './queue-view.ts';

/** The hall's own queues, seen from one counter. Valid until the state changes. */
export function hallQueueView(state: HallState, counter: CounterId, at: EpochMs): QueueView {
  const configuration = must(state.configuration, 'the hall is configured');
  const queue = (service: ServiceId, classId: ClassId) => state.queues.get(service)?.get(classId);
  const candidate = (service: ServiceId, classId: ClassId, waiting: Waiting | null | undefined): Candidate | null =>
    waiting === null || waiting === undefined
      ? null
      : {
          ticket: waiting.ticket,
          service,
          class: classId,
          credit: waiting.credit,
          returned: must(state.tickets.get(waiting.ticket), 'a waiting ticket exists').returns > 0,
        };
  return {
    at,
    tiers: must(counterSetup(configuration, counter), 'the counter is configured').serves,
    classes: configuration.classes.map((each) => each.id),
    head: (service, classId) => candidate(service, classId, queue(service, classId)?.first()),
    firstPassed: (service, classId, times) => candidate(service, classId, queue(service, classId)?.firstPassed(times)),
    before: (service, classId, credit) => queue(service, classId)?.before(credit) ?? { count: 0, passedMost: 0 },
  };
}
