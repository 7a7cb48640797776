import { describe, expect, it } from 'vitest';
import { newcomerOf } from '../../shared/hall/forecast/hall-telling.ts';
import { openAlerts } from '../../shared/hall/alerts/alert-events.ts';
import type { AheadPoint } from '../../shared/hall/forecast/hall-forecast.ts';
import type { LineStep } from '../../shared/hall/forecast/line-step.ts';
import type { ToldWait, WaitRange } from '../../shared/hall/forecast/wait-range.ts';
import { FORECAST_STALE_MS } from '../../shared/protocol/limits.ts';
import type { FakeConnection } from '../../test/support/fake-connection.ts';
import { MANAGER } from '../../test/support/played-hall.ts';
import { HALL, settled, WatchedHub } from '../../test/support/watched-hub.ts';
import { testConfiguration } from '../../test/support/test-configuration.ts';
import { SILENT_LOG, type HubLog } from '../hub/hub-log.ts';
import type { ForecastEngine, ForecastJob, ForecastOutcome } from './forecast-job.ts';
import { Forecasts } from './forecasts.ts';
import {
  AHEAD_CLEAR_AFTER_MS,
  AHEAD_RAISE_AFTER_MS,
  FORECAST_ANSWER_MS_MAX,
  FORECAST_ENTRIES_MAX,
  FORECAST_EVERY_MS,
  FORECAST_IDLE_ANSWER_MS_MAX,
  FORECAST_REFRESH_MS,
  FORECAST_RESTART_MS,
  MODEL_EVERY_MS,
} from './limits.ts';
import type { ThreadPriority } from './thread-priority.ts';
import { Watch } from './watch.ts';

const NOTHING_LEARNED = {
  model: {
    services: new Map(),
    tellers: new Map(),
    arrivals: { slotMs: 1_800_000, expected: new Map() },
    dayFactor: { median: 1, logSd: 0 },
    leavesPerMs: new Map(),
    noShows: { base: 0, perMinute: 0, lostMs: 0 },
  },
  calibrations: new Map(),
};

/** Says what a test tells it to, about every service alike. */
class ScriptedEngine implements ForecastEngine {
  readonly jobs: ForecastJob[] = [];
  newcomer: ToldWait = { is: 'known', range: { fromMs: 60_000, toMs: 300_000 }, learning: false };
  answer: 'made' | 'behind' | 'failed' | 'dies' | 'never' = 'made';
  cut = 0;
  aheadMinutes: number | null = null;
  steps: LineStep[] = [];
  closed = 0;
  readonly priority: ThreadPriority;
  #reject: (reason: Error) => void = () => undefined;

  constructor(priority: ThreadPriority) {
    this.priority = priority;
  }

