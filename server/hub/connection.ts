import type { Down } from '../../shared/protocol/down.ts';
import type { WireEntry } from '../../shared/protocol/entry.ts';
import type { ProtocolError } from '../../shared/protocol/errors.ts';

/**
 * One screen's line to the hub. The Socket.IO gateway adapts a socket to it, the simulation runs the same sessions over a
 * faulty network. Everything goes down in the order in which it is sent, or the connection is gone.
 */
export interface Connection {
  readonly id: string;
  send(message: Down): void;
  /** From now on this connection gets what `Broadcast.entries` sends to the hall. */
  join(hall: string): void;
  leave(hall: string): void;
  /** Messages accepted by `send` or a broadcast and not yet written to the wire. */
  backlog(): number;
  /** Calls once, when the backlog is empty (at once if it is). Returns the release. */
  onceDrained(run: () => void): () => void;
  /** Says goodbye and closes. Idempotent. */
  close(reason: ProtocolError): void;
}

/** One emit for all connections that joined a hall: the entries are encoded once. */
export interface Broadcast {
  entries(hall: string, entries: readonly WireEntry[]): void;
}
