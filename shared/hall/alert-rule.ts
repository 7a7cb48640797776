/**
 * What the hall watches for. The number of a rule means: people (`people-waiting`, `queue-while-paused`), minutes
 * (`longest-wait`, `predicted-wait`, `idle-counter`, `long-service`, `long-pause`, `class-waiting`, `counter-closed-early`), seconds (`device-fault`).
 *
 * - `people-waiting`, `longest-wait`: per service. `queue-while-paused`: a service with so many waiting, and a paused counter that serves it.
 * - `predicted-wait`: per service; of those who come in `aheadMinutes` one in ten waits so long, as the hub expects.
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
  'predicted-wait',
] as const;
export type WatchedKind = (typeof WATCHED_KINDS)[number];

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
