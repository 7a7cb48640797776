import type { ToldWait, WaitRange } from '../hall/forecast/wait-range.ts';
import type { RatingGrade } from '../hall/setup/feedback-setup.ts';
import type { Text } from '../hall/text.ts';
import type { Ending } from '../hall/ticket.ts';
import type { EpochMs } from '../lib/clock.ts';

/**
 * Everything that a customer's phone gets: its own ticket, in words where words are the hall's. No id of a ticket, a person or a
 * device, and nothing of anybody else's ticket. Sent as a whole at each change.
 */
export interface PhoneView {
  readonly hall: Text;
  /** `#rrggbb`. */
  readonly brandColour: string;
  readonly timeZone: string;
  readonly number: string;
  readonly service: Text;
  readonly issuedAt: EpochMs;
  readonly state: PhoneState;
  /** What was told when the ticket was taken; null: nothing was. */
  readonly quote: WaitRange | null;
  readonly passed: {
    readonly times: number;
    /** The hall's promise; null: it makes none. */
    readonly max: number | null;
    /** The latest first; perhaps fewer than `times`. */
    readonly why: readonly { readonly at: EpochMs; readonly text: Text }[];
  };
  /** `left`: how often it can still be put back; null: not offered. */
  readonly postpone: { readonly placesBack: number; readonly left: number } | null;
  /** After the service: what can be said of it; null: nothing now. */
  readonly feedback: PhoneFeedback | null;
  readonly rule: Text;
  readonly notices: readonly Text[];
}

export interface PhoneFeedback {
  /** Of the visit, counted from 0. */
  readonly leg: number;
  /** What was said; null: nothing yet, or nobody is asked (`rating`). */
  readonly grade: RatingGrade | null;
  readonly rating: boolean;
  readonly comments: boolean;
}

export type PhoneState =
  /** `before`: people before it. */
  | { readonly is: 'waiting'; readonly before: number; readonly wait: ToldWait }
  /** `recalls`: 0 for the call, then 1, 2 … */
  | { readonly is: 'called'; readonly place: Text; readonly at: EpochMs; readonly recalls: number }
  | { readonly is: 'serving'; readonly place: Text }
  | { readonly is: 'held'; readonly until: EpochMs | null }
  | { readonly is: 'no-show'; readonly at: EpochMs; readonly returnable: boolean }
  | { readonly is: 'ended'; readonly at: EpochMs; readonly ending: Ending };

/** What a phone may send; which ticket it is about says the token. */
export const PHONE_COMMANDS = ['cancel-ticket', 'postpone-ticket', 'rate-service'] as const;
/** What a customer is asked about twice before. */
export type PhoneCommandType = Exclude<(typeof PHONE_COMMANDS)[number], 'rate-service'>;

/** The hub says at least so often that the line is alive. */
export const PHONE_BEAT_MS = 4_000;
