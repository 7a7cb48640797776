import type { EpochMs } from '../../lib/clock.ts';
import { counterSetup, type CounterId, type ServiceId } from '../configuration.ts';
import { ticketAtHand } from '../counter.ts';
import { ArrayQueueView, type ArrayTicket } from '../routing/array-queue-view.ts';
import { nextTicket } from '../routing/next-ticket.ts';
import type { HallState } from '../state.ts';
import { counterSign, type CounterSign } from './counter-signs.ts';
import { serviceQueues } from './service-queues.ts';
import { ticketView, type TicketView } from './ticket-view.ts';

export interface DeskView {
  readonly sign: CounterSign;
  /** What this counter serves, first choice first. */
  readonly services: readonly ServiceId[];
  readonly atHand: TicketView | null;
  /** People waiting for what this counter serves. */
  readonly waiting: number;
  readonly oldestAt: EpochMs | null;
  /** In the order in which this counter would call them now, if nobody else called and nobody came. */
  readonly upNext: readonly TicketView[];
}

const UP_NEXT_MAX = 8;

/** All that a desk shows; null for a counter that the hall does not have. `now`: the hall's clock. */
export function deskView(state: HallState, id: CounterId, now: EpochMs = state.at): DeskView | null {
  const counter = state.counters.get(id);
  const setup = state.configuration === null ? undefined : counterSetup(state.configuration, id);
  if (counter === undefined || setup === undefined) return null;
  const services = setup.serves.flat();
  const queues = serviceQueues(state).filter((queue) => services.includes(queue.service));
  const oldest = queues.flatMap((queue) => queue.oldestAt ?? []);
  const atHand = ticketAtHand(counter);
  return {
    sign: counterSign(state, counter),
    services,
    atHand: atHand === null ? null : ticketView(state, atHand),
    waiting: queues.reduce((sum, queue) => sum + queue.waiting, 0),
    oldestAt: oldest.length === 0 ? null : Math.min(...oldest),
    upNext: upNext(state, id, Math.max(now, state.at)),
  };
}

/** The heads of the queues are enough: nobody behind the eighth of a queue is among the next eight. */
function upNext(state: HallState, id: CounterId, now: EpochMs): TicketView[] {
  const configuration = state.configuration!;
  const tiers = counterSetup(configuration, id)!.serves;
  const tickets: ArrayTicket[] = [];
  for (const service of tiers.flat()) {
    for (const [classId, queue] of state.queues.get(service) ?? []) {
      for (const { ticket, credit, passed } of queue.earliest(UP_NEXT_MAX)) {
        const returned = (state.tickets.get(ticket)?.returns ?? 0) > 0;
        tickets.push({ ticket, service, class: classId, credit, returned, passed });
      }
    }
  }
  const view = new ArrayQueueView({ at: now, tiers, classes: configuration.classes.map((each) => each.id), tickets });
  const next: TicketView[] = [];
  while (next.length < UP_NEXT_MAX) {
    const called = nextTicket(view, configuration.routing);
    if (called === null) break;
    view.call(called.candidate);
    next.push(...[ticketView(state, called.candidate.ticket)].flatMap((each) => each ?? []));
  }
  return next;
}
