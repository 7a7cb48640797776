/** How often every hall is looked at, whatever happens in it. */
export const WATCH_EVERY_MS = 1_000;
/** Looks at one hall between two rounds: as prompt as people notice, and a storm of commands costs no more. */
export const LOOKS_PER_ROUND_MAX = 25;
/** After a refusal (read-only, clock, busy) or a failure a hall is left alone for so many rounds. */
export const REST_ROUNDS = 5;

/** How often it is looked for a hall whose forecast is due. */
export const FORECAST_LOOK_MS = 250;
/** One hall's forecast is made anew at most so often, however much happens in it. */
export const FORECAST_EVERY_MS = 1_000;
/** With nothing new it is made anew so often all the same: services that go on make waits longer. */
export const FORECAST_REFRESH_MS = 10_000;
/** A wait that is longer is not told. */
export const FORECAST_HORIZON_MS = 2 * 60 * 60_000;
/**
 * What one forecast of one hall may take of its thread, a twentieth of a core while something happens each second; with more halls at work,
 * of this each its part.
 */
export const FORECAST_BUDGET_MS = 50;
/** As many runs as the budget allows, within these: 100 place a 90th percentile within 3 percentile points, 500 within 1.4. */
export const FORECAST_RUNS_MIN = 100;
export const FORECAST_RUNS_MAX = 500;
export const FORECAST_RUNS_FIRST = 150;
/** Runs of one forecast are cut at so many events, so that a storm in one hall does not starve another. */
export const FORECAST_EVENTS_MAX = 10_000;
/** Entries kept for the next forecast; of more the thread gets the whole hall instead. */
export const FORECAST_ENTRIES_MAX = 2_000;
/** What a hall has learned is read anew so often. */
export const MODEL_EVERY_MS = 60_000;
/** A thread that does not answer for so long has hung, and is ended. */
export const FORECAST_ANSWER_MS_MAX = 20_000;
/** One that computes only where nobody else wants the core gets no core when it does not answer for so long: it is given a share. */
export const FORECAST_IDLE_ANSWER_MS_MAX = 5_000;
/** A thread that died is started again after so long, each time twice as long, up to the second. */
export const FORECAST_RESTART_MS = 1_000;
export const FORECAST_RESTART_MS_MAX = 60_000;

/** Advice is looked for anew so often. */
export const ADVICE_EVERY_MS = 60_000;
/** One what-if may take so long of the forecasts' thread; runs are as many as that allows, and never fewer than the least. */
export const ADVICE_STEP_MS = 300;
export const ADVICE_RUNS_MIN = 80;

/** A wait that is expected concerns an alert once it has been expected for so long, and no more once it has not for so long. */
export const AHEAD_RAISE_AFTER_MS = 20_000;
export const AHEAD_CLEAR_AFTER_MS = 60_000;
/** Not expected any more means: below this share of the threshold. */
export const AHEAD_CLEAR_SHARE = 0.85;
/** What lasts is reported again so often. */
export const AHEAD_REPORT_AGAIN_MS = 120_000;
/** Of each of the two replays that an answered advice is held against. */
export const EFFECT_RUNS = 150;
/** Answers that are followed at once in a hall: more than three every half hour for an hour. */
export const TRIALS_MAX = 20;
