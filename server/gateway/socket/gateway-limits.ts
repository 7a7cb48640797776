/** Limits of the socket gateway, by name. What both ends must know is in `shared/protocol/limits.ts`. */

/** Open sockets in all; more are turned away before the WebSocket handshake. */
export const SOCKETS_MAX = 12_000;
/** Open sockets of one network address: a hall behind one proxy or NAT fits, a machine gone wild does not take everything. */
export const SOCKETS_PER_ADDRESS_MAX = 1_000;
/** Between the line and its first words. */
export const HANDSHAKE_MS_MAX = 10_000;
/** A half-open line is noticed after the sum of these. */
export const PING_EVERY_MS = 10_000;
export const PING_ANSWER_MS_MAX = 6_000;
/** Refused for too great a rate so often without a pause: a flood, and the socket is closed. */
export const EXCESS_MAX = 200;
/** After the goodbye the peer may close by itself; then it is cut off. */
export const GOODBYE_MS = 1_000;
/** How often expired credentials are looked for. */
export const EXPIRY_CHECK_MS = 1_000;
