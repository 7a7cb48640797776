import { sql, type Kysely } from 'kysely';
import { isStillLearning, serveEstimate } from '../../shared/hall/forecast/learning/serve-times.ts';
import { warningsOf } from '../../shared/hall/forecast/learning/model-of.ts';
import { ownOf, type Learned } from '../../shared/hall/forecast/learning/learned.ts';
import { RANGE_FROM, RANGE_TO } from '../../shared/hall/forecast/wait-range.ts';
import type { HallConfiguration } from '../../shared/hall/configuration.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import {
  UNDER_PROMISED_MS,
  type AccuracyFigures,
  type AccuracyReport,
  type AccuracyScores,
  type LearnedReport,
} from '../../shared/protocol/accuracy.ts';
import type { AccessDatabase } from '../database/access-database.ts';
import type { Tables } from '../database/tables.ts';

/** Days of the hall, both included; `trendFrom` is where the trend begins. */
export interface AccuracyAsked {
  readonly from: string;
  readonly to: string;
  readonly trendFrom: string;
  readonly service?: string | undefined;
  readonly class?: string | undefined;
}

/** Sums over the waits of one day, hour, service and class. Sums of sums are the report. */
interface Sums {
  readonly judged: number;
  readonly unserved: number;
  readonly untold: number;
  readonly waited: number;
  readonly toldFrom: number;
  readonly toldTo: number;
  readonly withinUpper: number;
  readonly withinRange: number;
  readonly underPromised: number;
  readonly pinballFrom: number;
  readonly pinballTo: number;
  readonly bias: number;
  readonly miss: number;
  readonly simpleJudged: number;
  readonly simpleBias: number;
  readonly simpleMiss: number;
  readonly simpleOursMiss: number;
}

interface Cell extends Sums {
  readonly day: string;
  readonly hour: number;
  readonly service: string;
  readonly class: string;
}

const NO_SUMS: Sums = {
  ...{ judged: 0, unserved: 0, untold: 0, waited: 0, toldFrom: 0, toldTo: 0, withinUpper: 0, withinRange: 0, underPromised: 0 },
  ...{ pinballFrom: 0, pinballTo: 0, bias: 0, miss: 0, simpleJudged: 0, simpleBias: 0, simpleMiss: 0, simpleOursMiss: 0 },
};

/**
 * Promised against waited. The database sums each day, hour, service and class in one pass over the first leg of every visit (later legs are
 * told nothing); the rest is adding up.
 */
export async function accuracyReport(
  database: AccessDatabase,
  hall: string,
  asked: AccuracyAsked,
): Promise<Omit<AccuracyReport, 'behind' | 'learned'>> {
  const cells = await cellsOf(database, hall, asked);
  const within = cells.filter(({ day }) => day >= asked.from);
  const byKey = <Key extends 'service' | 'class' | 'hour' | 'day'>(of: readonly Cell[], key: Key) => {
    const groups = new Map<Cell[Key], Cell[]>();
    for (const cell of of) groups.set(cell[key], [...(groups.get(cell[key]) ?? []), cell]);
    return [...groups]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([value, group]) => ({ value, figures: figuresOf(group) }));
  };
  return {
    from: asked.from,
    to: asked.to,
    overall: figuresOf(within),
    byService: byKey(within, 'service').map(({ value, figures }) => ({ service: value, figures })),
    byClass: byKey(within, 'class').map(({ value, figures }) => ({ class: value, figures })),
    byHour: byKey(within, 'hour').map(({ value, figures }) => ({ hour: value, figures })),
    byDay: byKey(
      cells.filter(({ day }) => day >= asked.trendFrom),
      'day',
    ).map(({ value, figures }) => ({ day: value, figures })),
  };
}

function cellsOf(database: AccessDatabase, hall: string, asked: AccuracyAsked): Promise<Cell[]> {
  return database.report((read) => readCells(read, hall, asked));
}

