import { describe, expect, it } from 'vitest';
import { commandFrom } from '../../../../test/support/any-command.ts';
import { KIOSK, MANAGER, MINUTE, PlayedHall, teller } from '../../../../test/support/played-hall.ts';
import { wholeConfiguration } from '../../../../test/support/whole-configuration.ts';
import { seededRandom } from '../../../lib/random.ts';
import { COMMAND_TYPES } from '../../command-types.ts';
import { UNDO_MS } from '../../limits.ts';
import { learnAll } from './learn.ts';
import { nothingLearned } from './learned.ts';
import type { Observation } from './observation.ts';
import { seeEntry } from './see-entry.ts';
import { fromVisitsSnapshot, noVisits, toVisitsSnapshot, type ClosedLeg } from './visits.ts';

const SECOND = 1_000;
const HOUR = 60 * MINUTE;

interface Told {
  readonly observations: Observation[];
  readonly legs: ClosedLeg[];
}

/** Everything that a hall's log tells once nothing can be taken back any more. */
function told(hall: PlayedHall): Told {
  const visits = noVisits();
  const all: Told = { observations: [], legs: [] };
  for (const entry of [...hall.log, { version: 0, at: hall.now + UNDO_MS + 1, events: [] }]) {
    const { legs, observations } = seeEntry(visits, entry);
    all.observations.push(...observations);
    all.legs.push(...legs);
  }
  return all;
}

function only<Is extends Observation['is']>({ observations }: Told, is: Is): Extract<Observation, { is: Is }>[] {
  return observations.filter((each): each is Extract<Observation, { is: Is }> => each.is === is);
}

function openHall(): PlayedHall {
  return new PlayedHall(wholeConfiguration()).staff(1, 2);
}

