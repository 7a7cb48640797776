import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { evaluate, type Days, type EvaluateOptions, type Evaluation } from './evaluate.ts';
import { Bank } from './hallcall-predictor.ts';
import type { Period } from './options.ts';
import type { Waiting } from './replay.ts';
import { parseTickets, UnusableFile, type TicketRow, type TicketRows } from './ticket-rows.ts';

const HOUR = 3_600;
/** Sunday to Thursday. */
const WORKING_DAYS_UNTIL = 4;
/** The head start that the bank's documentation gives priority 2 (Brown et al. 2005, section 2). */
const HEAD_START = 90;
const RUNS_PER_SCENE = 10;
/** Unzipped; a month has 3 MB. */
const BYTES_MAX = 500_000_000;

/** @throws {UnusableFile} it cannot be read, is no gzip, or holds no tickets. */
export function readTickets(file: string): TicketRows {
  return parseTickets(unzipped(file));
}

function unzipped(file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch {
    throw new UnusableFile(`${file} cannot be read`);
  }
  try {
    return gunzipSync(bytes, { maxOutputLength: BYTES_MAX }).toString('utf8');
  } catch {
    throw new UnusableFile(`${file} is no gzip, or is damaged`);
  }
}

/**
 * The customary tickets: working days, 7:00 to 24:00, queued and served.
 *
 * @throws {UnusableFile} a period has none.
 */
export function evaluateBank(options: {
  readonly tickets: TicketRows;
  readonly fit: Period;
  readonly judge: Period;
  readonly runs: number;
  readonly onSaid?: EvaluateOptions['onSaid'];
}): Evaluation {
  const { tickets, fit, judge, runs, onSaid } = options;
  return evaluate({
    fit: daysOf(tickets, fit, '--fit'),
    judge: daysOf(tickets, judge, '--judge'),
    forecaster: new Bank({ scenes: Math.ceil(runs / RUNS_PER_SCENE), runsPerScene: RUNS_PER_SCENE }),
    isAsked: isCustomary,
    headStart: HEAD_START,
    onSaid,
  });
}

function daysOf({ days }: TicketRows, { from, to }: Period, option: string): Days {
  const within = [...days].filter(([date, rows]) => date >= from && date <= to && (rows[0]?.weekday ?? 6) <= WORKING_DAYS_UNTIL);
  const isJudged = (row: TicketRow) => row.queued && row.service !== null && isCustomary({ at: row.arrival });
  if (!within.some(([, rows]) => rows.some(isJudged))) {
    throw new UnusableFile(`${option} ${from}..${to} has no ticket of a working day that queued and was served`);
  }
  return within;
}

function isCustomary({ at }: Pick<Waiting, 'at'>): boolean {
  return at >= 7 * HOUR && at < 24 * HOUR;
}
