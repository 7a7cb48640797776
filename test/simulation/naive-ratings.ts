import { FEEDBACK_MS_MAX } from '../../shared/hall/limits.ts';
import type { HallEvent } from '../../shared/hall/events.ts';
import { counterIn, ticketIn, type Books, type Expect, type Fact, type NaiveLeg } from './naive-books.ts';

/** Before an event is applied: does it end a leg, or take such an end back? */
export function noteEndedLegs(books: Books, event: HallEvent, at: number): void {
  switch (event.type) {
    case 'day-closed':
      books.legs = [];
      return;
    case 'service-finished':
    case 'ticket-transferred': {
      const teller = counterIn(books, event.counter)?.teller ?? null;
      return ended(books, event.ticket, { counter: event.counter, teller, endedAt: at });
    }
    case 'ticket-woken': {
      const hold = ticketIn(books, event.ticket)?.hold;
      return ended(books, event.ticket, { counter: hold?.counter ?? 0, teller: null, endedAt: at });
    }
    case 'action-undone':
      if (event.action !== 'call' && event.action !== 'no-show') takenBack(books, event.ticket);
      return;
    default:
      return;
  }
}

export function applyRating(books: Books, event: Fact<'service-rated'>, at: number, expect: Expect): void {
  const { counter, grade, leg, teller, ticket } = event;
  const found = books.legs.find((each) => each.ticket === ticket && each.leg === leg);
  expect(books.configuration?.feedback?.rating === true, 'a service was rated where nobody is asked');
  expect(found !== undefined && !found.goesOn, `leg ${leg} of ${ticket} was rated before it ended`);
  expect(Number.isInteger(grade) && grade >= 1 && grade <= 5, `a grade of ${grade}`);
  if (found === undefined) return;
  expect(!found.rated, `leg ${leg} of ${ticket} was rated twice`);
  expect(found.counter === counter, `leg ${leg} of ${ticket} was rated at counter ${counter}, and was at ${found.counter}`);
  expect(found.teller === null || found.teller === teller, `leg ${leg} of ${ticket} was not with ${teller}`);
  expect(at <= found.endedAt + FEEDBACK_MS_MAX, `leg ${leg} of ${ticket} was rated ${at - found.endedAt} ms later`);
  found.rated = true;
}

/** Ended again after an end that was taken back: what was said of it stays said. */
function ended(books: Books, ticket: string, how: Pick<NaiveLeg, 'counter' | 'teller' | 'endedAt'>): void {
  const known = books.legs.find((each) => each.ticket === ticket && each.goesOn);
  if (known !== undefined) Object.assign(known, how, { goesOn: false });
  else {
    const leg = books.legs.filter((each) => each.ticket === ticket).length;
    books.legs.push({ ticket, leg, ...how, rated: false, goesOn: false });
  }
}

function takenBack(books: Books, ticket: string): void {
  const last = books.legs.findLast((each) => each.ticket === ticket);
  if (last !== undefined) last.goesOn = true;
}
