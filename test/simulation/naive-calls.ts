import type { CallReason } from '../../shared/hall/routing/call-reason.ts';
import {
  counterIn,
  isEarlier,
  ticketIn,
  waitingIn,
  type Books,
  type Expect,
  type Fact,
  type NaiveCounter,
  type NaiveTicket,
} from './naive-books.ts';
import { atTurn, mayCall, naiveNext, tiersOf } from './naive-routing.ts';

type CallFact = Fact<
  | 'ticket-called'
  | 'ticket-recalled'
  | 'service-started'
  | 'served-without-ticket'
  | 'ticket-no-show'
  | 'ticket-returned'
  | 'ticket-postponed'
>;

export function applyCall(books: Books, event: CallFact, at: number, expect: Expect): void {
  switch (event.type) {
    case 'ticket-called':
      return called(books, event, at, expect);
    case 'served-without-ticket':
      return servedWithoutTicket(books, event, at, expect);
    case 'ticket-returned':
      return returned(books, event, expect);
    case 'ticket-postponed':
      return postponed(books, event, expect);
    case 'ticket-recalled':
    case 'service-started':
    case 'ticket-no-show':
      return withCalled(books, event, at, expect);
  }
}

function called(books: Books, event: Fact<'ticket-called'>, at: number, expect: Expect): void {
  const ticket = ticketIn(books, event.ticket);
  const counter = counterIn(books, event.counter);
  expect(isFree(counter) && counter.teller === event.teller, `counter ${event.counter} called and could not`);
  expect(ticket?.status === 'waiting', `${event.number} was called and did not wait`);
  if (ticket === undefined || counter === undefined || books.configuration === null) return;
  const { reason } = event;
  if (reason.rule !== 'chosen') {
    const next = naiveNext(books, counter, at);
    expect(
      next?.ticket.id === ticket.id,
      `counter ${counter.id} called ${ticket.number} before ${next?.ticket.number ?? 'nobody'}`,
    );
    expect(next?.rule === reason.rule, `${ticket.number} was called by ${reason.rule}, ${next?.rule} is why`);
    if (next !== null) books.ratio = expectRatio(books, reason, next.ratio, expect);
  }
  pass(books, { ticket, counter, reason, at }, expect);
  takeInHand(counter, ticket, 'called');
  Object.assign(ticket, { recalls: 0, announcedAt: at, to: null });
}

function expectRatio(books: Books, { ratio, rule }: CallReason, next: Books['ratio'], expect: Expect): Books['ratio'] {
  const { routing } = books.configuration!;
  if (routing.kind !== 'ratio' || rule !== 'ratio') {
    expect(ratio === undefined, `a call by ${rule} says where a ratio stands`);
    return books.ratio;
  }
  const said = ratio === undefined ? null : atTurn(routing.turns, ratio);
  expect(
    said?.turn === next.turn && said.calls === next.calls,
    `the ratio stands at ${JSON.stringify(next)}, not ${JSON.stringify(said)}`,
  );
  return next;
}

/** Chosen calls and calls of those who came back pass nobody; whom the others pass, their reason must say. */
function pass(
  books: Books,
  { at, counter, reason, ticket }: { ticket: NaiveTicket; counter: NaiveCounter; reason: CallReason; at: number },
  expect: Expect,
): void {
  const passes = reason.rule !== 'chosen' && ticket.returns === 0 && !ticket.woken;
  const passed = passes ? mayCall(books, counter, at).filter((other) => isEarlier(other.credit, ticket.credit)) : [];
  const said = reason.passed.reduce((sum, { count }) => sum + count, 0);
  expect(said === passed.length, `the call of ${ticket.number} passed ${passed.length} and says ${said}`);
  for (const { class: classId, count, service, to = null } of reason.passed) {
    const there = passed.filter((other) => other.service === service && other.classId === classId && other.to === to);
    expect(
      there.length === count,
      `the call of ${ticket.number} passed ${there.length} of ${service} ${classId} and says ${count}`,
    );
  }
  const { passedMax: max } = books.configuration!.routing;
  for (const other of passed) {
    expect(max === null || other.passed < max, `${other.number} was passed more often than ${max} times`);
    other.passed += 1;
  }
  const left = max === null || passed.length === 0 ? null : Math.min(...passed.map((other) => max - other.passed));
  expect(reason.capLeft === left, `the call of ${ticket.number} leaves ${left} passes and says ${reason.capLeft}`);
  expectBoundedHeadStart(books, { counter, ticket, passed, at }, expect);
}

/** No ticket is passed by one that came more than the head start later, where one counter may serve both on equal terms. */
function expectBoundedHeadStart(
  books: Books,
  { at, counter, passed, ticket }: { counter: NaiveCounter; ticket: NaiveTicket; passed: readonly NaiveTicket[]; at: number },
  expect: Expect,
): void {
  const { routing } = books.configuration!;
  if (routing.kind !== 'head-start' || tiersOf(books, counter, at).length !== 1) return;
  const most = 60_000 * Math.max(0, ...Object.values(routing.minutes));
  for (const other of passed) {
    const isOwn = ticket.to !== null;
    expect(
      isOwn || ticket.credit.at - other.credit.at <= most,
      `${other.number} was passed by ${ticket.number}, which came much later`,
    );
  }
}

function servedWithoutTicket(books: Books, event: Fact<'served-without-ticket'>, at: number, expect: Expect): void {
  const counter = counterIn(books, event.counter);
  expect(isFree(counter) && counter.teller === event.teller, `counter ${event.counter} served somebody and could not`);
  expect(ticketIn(books, event.ticket) === undefined, `ticket ${event.ticket} was made twice`);
  const ticket = newTicket({
    id: event.ticket,
    number: null,
    service: event.service,
    classId: event.class,
    credit: { at, order: 0 },
  });
  books.tickets.push(ticket);
  if (counter !== undefined) takeInHand(counter, ticket, 'serving');
}

