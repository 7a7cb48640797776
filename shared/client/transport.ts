import type { Down } from '../protocol/down.ts';
import type { ProtocolError } from '../protocol/errors.ts';
import type { Handshake, Up } from '../protocol/up.ts';

/** What happens on one line, in order; never before `connect` has returned. After `refused` or `closed` nothing more. */
export interface TransportListeners {
  message(message: Down): void;
  /** The hub answered the handshake with a no. */
  refused(error: ProtocolError): void;
  /** The line is gone, or never came up. */
  closed(): void;
}

/** One line to the hub. */
export interface Link {
  /** Handed over, not received: whatever was sent before `closed` may be lost. */
  send(message: Up): void;
  /** Idempotent; `closed` is not called for it. */
  close(): void;
}

/** Makes lines. Real: `socket-transport.ts`; the simulation brings its own, faulty one. Never reconnects by itself. */
export interface Transport {
  connect(handshake: Handshake, listeners: TransportListeners): Link;
}
