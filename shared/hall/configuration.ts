import type { AlertStep, WatchedKind } from './alert-rule.ts';
import type { DisplaySetup } from './setup/display-setup.ts';
import type { FeedbackSetup } from './setup/feedback-setup.ts';
import type { TimeOfDay, Weekday, WeeklyHours } from './setup/hours.ts';
import type { ClassId, CounterId, PrinterId, SeriesId, ServiceId } from './setup/ids.ts';
import type { KioskSetup } from './setup/kiosk-setup.ts';
import type { MediaSetup, PublicPage } from './setup/media-setup.ts';
import type { BaudRate, PaperSetup, PrinterLanguage, QrDrawing } from './setup/paper-setup.ts';
import type { VoiceSetup } from './setup/voice-setup.ts';
import type { Choice, Text } from './text.ts';

/** Part of what a configuration is read by, wherever it is read. */
export { WEEKDAYS, type TimeOfDay, type TimeRange, type Weekday, type WeeklyHours } from './setup/hours.ts';
export type { ClassId, CounterId, PrinterId, SeriesId, ServiceId } from './setup/ids.ts';

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
  /** The service that follows on the same ticket when this one is finished (多环节业务); absent: the visit ends. */
  readonly nextStep?: ServiceId | undefined;
  /** The wait that the hall promises (服务承诺), minutes: screens colour by it, lists are ordered by who breaks it next. */
  readonly promisedWaitMinutes?: number | undefined;
  /** What it usually takes (the median), minutes: what waits are foretold from until the hall has seen for itself. */
  readonly typicalMinutes?: number | undefined;
  /** Self-service or another channel, offered on the kiosk's tile once so many wait (0: always). */
  readonly otherChannel?: OtherChannel | undefined;
}

/** Told once so many wait or the told wait may last so long, whichever comes first; without either, always. */
export interface OtherChannel {
  readonly text: Text;
  readonly fromWaiting?: number | undefined;
  /** By the upper end of the range that is told. */
  readonly fromMinutes?: number | undefined;
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
  readonly serves: readonly (readonly ServedQueue[])[];
  /**
   * With `reservedFor`: the counter helps customers of other classes only when nobody of its own class has waited for what it
   * serves for so long. Absent: it serves its tiers like any other counter.
   */
  readonly helpsAfterSeconds?: number | undefined;
  /** Called silently (VIP 接待室): the number is shown at the counter's own window, neither spoken nor on the wall. */
  readonly silent?: boolean | undefined;
}

/** A service of every class, or of one. */
export type ServedQueue = ServiceId | { readonly service: ServiceId; readonly class: ClassId };

/** What every rule has besides its own numbers. */
interface RuleBounds {
  /** How often one ticket may be passed (让行) at most; null: no cap. */
  readonly passedMax: number | null;
  /**
   * Once somebody of *any* class has waited longer, the oldest of *all* classes comes first. Never "the standard class
   * first": that inverts priority when the hall is full. Null or absent: no maximum.
   */
  readonly waitMaxMinutes?: number | null | undefined;
}

/** First come, first served: by credit alone. */
export interface FcfsRule extends RuleBounds {
  readonly kind: 'fcfs';
}

/** Classes in this order, each by credit; a class that is not named comes after those that are. */
export interface StrictRule extends RuleBounds {
  readonly kind: 'strict';
  readonly order: readonly ClassId[];
}

/** As if the ticket had been taken so many minutes earlier (0 where absent). */
export interface HeadStartRule extends RuleBounds {
  readonly kind: 'head-start';
  readonly minutes: { readonly [classId: ClassId]: number };
}

/**
 * So many calls for the first group of classes, then so many for the next, and round again; remembered per hall. A group
 * of which nobody waits loses its turn. A class that no group names belongs to the last.
 */
export interface RatioRule extends RuleBounds {
  readonly kind: 'ratio';
  readonly turns: readonly RatioTurn[];
}

export interface RatioTurn {
  readonly classes: readonly ClassId[];
  readonly calls: number;
}

/** A minute of a class counts `factors[class]` minutes (1 where absent); the largest product is called. */
export interface AgingRule extends RuleBounds {
  readonly kind: 'aging';
  readonly factors: { readonly [classId: ClassId]: number };
}

/** The rules a hall can choose. Each is one file in `routing/` and one member here. */
export type RoutingRule = FcfsRule | StrictRule | AgingRule | HeadStartRule | RatioRule;

export interface ReturnRule {
  /** A returned no-show goes behind so many waiting tickets of its service and class. */
  readonly placesBack: number;
  /** How often one ticket may be returned; after that a no-show is its end. */
  readonly timesMax: number;
}

export interface PostponeRule {
  /** A customer who asks for it is put behind so many of those who wait behind in the same queue (推后). */
  readonly placesBack: number;
  /** How often one ticket may be put back. */
  readonly timesMax: number;
}

