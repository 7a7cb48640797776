import * as z from 'zod/mini';
import type { RatingGrade } from '../hall/setup/feedback-setup.ts';
import type { CounterId } from '../hall/configuration.ts';
import type { StaffNumber } from '../hall/ticket.ts';
import type { EpochMs } from '../lib/clock.ts';
import { ID_LENGTH_MAX, ID_LENGTH_MIN } from './limits.ts';
import { words } from './records.ts';

/** What a customer writes on a tablet or a phone. */
export const COMMENT_LENGTH_MAX = 1_000;
export const ANSWER_LENGTH_MAX = 1_000;
export const SIGNATURE_LENGTH_MAX = 40;
/** As it travels: six bytes for a character at most, and what stands around it. */
export const COMMENT_BYTES_MAX = 8 * 1_024;
/** Counted from 0; far more than a visit has. */
const LEGS_MAX = 99;

export const COMMENT_SOURCES = ['tablet', 'phone'] as const;
export type CommentSource = (typeof COMMENT_SOURCES)[number];

/** 意见簿: what a customer wrote after a service, with the number it has in the hall's book. A personal record; in no event. */
export interface Comment {
  readonly id: string;
  /** 1, 2, 3 … in each hall; never used twice, also when the comment is gone. */
  readonly number: number;
  readonly at: EpochMs;
  readonly counter: CounterId;
  /** What was said of the service by then; null: nothing. */
  readonly grade: RatingGrade | null;
  readonly source: CommentSource;
  readonly text: string;
  /** Null: nobody of the hall has read it. */
  readonly read: { readonly at: EpochMs; readonly by: StaffNumber } | null;
  /** `name`: how whoever answered signed. */
  readonly answer: { readonly at: EpochMs; readonly by: StaffNumber; readonly name: string; readonly text: string } | null;
}

/** `GET /api/halls/:hall/comments`, newest first. */
export interface CommentsPage {
  readonly records: readonly Comment[];
  readonly before: number | null;
  /** In the whole book. */
  readonly unread: number;
}

const id = z.string().check(z.regex(new RegExp(`^[A-Za-z0-9_:.-]{${ID_LENGTH_MIN},${ID_LENGTH_MAX}}$`)));
const leg = z.int().check(z.nonnegative(), z.lte(LEGS_MAX));

/** By a phone: which ticket it is about says its token. */
export const phoneCommentSchema = z.strictObject({ id, leg, text: words(COMMENT_LENGTH_MAX) });

/** By the tablet of a counter. */
export const newCommentSchema = z.strictObject({
  id,
  ticket: z.string().check(z.minLength(1), z.maxLength(64)),
  leg,
  text: words(COMMENT_LENGTH_MAX),
});
export type NewComment = z.infer<typeof newCommentSchema>;

export const commentAnswerSchema = z.strictObject({ text: words(ANSWER_LENGTH_MAX), name: words(SIGNATURE_LENGTH_MAX) });
export type CommentAnswer = z.infer<typeof commentAnswerSchema>;

const cursor = z.optional(z.string().check(z.regex(/^\d{1,15}$/)));
export const COMMENT_STATES = ['unread', 'unanswered'] as const;
export const commentsQuerySchema = z.strictObject({ limit: cursor, before: cursor, state: z.optional(z.enum(COMMENT_STATES)) });
