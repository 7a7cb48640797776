import type { EpochMs } from '../../lib/clock.ts';
import { serviceSetup, type ClassId, type CounterId, type ServiceId } from '../configuration.ts';
import type { TicketForecasts } from '../forecast/hall-forecast.ts';
import type { WaitRange } from '../forecast/wait-range.ts';
import type { Waiting } from '../routing/credit-queue.ts';
import { passedNow } from '../snapshot.ts';
import type { HallState } from '../state.ts';
import {
  currentLeg,
  type Address,
  type Leg,
  type OfflinePaper,
  type PrintStatus,
  type Ticket,
  type TicketId,
  type TicketStatus,
} from '../ticket.ts';

const MINUTE_MS = 60_000;

/** One ticket as screens show it: a value, safe to keep. */
export interface TicketView {
  readonly ticket: TicketId;
  readonly number: string | null;
  readonly service: ServiceId;
  readonly classId: ClassId;
  readonly status: TicketStatus['is'];
  readonly issuedAt: EpochMs;
  /** What was told when it was issued; null: nothing was. */
  readonly quote: WaitRange | null;
  /** When the current leg's wait began. */
  readonly waitingSince: EpochMs;
  readonly calledAt: EpochMs | null;
  readonly startedAt: EpochMs | null;
  /** Where it is called or served. */
  readonly counter: CounterId | null;
  readonly recalls: number;
  readonly returns: number;
  /** A no-show that may still be returned. */
  readonly returnable: boolean;
  /** While it waits: how often it can still be put back (推后). */
  readonly postponesLeft: number;
  readonly passed: number;
  readonly print: PrintStatus;
  /** On hold: how, where it was being served, since when, and with 稍后唤回 until when. */
  readonly held: Pick<Held, 'kind' | 'counter' | 'since' | 'until'> | null;
  /** It waits for this counter or this person only. */
  readonly to: Address | null;
  /** Services that follow on this ticket for certain, besides what its service itself leads to. */
  readonly steps: readonly ServiceId[];
  readonly documentsChecked: boolean;
  /** Waits and services begun, this one included. */
  readonly legs: number;
  /** Over all legs so far. */
  readonly delivered: readonly ServiceId[];
  /** While it waits: when the wait that the hall promises for this service is over; null where it promises none. */
  readonly promisedUntil: EpochMs | null;
  /** Printed by a kiosk while the hub was away (断网取号); `asked`: for what, where that was gone afterwards. Null: issued by the hub. */
  readonly offline: { readonly printed: boolean; readonly asked: NonNullable<OfflinePaper['asked']> | null } | null;
}

export interface PromisedWait {
  readonly ticket: TicketView;
  readonly until: EpochMs;
  readonly isBroken: boolean;
  /** That it will be broken, 0 to 1, as it is forecast; null where nothing is. */
  readonly breaks: number | null;
}

type Held = Extract<TicketStatus, { is: 'held' }>;

export function ticketView(state: HallState, id: TicketId): TicketView | null {
  const ticket = state.tickets.get(id);
  return ticket === undefined ? null : viewOf(state, ticket);
}

/** Waiting tickets by credit, of one service or of all, for whomever they wait. Work: O(limit × queues). */
export function waitingTickets(
  state: HallState,
  filter: { readonly service?: ServiceId | undefined },
  limit: number,
): TicketView[] {
  const firsts: Waiting[] = [];
  for (const queues of [state.queues, ...state.addressed.values()]) {
    for (const [service, byClass] of queues) {
      if (filter.service !== undefined && filter.service !== service) continue;
      for (const queue of byClass.values()) firsts.push(...queue.earliest(limit));
    }
  }
  firsts.sort((left, right) => left.credit.at - right.credit.at || left.credit.order - right.credit.order);
  return firsts.slice(0, limit).flatMap(({ ticket }) => ticketView(state, ticket) ?? []);
}

/**
 * Who waits for a service with a promised wait: those who are let down already, then the likelier ones as it is forecast, and
 * where nothing is, in the order in which the promises run out. Work: O(waiting), so for a screen that asks now and then.
 */
