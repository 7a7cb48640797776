import { fc } from '../../test/support/seeded-check.ts';
import { describe, expect, it } from 'vitest';
import { commandFrom, MAY_CHANGE_NOTHING, RULES } from '../../test/support/any-command.ts';
import { GREETER, GUARD, KIOSK, MANAGER, MINUTE, PlayedHall, SYSTEM, teller } from '../../test/support/played-hall.ts';
import { NaiveHall } from '../../test/simulation/naive-hall.ts';
import { wholeConfiguration } from '../../test/support/whole-configuration.ts';
import type { Actor } from './actor.ts';
import { answerOf } from './answer.ts';
import { COMMAND_TYPES } from './command-types.ts';
import type { CommandType } from './commands.ts';
import type { HallConfiguration } from './configuration.ts';
import { ticketAtHand } from './counter.ts';
import type { HallEvent } from './events.ts';
import { applyEntry } from './evolve.ts';
import { fromSnapshot, toSnapshot } from './snapshot.ts';
import { initialState, type HallState } from './state.ts';
import { addressKey, currentLeg, overAt, type Ticket } from './ticket.ts';
import { deskView } from './views/desk-view.ts';

/** Chance alone would seldom get far: what moves people about is drawn more often. */
const OFTEN: readonly CommandType[] = [
  ...([
    'issue-ticket',
    'issue-ticket',
    'issue-ticket',
    'call-next',
    'call-next',
    'call-next',
    'start-service',
    'start-service',
  ] as const),
  ...([
    'finish-service',
    'hold-ticket',
    'hold-ticket',
    'resume-ticket',
    'wake-ticket',
    'transfer-ticket',
    'transfer-ticket',
  ] as const),
  ...(['redirect-tickets', 'redirect-tickets', 'reclassify-ticket', 'merge-tickets', 'undo', 'undo', 'mark-no-show'] as const),
  ...([
    'return-ticket',
    'open-counter',
    'close-counter',
    'resume-counter',
    'serve-only',
    'carry-out-due',
    'carry-out-due',
  ] as const),
];

const TELLERS = [1, 2, 3, 4, 5].map(teller);
const actors: Actor[] = [KIOSK, MANAGER, GREETER, GUARD, SYSTEM, ...TELLERS];

/** Any command, its ticket given as a place among the tickets that there are. */
const anyStep = fc.record({
  type: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...OFTEN) },
    { weight: 1, arbitrary: fc.constantFrom(...COMMAND_TYPES) },
  ),
  counter: fc.constantFrom(1, 1, 1, 2, 2, 5, 3, 4, 6),
  service: fc.constantFrom('A', 'A', 'B', 'B', 'C', 'Z'),
  classId: fc.constantFrom('standard', 'priority', 'vip', 'gold'),
  ticket: fc.nat({ max: 30 }),
  any: fc.nat({ max: 720 }),
  actor: fc.oneof({ weight: 8, arbitrary: fc.constant('own' as const) }, { weight: 1, arbitrary: fc.constantFrom(...actors) }),
  /** Seconds until the next. */
  gap: fc.constantFrom(0, 1, 12, 60, 240, 700),
});
type Step = typeof anyStep extends fc.Arbitrary<infer Value> ? Value : never;

function play(hall: PlayedHall, step: Step): void {
  hall.wait(step.gap * 1_000);
  const command = commandFrom(step, hall.state, hall.now);
  const actor = step.actor === 'own' ? (signedInAt(hall, step.counter) ?? teller(step.counter)) : step.actor;
  const before = JSON.stringify(toSnapshot(hall.state));
  const decision = hall.try(command, actor);
  if (decision.ok) {
    if (!MAY_CHANGE_NOTHING.has(command.type)) expect(decision.value.length).toBeGreaterThan(0);
    expect(answerOf(decision.value)).toEqual(answerOf(JSON.parse(JSON.stringify(decision.value)) as typeof decision.value));
  } else {
    expect(decision.error.kind).toMatch(/^[a-z-]+$/);
    expect(JSON.stringify(toSnapshot(hall.state))).toBe(before);
  }
}

