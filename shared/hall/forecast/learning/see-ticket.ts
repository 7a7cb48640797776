import type { EpochMs } from '../../../lib/clock.ts';
import type { HallEvent } from '../../events.ts';
import type { TicketId } from '../../ticket.ts';
import { localTime } from '../../local-time.ts';
import type { LegOutcome, OpenVisit, Seen, Visits } from './visits.ts';

export interface Sight {
  readonly at: EpochMs;
  readonly told: Seen;
  /** Tickets of this entry that an appointment brought: they are no arrivals that anybody has to guess. */
  readonly expected: ReadonlySet<TicketId>;
  /** Called before a visit is changed. */
  readonly touch: (ticket: TicketId) => void;
}

type Fact<Type extends HallEvent['type']> = Extract<HallEvent, { type: Type }>;

/** Follows one event about tickets. Events about anything else change nothing. */
export function seeTicket(visits: Visits, event: HallEvent, sight: Sight): void {
  switch (event.type) {
    case 'ticket-issued':
      return issued(visits, event, sight);
    case 'served-without-ticket':
      sight.touch(event.ticket);
      visits.open.set(event.ticket, unqueued(event, sight.at));
      return;
    case 'tickets-redirected': {
      const before = event.moved.flatMap(({ ticket }) => visits.open.get(ticket) ?? []);
      visits.redirects.push({ redirect: event.redirect, at: sight.at, before });
      // The wait goes on in a line that nothing was told about.
      for (const visit of before) visits.open.set(visit.ticket, { ...visit, service: event.service, quote: null });
      return;
    }
    case 'tickets-merged':
      return withVisit(visits, event.ticket, sight, (visit) => close(visits, visit, 'merged', sight));
    case 'ticket-called':
    case 'service-started':
    case 'service-finished':
    case 'ticket-no-show':
    case 'ticket-returned':
    case 'ticket-postponed':
    case 'ticket-cancelled':
    case 'ticket-left':
    case 'ticket-held':
    case 'ticket-resumed':
    case 'ticket-woken':
    case 'ticket-transferred':
    case 'ticket-reclassified':
      return withVisit(visits, event.ticket, sight, (visit) => followed(visits, visit, event, sight));
    default:
      return;
  }
}

function withVisit(visits: Visits, ticket: TicketId, { touch }: Sight, follow: (visit: OpenVisit) => void): void {
  const visit = visits.open.get(ticket);
  // Not there: its day is over, or the journal was read from its middle. Nothing can be said of it.
  if (visit === undefined) return;
  touch(ticket);
  follow(visit);
}

type Followed = Fact<
  | 'ticket-called'
  | 'service-started'
  | 'service-finished'
  | 'ticket-no-show'
  | 'ticket-returned'
  | 'ticket-postponed'
  | 'ticket-cancelled'
  | 'ticket-left'
  | 'ticket-held'
  | 'ticket-resumed'
  | 'ticket-woken'
  | 'ticket-transferred'
  | 'ticket-reclassified'
>;

function followed(visits: Visits, visit: OpenVisit, event: Followed, sight: Sight): void {
  const { at } = sight;
  const keep = (changes: Partial<OpenVisit>) => void visits.open.set(visit.ticket, { ...visit, ...changes });
  switch (event.type) {
    case 'ticket-called':
      return called(visits, visit, event, sight);
    case 'service-started':
      return keep({ startedAt: event.startedAt, implicit: event.implicit === true });
    case 'service-finished':
      return finished(visits, visit, sight);
    case 'ticket-transferred':
      return transferred(visits, visit, event, sight);
    case 'ticket-no-show':
      return missed(visits, visit, event.returnable, sight);
    case 'ticket-returned':
      return keep({ missed: false, takenUpAt: null, startedAt: null });
    case 'ticket-postponed':
      // The customer asked to wait longer: the promise was about another wait.
      return keep({ quote: null });
    case 'ticket-held':
      return keep({ heldSince: at });
    case 'ticket-resumed':
      return keep({ ...held(visit, at), counter: event.counter, shared: visit.shared || event.teller !== visit.teller });
    case 'ticket-woken':
      return woken(visits, visit, sight);
    case 'ticket-reclassified':
      return keep({ class: event.class });
    case 'ticket-cancelled':
    case 'ticket-left':
      gaveUp(visit, sight);
      return close(visits, visit, event.type === 'ticket-left' ? 'left' : 'cancelled', sight);
  }
}

function issued(visits: Visits, event: Fact<'ticket-issued'>, { at: toldAt, told, expected, touch }: Sight): void {
  // Told when the hub was back: the customer came when the kiosk printed the number.
  const at = event.offline === undefined ? toldAt : event.credit.at;
  touch(event.ticket);
  visits.open.set(event.ticket, {
    ...NO_LEG,
    ticket: event.ticket,
    service: event.service,
    class: event.class,
    issuedAt: at,
    quote: event.quote ?? null,
  });
  if (!expected.has(event.ticket)) arrived(visits, event, { at, told });
}

function arrived(
  { timeZone }: Visits,
  { service, class: classId }: { readonly service: string; readonly class: string },
  { at, told }: Pick<Sight, 'at' | 'told'>,
): void {
  const { day, minutes } = localTime(at, timeZone);
  told.observations.push({ is: 'arrived', day, minute: minutes, service, class: classId });
}

