import type { Transport } from '../client/transport.ts';

/** Tells, for each message of the hub, that it came. */
export class Hearing {
  readonly #listeners = new Set<() => void>();

  /** Called for every message. Returns the release. */
  onHeard(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The same lines, listened to on the way. */
  through(transport: Transport): Transport {
    return {
      connect: (handshake, listeners) =>
        transport.connect(handshake, {
          refused: (error) => listeners.refused(error),
          closed: () => listeners.closed(),
          message: (message) => {
            listeners.message(message);
            for (const listener of [...this.#listeners]) listener();
          },
        }),
    };
  }
}
