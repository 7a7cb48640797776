import type { EpochMs } from '../../lib/clock.ts';
import { counterSetup, type CounterId, type ServiceId } from '../configuration.ts';
import { ticketAtHand } from '../counter.ts';
import { ArrayQueueView, type ArrayTicket } from '../routing/array-queue-view.ts';
import type { CreditQueue, Waiting } from '../routing/credit-queue.ts';
import { passesNobody } from '../routing/hall-queue-view.ts';
import { nextTicket } from '../routing/next-ticket.ts';
import { queuesOf } from '../routing/queue-view.ts';
import { lineOf, servedQueues, servicesOf, waitingIn, type ServedQueues } from '../routing/served-queues.ts';
import type { HallState } from '../state.ts';
import { counterSign, type CounterSign } from './counter-signs.ts';
import { oldestOf } from './service-queues.ts';
import { ticketView, type TicketView } from './ticket-view.ts';

export interface DeskView {
  readonly sign: CounterSign;
  /** What this counter serves now, first choice first. */
  readonly services: readonly ServiceId[];
  readonly atHand: TicketView | null;
  /** People whom this counter may call now, those who wait for it alone among them. */
  readonly waiting: number;
  /** Since when the one who has waited longest of them has. */
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
  const at = Math.max(now, state.at);
  const served = servedQueues(state, id, at);
  const atHand = ticketAtHand(counter);
  return {
    sign: counterSign(state, counter),
    services: servicesOf(served),
    atHand: atHand === null ? null : ticketView(state, atHand),
    waiting: waitingIn(state, served),
    oldestAt: oldestOf(queuesOf(served).flatMap((queue) => lineOf(state, queue) ?? [])),
    upNext: upNext(state, served, at),
  };
}

/**
 * The heads of the queues, and who is at the cap behind them, are enough for the very next; and hardly anybody else from
 * behind the eighth of a queue is among the next eight.
 */
function upNext(state: HallState, served: ServedQueues, at: EpochMs): TicketView[] {
  const rule = state.configuration!.routing;
  const tickets: ArrayTicket[] = queuesOf(served).flatMap((queue) =>
    firstInLine(lineOf(state, queue), rule.passedMax).map(({ ticket, credit, passed }) => ({
      ...queue,
      ticket,
      credit,
      passed,
      passesNobody: passesNobody(state.tickets.get(ticket)!),
    })),
  );
  const view = new ArrayQueueView({ at, ...served, ratio: state.ratio, tickets });
  const next: TicketView[] = [];
  while (next.length < UP_NEXT_MAX) {
    const called = nextTicket(view, rule);
    if (called === null) break;
    view.call(called);
    next.push(...[ticketView(state, called.candidate.ticket)].flatMap((each) => each ?? []));
  }
  return next;
}

function firstInLine(line: CreditQueue | undefined, passedMax: number | null): (Waiting & { readonly passed: number })[] {
  if (line === undefined) return [];
  const first = line.earliest(UP_NEXT_MAX);
  const capped = passedMax === null ? null : line.firstPassed(passedMax);
  if (capped === null || first.some(({ ticket }) => ticket === capped.ticket)) return first;
  return [...first, { ticket: capped.ticket, credit: capped.credit, passed: line.passed(capped.credit) }];
}
