/** What is odd about what a hall has seen. Nothing of it stops a forecast: each is bounded, counted and told. */
export const LEARNING_WARNINGS = [
  /** A time before the one it follows: a clock was set back. Left out. */
  'negative-time',
  /** A teller served two customers at once by the times. The later one is left out. */
  'overlapping',
  /** Served for less than `SERVE_MS_MIN`: a slip of the hand, or nobody there. Left out. */
  'too-short',
  /** Served for longer than anything usual: somebody forgot to finish. Counted as the longest usual time. */
  'too-long',
  /** The hall's clock jumped ahead or stood still for hours while people waited or were served. What spans it is left out. */
  'clock-jump',
  /** No day was seen from its opening to its close. */
  'no-history',
  /** Only one service was ever served: others follow the hall file alone. */
  'one-service',
  /** Several times as many customers as on a usual day. The factor is bounded. */
  'unusual-day',
] as const;
export type LearningWarning = (typeof LEARNING_WARNINGS)[number];