export interface RecallRule {
  /** So many recalls, then the ticket is a no-show or is served. */
  readonly timesMax: number;
  /** Between two announcements of one ticket. */
  readonly spacingSeconds: number;
}

export interface TransferRule {
  /** `credit`: in order of the visit's own arrival; `end`: behind everybody who waits there now. */
  readonly place: 'credit' | 'end';
}

/** At least so many counters open for a service in these hours; a teller's pause or close below it is refused. */
export interface MinimumOpen {
  readonly service: ServiceId;
  readonly counters: number;
  readonly from: TimeOfDay;
  readonly to: TimeOfDay;
  /** Absent: every day. */
  readonly weekdays?: readonly Weekday[] | undefined;
}

export interface AppointmentRule {
  /** Check-in is possible from so many minutes before the time that was booked. */
  readonly earlyMinutes: number;
  /** Until so many minutes after it the appointment counts. */
  readonly lateMinutes: number;
  /** Later than that: a walk-in like any other, or no ticket. */
  readonly late: 'walk-in' | 'refused';
  /** Its credit among walk-ins: the booked time (early or late within the window alike), or the check-in. */
  readonly place: 'booked-time' | 'check-in';
}

export interface EndOfDayRule {
  /** No ticket is issued in the last so many minutes of the posted hours. */
  readonly lastTicketMinutes: number;
  /**
   * `serve-first`: the day does not close by itself while people wait or are served, and a manager is asked; `unserved`: it
   * closes at its time, and who waits ends unserved (弃号).
   */
  readonly waiting: 'serve-first' | 'unserved';
}

/** What is watched, and who is told how. */
export interface AlertRule {
  readonly kind: WatchedKind;
  readonly threshold: number;
  /** Absent: every service on its own. */
  readonly service?: ServiceId | undefined;
  /** With `class-waiting`. */
  readonly class?: ClassId | undefined;
  /** With `predicted-wait`; absent: `AHEAD_MINUTES_BY_DEFAULT`. */
  readonly aheadMinutes?: number | undefined;
  /** In order of `afterSeconds`, the first being 0. */
  readonly steps: readonly AlertStep[];
  /** The last step again and again while it lasts and nobody acknowledged; absent: once. */
  readonly repeatMinutes?: number | undefined;
}

export interface PrinterSetup {
  readonly id: PrinterId;
  readonly name: Text;
  readonly host: string;
  readonly port: number;
  /** Latin characters per line: 48 on 80 mm paper, 32 on 58 mm. */
  readonly columns: number;
  /** Absent: `epson`. */
  readonly language?: PrinterLanguage | undefined;
  /** A device of the hub's own machine, such as `/dev/usb/lp0`, in place of host and port. */
  readonly device?: string | undefined;
  /** With `device`, which is a serial line then. */
  readonly baud?: BaudRate | undefined;
  /** Absent: `printer`. Star printers always get a picture. */
  readonly qr?: QrDrawing | undefined;
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
  /** Absent: customers cannot have themselves put back. */
  readonly postpone?: PostponeRule | undefined;
  readonly pauseReasons: readonly Choice[];
  readonly callReasons: readonly Choice[];
  readonly outcomes: readonly Choice[];
  readonly printers: readonly PrinterSetup[];
  /** What a kiosk says when it cannot give paper; the hall chooses the words. */
  readonly outOfOrder: Text;
  /** Absent: no limit, no spacing. */
  readonly recalls?: RecallRule | undefined;
  /** Absent: by credit. */
  readonly transfers?: TransferRule | undefined;
  /** Who may call a chosen number (选呼); absent: tellers and managers. */
  readonly chosenCallBy?: readonly ('teller' | 'manager')[] | undefined;
  readonly minimumOpen?: readonly MinimumOpen[] | undefined;
  readonly appointments?: AppointmentRule | undefined;
  readonly endOfDay?: EndOfDayRule | undefined;
  /** Where one key sends a customer who complains (转客户接待室). */
  readonly receptionRoom?: CounterId | undefined;
  /** Why a service is stopped for a while, shown at the kiosk. */
  readonly stopReasons?: readonly Choice[] | undefined;
  /** Why a manager does not do what is advised (不采纳的原因). */
  readonly adviceDeclineReasons?: readonly Choice[] | undefined;
  /** With auto-call on, an idle counter calls by itself after so long; absent: `AUTO_CALL_AFTER_MS`. */
  readonly autoCallAfterSeconds?: number | undefined;
  readonly alerts?: readonly AlertRule[] | undefined;
  /** Absent: one wall with everything. */
  readonly displays?: readonly DisplaySetup[] | undefined;
  readonly media?: MediaSetup | undefined;
  readonly publicPages?: readonly PublicPage[] | undefined;
  /** Absent: nothing is spoken. */
  readonly voice?: VoiceSetup | undefined;
  readonly kiosk?: KioskSetup | undefined;
  readonly paper?: PaperSetup | undefined;
  readonly feedback?: FeedbackSetup | undefined;
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
