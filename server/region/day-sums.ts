import { sql } from 'kysely';
import type { RegionFigures } from '../../shared/protocol/region.ts';
import type { AccessDatabase } from '../database/access-database.ts';

/** Sums of one business day of one hall. Sums of sums are every other figure. */
export interface DaySums {
  readonly tickets: number;
  readonly served: number;
  readonly noShows: number;
  readonly left: number;
  readonly unserved: number;
  readonly called: number;
  readonly waitedMs: number;
  readonly services: number;
  readonly serveMs: number;
  readonly judged: number;
  readonly withinPromise: number;
  readonly ratings: number;
  readonly grades: number;
  readonly overTarget: number;
  /** Waits by the whole minutes that they do not exceed. */
  readonly waits: ReadonlyMap<number, number>;
}

type Counts = Omit<DaySums, 'waits'>;

const NO_COUNTS: Counts = {
  ...{ tickets: 0, served: 0, noShows: 0, left: 0, unserved: 0, called: 0, waitedMs: 0, services: 0, serveMs: 0 },
  ...{ judged: 0, withinPromise: 0, ratings: 0, grades: 0, overTarget: 0 },
};
export const NO_SUMS: DaySums = { ...NO_COUNTS, waits: new Map() };
const COUNT_KEYS = Object.keys(NO_COUNTS) as (keyof Counts)[];

const MINUTE_MS = 60_000;
/** A wait that is longer counts as so long, for the quantiles alone. */
const WAIT_MINUTES_MAX = 720;

export interface SumsAsked {
  readonly hall: string;
  /** Business days, both included. */
  readonly from: string;
  readonly to: string;
  readonly targetMinutes: number;
}

/** Of days that have any; the database counts, day by day. */
export async function daySums(database: AccessDatabase, asked: SumsAsked): Promise<Map<string, DaySums>> {
  const [legs, waits, ratings] = [
    await legCounts(database, asked),
    await waitCounts(database, asked),
    await ratingCounts(database, asked),
  ];
  const days = new Map<string, DaySums & { waits: Map<number, number> }>();
  const at = (day: string): DaySums & { waits: Map<number, number> } => {
    const known = days.get(day) ?? { ...NO_SUMS, waits: new Map<number, number>() };
    days.set(day, known);
    return known;
  };
  for (const { day, ...row } of legs) {
    const counts = Object.fromEntries(Object.entries(row).map(([key, value]) => [key, Number(value ?? 0)]));
    days.set(day, { ...at(day), ...counts });
  }
  for (const { day, minutes, n } of waits) {
    const key = Math.min(WAIT_MINUTES_MAX, Math.max(0, Number(minutes)));
    const { waits: bins } = at(day);
    bins.set(key, (bins.get(key) ?? 0) + Number(n));
  }
  for (const { day, grades, n } of ratings) days.set(day, { ...at(day), ratings: Number(n), grades: Number(grades) });
  return days;
}

function legCounts({ sql: database }: AccessDatabase, { from, hall, targetMinutes, to }: SumsAsked) {
  const waited = sql`(called_at - issued_at)`;
  const begun = sql`(leg = 0)`;
  const called = sql`(leg = 0 and called_at is not null)`;
  const served = sql`(outcome = 'served' and started_at is not null)`;
  const judged = sql`(leg = 0 and called_at is not null and quote_to_ms is not null)`;
  const countOf = (where: ReturnType<typeof sql>) => sql<number>`sum(case when ${where} then 1 else 0 end)`;
  const sumOf = (what: ReturnType<typeof sql>, where: ReturnType<typeof sql>) =>
    sql<number>`sum(case when ${where} then ${what} else 0 end)`;
  const ticketsOf = (where: ReturnType<typeof sql>) => sql<number>`count(distinct case when ${where} then ticket end)`;
  return database
    .selectFrom('history_legs')
    .select('day')
    .select([
      countOf(begun).as('tickets'),
      ticketsOf(sql`outcome = 'served'`).as('served'),
      ticketsOf(sql`outcome = 'no-show'`).as('noShows'),
      ticketsOf(sql`outcome in ('left', 'cancelled')`).as('left'),
      ticketsOf(sql`outcome = 'unserved'`).as('unserved'),
      countOf(called).as('called'),
      sumOf(waited, called).as('waitedMs'),
      countOf(served).as('services'),
      sumOf(sql`(finished_at - started_at - held_ms)`, served).as('serveMs'),
      countOf(judged).as('judged'),
      countOf(sql`${judged} and ${waited} <= quote_to_ms`).as('withinPromise'),
      countOf(sql`${called} and ${waited} > ${targetMinutes * MINUTE_MS}`).as('overTarget'),
    ])
    .where('hall', '=', hall)
    .where('day', '>=', from)
    .where('day', '<=', to)
    .groupBy('day')
    .execute();
}

