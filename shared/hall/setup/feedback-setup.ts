/** Unless the hall says otherwise. */
export const RATING_SECONDS = 30;

/** 非常满意 … 非常不满意. */
export const RATING_GRADES = [5, 4, 3, 2, 1] as const;
export type RatingGrade = (typeof RATING_GRADES)[number];

export interface FeedbackSetup {
  /** A tablet at the counter, and the phone, ask after each service. */
  readonly rating: boolean;
  /** Words may be written (意见簿). */
  readonly comments: boolean;
  /** The tablet goes back to sleep after so long; absent: 30. */
  readonly ratingSeconds?: number | undefined;
}
