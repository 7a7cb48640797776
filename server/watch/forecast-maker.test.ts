import { describe, expect, it } from 'vitest';
import { MINUTE, PlayedHall, teller } from '../../test/support/played-hall.ts';
import type { HallConfiguration } from '../../shared/hall/configuration.ts';
import { learnAll } from '../../shared/hall/forecast/learning/learn.ts';
import { nothingLearned } from '../../shared/hall/forecast/learning/learned.ts';
import { modelOf, priorModel } from '../../shared/hall/forecast/learning/model-of.ts';
import { seeEntry } from '../../shared/hall/forecast/learning/see-entry.ts';
import { noVisits } from '../../shared/hall/forecast/learning/visits.ts';
import { newcomerOf } from '../../shared/hall/forecast/hall-telling.ts';
import { toSnapshot } from '../../shared/hall/snapshot.ts';
import { hallForecastSchema, ticketForecastsSchema } from '../../shared/protocol/forecast-schema.ts';
import { testConfiguration } from '../../test/support/test-configuration.ts';
import type { ForecastJob, ForecastOutcome } from './forecast-job.ts';
import { ForecastMaker, runsFor } from './forecast-maker.ts';
import { FORECAST_RUNS_MAX, FORECAST_RUNS_MIN } from './limits.ts';

const typical = testConfiguration().services.map((service) => ({ ...service, typicalMinutes: 6 }));

function hallAtWork(changes: Partial<HallConfiguration> = {}, counters = [1, 2]): PlayedHall {
  const hall = new PlayedHall({ services: typical, ...changes });
  for (const counter of counters) {
    hall.done({ type: 'sign-in', counter }, teller(counter));
    hall.done({ type: 'open-counter', counter }, teller(counter));
  }
  return hall;
}

function jobOf(hall: PlayedHall, changes: Partial<ForecastJob> = {}): ForecastJob {
  const model = priorModel(hall.state.configuration!, hall.now);
  const basis = { model, calibrations: new Map() };
  return { hall: 'demo', at: hall.now, snapshot: toSnapshot(hall.state), entries: [], basis, budgetMs: 100, ...changes };
}

function made(outcome: ForecastOutcome): Extract<ForecastOutcome, { is: 'made' }> {
  if (outcome.is !== 'made') throw new Error(JSON.stringify(outcome));
  return outcome;
}

/** A thread's clock that says each forecast took so long. */
function maker(ms = 100): ForecastMaker {
  let now = 0;
  return new ForecastMaker(() => (now += ms));
}

const newcomer = (outcome: ForecastOutcome, service = 'A') => newcomerOf(made(outcome).forecast, service, 'standard');

