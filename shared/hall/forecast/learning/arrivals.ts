import { must } from '../../../lib/assert.ts';
import type { DayId } from '../../business-day.ts';
import type { ClassId, HallConfiguration, ServiceId } from '../../configuration.ts';
import { minutesOf, weekdayOf } from '../../local-time.ts';
import type { ArrivalModel, DayFactor } from '../hall-model.ts';
import {
  DAY_FACTOR_MAX,
  DAY_FACTOR_MIN,
  DAY_FACTOR_POWER,
  DAY_FACTOR_TICKETS,
  DAY_LOG_SD,
  DAY_LOG_SD_MIN,
  DAY_LOG_SD_UNKNOWN,
  DAY_LOG_SD_WEIGHT,
  DAYS_KEPT,
  FIRST_DAY_MINUTES,
  FIRST_DAY_TICKETS,
  LIKE_DAYS,
  MORNING_CORRELATION,
  MORNING_TICKETS,
  SLOT_MS,
  SLOTS_PER_DAY,
  UNUSUAL_DAY_TICKETS,
  UNUSUAL_DAY_TIMES,
  WEEKDAY_WEIGHT,
} from './figures.ts';
import { ownOf, type Learned, type LearnedDay } from './learned.ts';
import type { Observation } from './observation.ts';

const SLOT_MINUTES = SLOT_MS / 60_000;
const DAY_MINUTES = 24 * 60;
const NO_TICKETS: readonly number[] = Array<number>(SLOTS_PER_DAY).fill(0);

/** A day that is seen from this minute on. Opened again after its close it goes on. */
export function withDay(learned: Learned, day: DayId, minute: number): Learned {
  const last = learned.days.at(-1);
  if (last !== undefined && last.day >= day) return learned;
  const seen: LearnedDay = { day, fromMinute: minute, toMinute: minute, arrivals: {} };
  return { ...learned, days: [...learned.days.slice(1 - DAYS_KEPT), seen] };
}

export function withDayEnd(learned: Learned, day: DayId, minute: number): Learned {
  const last = learned.days.at(-1);
  if (last?.day !== day) return learned;
  return { ...learned, days: [...learned.days.slice(0, -1), { ...last, toMinute: Math.max(last.toMinute, minute) }] };
}

/** A day before the last one seen cannot come any more: a clock was set back, and the ticket counts for the last. */
export function withArrival(learned: Learned, arrived: Extract<Observation, { is: 'arrived' }>): Learned {
  const { service, class: classId, minute } = arrived;
  const known = withDay(learned, arrived.day, minute);
  const last = must(known.days.at(-1), 'the day was put there');
  const ofService = ownOf(last.arrivals, service) ?? {};
  const slots = [...(ownOf(ofService, classId) ?? NO_TICKETS)];
  const slot = Math.min(Math.floor(minute / SLOT_MINUTES), SLOTS_PER_DAY - 1);
  slots[slot] = (slots[slot] ?? 0) + 1;
  const day: LearnedDay = {
    ...last,
    toMinute: Math.max(last.toMinute, minute),
    arrivals: { ...last.arrivals, [service]: { ...ofService, [classId]: slots } },
  };
  return { ...known, days: [...known.days.slice(0, -1), day] };
}

export interface Arrivals {
  readonly arrivals: ArrivalModel;
  readonly dayFactor: DayFactor;
  /** Full days that it rests on. */
  readonly likeDays: number;
  readonly isUnusual: boolean;
}

/** `day`, `minute`: local, of the moment that is forecast from. */
export function arrivalsOf(
  days: readonly LearnedDay[],
  configuration: HallConfiguration,
  { day, minute }: { readonly day: DayId; readonly minute: number },
): Arrivals {
  const like = likeDays(days, configuration, day);
  const today = days.find((each) => each.day === day);
  const rate = rateToday(today, configuration, { day, minute });
  if (like.length === 0) return { ...fromTodayAlone(rate), likeDays: 0, isUnusual: false };
  const covering = NO_TICKETS.map((_, slot) => like.filter((each) => covers(each, slot)).length);
  const expected = mapQueues(queuesOf(like), (service, classId) =>
    NO_TICKETS.map((_, slot) => {
      const seen = like.reduce((sum, each) => sum + (covers(each, slot) ? ticketsIn(each, service, classId, slot) : 0), 0);
      return seen / Math.max(1, covering[slot] ?? 0);
    }),
  );
  const usualBySlot = totals(expected);
  const level = weekdayLevel(like, day);
  const usual = level * upTo(usualBySlot, today?.fromMinute ?? minute, minute);
  // Only what can be compared: a hall that was set up one afternoon knows nothing of the next morning.
  const came = today === undefined ? 0 : upToSlots(totalsOf(today).filter((_, slot) => (covering[slot] ?? 0) > 0));
  const ratio = (came + DAY_FACTOR_TICKETS) / (usual + DAY_FACTOR_TICKETS);
  const median = Math.min(Math.max(level * ratio ** DAY_FACTOR_POWER, DAY_FACTOR_MIN), DAY_FACTOR_MAX);
  const isNew = (slot: number): boolean => (covering[slot] ?? 0) === 0;
  return {
    arrivals: { slotMs: SLOT_MS, expected: withRate(expected, rate, { isNew, median }) },
    dayFactor: { median, logSd: dayLogSd(like, usual) },
    likeDays: like.length,
    isUnusual: came > UNUSUAL_DAY_TIMES * usual && came - usual > UNUSUAL_DAY_TICKETS,
  };
}

