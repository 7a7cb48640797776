/**
 * One integer for the whole wire. A test hashes every schema and fails when one changes and this does not.
 *
 * - 1 (2026-11): handshake, command, seen; welcome, entries, snapshot, answer, heartbeat, goodbye.
 */
export const PROTOCOL_VERSION = 1;

/** A hub speaks its own version and the one before it; 0 was never released. */
export const PROTOCOL_VERSION_MIN = Math.max(1, PROTOCOL_VERSION - 1);
