import { commandBytesMax, MESSAGE_BYTES_MAX } from '../../../shared/protocol/limits.ts';

/**
 * Whether a packet weighs more than its sender may send. Only what is larger than a usual message is looked into, and only for
 * those who may configure a hall; for all others its size is enough. Bytes beyond every limit never come so far: the WebSocket closes.
 */
export function isTooLarge(packet: unknown, mayConfigure: boolean): boolean {
  if (packet instanceof ArrayBuffer || ArrayBuffer.isView(packet)) return packet.byteLength > MESSAGE_BYTES_MAX;
  if (typeof packet !== 'string') return false;
  // A character is three bytes of UTF-8 at most.
  if (packet.length * 3 <= MESSAGE_BYTES_MAX) return false;
  const bytes = Buffer.byteLength(packet);
  if (bytes <= MESSAGE_BYTES_MAX) return false;
  return !mayConfigure || bytes > commandBytesMax(commandTypeOf(packet));
}

/** Socket.IO's packet of an event is `2["command",{…}]`. */
function commandTypeOf(packet: string): unknown {
  try {
    const read: unknown = JSON.parse(packet.slice(1));
    if (!Array.isArray(read) || read[0] !== 'command') return undefined;
    const body: unknown = read[1];
    return typeof body === 'object' && body !== null && 'type' in body ? body.type : undefined;
  } catch {
    // No JSON is no command.
    return undefined;
  }
}
