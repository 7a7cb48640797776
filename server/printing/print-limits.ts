/**
 * A failed print must be known within 2 s of the printer's turn: the number is then shown large and the staff are told.
 * So the ways to fail are bounded one by one: nobody there 0.9 s, there but dumb 0.6 s more, silent with the bytes 1.5 s.
 */
export const CONNECT_MS_MAX = 900;
/** A printer that serves another connection refuses; it is asked again so often within `CONNECT_MS_MAX`. */
export const CONNECT_AGAIN_MS = 150;
/** One answer to `DLE EOT` in a hall's network. */
export const STATUS_ANSWER_MS_MAX = 600;
/** Silence after the bytes were sent, without any sign of life. */
export const CONFIRM_SILENCE_MS_MAX = 1_500;
/** A printer that answers and says that nothing is wrong may take so long for one ticket. */
export const CONFIRM_MS_MAX = 6_000;
/** How often a printer that has not confirmed yet is asked how it is. */
export const CONFIRM_ASK_MS = 300;

/** Tickets waiting for one printer; the next one fails at once. A hall prints one in two seconds at its busiest. */
export const PRINT_QUEUE_MAX = 40;
/** After a restart a request younger than this is printed again, marked; an older one has failed: too late. */
export const PRINT_AGAIN_WITHIN_MS = 60_000;
/** Between two looks at an idle printer. */
export const STATUS_EVERY_MS = 5_000;

/** A report that the hub does not take now (read-only, busy) is sent again, with doubling pauses. */
export const REPORT_AGAIN_MS = 500;
export const REPORT_AGAIN_MS_MAX = 10_000;
/** About a minute; after that the request stays open in the journal and the next start deals with it. */
export const REPORT_TRIES_MAX = 12;

/** How long whoever asks for a paper at another hub than the one that prints waits: longer than a printer takes to fail behind a full queue's first ticket. */
export const PAPER_ASKED_MS = 15_000;