/** Integers divide to integers in SQLite and in PostgreSQL alike. */
function waitCounts({ sql: database }: AccessDatabase, { from, hall, to }: SumsAsked) {
  const minutes = sql<number>`((called_at - issued_at + 59999) / 60000)`;
  return database
    .selectFrom('history_legs')
    .select('day')
    .select([minutes.as('minutes'), sql<number>`count(*)`.as('n')])
    .where('hall', '=', hall)
    .where('day', '>=', from)
    .where('day', '<=', to)
    .where('leg', '=', 0)
    .where('called_at', 'is not', null)
    .groupBy(['day', minutes])
    .execute();
}

function ratingCounts({ sql: database }: AccessDatabase, { from, hall, to }: SumsAsked) {
  return database
    .selectFrom('region_ratings')
    .select('day')
    .select([sql<number>`count(*)`.as('n'), sql<number>`sum(grade)`.as('grades')])
    .where('hall', '=', hall)
    .where('day', '>=', from)
    .where('day', '<=', to)
    .groupBy('day')
    .execute();
}

export function addUp(all: Iterable<DaySums>): DaySums {
  const counts: Record<keyof Counts, number> = { ...NO_COUNTS };
  const waits = new Map<number, number>();
  for (const sums of all) {
    for (const key of COUNT_KEYS) counts[key] += sums[key];
    for (const [minutes, n] of sums.waits) waits.set(minutes, (waits.get(minutes) ?? 0) + n);
  }
  return { ...counts, waits };
}

/** As it is kept for long: counts in their order, then minutes and how often, in pairs. A fifth of what a map of them weighs. */
export type PackedSums = Float64Array;

export function packed({ waits, ...counts }: DaySums): PackedSums {
  return Float64Array.from([...COUNT_KEYS.map((key) => counts[key]), ...[...waits].flat()]);
}

export function unpacked(sums: PackedSums): DaySums {
  const counts = Object.fromEntries(COUNT_KEYS.map((key, index) => [key, sums[index] ?? 0])) as Record<keyof Counts, number>;
  const waits = new Map<number, number>();
  for (let at = COUNT_KEYS.length; at < sums.length; at += 2) waits.set(sums[at] ?? 0, sums[at + 1] ?? 0);
  return { ...counts, waits };
}

export function figuresOf(sums: DaySums): RegionFigures {
  const { called, grades, judged, left, noShows, overTarget, ratings, serveMs, served, services, tickets, unserved } = sums;
  const mean = (sum: number, of: number): number | null => (of === 0 ? null : sum / of);
  return {
    ...{ tickets, served, noShows, left, unserved, called, overTarget, ratings, judged },
    waitMeanMs: mean(sums.waitedMs, called),
    waitMedianMinutes: quantileMinutes(sums.waits, 0.5),
    wait90Minutes: quantileMinutes(sums.waits, 0.9),
    serveMeanMs: mean(serveMs, services),
    ratingMean: mean(grades, ratings),
    withinPromise: sums.withinPromise,
  };
}

/** The smallest whole minute that at least this share of the waits does not exceed. */
export function quantileMinutes(waits: ReadonlyMap<number, number>, share: number): number | null {
  const total = [...waits.values()].reduce((sum, n) => sum + n, 0);
  let seen = 0;
  for (const [minutes, n] of [...waits].sort(([one], [other]) => one - other)) {
    seen += n;
    // Nine tenths of ten are nine, whatever the last figure of a fraction says.
    if (seen >= total * share - 1e-9) return minutes;
  }
  return null;
}
