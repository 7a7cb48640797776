import { ticketIn, type Books, type Expect, type Fact } from './naive-books.ts';

export type RecordFact = Fact<
  | 'service-stopped'
  | 'service-resumed'
  | 'notice-posted'
  | 'notice-withdrawn'
  | 'notice-confirmed'
  | 'break-planned'
  | 'break-cancelled'
  | 'break-started'
  | 'appointments-booked'
  | 'appointment-cancelled'
  | 'appointment-checked-in'
  | 'alert-raised'
  | 'alert-stepped'
  | 'alert-acknowledged'
  | 'alert-cleared'
>;

/** What the hall keeps besides tickets and counters: stops, notices, breaks, appointments, alerts. */
export function applyRecord(books: Books, event: RecordFact, at: number, expect: Expect): void {
  switch (event.type) {
    case 'service-stopped':
      expect(!books.stopped.includes(event.service), `${event.service} was stopped twice`);
      books.stopped.push(event.service);
      return;
    case 'service-resumed':
      expect(books.stopped.includes(event.service), `${event.service} was resumed and had not stopped`);
      books.stopped = books.stopped.filter((service) => service !== event.service);
      return;
    case 'notice-posted':
    case 'notice-withdrawn':
    case 'notice-confirmed':
      return applyNotice(books, event, at, expect);
    case 'break-planned':
    case 'break-cancelled':
    case 'break-started':
      return applyBreak(books, event, at, expect);
    case 'appointments-booked':
    case 'appointment-cancelled':
    case 'appointment-checked-in':
      return applyAppointment(books, event, expect);
    case 'alert-raised':
    case 'alert-stepped':
    case 'alert-acknowledged':
    case 'alert-cleared':
      return applyAlert(books, event, expect);
  }
}

function applyNotice(
  books: Books,
  event: Fact<'notice-posted' | 'notice-withdrawn' | 'notice-confirmed'>,
  at: number,
  expect: Expect,
): void {
  const notice = books.notices.find(({ id }) => id === event.notice);
  switch (event.type) {
    case 'notice-posted':
      expect(notice === undefined, `notice ${event.notice} was posted twice`);
      expect(event.until === null || event.until > at, `notice ${event.notice} is over already`);
      books.notices.push({ id: event.notice, confirmedBy: [] });
      return;
    case 'notice-withdrawn':
      expect(notice !== undefined, `notice ${event.notice} was withdrawn and is not there`);
      books.notices = books.notices.filter((each) => each !== notice);
      return;
    case 'notice-confirmed':
      expect(notice?.confirmedBy.includes(event.by) === false, `${event.by} confirmed notice ${event.notice} twice`);
      notice?.confirmedBy.push(event.by);
  }
}

function applyBreak(
  books: Books,
  event: Fact<'break-planned' | 'break-cancelled' | 'break-started'>,
  at: number,
  expect: Expect,
): void {
  if (event.type === 'break-planned') {
    books.breaks.push({ id: event.break, teller: event.teller, from: event.from, isOver: false });
    return;
  }
  const planned = books.breaks.find(({ id }) => id === event.break);
  expect(planned?.isOver === false, `${event.type} of a break that is over or never was`);
  if (planned === undefined) return;
  expect(event.type === 'break-cancelled' || at >= planned.from, `a break began before its time`);
  planned.isOver = true;
}

function applyAppointment(
  books: Books,
  event: Fact<'appointments-booked' | 'appointment-cancelled' | 'appointment-checked-in'>,
  expect: Expect,
): void {
  if (event.type === 'appointments-booked') {
    for (const { at, code, service } of event.appointments) {
      expect(!books.appointments.some((each) => each.code === code), `appointment ${code} was booked twice`);
      books.appointments.push({ code, service, at, status: 'booked' });
    }
    return;
  }
  const booked = books.appointments.find(({ code }) => code === event.code);
  expect(booked?.status === 'booked', `${event.type} of ${event.code}, which is ${booked?.status ?? 'not there'}`);
  if (booked === undefined) return;
  if (event.type === 'appointment-checked-in') {
    const ticket = ticketIn(books, event.ticket);
    expect(ticket?.service === booked.service, `${event.code} was checked in for another service`);
  }
  booked.status = event.type === 'appointment-cancelled' ? 'cancelled' : 'checked-in';
}

/** One alert at a time about one thing; nothing becomes of one that is over. */
function applyAlert(
  books: Books,
  event: Fact<'alert-raised' | 'alert-stepped' | 'alert-acknowledged' | 'alert-cleared'>,
  expect: Expect,
): void {
  if (event.type === 'alert-raised') {
    // A manager and a guard may be asked to the same counter.
    const asked = event.kind === 'help' ? ` ${event.tell.join(' ')}` : '';
    const what = `${event.kind} ${JSON.stringify(Object.entries(event.subject).toSorted())}${asked}`;
    const isTwice = books.alerts.some((each) => each.what === what && !each.cleared);
    expect(!isTwice, `an alert was raised twice: ${what}`);
    books.alerts.push({ id: event.alert, what, acknowledged: false, cleared: false });
    return;
  }
  const alert = books.alerts.find(({ id }) => id === event.alert);
  expect(alert?.cleared === false, `${event.type} of an alert that is over or never was`);
  if (alert === undefined) return;
  switch (event.type) {
    case 'alert-stepped':
      return expect(!alert.acknowledged, `${alert.what} rings on although somebody takes care of it`);
    case 'alert-acknowledged':
      expect(!alert.acknowledged, `${alert.what} was acknowledged twice`);
      alert.acknowledged = true;
      return;
    case 'alert-cleared':
      alert.cleared = true;
  }
}