export function promisesNext(
  state: HallState,
  now: EpochMs,
  limit: number,
  forecasts: TicketForecasts | null = null,
): PromisedWait[] {
  const chances = new Map(forecasts?.tickets.map(({ ticket, breaksPromise }) => [ticket, breaksPromise]));
  const promises = waitingTickets(state, {}, Infinity).flatMap((view): PromisedWait[] => {
    const { promisedUntil: until } = view;
    if (until === null) return [];
    const isBroken = until < now;
    return [{ ticket: view, until, isBroken, breaks: isBroken ? 1 : (chances.get(view.ticket) ?? null) }];
  });
  return promises.sort((left, right) => urgency(right) - urgency(left) || left.until - right.until).slice(0, limit);
}

/** In tenths, so that the list does not jump with every forecast; what is not known stands in the middle. */
function urgency({ isBroken, breaks }: PromisedWait): number {
  if (isBroken) return 11;
  return breaks === null ? 5 : Math.round(10 * breaks);
}

/** Every no-show of today that is still there, the latest first. */
export function noShows(state: HallState): TicketView[] {
  const views: { at: EpochMs; view: TicketView }[] = [];
  for (const ticket of state.tickets.values()) {
    if (ticket.status.is === 'no-show') views.push({ at: ticket.status.at, view: viewOf(state, ticket) });
  }
  return views.sort((left, right) => right.at - left.at).map(({ view }) => view);
}

/** Tickets whose number is as typed: `a12`, `A012` and ` a 012` are the same. */
export function findTickets(state: HallState, typed: string): TicketView[] {
  const wanted = plain(typed);
  if (wanted === '') return [];
  const found: TicketView[] = [];
  for (const ticket of state.tickets.values()) {
    if (ticket.number !== null && plain(ticket.number) === wanted) found.push(viewOf(state, ticket));
  }
  return found;
}

function plain(number: string): string {
  return number
    .replace(/\s/g, '')
    .toUpperCase()
    .replace(/^([A-Z]*)0+(?=\d)/, '$1');
}

export function viewOf(state: HallState, ticket: Ticket): TicketView {
  const leg = currentLeg(ticket);
  const { status } = ticket;
  return {
    ticket: ticket.id,
    number: ticket.number,
    service: leg.service,
    classId: ticket.classId,
    status: status.is,
    issuedAt: ticket.issuedAt,
    quote: ticket.quote,
    waitingSince: leg.queuedAt,
    calledAt: status.is === 'called' ? status.calledAt : (leg.calledAt ?? null),
    startedAt: leg.startedAt ?? null,
    counter: status.is === 'called' || status.is === 'serving' ? status.counter : null,
    recalls: status.is === 'called' ? status.recalls : 0,
    returns: ticket.returns,
    returnable: status.is === 'no-show' && status.returnable,
    postponesLeft: status.is === 'waiting' ? postponesLeft(state, ticket) : 0,
    passed: passedNow(state, ticket),
    print: ticket.print,
    held: status.is === 'held' ? heldView(status) : null,
    to: status.is === 'waiting' ? (status.to ?? null) : null,
    steps: ticket.steps.flatMap(({ service }) => (service === leg.service ? [] : service)),
    documentsChecked: ticket.documentsChecked,
    legs: ticket.legs.length,
    delivered: ticket.legs.flatMap((each) => each.delivered ?? []),
    promisedUntil: status.is === 'waiting' ? promisedUntil(state, leg) : null,
    offline:
      ticket.offline === undefined ? null : { printed: ticket.offline.printed === true, asked: ticket.offline.asked ?? null },
  };
}

function postponesLeft({ configuration }: HallState, { postponed = 0 }: Ticket): number {
  return Math.max(0, (configuration?.postpone?.timesMax ?? 0) - postponed);
}

function heldView({ kind, counter, since, until }: Held): TicketView['held'] {
  return { kind, counter, since, until };
}

function promisedUntil({ configuration }: HallState, leg: Leg): EpochMs | null {
  const minutes = configuration === null ? undefined : serviceSetup(configuration, leg.service)?.promisedWaitMinutes;
  return minutes === undefined ? null : leg.queuedAt + minutes * MINUTE_MS;
}