const NO_LEG: Omit<OpenVisit, 'ticket' | 'service' | 'class' | 'issuedAt'> = {
  leg: 0,
  calledAt: null,
  takenUpAt: null,
  startedAt: null,
  implicit: false,
  counter: null,
  teller: null,
  shared: false,
  heldMs: 0,
  heldSince: null,
  missed: false,
  quote: null,
  simpleMs: null,
  unqueued: false,
  spoiled: false,
};

function unqueued(event: Fact<'served-without-ticket'>, at: EpochMs): OpenVisit {
  const { ticket, service, class: classId, counter, teller } = event;
  const times = { issuedAt: at, calledAt: at, takenUpAt: at, startedAt: at };
  return { ...NO_LEG, ...times, ticket, service, class: classId, counter, teller, unqueued: true };
}

/** The time on hold until now does not count as served. */
function held(visit: OpenVisit, at: EpochMs): Pick<OpenVisit, 'heldMs' | 'heldSince'> {
  return { heldMs: visit.heldMs + (visit.heldSince === null ? 0 : at - visit.heldSince), heldSince: null };
}

function called(visits: Visits, visit: OpenVisit, event: Fact<'ticket-called'>, { at, told }: Sight): void {
  const { counter, teller } = event;
  const goesOn = visit.heldSince !== null;
  visits.open.set(visit.ticket, {
    ...visit,
    ...held(visit, at),
    calledAt: visit.calledAt ?? at,
    takenUpAt: goesOn ? visit.takenUpAt : at,
    counter,
    teller,
    shared: visit.shared || (goesOn && teller !== visit.teller),
  });
  // Who was on hold has been called before: how long a hall lets people wait is not seen from him.
  if (goesOn || visit.calledAt !== null || visit.spoiled) return;
  const waitedMs = at - visit.issuedAt;
  told.observations.push({ is: 'waited', class: visit.class, ms: waitedMs, gaveUp: false });
  if (visit.quote !== null) told.observations.push({ is: 'told', service: visit.service, quote: visit.quote, waitedMs });
}

function close(visits: Visits, visit: OpenVisit, outcome: LegOutcome, { at, told }: Pick<Sight, 'at' | 'told'>): void {
  visits.open.delete(visit.ticket);
  told.legs.push({ visit, outcome, at, day: visits.day ?? localTime(at, visits.timeZone).day });
}

/** The counter was taken up until now, and the customer had come. */
function served(visit: OpenVisit, { at, told }: Pick<Sight, 'at' | 'told'>): OpenVisit {
  const over = { ...visit, ...held(visit, at) };
  const from = visit.takenUpAt ?? visit.startedAt;
  if (visit.spoiled || from === null) return over;
  const teller = visit.shared ? null : visit.teller;
  told.observations.push({ is: 'served', service: visit.service, teller, from, to: at, heldMs: over.heldMs });
  if (!visit.unqueued) told.observations.push({ is: 'came', waitedMs: (visit.calledAt ?? from) - visit.issuedAt });
  return over;
}

function finished(visits: Visits, visit: OpenVisit, sight: Sight): void {
  close(visits, served(visit, sight), 'served', sight);
}

function transferred(visits: Visits, visit: OpenVisit, event: Fact<'ticket-transferred'>, sight: Sight): void {
  finished(visits, visit, sight);
  const { ticket, service } = event;
  visits.open.set(ticket, { ...NO_LEG, ticket, service, class: visit.class, leg: visit.leg + 1, issuedAt: sight.at });
  // A step of the visit follows by itself in a forecast, and somebody sent to one counter waits in no line that others come into.
  if (event.step !== true && event.to === null) arrived(visits, { service, class: visit.class }, sight);
}

/** A leg of its own for the wait that follows; the service goes on where it was broken off, and is one time to learn from. */
function woken(visits: Visits, visit: OpenVisit, { at, told }: Sight): void {
  told.legs.push({ visit, outcome: 'served', at, day: visits.day ?? localTime(at, visits.timeZone).day });
  visits.open.set(visit.ticket, { ...visit, leg: visit.leg + 1, issuedAt: at, calledAt: null, quote: null });
}

function missed(visits: Visits, visit: OpenVisit, returnable: boolean, sight: Sight): void {
  const { at, told } = sight;
  if (!visit.spoiled && visit.takenUpAt !== null) {
    const waitedMs = (visit.calledAt ?? visit.takenUpAt) - visit.issuedAt;
    told.observations.push({ is: 'missed', waitedMs, lostMs: at - visit.takenUpAt });
  }
  close(visits, visit, 'no-show', sight);
  if (returnable) visits.open.set(visit.ticket, { ...visit, missed: true, takenUpAt: null });
}

/** Seen to leave while waiting. Who leaves after his call has waited to the end. */
function gaveUp(visit: OpenVisit, { at, told }: Sight): void {
  if (visit.spoiled || visit.calledAt !== null) return;
  told.observations.push({ is: 'waited', class: visit.class, ms: at - visit.issuedAt, gaveUp: true });
}