async function readCells(database: Kysely<Tables>, hall: string, asked: AccuracyAsked): Promise<Cell[]> {
  const waited = sql`(called_at - issued_at)`;
  const judged = sql`(called_at is not null and quote_to_ms is not null)`;
  const middle = sql`((quote_from_ms + quote_to_ms) / 2)`;
  // PostgreSQL takes a number for what stands beside it, and times are whole.
  const real = (value: number) => sql`cast(${value} as double precision)`;
  const pinball = (end: ReturnType<typeof sql>, level: number) =>
    sql`(case when ${waited} > ${end} then ${real(level)} * (${waited} - ${end}) else ${real(1 - level)} * (${end} - ${waited}) end)`;
  const sumOf = (what: ReturnType<typeof sql>, where = judged) =>
    sql<number>`coalesce(sum(case when ${where} then ${what} end), 0)`;
  const countOf = (where: ReturnType<typeof sql>) => sql<number>`sum(case when ${where} then 1 else 0 end)`;
  const simple = sql`(${judged} and simple_ms is not null)`;
  const rows = await database
    .selectFrom('history_legs')
    .select(['day', 'hour', 'service', 'class'])
    .select([
      countOf(judged).as('judged'),
      countOf(sql`called_at is null and quote_to_ms is not null and outcome <> 'merged'`).as('unserved'),
      countOf(sql`called_at is not null and quote_to_ms is null`).as('untold'),
      sumOf(waited).as('waited'),
      sumOf(sql`quote_from_ms`).as('toldFrom'),
      sumOf(sql`quote_to_ms`).as('toldTo'),
      countOf(sql`${judged} and ${waited} <= quote_to_ms`).as('withinUpper'),
      countOf(sql`${judged} and ${waited} <= quote_to_ms and ${waited} >= quote_from_ms`).as('withinRange'),
      countOf(sql`${judged} and ${waited} > quote_to_ms + ${real(UNDER_PROMISED_MS)}`).as('underPromised'),
      sumOf(pinball(sql`quote_from_ms`, RANGE_FROM)).as('pinballFrom'),
      sumOf(pinball(sql`quote_to_ms`, RANGE_TO)).as('pinballTo'),
      sumOf(sql`(${waited} - ${middle})`).as('bias'),
      sumOf(sql`abs(${waited} - ${middle})`).as('miss'),
      countOf(simple).as('simpleJudged'),
      sumOf(sql`(${waited} - simple_ms)`, simple).as('simpleBias'),
      sumOf(sql`abs(${waited} - simple_ms)`, simple).as('simpleMiss'),
      sumOf(sql`abs(${waited} - ${middle})`, simple).as('simpleOursMiss'),
    ])
    .where('hall', '=', hall)
    .where('day', '>=', asked.from < asked.trendFrom ? asked.from : asked.trendFrom)
    .where('day', '<=', asked.to)
    .where('leg', '=', 0)
    .$if(asked.service !== undefined, (query) => query.where('service', '=', asked.service ?? ''))
    .$if(asked.class !== undefined, (query) => query.where('class', '=', asked.class ?? ''))
    .groupBy(['day', 'hour', 'service', 'class'])
    .execute();
  return rows;
}

function figuresOf(cells: readonly Sums[]): AccuracyFigures {
  const sums = { ...NO_SUMS };
  const keys = Object.keys(NO_SUMS) as (keyof Sums)[];
  for (const cell of cells) for (const key of keys) (sums as Record<keyof Sums, number>)[key] += Number(cell[key]);
  const { judged, unserved, untold } = sums;
  return { judged, unserved, untold, scores: judged === 0 ? null : scoresOf(sums) };
}

function scoresOf(sums: Sums): AccuracyScores {
  const each = (sum: number): number => sum / sums.judged;
  const simple = (sum: number): number => sum / sums.simpleJudged;
  return {
    waitedMeanMs: each(sums.waited),
    toldFromMeanMs: each(sums.toldFrom),
    toldToMeanMs: each(sums.toldTo),
    withinUpper: each(sums.withinUpper),
    withinRange: each(sums.withinRange),
    underPromised: each(sums.underPromised),
    pinballFromMs: each(sums.pinballFrom),
    pinballToMs: each(sums.pinballTo),
    biasMs: each(sums.bias),
    missMeanMs: each(sums.miss),
    simple:
      sums.simpleJudged === 0
        ? null
        : {
            judged: sums.simpleJudged,
            biasMs: simple(sums.simpleBias),
            missMeanMs: simple(sums.simpleMiss),
            oursMissMeanMs: simple(sums.simpleOursMiss),
          },
  };
}

/** What forecasts are made from. */
export function learnedReport(learned: Learned, configuration: HallConfiguration, at: EpochMs): LearnedReport {
  const typical = configuration.services.map(
    ({ id, typicalMinutes }) => [id, typicalMinutes === undefined ? null : typicalMinutes * 60_000] as const,
  );
  const { services } = serveEstimate(learned.served, new Map(typical));
  return {
    services: configuration.services.map(({ id }) => {
      const seen = ownOf(learned.served, id);
      const logMean = services.get(id)?.logMean;
      return {
        service: id,
        seen: seen?.seen ?? 0,
        learning: isStillLearning(seen),
        medianMs: logMean === undefined ? null : Math.round(Math.exp(logMean)),
      };
    }),
    warnings: warningsOf(learned, configuration, at),
  };
}
