/** Limits of the wire, by name. The gateway enforces them, the client keeps below them. */

/** One message up, bytes. */
export const MESSAGE_BYTES_MAX = 65_536;
/** One message up that sets a configuration: a hundred services with their papers in two languages. */
export const CONFIGURATION_BYTES_MAX = 1_048_576;
/** What a command of this type may weigh as it travels. */
export function commandBytesMax(type: unknown): number {
  return type === 'configure-hall' ? CONFIGURATION_BYTES_MAX : MESSAGE_BYTES_MAX;
}
export const COMMANDS_PER_SECOND_MAX = 20;
export const COMMAND_BURST_MAX = 40;
/** A socket that sends so many messages that no schema knows is closed. */
export const MALFORMED_MAX = 5;
export const HEARTBEAT_MS = 5_000;
/** Without a heartbeat for so long a screen says that it is not live. */
export const STALE_AFTER_MS = 12_000;
/** A forecast that is older, by the hub's clock, is shown no more: the hall has moved on. */
export const FORECAST_STALE_MS = 30_000;
/** A screen that is further behind than this gets a snapshot instead of entries. */
export const RESUME_ENTRIES_MAX = 1_000;
export const ENTRIES_PER_MESSAGE_MAX = 200;
/** Calls in one message of receipts; a screen that has more sends more messages. */
export const PAINTED_PER_MESSAGE_MAX = 100;
/** How often a screen says how it is when nothing of it changes. */
export const HEALTH_EVERY_MS = 5_000;
/** Receipts go up together: at most one message of them in so long. */
export const RECEIPTS_EVERY_MS = 200;
export const ID_LENGTH_MIN = 8;
export const ID_LENGTH_MAX = 64;