  make(job: ForecastJob): Promise<ForecastOutcome> {
    this.jobs.push(job);
    if (this.answer === 'never') return new Promise((_resolve, reject) => (this.#reject = reject));
    if (this.answer === 'dies') return Promise.reject(new Error('out of memory'));
    if (this.answer !== 'made') return Promise.resolve({ is: this.answer, reason: 'a bug' });
    const of = { at: job.at, version: this.jobs.length };
    const forecast = { ...of, services: [{ service: 'A', newcomer: this.newcomer, byClass: [], ahead: this.#ahead() }] };
    const { cut, steps } = this;
    return Promise.resolve({ is: 'made', forecast, tickets: { ...of, tickets: [] }, steps, runs: 100, ms: 10, cut });
  }

  #ahead(): AheadPoint[] {
    if (this.aheadMinutes === null) return [];
    const waitP90Ms = this.aheadMinutes * 60_000;
    return [{ inMs: 15 * 60_000, waitP50Ms: 0, waitP90Ms, waitingP50: 0 }];
  }

  close(): Promise<void> {
    this.closed += 1;
    this.#reject(new Error('closed'));
    return Promise.resolve();
  }
}

interface Stage {
  readonly watched: WatchedHub;
  readonly forecasts: Forecasts;
  readonly engines: ScriptedEngine[];
  readonly engine: () => ScriptedEngine;
  readonly said: string[];
}

async function stageWith(
  setUp: (engine: ScriptedEngine) => void = () => undefined,
  learnedTo?: (hall: string) => number,
): Promise<Stage> {
  const said: string[] = [];
  const tell = (_facts: object, message: string): void => void said.push(message);
  const log: HubLog = { info: () => undefined, warn: tell, error: tell };
  const watched = await WatchedHub.serving({ log });
  const { hub, time } = watched;
  const engines: ScriptedEngine[] = [];
  const startEngine = (priority: ThreadPriority): ScriptedEngine => {
    const engine = new ScriptedEngine(priority);
    setUp(engine);
    engines.push(engine);
    return engine;
  };
  const monotonicMs = (): number => time.monotonic();
  const forecasts = new Forecasts({
    hub,
    clock: time,
    monotonicMs,
    timers: time,
    log,
    basisFor: () => NOTHING_LEARNED,
    learnedTo,
    startEngine,
  });
  forecasts.start();
  await settled();
  return { watched, forecasts, engines, engine: () => engines.at(-1)!, said };
}

function told(line: FakeConnection): number[] {
  return line.sent.flatMap((message) => (message.name === 'forecast' ? message.body.version : []));
}

describe('forecasts of a hub', () => {
  it('[F82] are made when something happened, once a second at most, from the entries since', async () => {
    const { watched, engine } = await stageWith();
    expect(engine().jobs).toHaveLength(1);
    expect(engine().jobs[0]?.snapshot?.version).toBe(watched.head().version);
    const known = watched.head().version;
    for (let issued = 0; issued < 5; issued += 1) {
      await watched.issue();
      await watched.pass(100);
    }
    await watched.pass(FORECAST_EVERY_MS, 250);
    expect(engine().jobs).toHaveLength(2);
    expect(engine().jobs[1]?.snapshot).toBeNull();
    expect(engine().jobs[1]?.entries.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5].map((more) => known + more));
  });

  it('[F82] are not made while nobody looks and nothing happens', async () => {
    const { watched, engine } = await stageWith();
    await watched.pass(60_000, 250);
    expect(engine().jobs).toHaveLength(1);
    await watched.screen();
    await watched.pass(3 * FORECAST_REFRESH_MS, 250);
    expect(engine().jobs.length).toBeGreaterThanOrEqual(3);
  });

  it('[F82] go to screens when they change, and before the last would be too old', async () => {
    const { watched, engine } = await stageWith();
    const { line } = await watched.screen();
    expect(told(line)).toEqual([1]);
    for (let second = 0; second < 5; second += 1) {
      await watched.issue();
      await watched.pass(FORECAST_EVERY_MS, 250);
    }
    expect(told(line)).toEqual([1]);
    engine().newcomer = { is: 'unknown', why: 'no-open-counter' };
    await watched.issue();
    await watched.pass(FORECAST_EVERY_MS, 250);
    expect(line.last('forecast').services[0]?.newcomer).toEqual(engine().newcomer);
    const before = told(line).length;
    await watched.pass(FORECAST_STALE_MS, 250);
    expect(told(line).length).toBeGreaterThanOrEqual(before + 2);
    const spans = line.sent.flatMap((message) => (message.name === 'forecast' ? message.body.at : []));
    for (const [index, at] of spans.slice(2).entries()) expect(at - spans[index + 1]!).toBeLessThan(FORECAST_STALE_MS);
  });

  it('[F70] a ticket is quoted exactly what the screens show', async () => {
    const { watched, engine } = await stageWith();
    const { line } = await watched.screen();
    const { result } = await watched.issue();
    const shown = newcomerOf(line.last('forecast'), 'A', 'standard');
    expect(shown).toMatchObject({ is: 'known', range: result.quote });
    engine().newcomer = { is: 'unknown', why: 'no-open-counter' };
    await watched.pass(FORECAST_EVERY_MS, 250);
    expect((await watched.issue()).result).not.toHaveProperty('quote');
  });

  it('[F70] ten tickets within a second are quoted no less than the one before, and the next forecast begins anew', async () => {
    const { watched, engine } = await stageWith((each) => {
      each.steps = [{ service: 'A', class: 'standard', ahead: 0, meanMs: 90_000, sdMs: 80_000 }];
    });
    const quotes: WaitRange[] = [];
    for (let issued = 0; issued < 10; issued += 1) quotes.push((await watched.issue()).result.quote as WaitRange);
    expect(quotes[0]).toEqual({ fromMs: 60_000, toMs: 300_000 });
    for (const [index, { fromMs, toMs }] of quotes.entries()) {
      const before = quotes[index - 1] ?? { fromMs: 0, toMs: 0 };
      expect([fromMs >= before.fromMs, toMs >= before.toMs, fromMs <= toMs]).toEqual([true, true, true]);
    }
    expect(quotes[9]!.fromMs).toBeGreaterThanOrEqual(10 * 60_000);
    expect(quotes[9]!.toMs).toBeGreaterThanOrEqual(18 * 60_000);
    engine().steps = [{ ...engine().steps[0]!, ahead: 10 }];
    await watched.pass(FORECAST_EVERY_MS, 250);
    expect((await watched.issue()).result.quote).toEqual(quotes[0]);
  });

  it('[F83] a thread that dies is named and started again; until then nothing is shown for long, nor quoted', async () => {
    let next: ScriptedEngine['answer'] = 'made';
    const { engine, engines, forecasts, said, watched } = await stageWith((each) => (each.answer = next));
    engine().answer = 'dies';
    await watched.issue();
    await watched.pass(FORECAST_EVERY_MS, 250);
    expect(said).toContain('forecasts-died');
    expect(engine().closed).toBe(1);
    await watched.pass(FORECAST_RESTART_MS + FORECAST_EVERY_MS, 250);
    expect(engines).toHaveLength(2);
    expect(engine().jobs[0]?.snapshot?.version).toBe(watched.head().version);
    next = engine().answer = 'never';
    await watched.issue();
    await watched.pass(FORECAST_STALE_MS, 1_000);
    expect(forecasts.forecastOf(HALL)).toBeNull();
    expect((await watched.issue()).result).not.toHaveProperty('quote');
  });

  it('[F83] a thread that does not answer is ended, and one that dies again and again is started less often', async () => {
    let next: ScriptedEngine['answer'] = 'never';
    const { engines, said, watched } = await stageWith((each) => (each.answer = next));
    await watched.pass(FORECAST_IDLE_ANSWER_MS_MAX + FORECAST_ANSWER_MS_MAX + 2_000, 1_000);
    expect(said).toContain('forecasts-died');
    expect(engines[1]?.closed).toBeGreaterThan(0);
    next = 'dies';
    await watched.pass(10 * FORECAST_ANSWER_MS_MAX, 1_000);
    expect(engines.length).toBeLessThan(12);
  });

  it('[F87] a thread that gets no core is followed at once by one with a share of it, which keeps it', async () => {
    let next: ScriptedEngine['answer'] = 'never';
    const { engine, engines, forecasts, said, watched } = await stageWith((each) => (each.answer = next));
    expect(engines.map(({ priority }) => priority)).toEqual(['idle']);
    next = 'made';
    await watched.pass(FORECAST_IDLE_ANSWER_MS_MAX + FORECAST_EVERY_MS, 250);
    expect(said).toEqual(['forecasts-starved']);
    expect(engines.map(({ closed, priority }) => ({ closed, priority }))).toEqual([
      { closed: 1, priority: 'idle' },
      { closed: 0, priority: 'low' },
    ]);
    expect(engine().jobs[0]?.snapshot?.version).toBe(watched.head().version);
    expect(forecasts.forecastOf(HALL)).not.toBeNull();
    engine().answer = 'dies';
    await watched.issue();
    await watched.pass(FORECAST_EVERY_MS + FORECAST_RESTART_MS + FORECAST_EVERY_MS, 250);
    expect(engines.map(({ priority }) => priority)).toEqual(['idle', 'low', 'low']);
  });

  it('[F83] an engine that is behind, or failed, gets the whole hall', async () => {
    const { watched, engine, said } = await stageWith();
    for (const answer of ['behind', 'failed'] as const) {
      engine().answer = answer;
      await watched.issue();
      await watched.pass(FORECAST_EVERY_MS, 250);
      engine().answer = 'made';
      await watched.pass(FORECAST_EVERY_MS, 250);
      expect(engine().jobs.at(-1)?.snapshot?.version).toBe(watched.head().version);
    }
    expect(said).toEqual(['forecast-failed']);
    engine().answer = 'failed';
    for (let more = 0; more < 3; more += 1) await watched.pass(FORECAST_EVERY_MS, 250);
    expect(said).toEqual(['forecast-failed']);
    await watched.issue();
    for (let more = 0; more < 3; more += 1) await watched.pass(FORECAST_EVERY_MS, 250);
    expect(said).toEqual(['forecast-failed', 'forecast-failed']);
  });

  it('[F80] a storm of entries costs one copy of the hall, and a forecast that was cut is named once', async () => {
    const { watched, engine, said } = await stageWith();
    engine().cut = 3;
    for (let issued = 0; issued <= FORECAST_ENTRIES_MAX; issued += 200) {
      await Promise.all(
        Array.from({ length: 200 }, (_, index) => watched.done(MANAGER, { type: index % 2 === 0 ? 'close-day' : 'open-day' })),
      );
    }
    await watched.pass(5 * FORECAST_EVERY_MS, 250);
    expect(engine().jobs.at(-1)).toMatchObject({ entries: [] });
    expect(engine().jobs.at(-1)?.snapshot).not.toBeNull();
    for (let more = 0; more < 3; more += 1) {
      await watched.issue();
      await watched.pass(FORECAST_EVERY_MS, 250);
    }
    expect(said.filter((message) => message === 'forecast-cut')).toHaveLength(1);
  });

  it('[F80] a clock that jumped is waited for: no forecast until a manager has confirmed it', async () => {
    const { watched, engine } = await stageWith();
    await watched.screen();
    watched.time.setClockBy(3 * 3_600_000);
    await watched.pass(2_000, 250);
    const jobs = engine().jobs.length;
    await watched.pass(3 * FORECAST_REFRESH_MS, 1_000);
    expect(engine().jobs).toHaveLength(jobs);
    await watched.send(MANAGER, { type: 'confirm-clock' });
    await watched.pass(2 * FORECAST_REFRESH_MS, 1_000);
    expect(engine().jobs.length).toBeGreaterThan(jobs);
  });

  it('[F82] read what the hall has learned anew each minute', async () => {
    const { watched, engine } = await stageWith();
    await watched.screen();
    await watched.pass(2 * MODEL_EVERY_MS + FORECAST_REFRESH_MS, 1_000);
    const read = engine().jobs.filter(({ basis }) => basis !== null).length;
    expect(read).toBe(3);
    expect(engine().jobs.length).toBeGreaterThan(10);
  });

  it('[F86] read it again once it has caught up with the hall, after a start that found it behind', async () => {
    let learned = 0;
    const { watched, engine } = await stageWith(undefined, () => learned);
    await watched.screen();
    const read = (): number => engine().jobs.filter(({ basis }) => basis !== null).length;
    await watched.pass(2 * FORECAST_REFRESH_MS, 1_000);
    expect(read()).toBe(1);
    learned = watched.hub.status()[0]!.version;
    await watched.pass(FORECAST_REFRESH_MS, 1_000);
    expect(read()).toBe(2);
    // A hall at work is always a moment ahead of what was learned: from here on once a minute is enough.
    for (let issued = 0; issued < 5; issued += 1) {
      await watched.issue();
      await watched.pass(FORECAST_EVERY_MS, 250);
    }
    learned = watched.hub.status()[0]!.version;
    await watched.pass(FORECAST_REFRESH_MS, 1_000);
    expect(read()).toBe(2);
  });

  it('[F84] raise an alert ahead through the hall, which goes into its log like every other', async () => {
    const { watched, engine } = await stageWith();
    const [first] = testConfiguration().services;
    const steps = [{ afterSeconds: 0, tell: ['manager'], sound: 'none' }] as const;
    const configuration = testConfiguration({ alerts: [{ kind: 'predicted-wait', threshold: 20, steps }] });
    await watched.done(MANAGER, { type: 'configure-hall', configuration });
    const watch = new Watch({ hub: watched.hub, clock: watched.time, timers: watched.time, log: SILENT_LOG });
    watch.start();
    await watched.screen();
    engine().aheadMinutes = 24;
    await watched.pass(AHEAD_RAISE_AFTER_MS + 3 * FORECAST_REFRESH_MS, 250);
    expect(openAlerts(await watched.state())).toMatchObject([
      { kind: 'predicted-wait', subject: { service: first?.id }, measured: 24 },
    ]);
    expect(watched.log().at(-1)?.actor).toBe('system:watch');
    engine().aheadMinutes = 3;
    await watched.pass(AHEAD_CLEAR_AFTER_MS + 3 * FORECAST_REFRESH_MS, 250);
    expect(openAlerts(await watched.state())).toEqual([]);
    await watch.close();
  });

  it('[F83] close cleanly, also twice, and leave nothing running', async () => {
    const { watched, forecasts, engine } = await stageWith();
    await watched.hub.close();
    await forecasts.close();
    await forecasts.close();
    expect(engine().closed).toBeGreaterThan(0);
    const jobs = engine().jobs.length;
    await watched.pass(60_000, 1_000);
    expect(engine().jobs).toHaveLength(jobs);
  });
});