function signedInAt(hall: PlayedHall, counter: number): Actor | null {
  const there = hall.state.counters.get(counter)?.signIn?.teller;
  return there === undefined ? null : { id: `staff:${there}`, roles: ['teller'], staffNumber: there };
}

/** A ticket is in exactly one state, at one counter at most, and in the one line where it belongs. */
function expectConsistent(state: HallState): void {
  const atHand = [...state.counters.values()].flatMap((each) => ticketAtHand(each) ?? []);
  expect(new Set(atHand).size).toBe(atHand.length);
  const tickets = [...state.tickets.values()];
  const busy = tickets.filter(({ status }) => status.is === 'called' || status.is === 'serving');
  expect(new Set(busy.map((each) => each.id))).toEqual(new Set(atHand));
  for (const { status, id } of busy) {
    expect('counter' in status && ticketAtHand(state.counters.get(status.counter)!)).toBe(id);
  }
  const waiting = tickets.flatMap((ticket) => {
    const { status } = ticket;
    if (status.is !== 'waiting') return [];
    const line = `${status.to === undefined ? '' : addressKey(status.to)}/${currentLeg(ticket).service}/${ticket.classId}`;
    return [`${line} ${ticket.id} ${status.credit.at}.${status.credit.order}`];
  });
  expect(inLine(state).sort()).toEqual(waiting.sort());
  const over = tickets.filter((each) => overAt(each) !== null).map((each) => each.id);
  expect([...state.ended].sort()).toEqual(over.sort());
}

/** Everybody who stands in any line, with the line. */
function inLine(state: HallState): string[] {
  return [['', state.queues] as const, ...state.addressed].flatMap(([to, queues]) =>
    [...queues].flatMap(([service, byClass]) =>
      [...byClass].flatMap(([classId, queue]) =>
        [...queue].map(({ credit, ticket }) => `${to}/${service}/${classId} ${ticket} ${credit.at}.${credit.order}`),
      ),
    ),
  );
}

/** A counter that is free calls somebody if and only if somebody waits whom it may call. */
function expectWorkConserved(hall: PlayedHall, books: NaiveHall, counter: number): void {
  const actor = signedInAt(hall, counter);
  const mode = hall.state.counters.get(counter)?.mode;
  if (actor === null || mode?.is !== 'open' || mode.atHand !== null) return;
  const decision = hall.decide({ type: 'call-next', counter }, actor);
  expect(decision.ok ? 'called' : decision.error.kind).toBe(
    books.callable(counter, hall.now).length > 0 ? 'called' : 'nobody-waiting',
  );
}

/** Whom this event leaves where they are in the order of arrival, in a hall that transfers by credit. */
function keepsPlace(event: HallEvent): readonly string[] {
  switch (event.type) {
    case 'ticket-woken':
    case 'ticket-reclassified':
      return [event.ticket];
    case 'ticket-transferred':
      return event.step === true ? [] : [event.ticket];
    case 'tickets-redirected':
      return event.moved.map(({ ticket }) => ticket);
    case 'tickets-released':
      return event.tickets;
    default:
      return [];
  }
}

/** The arrival by which a ticket waits. */
function placeOf({ status }: Pick<Ticket, 'status'>): number | null {
  return status.is === 'waiting' ? status.credit.at : null;
}

const days = fc.array(anyStep, { minLength: 20, maxLength: 90, size: 'max' });

/** Random commands alone seldom get a hall going: every run starts with staffed counters and a queue. */
function busyHall(changes: Partial<HallConfiguration> = {}): PlayedHall {
  const hall = new PlayedHall(wholeConfiguration(changes)).staff(1, 2, 5);
  ['A', 'A', 'B', 'C', 'B'].forEach((service) => hall.wait(MINUTE).issue(service));
  return hall;
}