/** The last days whose posted hours are those of this day's weekday; where there is none, the last days. Never the day itself. */
function likeDays(days: readonly LearnedDay[], { hours }: HallConfiguration, day: DayId): readonly LearnedDay[] {
  const before = days.filter((each) => each.day < day && upToSlots(totalsOf(each)) > 0);
  const posted = JSON.stringify(hours[weekdayOf(day)] ?? []);
  const alike = before.filter((each) => JSON.stringify(hours[weekdayOf(each.day)] ?? []) === posted);
  return (alike.length > 0 ? alike : before).slice(-LIKE_DAYS);
}

/** How busy this weekday is against the others, drawn towards 1 while few of it were seen. */
function weekdayLevel(like: readonly LearnedDay[], day: DayId): number {
  const mean = (of: readonly LearnedDay[]) => of.reduce((sum, each) => sum + upToSlots(totalsOf(each)), 0) / of.length;
  const same = like.filter((each) => weekdayOf(each.day) === weekdayOf(day));
  if (same.length === 0) return 1;
  return (same.length * (mean(same) / mean(like)) + WEEKDAY_WEIGHT) / (same.length + WEEKDAY_WEIGHT);
}

/**
 * Spread of the logarithm of a day's total around its likes', less what chance alone gives (1 / tickets), drawn towards `DAY_LOG_SD`; and
 * less what the morning already tells: the rest of the day keeps `1 - correlation²` of the variance.
 */
function dayLogSd(like: readonly LearnedDay[], usual: number): number {
  const logs = like.map((each) => Math.log(upToSlots(totalsOf(each))));
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const squares = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0);
  const variance = (squares + DAY_LOG_SD_WEIGHT * DAY_LOG_SD ** 2) / (Math.max(0, logs.length - 1) + DAY_LOG_SD_WEIGHT);
  const between = Math.max(DAY_LOG_SD_MIN ** 2, variance - 1 / Math.exp(mean));
  const told = (MORNING_CORRELATION ** 2 * usual) / (usual + MORNING_TICKETS);
  return Math.sqrt(between * (1 - told));
}

/** What came so far today as tickets in each slot of the posted hours. */
interface RateToday {
  readonly came: number;
  readonly expected: ArrivalModel['expected'];
}

/** Null while too little of the day was seen. Only minutes of the posted hours count: a day is often opened long before its doors. */
function rateToday(
  today: LearnedDay | undefined,
  { hours }: HallConfiguration,
  { day, minute }: { readonly day: DayId; readonly minute: number },
): RateToday | null {
  if (today === undefined) return null;
  const posted = hours[weekdayOf(day)]?.map(({ from, to }) => ({ from: minutesOf(from), to: minutesOf(to) })) ?? [
    { from: 0, to: DAY_MINUTES },
  ];
  const seenMinutes = posted.reduce(
    (sum, { from, to }) => sum + Math.max(0, Math.min(minute, to) - Math.max(today.fromMinute, from)),
    0,
  );
  const came = upToSlots(totalsOf(today));
  if (seenMinutes < FIRST_DAY_MINUTES || came === 0) return null;
  if (came < FIRST_DAY_TICKETS && seenMinutes < 3 * FIRST_DAY_MINUTES) return null;
  const isOpen = (slot: number): boolean =>
    posted.some(({ from, to }) => from < (slot + 1) * SLOT_MINUTES && to > slot * SLOT_MINUTES);
  const expected = mapQueues(queuesOf([today]), (service, classId) => {
    const perSlot = (upToSlots(slotsOf(today, service, classId)) / seenMinutes) * SLOT_MINUTES;
    return NO_TICKETS.map((_, slot) => (isOpen(slot) ? perSlot : 0));
  });
  return { came, expected };
}