describe('a forecast', () => {
  it('[F78] says what a newcomer waits, and what each waiting ticket still does', () => {
    const hall = hallAtWork();
    for (let waiting = 0; waiting < 12; waiting += 1) hall.issue('A');
    const job = jobOf(hall);
    const { model } = job.basis!;
    const steady = {
      slotMs: 30 * MINUTE,
      expected: new Map([['A', new Map([['standard', Array.from({ length: 48 }, () => 8)]])]]),
    };
    const outcome = made(maker().make({ ...job, basis: { ...job.basis!, model: { ...model, arrivals: steady } } }));
    const told = newcomerOf(outcome.forecast, 'A', 'standard');
    expect(told).toMatchObject({ is: 'known', learning: true });
    if (told?.is !== 'known') return;
    expect(told.range.fromMs).toBeGreaterThan(10 * MINUTE);
    expect(told.range.toMs).toBeLessThan(120 * MINUTE);
    const left = outcome.tickets.tickets.map((ticket) => (ticket.left.is === 'known' ? ticket.left.range.toMs : null));
    expect(left).toHaveLength(12);
    expect(left).toEqual([...left].sort((one, other) => Number(one) - Number(other)));
    expect(outcome.forecast.services[0]!.ahead.length).toBeGreaterThan(3);
  });

  it('[F78] is of the hall as it was committed: from a snapshot, or from that and the entries since', () => {
    const hall = hallAtWork();
    const followed = maker();
    made(followed.make(jobOf(hall)));
    const known = hall.log.length;
    for (let waiting = 0; waiting < 8; waiting += 1) hall.issue('A');
    const entries = hall.log.slice(known);
    const outcome = made(followed.make(jobOf(hall, { snapshot: null, basis: null, entries })));
    expect(outcome.forecast.version).toBe(hall.state.version);
    expect(outcome.tickets.tickets).toHaveLength(8);
    expect(newcomer(outcome)).toEqual(newcomer(maker().make(jobOf(hall))));
  });

  it('[F78] is not made of a hall that is not known, or not all of it', () => {
    const hall = hallAtWork();
    const blank = maker();
    expect(blank.make(jobOf(hall, { snapshot: null }))).toEqual({ is: 'behind' });
    made(blank.make(jobOf(hall)));
    hall.issue('A');
    hall.issue('A');
    expect(blank.make(jobOf(hall, { snapshot: null, entries: hall.log.slice(-1) }))).toEqual({ is: 'behind' });
  });

  it('[F78] says on a first day, too, what those will wait who come within the hour', () => {
    const hall = hallAtWork();
    const visits = noVisits();
    const aheadAfter = (minutes: number): number => {
      for (let minute = 0; minute < minutes; minute += 1) {
        hall.wait(MINUTE).issue('A');
        if (minute % 2 === 0) hall.next(1 + (minute % 4) / 2);
      }
      const seen = hall.log.splice(0).flatMap((entry) => seeEntry(visits, entry).observations);
      learned = learnAll(learned, seen);
      const job = jobOf(hall);
      const model = modelOf(learned, hall.state.configuration!, hall.now);
      const { forecast } = made(maker().make({ ...job, basis: { ...job.basis!, model } }));
      return forecast.services[0]!.ahead.length;
    };
    let learned = nothingLearned();
    expect(aheadAfter(10)).toBe(0);
    expect(aheadAfter(12)).toBeGreaterThanOrEqual(3);
  });

  it('[F79] is hidden with its reason: no counter, nothing issued, nothing known', () => {
    const closed = maker().make(jobOf(hallAtWork({}, [])));
    expect(newcomer(closed)).toEqual({ is: 'unknown', why: 'no-open-counter' });
    const paused = hallAtWork();
    for (const counter of [1, 2]) paused.done({ type: 'pause-counter', counter, reason: 'meal' }, teller(counter));
    expect(newcomer(maker().make(jobOf(paused)))).toEqual({ is: 'unknown', why: 'no-open-counter' });
    const waiting = paused.issue('A');
    const silent = made(maker().make(jobOf(paused)));
    expect(silent.tickets.tickets).toEqual([
      { ticket: waiting, left: { is: 'unknown', why: 'no-open-counter' }, breaksPromise: null },
    ]);
    expect(silent.forecast.services.map(({ ahead }) => ahead)).toEqual([[], []]);
    paused.done({ type: 'resume-counter', counter: 1 }, teller(1));
    expect(newcomer(maker().make(jobOf(paused)))).toMatchObject({ is: 'known' });
    const stopped = hallAtWork();
    stopped.done({ type: 'stop-service', service: 'A', reason: 'system' }, { id: 'staff:3001', roles: ['manager'] });
    expect(newcomer(maker().make(jobOf(stopped)))).toEqual({ is: 'unknown', why: 'not-issuing' });
    const blank = hallAtWork({ services: testConfiguration().services });
    const job = jobOf(blank);
    const nothing = { ...job.basis!, model: { ...job.basis!.model, services: new Map() } };
    expect(newcomer(maker().make({ ...job, basis: nothing }))).toEqual({ is: 'unknown', why: 'no-data' });
  });

  it('[F79] of a wait that is longer than the hall looks ahead is hidden', () => {
    const hall = hallAtWork({}, [1]);
    for (let waiting = 0; waiting < 60; waiting += 1) hall.issue('A');
    expect(newcomer(maker().make(jobOf(hall)))).toEqual({ is: 'unknown', why: 'too-far' });
  });

  it('[F80] stays bounded and finite whatever it is given', () => {
    const hall = hallAtWork();
    for (let waiting = 0; waiting < 100; waiting += 1) hall.issue(waiting % 2 === 0 ? 'A' : 'B');
    hall.done({ type: 'call-next', counter: 1 }, teller(1));
    const job = jobOf(hall);
    const { model } = job.basis!;
    const storm = {
      slotMs: 30 * MINUTE,
      expected: new Map([['A', new Map([['standard', Array.from({ length: 48 }, () => 400)]])]]),
    };
    const broken = { ...model, services: new Map([['A', { logMean: NaN, logSd: Infinity, seen: 0, learning: true }]]) };
    const jobs: ForecastJob[] = [
      { ...job, at: job.at + 3 * 3_600_000 },
      { ...job, at: job.at - 3 * 3_600_000 },
      { ...job, basis: { ...job.basis!, model: { ...model, arrivals: storm } } },
      { ...job, basis: { ...job.basis!, model: broken } },
    ];
    for (const each of jobs) {
      const outcome = made(maker().make(each));
      const wire = JSON.parse(JSON.stringify({ hall: outcome.forecast, tickets: outcome.tickets })) as Record<string, unknown>;
      expect(hallForecastSchema.safeParse(wire['hall']).success).toBe(true);
      expect(ticketForecastsSchema.safeParse(wire['tickets']).success).toBe(true);
    }
  });

  it('[F80] of a hall whose day is not open costs no run', () => {
    const hall = new PlayedHall({ services: typical }, { opens: false });
    const outcome = made(maker().make(jobOf(hall)));
    expect(outcome.runs).toBe(0);
    expect(newcomer(outcome)).toEqual({ is: 'unknown', why: 'not-issuing' });
  });

  it('[F81] is made of as many runs as its time allows, between the limits', () => {
    expect(runsFor(400, { runs: 200, ms: 100 })).toBe(400);
    expect(runsFor(400, { runs: 300, ms: 10 })).toBe(FORECAST_RUNS_MAX);
    expect(runsFor(400, { runs: 200, ms: 1_000 })).toBe(FORECAST_RUNS_MIN);
    expect(runsFor(400, { runs: 400, ms: 640 })).toBe(250);
    expect(runsFor(400, { runs: 200, ms: 0 })).toBe(400);
  });
});
