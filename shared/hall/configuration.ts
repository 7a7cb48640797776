import type { Choice, Text } from './text.ts';

export type ServiceId = string;
export type ClassId = string;
export type SeriesId = string;
/** The figure on the counter's sign; rooms (VIP 接待室) have one too. */
export type CounterId = number;
export type PrinterId = string;
/** Local wall time `HH:MM`, `24:00` being the end of the day. */
export type TimeOfDay = string;

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export interface TimeRange {
  readonly from: TimeOfDay;
  readonly to: TimeOfDay;
}

/** Per weekday the ranges that are open, in order; a missing day is a closed day. */
export type WeeklyHours = { readonly [day in Weekday]?: readonly TimeRange[] | undefined };

export interface ServiceSetup {
  readonly id: ServiceId;
  readonly name: Text;
  /** The series its numbers come from, unless the customer's class has its own. */
  readonly series: SeriesId;
  /** What the customer must bring (所需证件), told before the ticket is taken and printed on it. */
  readonly documents: readonly Text[];
  /** Hours in which tickets are issued, within the hall's; absent: the hall's. */
  readonly hours?: WeeklyHours | undefined;
  /** Tickets a day; absent: no limit but the series'. */
  readonly ticketsPerDayMax?: number | undefined;
}

export interface ClassSetup {
  readonly id: ClassId;
  readonly name: Text;
  /** A series of its own (`V001`); absent: the service's. */
  readonly series?: SeriesId | undefined;
}

export interface SeriesSetup {
  readonly id: SeriesId;
  /** What stands before the figures: `A` gives A001. */
  readonly letter: string;
}

export interface CounterSetup {
  readonly id: CounterId;
  readonly name: Text;
  readonly kind: 'counter' | 'room';
  /** Openly marked on the wall and the window: VIP 专席, 优先台席. */
  readonly reservedFor?: ClassId | undefined;
  /**
   * Tiers, the first being the first choice. Within a tier the services are on equal terms and the hall's rule decides;
   * a later tier is looked at only when nobody waits for an earlier one.
   */
  readonly serves: readonly (readonly ServiceId[])[];
}

/** A minute of a class counts `factors[class]` minutes (1 where absent); the largest product is called. */
export interface AgingRule {
  readonly kind: 'aging';
  readonly factors: { readonly [classId: ClassId]: number };
  /** How often one ticket may be passed (让行) at most; null: no cap. */
  readonly passedMax: number | null;
}

/** The rules a hall can choose. Each is one file in `routing/` and one member here. */
export type RoutingRule = AgingRule;

export interface ReturnRule {
  /** A returned no-show goes behind so many waiting tickets of its service and class. */
  readonly placesBack: number;
  /** How often one ticket may be returned; after that a no-show is its end. */
  readonly timesMax: number;
}

export interface PrinterSetup {
  readonly id: PrinterId;
  readonly name: Text;
  readonly host: string;
  readonly port: number;
  /** Latin characters per line: 48 on 80 mm paper, 32 on 58 mm. */
  readonly columns: number;
}

export interface BusinessDaySetup {
  /** When the hub opens and closes the day by itself, local time; a closing time before the opening one is the next date's. */
  readonly opensAt: TimeOfDay;
  readonly closesAt: TimeOfDay;
}

/** Everything about a hall that does not change by serving customers. The journal holds it (`hall-configured`). */
export interface HallConfiguration {
  readonly name: Text;
  /** IANA name, such as `Asia/Shanghai`. */
  readonly timeZone: string;
  /** `#rrggbb`, the one colour a hall brings. */
  readonly brandColour: string;
  /** The hours posted at the door. Nothing is issued outside them. */
  readonly hours: WeeklyHours;
  readonly businessDay: BusinessDaySetup;
  readonly services: readonly ServiceSetup[];
  readonly classes: readonly ClassSetup[];
  readonly series: readonly SeriesSetup[];
  readonly counters: readonly CounterSetup[];
  readonly routing: RoutingRule;
  readonly returns: ReturnRule;
  readonly pauseReasons: readonly Choice[];
  readonly callReasons: readonly Choice[];
  readonly outcomes: readonly Choice[];
  readonly printers: readonly PrinterSetup[];
  /** What a kiosk says when it cannot give paper; the hall chooses the words. */
  readonly outOfOrder: Text;
}

export function serviceSetup(configuration: HallConfiguration, id: ServiceId): ServiceSetup | undefined {
  return configuration.services.find((service) => service.id === id);
}

export function classSetup(configuration: HallConfiguration, id: ClassId): ClassSetup | undefined {
  return configuration.classes.find((each) => each.id === id);
}

export function counterSetup(configuration: HallConfiguration, id: CounterId): CounterSetup | undefined {
  return configuration.counters.find((counter) => counter.id === id);
}

/** The class of a customer who declared nothing: the first of the list. */
export function standardClass(configuration: HallConfiguration): ClassId {
  return configuration.classes[0]?.id ?? 'standard';
}

/** The series a ticket's number comes from: the class's own, else the service's. */
export function seriesFor(configuration: HallConfiguration, service: ServiceSetup, classId: ClassId): SeriesId {
  return classSetup(configuration, classId)?.series ?? service.series;
}