describe('any day in any hall', () => {
  it('[T23] [T53] keeps every ticket in one state and at one counter at most, whatever is sent', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(days, (steps) => {
        const hall = busyHall();
        for (const step of steps) {
          play(hall, step);
          expectConsistent(hall.state);
        }
        const numbers = hall.log.flatMap((entry) =>
          entry.events.flatMap((event) =>
            event.type === 'ticket-issued' ? [`${dayAt(hall, entry.version)} ${event.number}`] : [],
          ),
        );
        expect(new Set(numbers).size).toBe(numbers.length);
      }),
      { numRuns: 60 },
    );
  });

  it('[T51] [T52] is the same from its log, and from any snapshot with the log behind it', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(days, fc.nat(), (steps, cut) => {
        const hall = busyHall();
        for (const step of steps) play(hall, step);
        const whole = JSON.stringify(toSnapshot(hall.state));
        const middle = cut % (hall.log.length + 1);
        const folded = initialState();
        for (const entry of hall.log.slice(0, middle)) applyEntry(folded, entry);
        const resumed = fromSnapshot(JSON.parse(JSON.stringify(toSnapshot(folded))) as ReturnType<typeof toSnapshot>);
        for (const entry of hall.log.slice(middle)) applyEntry(resumed, JSON.parse(JSON.stringify(entry)) as typeof entry);
        expect(JSON.stringify(toSnapshot(resumed))).toBe(whole);
      }),
      { numRuns: 50 },
    );
  });

  it('[C40] is what books that are kept a second time, by searching lists, say it is', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(days, fc.constantFrom(...RULES), (steps, routing) => {
        const hall = busyHall({ routing });
        const books = new NaiveHall();
        for (const entry of hall.log) books.apply(entry);
        for (const step of steps) {
          const before = hall.log.length;
          play(hall, step);
          for (const entry of hall.log.slice(before)) books.apply(entry);
          expect(books.problems).toEqual([]);
          expect(books.differences(hall.state)).toEqual([]);
          for (const { id } of hall.state.counters.values()) expectWorkConserved(hall, books, id);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('[C42] keeps number and arrival of every visit, through whatever becomes of it', { timeout: 60_000 }, () => {
    let kept = 0;
    fc.assert(
      fc.property(days, (steps) => {
        const hall = busyHall();
        for (const step of steps) {
          const before = new Map(toSnapshot(hall.state).tickets.map((ticket) => [ticket.id, ticket]));
          const length = hall.log.length;
          play(hall, step);
          for (const event of hall.log.slice(length).flatMap(({ events }) => events)) {
            for (const id of keepsPlace(event)) {
              const [was, is] = [before.get(id)!, hall.state.tickets.get(id)!];
              expect([is.number, is.creditAt]).toEqual([was.number, was.creditAt]);
              expect(placeOf(is), event.type).toBe(was.status.is === 'waiting' ? placeOf(was) : was.creditAt);
              kept += 1;
            }
          }
        }
      }),
      { numRuns: 40 },
    );
    expect(kept).toBeGreaterThan(30);
  });

  it('[T60] shows values that later entries do not touch', () => {
    const hall = busyHall();
    hall.next(1);
    const desk = deskView(hall.state, 1, hall.now);
    const kept = JSON.stringify(desk);
    hall.wait(MINUTE).done({ type: 'recall', counter: 1 }, teller(1));
    hall.done({ type: 'finish-service', counter: 1 }, teller(1));
    hall.done({ type: 'close-day' }, MANAGER);
    expect(JSON.stringify(desk)).toBe(kept);
  });
});

/** The business day that a version belongs to, read from the log. */
function dayAt(hall: PlayedHall, version: number): string {
  let day = '';
  for (const entry of hall.log) {
    if (entry.version > version) break;
    for (const event of entry.events) if (event.type === 'day-opened') day = event.day;
  }
  return day;
}
