import type { Socket as NetSocket } from 'node:net';
import type { Socket } from 'socket.io';
import type { Timers } from '../../../shared/lib/clock.ts';
import type { Down } from '../../../shared/protocol/down.ts';
import type { ProtocolError } from '../../../shared/protocol/errors.ts';
import type { Connection } from '../../hub/connection.ts';
import { GOODBYE_MS } from './gateway-limits.ts';
import type { HallRooms, RoomMember } from './hall-rooms.ts';
import { encodeMessage, type EncodedMessage } from './message-frame.ts';

/** The parts of Engine.IO's socket that tell how far the peer is behind; its types hide them. */
interface EngineLine {
  readonly writeBuffer: readonly unknown[];
  on(event: 'flush', listener: (packets: readonly unknown[]) => void): void;
  write(packet: string, options: { readonly compress: false; readonly wsPreEncodedFrame: readonly Buffer[] }): void;
  readonly transport: {
    readonly writable: boolean;
    readonly socket: WebSocketLine;
    on(event: 'ready', listener: () => void): void;
    off(event: 'ready', listener: () => void): void;
  };
}

/** The WebSocket itself, and the operating system's socket below it. */
interface WebSocketLine {
  readonly readyState: number;
  readonly _socket: NetSocket | null;
  terminate(): void;
  once(event: 'close', listener: () => void): void;
}

const WEB_SOCKET_OPEN = 1;

/**
 * A Socket.IO socket as a `Connection`.
 *
 * Engine.IO hands everything it holds to the WebSocket at once and then waits until the operating system has taken all of
 * it; meanwhile new messages pile up in an array without a bound. So the backlog is that array *and* the messages handed
 * over last, as long as they are not taken; its `drain` event comes too early (at the handing over), `ready` does not.
 *
 * A message becomes a finished frame here. As long as the line is idle, the frame goes straight to the operating system's
 * socket; only behind something that waits it goes through Engine.IO's queue. And because a group of commands answers many at
 * once, a socket that waits for answers is written to once, when all of them are there.
 *
 * **Maintained invariant**: a frame goes around Engine.IO only when nothing at all waits there, so the order holds.
 */
export class SocketConnection implements Connection, RoomMember {
  readonly id: string;
  readonly #socket: Socket;
  readonly #line: EngineLine;
  readonly #rooms: HallRooms;
  readonly #timers: Timers;
  #handedOver = 0;
  #answersDue = 0;
  #held = false;
  #closed = false;

  constructor(socket: Socket, rooms: HallRooms, timers: Timers) {
    this.id = socket.id;
    this.#socket = socket;
    this.#rooms = rooms;
    this.#timers = timers;
    this.#line = socket.conn as unknown as EngineLine;
    this.#line.on('flush', (packets) => {
      this.#handedOver = packets.length;
    });
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  /** A command came in: its answer is due. */
  awaitAnswer(): void {
    this.#answersDue += 1;
  }

  send(message: Down): void {
    if (message.name === 'answer') this.#answersDue = Math.max(0, this.#answersDue - 1);
    this.#write(encodeMessage(message), message.name === 'answer');
  }

  sendEncoded(message: EncodedMessage): void {
    this.#write(message, this.#answersDue > 0);
  }

  /** `more`: something else will follow in this turn. */
  #write({ frame, packet }: EncodedMessage, more: boolean): void {
    if (this.#closed) return;
    const { transport, writeBuffer } = this.#line;
    const { _socket: socket, readyState } = transport.socket;
    const isIdle = transport.writable && writeBuffer.length === 0 && readyState === WEB_SOCKET_OPEN;
    if (isIdle && socket !== null && (this.#held || socket.writableLength === 0)) {
      if (more) this.#hold(socket);
      socket.write(frame);
    } else {
      this.#line.write(packet, { compress: false, wsPreEncodedFrame: [frame] });
    }
  }

  /** Until the end of this turn and of all promises that it settles. */
  #hold(socket: NetSocket): void {
    if (this.#held) return;
    this.#held = true;
    socket.cork();
    process.nextTick(() => {
      this.#held = false;
      socket.uncork();
    });
  }

  join(hall: string): void {
    if (!this.#closed) this.#rooms.enter(hall, this);
  }

  leave(hall: string): void {
    this.#rooms.leave(hall, this);
  }

  backlog(): number {
    const { transport, writeBuffer } = this.#line;
    if (!transport.writable) return writeBuffer.length + this.#handedOver;
    return writeBuffer.length;
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