describe('what an entry tells', () => {
  it('[F38] an arrival, a wait, what was told, a service from the call to the end', () => {
    const hall = openHall();
    hall.quoteFor = () => ({ fromMs: 2 * MINUTE, toMs: 9 * MINUTE });
    hall.issue('A');
    hall.wait(5 * MINUTE).next(1);
    hall.wait(MINUTE).done({ type: 'start-service', counter: 1 }, teller(1));
    hall.wait(6 * MINUTE).done({ type: 'finish-service', counter: 1 }, teller(1));
    const seen = told(hall);
    expect(only(seen, 'arrived')).toMatchObject([{ service: 'A', class: 'standard', minute: 540 }]);
    expect(only(seen, 'waited')).toEqual([{ is: 'waited', class: 'standard', ms: 5 * MINUTE, gaveUp: false }]);
    expect(only(seen, 'told')).toMatchObject([{ service: 'A', waitedMs: 5 * MINUTE, quote: { toMs: 9 * MINUTE } }]);
    expect(only(seen, 'served')).toMatchObject([{ service: 'A', teller: '1001', heldMs: 0 }]);
    expect(only(seen, 'served').map(({ from, to }) => to - from)).toEqual([7 * MINUTE]);
    expect(seen.legs).toMatchObject([{ outcome: 'served', visit: { implicit: false, calledAt: hall.now - 7 * MINUTE } }]);
  });

  it('[F30, F38] the same length whether or not start was pressed', () => {
    const hall = openHall();
    hall.issue('A');
    hall.issue('A');
    hall.next(1);
    hall.wait(7 * MINUTE).next(1);
    const seen = told(hall.wait(MINUTE));
    expect(only(seen, 'served').map(({ from, to }) => to - from)).toEqual([7 * MINUTE]);
    expect(seen.legs).toMatchObject([{ visit: { implicit: true } }]);
  });

  it('[F38] nothing of a call, an end or a no-show that was taken back', () => {
    const hall = openHall();
    hall.issue('A');
    hall.wait(MINUTE).next(1);
    hall.wait(SECOND).done({ type: 'undo', counter: 1 }, teller(1));
    hall.wait(MINUTE).next(1);
    hall.wait(UNDO_MS + SECOND).done({ type: 'mark-no-show', counter: 1 }, teller(1));
    hall.wait(SECOND).done({ type: 'undo', counter: 1 }, teller(1));
    hall.wait(MINUTE).done({ type: 'finish-service', counter: 1 }, teller(1));
    hall.wait(SECOND).done({ type: 'undo', counter: 1 }, teller(1));
    hall.wait(MINUTE).done({ type: 'finish-service', counter: 1 }, teller(1));
    const seen = told(hall);
    expect(only(seen, 'waited').map(({ ms }) => ms)).toEqual([2 * MINUTE + SECOND]);
    expect(only(seen, 'missed')).toEqual([]);
    expect(only(seen, 'served')).toHaveLength(1);
    expect(seen.legs.map(({ outcome }) => outcome)).toEqual(['served']);
  });

  it('[F38] a hold is not served time, and another teller’s part is nobody’s own', () => {
    const hall = openHall();
    const ticket = hall.issue('A');
    hall.serve(1);
    hall.wait(3 * MINUTE).done({ type: 'hold-ticket', counter: 1, kind: 'any-counter' }, teller(1));
    hall.wait(20 * MINUTE).done({ type: 'resume-ticket', counter: 2, ticket }, teller(2));
    hall.wait(2 * MINUTE).done({ type: 'finish-service', counter: 2 }, teller(2));
    const [served] = only(told(hall), 'served');
    expect(served).toMatchObject({ teller: null, heldMs: 20 * MINUTE });
    expect(served!.to - served!.from - served!.heldMs).toBe(5 * MINUTE);
  });

  it('[F38] a transfer ends a leg and is an arrival; the visit’s own next step is none', () => {
    const hall = openHall();
    hall.issue('A');
    hall.serve(1);
    hall.wait(3 * MINUTE).done({ type: 'transfer-ticket', counter: 1, service: 'B' }, teller(1));
    hall.issue('C');
    hall.wait(MINUTE).serve(1);
    hall.wait(4 * MINUTE).done({ type: 'finish-service', counter: 1 }, teller(1));
    const seen = told(hall.wait(UNDO_MS));
    expect(
      only(seen, 'arrived')
        .map(({ service }) => service)
        .sort(),
    ).toEqual(['A', 'B', 'C']);
    expect(seen.legs.map(({ outcome, visit }) => [visit.service, visit.leg, outcome])).toContainEqual(['A', 0, 'served']);
  });

  it('[F38] a no-show who comes back is one who came in the end, and waited once', () => {
    const hall = openHall();
    const ticket = hall.issue('A');
    hall.wait(4 * MINUTE).next(1);
    hall.wait(40 * SECOND).done({ type: 'mark-no-show', counter: 1 }, teller(1));
    hall.wait(MINUTE).done({ type: 'return-ticket', ticket }, teller(1));
    hall.wait(MINUTE).next(1);
    hall.wait(5 * MINUTE).done({ type: 'finish-service', counter: 1 }, teller(1));
    const seen = told(hall);
    expect(only(seen, 'waited').map(({ ms }) => ms)).toEqual([4 * MINUTE]);
    expect(only(seen, 'missed')).toEqual([{ is: 'missed', waitedMs: 4 * MINUTE, lostMs: 40 * SECOND }]);
    expect(only(seen, 'served').map(({ from, to }) => to - from)).toEqual([5 * MINUTE]);
    expect(seen.legs.map(({ outcome }) => outcome)).toEqual(['no-show', 'served']);
  });

  it('[F38] who leaves the line gave up; who is moved to another line is judged by no promise', () => {
    const hall = openHall();
    hall.quoteFor = () => ({ fromMs: 0, toMs: MINUTE });
    const leaves = hall.issue('A');
    const moved = hall.issue('A');
    hall.wait(10 * MINUTE).done({ type: 'mark-left', ticket: leaves }, MANAGER);
    hall.done({ type: 'redirect-tickets', tickets: [moved], service: 'B' }, MANAGER);
    hall.wait(5 * MINUTE).next(1);
    const seen = told(hall);
    expect(only(seen, 'waited').map(({ gaveUp, ms }) => [gaveUp, ms])).toEqual([
      [true, 10 * MINUTE],
      [false, 15 * MINUTE],
    ]);
    expect(only(seen, 'told')).toEqual([]);
    expect(seen.legs).toMatchObject([{ outcome: 'left' }]);
  });

  it('[F38] an appointment is no arrival that anybody has to guess', () => {
    const hall = openHall();
    const at = hall.now + 10 * MINUTE;
    hall.done({ type: 'book-appointments', appointments: [{ code: 'X1Y2Z3', service: 'A', at }] }, MANAGER);
    hall.done({ type: 'check-in', code: 'X1Y2Z3' }, KIOSK);
    hall.issue('B');
    expect(only(told(hall), 'arrived').map(({ service }) => service)).toEqual(['B']);
  });

  it('[F35] leaves out what spans a jump of the clock, and names it', () => {
    const hall = openHall();
    hall.issue('A');
    hall.issue('B');
    hall.serve(1);
    hall.wait(5 * HOUR).done({ type: 'finish-service', counter: 1 }, teller(1));
    hall.next(1);
    const seen = told(hall);
    expect(only(seen, 'odd')).toEqual([{ is: 'odd', warning: 'clock-jump' }]);
    expect(only(seen, 'served')).toEqual([]);
    expect(only(seen, 'waited').map(({ ms }) => ms)).toEqual([0]);
    const visits = noVisits();
    seeEntry(visits, { at: 5_000, events: [] });
    expect(seeEntry(visits, { at: 1_000, events: [] }).observations).toEqual([{ is: 'odd', warning: 'negative-time' }]);
  });

  it('[F38] who still waits when the day closes is unserved, and the day is over', () => {
    const hall = openHall();
    hall.issue('A');
    hall.wait(MINUTE).done({ type: 'close-day' }, MANAGER);
    const seen = told(hall);
    expect(seen.legs.map(({ outcome }) => outcome)).toEqual(['unserved']);
    expect(only(seen, 'day-closed')).toHaveLength(1);
  });
});

