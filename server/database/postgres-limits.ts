const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/** `pg_current_xact_id` and `xid8` came with 13; 13 itself gets no repairs any more. https://www.postgresql.org/support/versioning/ */
export const POSTGRES_VERSION_MIN = 14;
/** Connections of one hub: a server with the usual 100 has room for nine hubs and a person. */
export const POOL_CONNECTIONS_MAX = 10;
/** Of those that only read reports. */
export const REPORT_CONNECTIONS_MAX = 3;
/** A connection that nobody used for so long is given back. */
export const POOL_IDLE_MS_MAX = MINUTE_MS;
/** For a connection, new or free: beyond it the database is away. */
export const CONNECT_MS_MAX = 3 * SECOND_MS;
/** The server ends a statement that takes longer, */
export const STATEMENT_MS_MAX = 5 * SECOND_MS;
/** … and a transaction that waits for a lock, or for a hub that stopped in the middle of it. */
export const LOCK_MS_MAX = 3 * SECOND_MS;
export const TRANSACTION_IDLE_MS_MAX = 15 * SECOND_MS;
/** A server that answers nothing (paused, cut off) is away so much later than its own limit. */
export const ANSWER_GRACE_MS = SECOND_MS;
/** A report may read a year. */
export const REPORT_MS_MAX = MINUTE_MS;
/** Two writers that waited for each other: one of them is begun again so often. */
export const DEADLOCK_TRIES_MAX = 3;
/** A replica that failed is not asked again for so long. */
export const REPLICA_REST_MS = 30 * SECOND_MS;
/** Who was changed is kept in `access_changes` for so long; a hub that did not look for half of it reads everything. */
export const CHANGES_KEPT_MS = 60 * MINUTE_MS;
export const CHANGES_TRIM_MS = 10 * MINUTE_MS;
/** A step of a start (a migration, or the wait for another hub's) that takes longer is one that a server has forgotten. */
export const START_MS_MAX = 60 * SECOND_MS;
