import * as z from 'zod/mini';
import type { Text } from '../hall/text.ts';
import type { EpochMs } from '../lib/clock.ts';
import type { ShippingFault } from './shipping.ts';

/**
 * What a region service tells people: `GET /api/region/live` and `GET /api/region/report`. Figures of halls and of what is above
 * them, as far as the halls have shipped their logs; nobody's name, no ticket.
 */

export const PLACE_KINDS = ['region', 'city', 'district', 'hall'] as const;
export type PlaceKind = (typeof PLACE_KINDS)[number];

/** A node of the tree; its id is unlike every other's. */
export interface RegionPlace {
  readonly id: string;
  readonly kind: PlaceKind;
  readonly name: Text;
  /** Null for the topmost that the caller may see. */
  readonly parent: string | null;
}

/**
 * How far a hall's figures can be believed. Only `live` is now; all others are as of a moment that is told with them.
 */
export type HallLine =
  | { readonly is: 'live' }
  /** Heard, and it has more than has come yet: figures are as of `asOf` on the hall's own clock. */
  | { readonly is: 'catching-up'; readonly behind: number }
  /** `since`: when the region last heard of it. */
  | { readonly is: 'cut-off'; readonly since: EpochMs }
  /** Its entries are refused: figures stand still. `fault`: the word that the hall is told. */
  | { readonly is: 'refused'; readonly fault: ShippingFault; readonly since: EpochMs }
  /** The region has the log and cannot read it: it is older than the hall. */
  | { readonly is: 'not-understood'; readonly version: number }
  /** Has never shipped anything. */
  | { readonly is: 'never' };
export type HallLineKind = HallLine['is'];

export interface HallNow {
  readonly day: string | null;
  readonly dayOpen: boolean;
  readonly waiting: number;
  /** How long the one who has waited longest had, as of `asOf`; null: nobody waits. */
  readonly longestMs: number | null;
  readonly countersOpen: number;
  readonly countersPaused: number;
  readonly counters: number;
  /** Conditions that hold: people waiting too long, a device's fault, a call for help. */
  readonly alerts: number;
  /** Printers and screens that are not as they should be. */
  readonly devicesTroubled: number;
}

export interface HallLive {
  readonly hall: string;
  readonly line: HallLine;
  /** The moment of which the figures speak, by the region's clock; for a hall that is catching up by the hall's. Null: there are none. */
  readonly asOf: EpochMs | null;
  readonly lastEntryAt: EpochMs | null;
  /** How far the hall's clock is ahead of the region's, where it is worth a word; else null. */
  readonly clockAheadMs: number | null;
  readonly now: HallNow | null;
}

/** Clocks that differ by less are alike. */
export const CLOCK_AHEAD_TOLD_MS = 2 * 60_000;

export interface RegionLive {
  readonly at: EpochMs;
  readonly timeZone: string;
  /** A wait that is longer is over target. */
  readonly targetMinutes: number;
  /** From the topmost that the caller may see, parents before children, in the order of the region's file. */
  readonly places: readonly RegionPlace[];
  readonly halls: readonly HallLive[];
}

export const REPORT_DAYS_MAX = 92;

export const regionReportSchema = z.strictObject({
  from: z.optional(z.iso.date()),
  to: z.optional(z.iso.date()),
  /** A region, city, district or hall; absent: the topmost that the caller may see. */
  place: z.optional(z.string().check(z.minLength(1), z.maxLength(32))),
  /** Of a table to take away: a line for each place, for each day, or for each day of each hall. */
  by: z.optional(z.enum(['place', 'day', 'hall-day'])),
});

/** Counts of business days, of visits that are over. A mean is null where there is nothing to divide by. */
export interface RegionFigures {
  /** Visits, by their first leg. */
  readonly tickets: number;
  /** Tickets with at least one service finished. */
  readonly served: number;
  /** Tickets with a leg that ended as no-show. */
  readonly noShows: number;
  /** Tickets that left or were cancelled while they waited. */
  readonly left: number;
  /** Tickets that the close of the day ended before they were served. */
  readonly unserved: number;
  /** First legs that were called: what the next four speak of. */
  readonly called: number;
  readonly waitMeanMs: number | null;
  /** The smallest whole minute that at least half, and nine in ten, of the waits do not exceed. */
  readonly waitMedianMinutes: number | null;
  readonly wait90Minutes: number | null;
  readonly overTarget: number;
  /** Start to finish without holds, of finished services. */
  readonly serveMeanMs: number | null;
  readonly ratings: number;
  readonly ratingMean: number | null;
  /** Were told a range and were called, and how many of them waited no longer than its upper end. */
  readonly judged: number;
  readonly withinPromise: number;
}

export interface RegionReport {
  readonly from: string;
  readonly to: string;
  readonly place: string;
  readonly targetMinutes: number;
  /** The place and everything below it, parents before children. */
  readonly rows: readonly RegionReportRow[];
  /** Of the place, oldest first; days without tickets are absent. */
  readonly byDay: readonly { readonly day: string; readonly figures: RegionFigures }[];
}

export interface RegionReportRow {
  readonly place: string;
  readonly figures: RegionFigures;
  /** Halls in it whose log is not whole up to now: the figures may lack something. */
  readonly incomplete: number;
}