function withCalled(
  books: Books,
  event: Fact<'ticket-recalled' | 'service-started' | 'ticket-no-show'>,
  at: number,
  expect: Expect,
): void {
  const ticket = ticketIn(books, event.ticket);
  const counter = counterIn(books, event.counter);
  expect(ticket?.status === 'called' && ticket.counter === event.counter, `${event.type} of a ticket that is elsewhere`);
  expect(counter?.atHand === event.ticket, `${event.type} at counter ${event.counter}, which has another at hand`);
  if (ticket === undefined || counter === undefined) return;
  switch (event.type) {
    case 'ticket-recalled':
      return recalled(books, { event, ticket, at }, expect);
    case 'service-started':
      ticket.status = 'serving';
      return;
    case 'ticket-no-show':
      putDown(counter, ticket, mayReturn(books, ticket, event.returnable, expect) ? 'no-show' : 'ended');
  }
}

function recalled(
  books: Books,
  { at, event, ticket }: { event: Fact<'ticket-recalled'>; ticket: NaiveTicket; at: number },
  expect: Expect,
): void {
  const rule = books.configuration?.recalls;
  expect(event.recalls === ticket.recalls + 1, `${ticket.number} was recalled ${event.recalls} times`);
  if (rule !== undefined) {
    expect(event.recalls <= rule.timesMax, `${ticket.number} was recalled more than ${rule.timesMax} times`);
    expect(at - ticket.announcedAt >= rule.spacingSeconds * 1_000, `${ticket.number} was recalled too soon`);
  }
  Object.assign(ticket, { recalls: event.recalls, announcedAt: at });
}

function mayReturn(books: Books, ticket: NaiveTicket, isSaid: boolean, expect: Expect): boolean {
  const may = ticket.returns < (books.configuration?.returns.timesMax ?? 0);
  expect(may === isSaid, `${ticket.number} was told ${isSaid} of coming back`);
  return isSaid;
}

function returned(books: Books, { credit, returns, ticket: id }: Fact<'ticket-returned'>, expect: Expect): void {
  const ticket = ticketIn(books, id);
  expect(ticket?.status === 'no-show' && returns === ticket.returns + 1, 'a ticket came back that was no no-show');
  if (ticket === undefined || books.configuration === null) return;
  const { placesBack, timesMax } = books.configuration.returns;
  expect(returns <= timesMax, `${ticket.number} came back ${returns} times`);
  const queue = waitingIn(books).filter(
    (other) => other.to === null && other.service === ticket.service && other.classId === ticket.classId,
  );
  const ahead = queue.filter((other) => isEarlier(other.credit, credit));
  const before = ahead.filter((other) => other.credit.at < credit.at);
  // Behind so many, and behind those of the same place; never further back.
  const isPlaced = ahead.length >= Math.min(placesBack, queue.length) && before.length <= Math.max(0, placesBack - 1);
  expect(isPlaced, `${ticket.number} came back behind ${ahead.length} of ${queue.length}, ${placesBack} is the rule`);
  Object.assign(ticket, { status: 'waiting', credit, returns, passed: 0, to: null });
}

/** Looked at as a list: who stands behind it, and between whom it stands afterwards. */
function postponed(books: Books, { credit, postponed: times, ticket: id }: Fact<'ticket-postponed'>, expect: Expect): void {
  const ticket = ticketIn(books, id);
  const rule = books.configuration?.postpone;
  expect(ticket?.status === 'waiting' && rule !== undefined, 'a ticket was put back that could not be');
  if (ticket === undefined || rule === undefined) return;
  expect(times <= rule.timesMax, `${ticket.number} was put back ${times} times`);
  const behind = waitingIn(books).filter(
    (other) =>
      other.to === ticket.to &&
      other.service === ticket.service &&
      other.classId === ticket.classId &&
      isEarlier(ticket.credit, other.credit),
  );
  const before = behind.filter((other) => isEarlier(other.credit, credit));
  expect(behind.length > 0, `${ticket.number} was put back behind nobody`);
  // Those put back to one place before it share its time: it stands behind them, too.
  const sameTime = before.filter((other) => other.credit.at === credit.at).length;
  const wanted = Math.min(rule.placesBack, behind.length);
  const isPlaced = before.length >= wanted && before.length - sameTime < wanted;
  expect(isPlaced, `${ticket.number} was put back behind ${before.length} of ${behind.length}, ${rule.placesBack} is the rule`);
  Object.assign(ticket, { credit, passed: 0 });
}

export function isFree(counter: NaiveCounter | undefined): counter is NaiveCounter {
  return counter?.mode === 'open' && counter.atHand === null && counter.plan === null;
}

export function takeInHand(counter: NaiveCounter, ticket: NaiveTicket, status: 'called' | 'serving'): void {
  Object.assign(ticket, { status, counter: counter.id });
  counter.atHand = ticket.id;
}

/** The counter has nobody any more, and the ticket is wherever it goes. */
export function putDown(counter: NaiveCounter, ticket: NaiveTicket, status: NaiveTicket['status']): void {
  Object.assign(ticket, { status, counter: null });
  counter.atHand = null;
}

export function newTicket(
  given: Pick<NaiveTicket, 'id' | 'number' | 'service' | 'classId' | 'credit'> & { readonly creditAt?: number },
): NaiveTicket {
  return {
    ...given,
    status: 'waiting',
    creditAt: given.creditAt ?? given.credit.at,
    to: null,
    counter: null,
    hold: null,
    steps: [],
    returns: 0,
    passed: 0,
    woken: false,
    recalls: 0,
    announcedAt: 0,
  };
}
