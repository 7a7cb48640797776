import type { EpochMs } from '../lib/clock.ts';
import type { AlertAudience, AlertSound, WatchedKind } from './alert-rule.ts';
import type { ClassId, CounterId, PrinterId, ServiceId } from './configuration.ts';
import type { ScreenId } from './screen.ts';
import type { StaffNumber, TicketId } from './ticket.ts';

export type AlertId = string;

/** `kiosk-doubled`: two machines have one kiosk's lent numbers; `about` is the device, `number` what stands on two papers. */
/** `help`: a teller asked (请求协助). `pause-refused`: a pause below the minimum of open counters was refused, the manager may. */
export type AlertKind = WatchedKind | 'help' | 'pause-refused' | 'kiosk-doubled';

/** What an alert is about: with its kind, what tells two alerts apart. */
export interface AlertSubject {
  readonly service?: ServiceId | undefined;
  readonly class?: ClassId | undefined;
  readonly counter?: CounterId | undefined;
  readonly ticket?: TicketId | undefined;
  readonly number?: string | null | undefined;
  readonly printer?: PrinterId | undefined;
  readonly screen?: ScreenId | undefined;
  /** With `screen`: its label. */
  readonly name?: string | undefined;
  /** With `predicted-wait`: how far ahead. */
  readonly inMinutes?: number | undefined;
  /** With `help` and `pause-refused`: what was said or wanted. With `device-fault`: the condition of the printer or screen. */
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
