import type { AlertKind } from '../alert.ts';
import type { ClassId, CounterId, PrinterId, ServiceId } from '../configuration.ts';
import type { PostedTime } from './posted-time.ts';

interface LintFacts {
  /** These services give tickets at a time when no counter is sure to serve them. */
  'service-without-counter': {
    readonly services: readonly ServiceId[];
    readonly time: PostedTime;
    /** The hall is closed then; its business day is; or the minimum of open counters, kept for most of the day, ends. */
    readonly because: 'hall-closed' | 'day-closed' | 'no-minimum';
  };
  /** Open for fewer hours on a day than a hall should be; a service with hours of its own, or the hall. */
  'short-day': { readonly service: ServiceId | null; readonly minutes: number; readonly weekdays: PostedTime['weekdays'] };
  'no-last-ticket': object;
  /** Who is sent on to the next step comes when it is not served. */
  'next-step-closed': { readonly service: ServiceId; readonly next: ServiceId; readonly time: PostedTime };
  'class-unserved': { readonly service: ServiceId; readonly classes: readonly ClassId[] };
  /** Every counter for these classes is marked for another one. */
  'only-reserved': { readonly service: ServiceId; readonly classes: readonly ClassId[]; readonly counters: readonly CounterId[] };
  'reserved-idle': { readonly counter: CounterId; readonly class: ClassId };
  'reserved-in-name-only': { readonly counter: CounterId; readonly class: ClassId };
  'minimum-unreachable': { readonly service: ServiceId; readonly minimum: number; readonly counters: number };
  /** Under the hall's rule a class has no advantage over the standard one. */
  'class-never-first': { readonly class: ClassId; readonly standard: ClassId; readonly hasCounters: boolean };
  'class-may-starve': { readonly classes: readonly ClassId[] };
  'cap-turns-priority-off': object;
  'alert-told-to-nobody': { readonly alert: AlertKind; readonly service: ServiceId | null; readonly class: ClassId | null };
  /** A second rule for the same thing is never used. */
  'alert-hidden': { readonly alert: AlertKind; readonly service: ServiceId | null; readonly class: ClassId | null };
  /** The promise is broken before anybody is told of the wait. */
  'promise-before-alert': { readonly service: ServiceId; readonly promisedMinutes: number; readonly alertMinutes: number };
  'printer-address-twice': { readonly printers: readonly PrinterId[]; readonly address: string };
}

export type LintKind = keyof LintFacts;

/** Something that works and is hardly what the hall wants: told before a configuration takes effect, and never in its way. */
export type Lint = { [Kind in LintKind]: { readonly kind: Kind } & LintFacts[Kind] }[LintKind];
