import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KIOSK, MANAGER, MINUTE, PlayedHall, SYSTEM, teller } from '../../test/support/played-hall.ts';
import { testConfiguration } from '../../test/support/test-configuration.ts';
import type { Actor } from './actor.ts';
import { answerOf } from './answer.ts';
import { COMMAND_TYPES, type Command } from './commands.ts';
import type { HallConfiguration } from './configuration.ts';
import { ticketAtHand } from './counter.ts';
import { applyEntry } from './evolve.ts';
import { fromSnapshot, toSnapshot } from './snapshot.ts';
import { initialState, type HallState } from './state.ts';
import { overAt } from './ticket.ts';
import { waitingTickets } from './views/ticket-view.ts';
import { deskView } from './views/desk-view.ts';

const PRINTER = { id: 'front', name: { zh: '前台', en: 'front' }, host: '127.0.0.1', port: 9100, columns: 48 };

const counter = fc.integer({ min: 1, max: 4 });
const actors: Actor[] = [KIOSK, MANAGER, SYSTEM, teller(1), teller(2), teller(3), teller(4)];

/** Any command, its ticket given as a place among the tickets that there are. */
const anyStep = fc.record({
  type: fc.constantFrom(...COMMAND_TYPES),
  counter,
  service: fc.constantFrom('A', 'B', 'Z'),
  classId: fc.constantFrom('standard', 'vip', 'gold'),
  ticket: fc.nat(30),
  actor: fc.constantFrom('own' as const, ...actors),
  gap: fc.integer({ min: 0, max: 12 }),
});
type Step = typeof anyStep extends fc.Arbitrary<infer Value> ? Value : never;

function commandOf(step: Step, hall: PlayedHall): Command {
  const tickets = [...hall.state.tickets.keys()];
  const ticket = tickets[step.ticket % Math.max(1, tickets.length)] ?? 'none';
  switch (step.type) {
    case 'issue-ticket':
      return { type: step.type, service: step.service, class: step.classId };
    case 'call-next':
      return { type: step.type, counter: step.counter };
    case 'call-ticket':
      return { type: step.type, counter: step.counter, ticket, reason: 'frail' };
    case 'finish-service':
      return { type: step.type, counter: step.counter, delivered: [step.service] };
    case 'return-ticket':
    case 'cancel-ticket':
    case 'mark-left':
      return { type: step.type, ticket };
    case 'serve-without-ticket':
      return { type: step.type, counter: step.counter, service: step.service };
    case 'pause-counter':
      return { type: step.type, counter: step.counter, reason: 'meal' };
    case 'open-day':
    case 'close-day':
      return { type: step.type };
    case 'configure-hall':
      return { type: step.type, configuration: configurationOf(step) };
    case 'report-print':
      return step.gap % 2 === 0
        ? { type: step.type, ticket, outcome: 'failed', fault: 'paper-out' }
        : { type: step.type, ticket, outcome: 'printed' };
    case 'report-printer':
      return { type: step.type, printer: 'front', condition: step.gap % 3 === 0 ? 'paper-out' : 'ready' };
    default:
      return { type: step.type, counter: step.counter };
  }
}

/** Rules that change in the middle of a day, printers that come and go, a counter and a class that may be in use. */
function configurationOf({ gap, ticket }: Step): HallConfiguration {
  const setup = testConfiguration({ printers: gap % 3 === 0 ? [] : [PRINTER] });
  return {
    ...setup,
    classes: setup.classes.slice(0, ticket % 5 === 0 ? 2 : 3),
    counters: setup.counters.slice(0, ticket % 4 === 0 ? 2 : 3),
    routing: { kind: 'aging', factors: {}, passedMax: gap === 0 ? null : gap % 4 },
    returns: { placesBack: ticket % 3, timesMax: gap % 3 },
  };
}

function play(hall: PlayedHall, step: Step): void {
  const command = commandOf(step, hall);
  const actor = step.actor === 'own' ? teller(step.counter) : step.actor;
  const before = JSON.stringify(toSnapshot(hall.state));
  const decision = hall.wait(step.gap * MINUTE).try(command, actor);
  if (decision.ok) {
    if (command.type !== 'report-printer') expect(decision.value.length).toBeGreaterThan(0);
    expect(answerOf(decision.value)).toEqual(answerOf(JSON.parse(JSON.stringify(decision.value)) as typeof decision.value));
  } else {
    expect(decision.error.kind).toMatch(/^[a-z-]+$/);
    expect(JSON.stringify(toSnapshot(hall.state))).toBe(before);
  }
}

function expectConsistent(state: HallState): void {
  const atHand = [...state.counters.values()].flatMap((each) => ticketAtHand(each) ?? []);
  expect(new Set(atHand).size).toBe(atHand.length);
  const busy = [...state.tickets.values()].filter((each) => each.status.is === 'called' || each.status.is === 'serving');
  expect(new Set(busy.map((each) => each.id))).toEqual(new Set(atHand));
  const waiting = [...state.tickets.values()].filter((each) => each.status.is === 'waiting').map((each) => each.id);
  expect(
    waitingTickets(state, {}, 1_000)
      .map((each) => each.ticket)
      .sort(),
  ).toEqual(waiting.sort());
  const over = [...state.tickets.values()].filter((each) => overAt(each) !== null).map((each) => each.id);
  expect([...state.ended].sort()).toEqual(over.sort());
}

const days = fc.array(anyStep, { maxLength: 90 });

/** Random commands alone seldom get a hall going: every run starts with staffed counters and a queue. */
function busyHall(): PlayedHall {
  const hall = new PlayedHall({ printers: [PRINTER] }).staff(1, 2);
  ['A', 'A', 'B', 'A', 'B'].forEach((service) => hall.wait(MINUTE).issue(service));
  return hall;
}

describe('any day in any hall', () => {
  it('[T23] [T53] keeps every ticket in one state and at one counter at most, whatever is sent', () => {
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
      { numRuns: 150 },
    );
  });

  it('[T51] [T52] is the same from its log, and from any snapshot with the log behind it', () => {
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
      { numRuns: 100 },
    );
  });

  it('[T60] shows values that later entries do not touch', () => {
    const hall = busyHall();
    hall.next(1);
    const desk = deskView(hall.state, 1, hall.now);
    const kept = JSON.stringify(desk);
    hall.done({ type: 'recall', counter: 1 }, teller(1));
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
