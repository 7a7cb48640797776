import type { Text } from '../../shared/hall/text.ts';
import type { HallLive, RegionLive, RegionPlace } from '../../shared/protocol/region.ts';

export const LIVE_COLUMNS = [
  'name',
  'above',
  'line',
  'waiting',
  'longest',
  'open',
  'paused',
  'alerts',
  'devices',
  'asOf',
] as const;
export type LiveColumn = (typeof LIVE_COLUMNS)[number];

export interface Sorting<Column extends string> {
  readonly column: Column;
  readonly descending: boolean;
}

export interface LiveRow {
  readonly place: RegionPlace;
  /** Its district's name; null where that is the place that is looked at. */
  readonly above: Text | null;
  readonly live: HallLive;
  readonly isLive: boolean;
}

/** What all halls that are live have together; the others are counted as not counted. */
export interface LiveSums {
  readonly halls: number;
  readonly live: number;
  readonly waiting: number;
  readonly open: number;
  readonly alerts: number;
}

/** The halls within a place, in the order of the region's file. */
export function liveRows({ halls, places }: RegionLive, place: string): LiveRow[] {
  const byId = new Map(places.map((each) => [each.id, each]));
  const isWithin = (id: string): boolean => {
    for (let at: string | null = id; at !== null; at = byId.get(at)?.parent ?? null) if (at === place) return true;
    return false;
  };
  return halls.flatMap((live) => {
    const own = byId.get(live.hall);
    if (own === undefined || !isWithin(live.hall)) return [];
    const above = own.parent === null ? null : (byId.get(own.parent)?.name ?? null);
    return [{ place: own, above, live, isLive: live.line.is === 'live' }];
  });
}

export function liveSums(rows: readonly LiveRow[]): LiveSums {
  const live = rows.filter(({ isLive }) => isLive).flatMap(({ live: { now } }) => now ?? []);
  return {
    halls: rows.length,
    live: rows.filter(({ isLive }) => isLive).length,
    waiting: live.reduce((sum, { waiting }) => sum + waiting, 0),
    open: live.reduce((sum, { countersOpen }) => sum + countersOpen, 0),
    alerts: live.reduce((sum, { alerts }) => sum + alerts, 0),
  };
}

/** In the order of the region's file, and those that are not live behind all others. */
export function liveFirst(rows: readonly LiveRow[]): LiveRow[] {
  return [...rows.filter(({ isLive }) => isLive), ...rows.filter(({ isLive }) => !isLive)];
}

/** Those that are not live stand last whichever way it is sorted by a figure: their figures are of another time. */
export function sortedLive(
  rows: readonly LiveRow[],
  { column, descending }: Sorting<LiveColumn>,
  language: keyof Text,
): LiveRow[] {
  const collator = new Intl.Collator(language === 'zh' ? 'zh-CN' : 'en');
  const sign = descending ? -1 : 1;
  const texts = (row: LiveRow): string => (column === 'above' ? (row.above?.[language] ?? '') : row.place.name[language]);
  return [...rows].sort((one, other) => {
    if (column === 'name' || column === 'above') return sign * collator.compare(texts(one), texts(other));
    if (column === 'line') return sign * one.live.line.is.localeCompare(other.live.line.is);
    if (one.isLive !== other.isLive && column !== 'asOf') return one.isLive ? -1 : 1;
    return sign * (figureOf(one, column) - figureOf(other, column));
  });
}

function figureOf({ live: { asOf, now } }: LiveRow, column: LiveColumn): number {
  if (column === 'asOf') return asOf ?? 0;
  if (now === null) return -1;
  const figures: { readonly [Column in LiveColumn]?: number | null } = {
    waiting: now.waiting,
    longest: now.longestMs,
    open: now.countersOpen,
    paused: now.countersPaused,
    alerts: now.alerts,
    devices: now.devicesTroubled,
  };
  return figures[column] ?? -1;
}
