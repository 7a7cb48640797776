import { describe, expect, it } from 'vitest';
import { KIOSK, MANAGER, MINUTE, PlayedHall, teller } from '../../../test/support/played-hall.ts';
import { answerOf } from '../answer.ts';
import { configurationProblems } from '../configuration-problems.ts';
import { testConfiguration } from '../../../test/support/test-configuration.ts';

const HOUR = 60 * MINUTE;

describe('the business day', () => {
  it('[T40] is the local date, and continues its numbers when opened again', () => {
    const hall = new PlayedHall();
    hall.issue('A');
    expect(hall.state.day).toMatchObject({ is: 'open', day: '2026-11-22' });
    expect(hall.refused({ type: 'open-day' }, MANAGER)).toBe('day-already-open');
    hall.done({ type: 'close-day' }, MANAGER);
    expect(hall.refused({ type: 'close-day' }, MANAGER)).toBe('day-not-open');
    hall.wait(HOUR).done({ type: 'open-day' }, MANAGER);
    expect(hall.answer({ type: 'issue-ticket', service: 'A' }, KIOSK).number).toBe('A002');
    hall.done({ type: 'close-day' }, MANAGER);
    hall.wait(24 * HOUR).done({ type: 'open-day' }, MANAGER);
    expect(hall.answer({ type: 'issue-ticket', service: 'A' }, KIOSK).number).toBe('A001');
  });

  it('[T40] never goes back, whatever the time zone does', () => {
    const hall = new PlayedHall();
    hall.done({ type: 'close-day' }, MANAGER);
    hall.done({ type: 'configure-hall', configuration: testConfiguration({ timeZone: 'America/Los_Angeles' }) }, MANAGER);
    expect(hall.refused({ type: 'open-day' }, MANAGER)).toBe('day-in-the-past');
  });

  it('[T41] leaves nobody behind when it closes', () => {
    const hall = new PlayedHall().staff(1, 2);
    ['A', 'A', 'A', 'A'].forEach((service) => hall.issue(service));
    const served = hall.next(1);
    hall.done({ type: 'start-service', counter: 1 }, teller(1));
    hall.next(2);
    const events = hall.done({ type: 'close-day' }, MANAGER);
    expect(events).toEqual([
      { type: 'service-finished', ticket: served, counter: 1, delivered: ['A'] },
      { type: 'day-closed', day: '2026-11-22', unserved: 3 },
    ]);
    expect(hall.state.tickets.size).toBe(0);
    expect(answerOf(events)).toEqual({});
    for (const counter of hall.state.counters.values()) expect(counter).toMatchObject({ signIn: null, mode: { is: 'closed' } });
  });
});

describe('configure-hall', () => {
  it('[T42] names every problem and its place', () => {
    const hall = new PlayedHall();
    const setup = testConfiguration();
    const broken = {
      ...setup,
      timeZone: 'Mars/Olympus',
      series: [...setup.series, { id: 'A2', letter: 'A' }],
      counters: [{ ...setup.counters[0]!, serves: [['A', 'Q']] }],
    };
    const decision = hall.try({ type: 'configure-hall', configuration: broken }, MANAGER);
    expect(decision).toMatchObject({
      ok: false,
      error: {
        kind: 'configuration-invalid',
        problems: [
          { path: ['series', 3, 'letter'], problem: 'letter A is used twice' },
          { path: ['counters', 0, 'serves', 0, 1], problem: 'service Q is not defined' },
          { path: ['services', 1], problem: 'no counter serves service B' },
          { path: ['timeZone'], problem: 'time zone Mars/Olympus is not known' },
        ],
      },
    });
  });

  it.each([
    ['08:30', '08:30', ['businessDay']],
    ['24:00', '02:00', ['businessDay', 'opensAt']],
    ['18:00', '02:00', null],
    ['00:00', '24:00', null],
  ])('[T42] knows whether a day from %s to %s makes sense', (opensAt, closesAt, path) => {
    const found = configurationProblems(testConfiguration({ businessDay: { opensAt, closesAt } })).map((each) => each.path);
    expect(found).toEqual(path === null ? [] : [path]);
  });

  it('[T42] does not take away what is in use', () => {
    const hall = new PlayedHall().staff(3);
    hall.issue('B', 'vip');
    const setup = testConfiguration();
    const without = {
      ...setup,
      services: setup.services.slice(0, 1),
      classes: setup.classes.slice(0, 2),
      routing: { ...setup.routing, factors: {} },
      counters: [{ ...setup.counters[0]!, serves: [['A']] }],
    };
    const decision = hall.try({ type: 'configure-hall', configuration: without }, MANAGER);
    expect(decision).toMatchObject({
      ok: false,
      error: { kind: 'configuration-in-use', inUse: ['service B', 'class vip', 'counter 3'] },
    });
  });

  it('[T42] takes away what only tickets that are over had used', () => {
    const hall = new PlayedHall({ returns: { placesBack: 2, timesMax: 0 } }).staff(1);
    hall.issue('A', 'vip');
    hall.next(1);
    hall.done({ type: 'mark-no-show', counter: 1 }, teller(1));
    const setup = testConfiguration();
    const without = { ...setup, classes: setup.classes.slice(0, 2), routing: { ...setup.routing, factors: {} } };
    hall.done({ type: 'configure-hall', configuration: without }, MANAGER);
    expect(hall.done({ type: 'close-day' }, MANAGER)).toEqual([{ type: 'day-closed', day: '2026-11-22', unserved: 0 }]);
  });

  it('[T42] takes effect at once and leaves counters as they are', () => {
    const hall = new PlayedHall().staff(1);
    const setup = testConfiguration();
    const more = { ...setup, counters: [{ ...setup.counters[0]!, id: 9 }, ...setup.counters] };
    hall.done({ type: 'configure-hall', configuration: more }, MANAGER);
    expect([...hall.state.counters.keys()]).toEqual([9, 1, 2, 3]);
    expect(hall.state.counters.get(1)?.mode.is).toBe('open');
  });

  it('[T43] refuses a change that is based on an older one', () => {
    const hall = new PlayedHall();
    const based = hall.state.configurationVersion;
    hall.done({ type: 'configure-hall', configuration: testConfiguration(), basedOn: based }, MANAGER);
    expect(hall.refused({ type: 'configure-hall', configuration: testConfiguration(), basedOn: based }, MANAGER)).toBe(
      'configuration-changed',
    );
  });
});
