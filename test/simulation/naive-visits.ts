import {
  addressOf,
  counterIn,
  isEarlier,
  ticketIn,
  waitingIn,
  type Books,
  type Expect,
  type Fact,
  type NaiveTicket,
} from './naive-books.ts';
import { arrivalOf, isLent, paperCame } from './naive-leases.ts';
import { isFree, newTicket, putDown, takeInHand } from './naive-calls.ts';

export type VisitFact = Fact<
  | 'ticket-issued'
  | 'service-finished'
  | 'ticket-held'
  | 'ticket-resumed'
  | 'ticket-woken'
  | 'ticket-transferred'
  | 'tickets-released'
  | 'tickets-redirected'
  | 'ticket-reclassified'
  | 'tickets-merged'
  | 'documents-checked'
  | 'ticket-cancelled'
  | 'ticket-left'
>;

export function applyVisit(books: Books, event: VisitFact, at: number, expect: Expect): void {
  switch (event.type) {
    case 'ticket-issued':
      return issued(books, event, expect);
    case 'service-finished':
      return finished(books, event, expect);
    case 'ticket-held':
      return held(books, event, at, expect);
    case 'ticket-resumed':
      return resumed(books, event, expect);
    case 'ticket-woken':
      return woken(books, event, expect);
    case 'ticket-transferred':
      return transferred(books, event, at, expect);
    case 'tickets-released':
      for (const id of event.tickets) released(ticketIn(books, id), expect);
      return;
    case 'tickets-redirected':
      for (const moved of event.moved) redirected(books, moved, event.service, expect);
      return;
    case 'tickets-merged':
      return merged(books, event, expect);
    case 'ticket-reclassified':
    case 'documents-checked':
    case 'ticket-cancelled':
    case 'ticket-left':
      return waitingTicket(books, event, expect);
  }
}

function issued(books: Books, event: Fact<'ticket-issued'>, expect: Expect): void {
  const { ahead, class: classId, credit, number, serial, service, ticket } = event;
  expect(books.day?.isOpen === true, `${number} was issued on a closed day`);
  const { offline } = event;
  // Whoever holds a paper keeps the place, whatever was stopped meanwhile.
  expect(offline !== undefined || !books.stopped.includes(service), `${number} was issued for ${service}, which is stopped`);
  if (offline === undefined) follows(books, event, expect);
  else {
    paperCame(books, { number, serial, offline }, expect);
    expect(credit.at === arrivalOf(books, offline), `${number} waits since ${credit.at}`);
  }
  const waiting = waitingIn(books).filter((other) => other.service === service).length;
  expect(ahead === waiting, `${number} was told ${ahead} ahead, ${waiting} were`);
  expect(ticketIn(books, ticket) === undefined, `ticket ${ticket} was made twice`);
  books.tickets.push(newTicket({ id: ticket, number, service, classId, credit }));
}

/** The number after the last that was given here, past all that are lent. */
function follows(books: Books, { letter, number, serial }: Fact<'ticket-issued'>, expect: Expect): void {
  const series = books.serials.find((each) => each.letter === letter) ?? { letter, last: 0 };
  if (series.last === 0) books.serials.push(series);
  let next = series.last + 1;
  while (isLent(books, letter, next)) next += 1;
  expect(serial === next, `number ${number} follows ${series.last}`);
  series.last = serial;
}

function finished(books: Books, event: Fact<'service-finished'>, expect: Expect): void {
  const found = atCounter(books, event, ['serving'], expect);
  if (found !== null) putDown(found.counter, found.ticket, 'ended');
}

function held(books: Books, event: Fact<'ticket-held'>, at: number, expect: Expect): void {
  const found = atCounter(books, event, ['serving'], expect);
  const { kind, until } = event;
  expect((kind === 'later') === (until !== null), `a hold ${kind} until ${until}`);
  expect(until === null || until > at, 'a hold until the past');
  if (found === null) return;
  expect(found.counter.teller === event.teller, `${event.teller} held a ticket of counter ${event.counter}`);
  putDown(found.counter, found.ticket, 'held');
  found.ticket.hold = { kind, counter: event.counter, until };
}

function resumed(books: Books, event: Fact<'ticket-resumed'>, expect: Expect): void {
  const ticket = ticketIn(books, event.ticket);
  const counter = counterIn(books, event.counter);
  expect(isFree(counter) && counter.teller === event.teller, `counter ${event.counter} went on with somebody and could not`);
  expect(ticket?.status === 'held', 'service went on with a ticket that was not on hold');
  if (ticket === undefined || counter === undefined) return;
  const isElsewhere = ticket.hold?.kind === 'this-counter' && ticket.hold.counter !== event.counter;
  expect(!isElsewhere, `${ticket.number} was kept for counter ${ticket.hold?.counter}`);
  ticket.hold = null;
  takeInHand(counter, ticket, 'serving');
}