describe('a day of any commands', () => {
  function busyDay(seed: number, after: (hall: PlayedHall) => void = () => undefined): PlayedHall {
    const random = seededRandom(seed);
    const hall = new PlayedHall(wholeConfiguration()).staff(1, 2, 5);
    const often = [
      'issue-ticket',
      'issue-ticket',
      'issue-ticket',
      'issue-ticket',
      'call-next',
      'call-next',
      'finish-service',
      'undo',
    ] as const;
    const types = [
      ...COMMAND_TYPES.filter((type) => type !== 'close-day' && type !== 'configure-hall'),
      ...often,
      ...often,
      ...often,
      ...often,
      ...often,
    ];
    for (let each = 0; each < 600; each += 1) {
      const counter = 1 + Math.floor(random() * 6);
      const type = types[Math.floor(random() * types.length)]!;
      const classId = ['standard', 'priority', 'vip'][Math.floor(random() * 3)]!;
      const service = ['A', 'B', 'C'][Math.floor(random() * 3)]!;
      const drawn = { type, counter, service, classId, ticket: Math.floor(random() * 30), any: Math.floor(random() * 720) };
      const command = commandFrom(drawn, hall.wait(Math.floor(random() * 90) * SECOND).state, hall.now);
      const there = hall.state.counters.get(counter)?.signIn?.teller;
      const actor =
        there === undefined ? MANAGER : { id: `staff:${there}`, roles: ['teller', 'manager'] as const, staffNumber: there };
      hall.try(command, actor);
      after(hall);
    }
    return hall;
  }

  it.each([1, 2, 3])('[F38] follows who is under way as the hall’s own state does (seed %i)', (seed) => {
    const visits = noVisits();
    let [seen, compared] = [0, 0];
    busyDay(seed, (hall) => {
      for (const entry of hall.log.slice(seen)) seeEntry(visits, entry);
      seen = hall.log.length;
      for (const { id, classId, legs, status } of hall.state.tickets.values()) {
        if (status.is === 'ended' || status.is === 'no-show') continue;
        const leg = legs.at(-1)!;
        expect(visits.open.get(id)).toMatchObject({
          service: leg.service,
          class: classId,
          leg: legs.length - 1,
          issuedAt: leg.queuedAt,
          calledAt: leg.calledAt ?? null,
        });
        compared += 1;
      }
    });
    expect(compared).toBeGreaterThan(600);
  });

  it('[F39] gives the same in one go and with the state in between kept as JSON', () => {
    const { log } = busyDay(1);
    const once = noVisits();
    let learned = nothingLearned();
    for (const entry of log) learned = learnAll(learned, seeEntry(once, entry).observations);
    let kept = JSON.stringify(toVisitsSnapshot(noVisits()));
    let again = JSON.stringify(nothingLearned());
    for (const entry of log) {
      const visits = fromVisitsSnapshot(JSON.parse(kept));
      again = JSON.stringify(learnAll(JSON.parse(again), seeEntry(visits, entry).observations));
      kept = JSON.stringify(toVisitsSnapshot(visits));
    }
    expect(JSON.parse(kept)).toEqual(JSON.parse(JSON.stringify(toVisitsSnapshot(once))));
    expect(JSON.parse(again)).toEqual(learned);
    expect(learned.served['A']!.seen).toBeGreaterThan(2);
  });
});
