/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number;

/** The time of day. Only `main.ts` knows the real one; tests and the simulation bring their own. */
export interface Clock {
  now(): EpochMs;
}

/** Timers as functions, so that virtual time can run them. `after` and `every` return their own release. */
export interface Timers {
  after(delayMs: number, run: () => void): () => void;
  every(intervalMs: number, run: () => void): () => void;
}
