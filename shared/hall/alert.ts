import type { EpochMs } from '../lib/clock.ts';
import type { ClassId, CounterId, PrinterId, ServiceId } from './configuration.ts';
import type { StaffNumber, TicketId } from './ticket.ts';

export type AlertId = string;

/**
 * What the hall watches for. The number of a rule means: people (`people-waiting`, `queue-while-paused`), minutes
 * (`longest-wait`, `idle-counter`, `long-service`, `long-pause`, `class-waiting`, `counter-closed-early`), seconds (`device-fault`).
 *
 * - `people-waiting`, `longest-wait`: per service. `queue-while-paused`: a service with so many waiting, and a paused counter that serves it.
 * - `class-waiting`: a ticket of `class` waits and every counter reserved for that class is busy or not open (VIP 到店).
 * - `idle-counter`: open, nobody at hand, for so long. `counter-closed-early`: closed so many minutes or more before the posted hours end.
 */
export const WATCHED_KINDS = [
  'people-waiting',
  'longest-wait',
  'class-waiting',
  'idle-counter',
  'long-service',
  'long-pause',
  'queue-while-paused',
  'counter-closed-early',
  'device-fault',
] as const;
export type WatchedKind = (typeof WATCHED_KINDS)[number];

/** `help`: a teller asked (请求协助). `pause-refused`: a pause below the minimum of open counters was refused, the manager may. */
export type AlertKind = WatchedKind | 'help' | 'pause-refused';

export const ALERT_AUDIENCES = ['teller', 'greeter', 'manager', 'guard'] as const;
export type AlertAudience = (typeof ALERT_AUDIENCES)[number];

export const ALERT_SOUNDS = ['none', 'chime', 'urgent'] as const;
export type AlertSound = (typeof ALERT_SOUNDS)[number];

/** Who is told so long after the alert was raised, unless somebody acknowledged it before. */
export interface AlertStep {
  readonly afterSeconds: number;
  readonly tell: readonly AlertAudience[];
  readonly sound: AlertSound;
  /** Not only told but asked to go there (已接待 is the answer). */
  readonly attend?: boolean | undefined;
}

export interface AlertRule {
  readonly kind: WatchedKind;
  readonly threshold: number;
  /** Absent: every service on its own. */
  readonly service?: ServiceId | undefined;
  /** With `class-waiting`. */
  readonly class?: ClassId | undefined;
  /** In order of `afterSeconds`, the first being 0. */
  readonly steps: readonly AlertStep[];
  /** The last step again and again while it lasts and nobody acknowledged; absent: once. */
  readonly repeatMinutes?: number | undefined;
}

/** What an alert is about: with its kind, what tells two alerts apart. */
export interface AlertSubject {
  readonly service?: ServiceId | undefined;
  readonly class?: ClassId | undefined;
  readonly counter?: CounterId | undefined;
  readonly ticket?: TicketId | undefined;
  readonly number?: string | null | undefined;
  readonly printer?: PrinterId | undefined;
  /** With `help` and `pause-refused`: what was said or wanted. With `device-fault`: the printer's condition. */
  readonly about?: string | undefined;
}

export interface Alert {
  readonly id: AlertId;
  readonly kind: AlertKind;
  readonly subject: AlertSubject;
  /** What was measured when it was raised, in the unit of its kind; absent for `help` and `pause-refused`. */
  readonly measured?: number | undefined;
  readonly raisedAt: EpochMs;
  /** The teller who asked, with `help` and `pause-refused`. */
  readonly by?: StaffNumber | undefined;
  /** For whom it rings now: the step in force. */
  tell: readonly AlertAudience[];
  /** Everybody who was told since it was raised: they still see it and may acknowledge it. */
  told: readonly AlertAudience[];
  sound: AlertSound;
  attend: boolean;
  /** Index of the rule's step that is in force, and since when: screens ring anew when either changes. */
  step: number;
  steppedAt: EpochMs;
  acknowledged: { readonly by: StaffNumber; readonly at: EpochMs } | null;
  /** When what it is about was over; null while it lasts. */
  clearedAt: EpochMs | null;
}