/**
 * Before any full day was seen: what comes goes on as it has come so far today, while the hall is open. In the mean; how busy the rest of the
 * day is, is as uncertain as days are and as the count is (1 / tickets).
 */
function fromTodayAlone(rate: RateToday | null): Pick<Arrivals, 'arrivals' | 'dayFactor'> {
  const variance = DAY_LOG_SD_UNKNOWN ** 2 + (rate === null ? 0 : 1 / rate.came);
  return {
    arrivals: { slotMs: SLOT_MS, expected: rate?.expected ?? new Map() },
    dayFactor: { median: Math.exp(-variance / 2), logSd: Math.sqrt(variance) },
  };
}

/** In slots that no day like this one has seen, what came so far today goes on. */
function withRate(
  expected: ArrivalModel['expected'],
  rate: RateToday | null,
  { isNew, median }: { readonly isNew: (slot: number) => boolean; readonly median: number },
): ArrivalModel['expected'] {
  if (rate === null || !NO_TICKETS.some((_, slot) => isNew(slot) && upToSlots(atSlot(rate.expected, slot)) > 0)) return expected;
  const queues = new Map([...expected].map(([service, byClass]) => [service, new Set(byClass.keys())]));
  for (const [service, byClass] of rate.expected) {
    queues.set(service, new Set([...(queues.get(service) ?? []), ...byClass.keys()]));
  }
  const of = (from: ArrivalModel['expected'], service: ServiceId, classId: ClassId): readonly number[] =>
    from.get(service)?.get(classId) ?? NO_TICKETS;
  return mapQueues(queues, (service, classId) =>
    of(expected, service, classId).map((usual, slot) =>
      isNew(slot) ? (of(rate.expected, service, classId)[slot] ?? 0) / median : usual,
    ),
  );
}

function atSlot(expected: ArrivalModel['expected'], slot: number): number[] {
  return [...expected.values()].flatMap((byClass) => [...byClass.values()].map((slots) => slots[slot] ?? 0));
}

function covers(day: LearnedDay, slot: number): boolean {
  return day.toMinute >= slot * SLOT_MINUTES && day.fromMinute < (slot + 1) * SLOT_MINUTES;
}

function ticketsIn(day: LearnedDay, service: ServiceId, classId: ClassId, slot: number): number {
  return slotsOf(day, service, classId)[slot] ?? 0;
}

function slotsOf({ arrivals }: LearnedDay, service: ServiceId, classId: ClassId): readonly number[] {
  return ownOf(ownOf(arrivals, service) ?? {}, classId) ?? NO_TICKETS;
}

function queuesOf(days: readonly LearnedDay[]): Map<ServiceId, Set<ClassId>> {
  const queues = new Map<ServiceId, Set<ClassId>>();
  for (const { arrivals } of days) {
    for (const [service, byClass] of Object.entries(arrivals)) {
      const classes = queues.get(service) ?? new Set();
      for (const classId of Object.keys(byClass)) classes.add(classId);
      queues.set(service, classes);
    }
  }
  return queues;
}

function mapQueues(
  queues: ReadonlyMap<ServiceId, ReadonlySet<ClassId>>,
  perSlot: (service: ServiceId, classId: ClassId) => readonly number[],
): ReadonlyMap<ServiceId, ReadonlyMap<ClassId, readonly number[]>> {
  return new Map(
    [...queues].map(([service, classes]) => [
      service,
      new Map([...classes].map((classId) => [classId, perSlot(service, classId)] as const)),
    ]),
  );
}

function totals(expected: ReadonlyMap<ServiceId, ReadonlyMap<ClassId, readonly number[]>>): readonly number[] {
  const queues = [...expected.values()].flatMap((byClass) => [...byClass.values()]);
  return NO_TICKETS.map((_, slot) => queues.reduce((sum, slots) => sum + (slots[slot] ?? 0), 0));
}

function totalsOf({ arrivals }: LearnedDay): readonly number[] {
  const queues = Object.values(arrivals).flatMap((byClass) => Object.values(byClass));
  return NO_TICKETS.map((_, slot) => queues.reduce((sum, slots) => sum + (slots[slot] ?? 0), 0));
}

function upToSlots(slots: readonly number[]): number {
  return slots.reduce((sum, tickets) => sum + tickets, 0);
}

/** What is expected between two minutes of the day, slots in part by their part. */
function upTo(slots: readonly number[], fromMinute: number, toMinute: number): number {
  return slots.reduce((sum, tickets, slot) => {
    const from = Math.max(fromMinute, slot * SLOT_MINUTES);
    const to = Math.min(toMinute, (slot + 1) * SLOT_MINUTES, DAY_MINUTES);
    return sum + tickets * Math.max(0, (to - from) / SLOT_MINUTES);
  }, 0);
}
