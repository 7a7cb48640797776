import type { WireEntry } from '../../../shared/protocol/entry.ts';
import { encodeMessage, type EncodedMessage } from './message-frame.ts';

/** A line that takes what was encoded for all. */
export interface RoomMember {
  sendEncoded(message: EncodedMessage): void;
}

/**
 * Who follows which hall.
 *
 * Socket.IO has rooms of its own, which encode once too; but they look up every socket by name, make a packet for each and
 * lead it through three queues. At 2,000 screens that is 40 % on top of what the writing costs. These are plain sets of
 * lines, and a line that is idle writes the finished frame.
 */
export class HallRooms {
  readonly #rooms = new Map<string, Set<RoomMember>>();

  size(hall: string): number {
    return this.#rooms.get(hall)?.size ?? 0;
  }

  enter(hall: string, member: RoomMember): void {
    const room = this.#rooms.get(hall);
    if (room === undefined) this.#rooms.set(hall, new Set([member]));
    else room.add(member);
  }

  leave(hall: string, member: RoomMember): void {
    const room = this.#rooms.get(hall);
    room?.delete(member);
    if (room?.size === 0) this.#rooms.delete(hall);
  }

  publish(hall: string, entries: readonly WireEntry[]): void {
    const room = this.#rooms.get(hall);
    if (room === undefined) return;
    const encoded = encodeMessage({ name: 'entries', body: entries });
    for (const member of room) member.sendEncoded(encoded);
  }
}
