import type { EpochMs } from '../lib/clock.ts';

/** Of an enrolled device. */
export type ScreenId = string;

/**
 * What the hub makes of a screen. `frozen`: it is there and draws nothing; `asleep`: its page is hidden; `muted`: it should speak and
 * cannot; `behind`: what it shows is old; `gone`: it was here today and is away in the hours of the hall; `incomplete`: it speaks, but
 * recordings of the hall's own voice are missing; `off`: it is not expected to
 * work now.
 */
export const SCREEN_CONDITIONS = ['ready', 'frozen', 'asleep', 'muted', 'behind', 'gone', 'incomplete', 'off'] as const;
export type ScreenCondition = (typeof SCREEN_CONDITIONS)[number];
export type ScreenTrouble = Exclude<ScreenCondition, 'ready' | 'off'>;

/** A screen with which something is wrong. */
export interface ScreenState {
  /** The device's label. */
  readonly name: string;
  readonly condition: ScreenTrouble;
  readonly since: EpochMs;
}
