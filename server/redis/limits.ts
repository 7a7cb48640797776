/** Limits of what is kept in Redis, by name. */

/** A node that has not answered a connection by then is tried again. */
export const CONNECT_MS_MAX = 2_000;
export const PING_MS = 1_000;
/** A connection on which nothing has come for so long, pings included, has ended. */
export const SILENT_MS_MAX = 4_000;
/** A write that has no answer by then has none: the connection is given up, and it is unsure. */
export const WRITE_ANSWER_MS_MAX = 2_000;
/** How long a master waits for its copies in one go; then the reason is looked for, and it waits again. */
export const COPIES_WAIT_MS = 200;
/** What has too few copies for so long is told to be unsure. */
export const UNSURE_AFTER_MS = 1_000;
/** How often is looked who the master is, which copies there are, and whether one that did not answer does so again. */
export const LOOK_MS = 500;
/** In a new term: how long other hubs have to bring back what the log has lost, before anything new is decided in it. */
export const PEERS_MS = 500;
/** Writes that are sent as one group with one WAIT behind them. */
export const GROUP_WRITES_MAX = 500;
/** Connections that write; halls are spread over them. While the copies of a group on one are waited for, the master works on the other. */
export const WRITE_LINKS = 2;
/** While a slot moves: how often and after what pause what was refused for it is asked for again. */
export const MOVED_RETRIES_MAX = 40;
export const MOVED_PAUSE_MS = 50;
/** After a connection was lost, and while copies are waited for: how soon is looked again. */
export const LOOK_AGAIN_MS = 50;
/** A Sentinel that has not answered by then is asked over a new connection. */
export const SENTINEL_ANSWER_MS_MAX = 1_000;
/** How long the answers of the other Sentinels wait for a slow one. */
export const SENTINEL_PATIENCE_MS = 300;
/** A start that has found no master by then is refused. */
export const START_MS_MAX = 10_000;
/** Redis that functions and their rights need. */
export const REDIS_VERSION_LEAST = '7.0.0';
/** How often a node is asked for its settings before it is one that cannot be asked. */
export const ASKED_TRIES_MAX = 3;
/** How often the settings of all nodes are looked at again, and how soon the same weakness is said again. */
export const SETTINGS_LOOK_MS = 60_000;
export const SETTINGS_SAY_AGAIN_MS = 3_600_000;
