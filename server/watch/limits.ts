/** How often every hall is looked at, whatever happens in it. */
export const WATCH_EVERY_MS = 1_000;
/** Looks at one hall between two rounds: as prompt as people notice, and a storm of commands costs no more. */
export const LOOKS_PER_ROUND_MAX = 25;
/** After a refusal (read-only, clock, busy) or a failure a hall is left alone for so many rounds. */
export const REST_ROUNDS = 5;
