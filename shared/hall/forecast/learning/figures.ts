/**
 * The numbers that learning rests on. "Bank" is the Anonymous Bank's call centre of 1999 (Mandelbaum, Sakov, Zeltyn; 44 tellers, 444 448
 * calls), measured for this project; what a hall learns about itself replaces them as it is learned.
 */

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/** Until so many were seen, a service's wait is told as an estimate that is still being learned. */
export const LEARNED_FROM_SERVICES = 30;
/** How much wider a range is told until then. */
export const LEARNING_WIDER = 1.5;

/** Standard deviation of the logarithm of a serve time. Bank: .85 over all, .85 to 1.2 by kind of service. */
export const SERVE_LOG_SD = 0.85;
/** As many services as `SERVE_LOG_SD` weighs. Few: an own spread is soon better than a stranger's. */
export const SERVE_LOG_SD_WEIGHT = 10;
export const SERVE_LOG_SD_MIN = 0.25;
export const SERVE_LOG_SD_MAX = 1.5;
/** As many services as the hall file's typical minutes weigh: (.85 within / .45 between services) squared. Bank. */
export const SERVICE_WEIGHT = 3.5;
/** As many services as "like the others" weighs for a teller: (.85 within / .17 between tellers) squared. Bank. */
export const TELLER_WEIGHT = 24;
/** Shorter is a slip of the hand or nobody there. Bank: 5.4 % of all calls. */
export const SERVE_MS_MIN = 10 * SECOND_MS;
/** Nothing longer is believed, whatever the service: somebody forgot to finish. */
export const SERVE_MS_MAX = 120 * MINUTE_MS;
/** The same while fewer than `SERVE_LIMIT_FROM` are known. */
export const SERVE_MS_MAX_AT_FIRST = 60 * MINUTE_MS;
/** From so many on, a serve time counts at most as `exp(mean + 3 sd)` of its service's logarithms (winsorised). */
export const SERVE_LIMIT_FROM = 10;
export const SERVE_LIMIT_SDS = 3;
export const SERVE_LIMIT_SD_MIN = 0.5;

/** After so many business days, what was seen counts half: halls change. */
export const HALF_LIFE_DAYS = 40;

/** Arrivals are counted in slots of so long. */
export const SLOT_MS = 30 * MINUTE_MS;
export const SLOTS_PER_DAY = (24 * 60 * MINUTE_MS) / SLOT_MS;
/** Arrivals are expected as on the last so many days like today. Bank: 16.1 % off by noon, 10.0 % with the day factor. */
export const LIKE_DAYS = 10;
/** Days whose arrivals are kept. */
export const DAYS_KEPT = 25;
/** As many days as "a weekday like the others" weighs. */
export const WEEKDAY_WEIGHT = 3;
/** `(seen today / usual until now) ^ .75`. Bank: 1 gives 10.4 % and .5 gives 10.7 % where this gives 10.0 %. */
export const DAY_FACTOR_POWER = 0.75;
/** As many tickets as "a day like others" weighs while few have come. */
export const DAY_FACTOR_TICKETS = 5;
export const DAY_FACTOR_MIN = 0.2;
export const DAY_FACTOR_MAX = 10;
/** Spread of a day's logarithm from one to the next, and as many days as that weighs. Bank: .19. */
export const DAY_LOG_SD = 0.2;
export const DAY_LOG_SD_WEIGHT = 4;
export const DAY_LOG_SD_MIN = 0.05;
/** Correlation of a morning with the rest of its day, both as logarithms. Bank: .75, once some 25 tickets have come. */
export const MORNING_CORRELATION = 0.75;
export const MORNING_TICKETS = 25;
/** Spread of the day when no day was seen to compare it with. */
export const DAY_LOG_SD_UNKNOWN = 0.4;
/** From so much of a first day on, what came goes on; of fewer tickets nothing is made until three times as long. Assumed. */
export const FIRST_DAY_MINUTES = 20;
export const FIRST_DAY_TICKETS = 10;
/** A day on which so many times the usual number has come is told of. */
export const UNUSUAL_DAY_TIMES = 3;
export const UNUSUAL_DAY_TICKETS = 30;

/** Waiting in which nobody left, that stands before what was seen: five hours, so that the first who leaves does not empty the hall. */
export const PATIENCE_PRIOR_MS = 5 * 60 * MINUTE_MS;
/** Nobody's mean patience is taken to be shorter. Bank: 367 to 446 s. */
export const PATIENCE_MS_MIN = 2 * MINUTE_MS;
/** A wait counts at most so long. */
export const WAIT_MS_MAX = 12 * 60 * MINUTE_MS;

/** Called customers that do not come, before any were seen, and as many calls as that weighs. Assumed. */
export const NO_SHOW_SHARE = 0.03;
export const NO_SHOW_WEIGHT = 20;
/** As much spread of waits (minutes squared) as "does not grow with the wait" weighs: 160 calls whose waits differ by 5 minutes. */
export const NO_SHOW_SLOPE_WEIGHT = 4_000;
export const NO_SHOW_SHARE_MAX = 0.5;
export const NO_SHOW_PER_MINUTE_MAX = 0.02;
/** A counter loses so long by somebody who does not come. Assumed; as many calls as that weighs; and the most that counts. */
export const NO_SHOW_LOST_MS = 30 * SECOND_MS;
export const NO_SHOW_LOST_WEIGHT = 5;
export const NO_SHOW_LOST_MS_MAX = 5 * MINUTE_MS;

/** Between two entries of a day: no hall in which somebody waits or is served is silent for so long, its clock was moved. */
export const CLOCK_JUMP_MS = 2 * 60 * MINUTE_MS;
