import type { RegionPlace, RegionReport } from '../../shared/protocol/region.ts';
import { addUp, figuresOf, NO_SUMS, type DaySums } from './day-sums.ts';
import type { Places } from './places.ts';

/** The sums of one hall, and whether its log may lack something of these days. */
export interface ReportedHall {
  readonly hall: string;
  readonly days: ReadonlyMap<string, DaySums>;
  readonly isWhole: boolean;
}

export interface ReportAsked {
  readonly from: string;
  readonly to: string;
  readonly place: string;
  readonly targetMinutes: number;
}

/** From halls upwards: every figure of a district is the sum of its halls', and so on. */
export function regionReport(places: Places, halls: readonly ReportedHall[], asked: ReportAsked): RegionReport {
  const rows = places.subtree(asked.place).map(({ id }) => {
    const within = halls.filter(({ hall }) => places.isWithin(hall, id));
    return {
      place: id,
      figures: figuresOf(addUp(within.flatMap(({ days }) => [...days.values()]))),
      incomplete: within.filter(({ isWhole }) => !isWhole).length,
    };
  });
  const days = [...new Set(halls.flatMap((hall) => [...hall.days.keys()]))].sort();
  const byDay = days.map((day) => ({ day, figures: figuresOf(addUp(halls.map((hall) => hall.days.get(day) ?? NO_SUMS))) }));
  return { ...asked, rows, byDay };
}

/** The days from one to the other, both included. */
export function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  for (let at = Date.parse(`${from}T00:00:00Z`); at <= Date.parse(`${to}T00:00:00Z`); at += 86_400_000) {
    days.push(new Date(at).toISOString().slice(0, 10));
  }
  return days;
}

/** City and district of a hall, by name; what a line of a table says besides the hall itself. */
export function above(places: Places, place: RegionPlace): RegionPlace[] {
  const chain: RegionPlace[] = [];
  for (let at = place.parent; at !== null; at = places.get(at)?.parent ?? null) {
    const parent = places.get(at);
    if (parent !== undefined) chain.unshift(parent);
  }
  return chain;
}
