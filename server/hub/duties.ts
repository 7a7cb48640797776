/**
 * Which hub does for a hall what must be done once: its schedule, watch and forecasts, its paper, strips of light and
 * projections. Anybody may serve its commands and screens.
 *
 * A duty is a lease with a fence: it is gone by the time another hub has it, as long as clocks run at a like pace, and who was
 * paused meanwhile finds that its fence is behind. What is done by commands needs no more than the journal, which decides each
 * position once; what leaves the system (paper) asks `holds` right before.
 */
export interface Duties {
  holds(hall: string): boolean;
  /** Rises each time the duty for a hall changes hands; null while this hub does not have it. */
  fence(hall: string): number | null;
  /** This hub would do it: it knows the hall. Idempotent. */
  stand(hall: string): void;
  /** Told when this hub got or lost a duty. Returns the release. */
  onChange(listener: (hall: string, held: boolean) => void): () => void;
  /** Gives all up at once, so that another hub need not wait for the lease to run out. Idempotent. */
  close(): Promise<void>;
}

/** One hub on one machine: all of it, always. */
export const EVERY_DUTY: Duties = {
  holds: () => true,
  fence: () => 1,
  stand: () => undefined,
  onChange: () => () => undefined,
  close: () => Promise.resolve(),
};