/** Back in line by the arrival of the visit. */
function woken(books: Books, { credit, ticket: id, to }: Fact<'ticket-woken'>, expect: Expect): void {
  const ticket = ticketIn(books, id);
  expect(ticket?.status === 'held', 'a ticket was woken that was not on hold');
  if (ticket === undefined) return;
  expect(credit.at === ticket.creditAt, `${ticket.number} was woken without the credit it had`);
  Object.assign(ticket, { status: 'waiting', hold: null, credit, to: addressOf(to), woken: true, passed: 0 });
}

function transferred(books: Books, event: Fact<'ticket-transferred'>, at: number, expect: Expect): void {
  const { credit, service, step, steps, to } = event;
  const found = atCounter(books, event, ['called', 'serving'], expect);
  expect(
    books.configuration?.services.some(({ id }) => id === service) === true,
    `a transfer to ${service}, which nobody offers`,
  );
  if (found === null) return;
  const { counter, ticket } = found;
  const place = books.configuration?.transfers?.place ?? 'credit';
  if (step === true) expectStep(books, ticket, event, expect);
  else expect(credit.at === (place === 'end' ? at : ticket.creditAt), `${ticket.number} was transferred without its credit`);
  putDown(counter, ticket, 'waiting');
  Object.assign(ticket, { service, credit, to: addressOf(to), steps, passed: 0 });
}

/** The next step is the first that was added to the visit, else the one that the service names. */
function expectStep(books: Books, ticket: NaiveTicket, event: Fact<'ticket-transferred'>, expect: Expect): void {
  const named = books.configuration?.services.find(({ id }) => id === ticket.service)?.nextStep;
  const services = [...ticket.steps.map(({ service }) => service), ...(named === undefined ? [] : [named])];
  expect(services.includes(event.service), `${ticket.number} went on to ${event.service}, which does not follow`);
}

function released(ticket: NaiveTicket | undefined, expect: Expect): void {
  expect(ticket?.status === 'waiting' && ticket.to !== null, 'a ticket was let go that waited for nobody');
  if (ticket !== undefined) ticket.to = null;
}

function redirected(books: Books, moved: { ticket: string; from: string }, service: string, expect: Expect): void {
  const ticket = ticketIn(books, moved.ticket);
  expect(ticket?.status === 'waiting' && ticket.service === moved.from, 'a ticket was redirected that did not wait there');
  expect(service !== moved.from, 'a redirect to where the ticket is');
  if (ticket !== undefined) Object.assign(ticket, { service, to: null });
}

/**
 * One person's two tickets. For the same service the earlier place counts; another service follows with the arrival it had. Nothing
 * that was asked for is forgotten.
 */
function merged(books: Books, event: Fact<'tickets-merged'>, expect: Expect): void {
  const ticket = ticketIn(books, event.ticket);
  const into = ticketIn(books, event.into);
  expect(
    ticket?.status === 'waiting' && into?.status === 'waiting' && ticket !== into,
    'tickets were merged that do not both wait',
  );
  if (ticket === undefined || into === undefined) return;
  const earlier = ticket.service === into.service && isEarlier(ticket.credit, into.credit) ? ticket : into;
  expect(event.credit.order === earlier.credit.order, `${into.number} got a place by a merge that nobody had`);
  const isKept = event.steps.some(({ service }) => service === ticket.service) || into.service === ticket.service;
  expect(isKept, `${ticket.service} was forgotten in a merge`);
  ticket.status = 'ended';
  const creditAt = earlier === ticket ? Math.min(into.creditAt, ticket.credit.at) : into.creditAt;
  Object.assign(into, { credit: event.credit, steps: event.steps, creditAt });
}

function waitingTicket(
  books: Books,
  event: Fact<'ticket-reclassified' | 'documents-checked' | 'ticket-cancelled' | 'ticket-left'>,
  expect: Expect,
): void {
  const ticket = ticketIn(books, event.ticket);
  expect(ticket !== undefined && ticket.status !== 'ended', `${event.type} of a ticket that is over`);
  if (ticket === undefined) return;
  switch (event.type) {
    case 'documents-checked':
      return;
    case 'ticket-reclassified':
      expect(ticket.status === 'waiting', `${ticket.number} got another class and did not wait`);
      ticket.classId = event.class;
      return;
    case 'ticket-cancelled':
    case 'ticket-left':
      expect(ticket.status === 'waiting', `${ticket.number} ended and did not wait`);
      ticket.status = 'ended';
  }
}

function atCounter(
  books: Books,
  event: { readonly type: string; readonly ticket: string; readonly counter: number },
  from: readonly NaiveTicket['status'][],
  expect: Expect,
) {
  const ticket = ticketIn(books, event.ticket);
  const counter = counterIn(books, event.counter);
  const isThere = ticket !== undefined && from.includes(ticket.status) && ticket.counter === event.counter;
  expect(isThere, `${event.type} of a ticket that is elsewhere`);
  expect(counter?.atHand === event.ticket, `${event.type} at counter ${event.counter}, which has another at hand`);
  return ticket === undefined || counter === undefined ? null : { ticket, counter };
}
