import type { Socket } from 'socket.io';
import type { Timers } from '../../../shared/lib/clock.ts';
import type { Down } from '../../../shared/protocol/down.ts';
import type { ProtocolError } from '../../../shared/protocol/errors.ts';
import type { Connection } from '../../hub/connection.ts';
import { GOODBYE_MS } from './gateway-limits.ts';

/** The parts of Engine.IO's socket that tell how far the peer is behind; its types hide the buffer. */
interface EngineLine {
  readonly writeBuffer: readonly unknown[];
  on(event: 'flush', listener: (packets: readonly unknown[]) => void): void;
  readonly transport: {
    readonly writable: boolean;
    /** The WebSocket itself. */
    readonly socket: { readonly readyState: number; terminate(): void; once(event: 'close', listener: () => void): void };
    on(event: 'ready', listener: () => void): void;
    off(event: 'ready', listener: () => void): void;
  };
}

export function roomOf(hall: string): string {
  return `hall:${hall}`;
}

/**
 * A Socket.IO socket as a `Connection`.
 *
 * Engine.IO hands everything it holds to the WebSocket at once and then waits until the operating system has taken all of
 * it; meanwhile new messages pile up in an array without a bound. So the backlog is that array *and* the messages handed
 * over last, as long as they are not taken; its `drain` event comes too early (at the handing over), `ready` does not.
 */
export class SocketConnection implements Connection {
  readonly id: string;
  readonly #socket: Socket;
  readonly #line: EngineLine;
  readonly #timers: Timers;
  #handedOver = 0;
  #closed = false;

  constructor(socket: Socket, timers: Timers) {
    this.id = socket.id;
    this.#socket = socket;
    this.#timers = timers;
    this.#line = socket.conn as unknown as EngineLine;
    this.#line.on('flush', (packets) => {
      this.#handedOver = packets.length;
    });
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  send(message: Down): void {
    if (!this.#closed) this.#socket.emit(message.name, message.body);
  }

  join(hall: string): void {
    if (!this.#closed) void this.#socket.join(roomOf(hall));
  }

  leave(hall: string): void {
    void this.#socket.leave(roomOf(hall));
  }

  backlog(): number {
    return this.#line.writeBuffer.length + (this.#line.transport.writable ? 0 : this.#handedOver);
  }

  onceDrained(run: () => void): () => void {
    if (this.backlog() === 0) {
      run();
      return () => undefined;
    }
    const { transport } = this.#line;
    // Engine.IO listens first and refills the line from its buffer before this is asked.
    const check = (): void => {
      if (this.backlog() > 0) return;
      release();
      run();
    };
    const release = (): void => transport.off('ready', check);
    transport.on('ready', check);
    return release;
  }

  close(reason: ProtocolError): void {
    if (this.#closed) return;
    this.send({ name: 'goodbye', body: reason });
    this.#closed = true;
    const webSocket = this.#line.transport.socket;
    this.#socket.disconnect(true);
    // A peer that reads nothing would keep the line open until the ping fails, and it may be one that was thrown out.
    webSocket.once(
      'close',
      this.#timers.after(GOODBYE_MS, () => webSocket.terminate()),
    );
  }
}
