import * as z from 'zod/mini';
import { COUNTERS_MAX } from '../hall/limits.ts';
import { PAINTED_PER_MESSAGE_MAX } from './limits.ts';

const counter = z.int().check(z.minimum(1), z.maximum(9_999));
/** Milliseconds since 1970, by the hub's clock as far as the screen knows it. */
const moment = z.int().check(z.nonnegative(), z.lte(8_640_000_000_000_000));
const count = z.int().check(z.nonnegative());

/** `CallMark` of the hall. */
const markSchema = z.strictObject({
  ticket: z.string().check(z.minLength(1), z.maxLength(64)),
  counter,
  at: moment,
  recalls: z.int().check(z.nonnegative(), z.lte(100_000)),
});

/**
 * What became of calls on one screen: painted is the frame that showed it, with the page visible; spoken is the end of what was said.
 * The same again changes nothing, so what may have been lost with a line is sent again.
 */
export const receiptsSchema = z.strictObject({
  calls: z
    .array(z.strictObject({ mark: markSchema, painted: z.optional(moment), spoken: z.optional(moment) }))
    .check(z.minLength(1), z.maxLength(PAINTED_PER_MESSAGE_MAX)),
});
export type Receipts = z.infer<typeof receiptsSchema>;

/** What a page draws: a wall or a window shows calls; the others are watched like them and show none. */
export const SCREEN_PAGES = ['wall', 'window', 'kiosk', 'rating', 'other'] as const;
/** `off`: it is not meant to speak. `blocked`: the browser wants a touch first. `muted`: it has no voice or no device. `incomplete`: a recording was missing. */
export const SOUND_STATES = ['off', 'blocked', 'muted', 'incomplete', 'ready'] as const;
export type SoundState = (typeof SOUND_STATES)[number];
/** Why a screen loaded itself anew: no frame, no answer of the page, a replica that does not catch up, an error that nobody caught. */
export const RESTART_CAUSES = ['frames', 'hung', 'behind', 'error'] as const;
export type RestartCause = (typeof RESTART_CAUSES)[number];

/** How a screen is, by its own word, every `HEALTH_EVERY_MS` and when something of it changes. */
export const screenHealthSchema = z.strictObject({
  /** Of the page, kept over a reload: one device may be several pages. */
  screen: z.string().check(z.regex(/^[A-Za-z0-9_-]{8,64}$/)),
  page: z.enum(SCREEN_PAGES),
  /** Whose calls it shows and speaks; null: every counter's. Absent: it shows none. */
  counters: z.optional(z.nullable(z.array(counter).check(z.maxLength(COUNTERS_MAX)))),
  visible: z.boolean(),
  sound: z.enum(SOUND_STATES),
  /** The version of the hall that the last frame showed. */
  painted: count,
  /** Time since the last frame; large in a page that nobody draws. */
  frameAgeMs: count,
  release: z.string().check(z.maxLength(80)),
  /** It had to load itself anew: how often in the last hour, and why the last time. */
  restart: z.optional(z.strictObject({ times: z.int().check(z.minimum(1), z.maximum(1_000)), cause: z.enum(RESTART_CAUSES) })),
});
export type ScreenHealth = z.infer<typeof screenHealthSchema>;
