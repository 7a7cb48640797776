import type { Timers } from '../lib/clock.ts';
import { unreachable } from '../lib/unreachable.ts';
import type { Down } from '../protocol/down.ts';
import { PROTOCOL_ERROR_KINDS, type ProtocolError } from '../protocol/errors.ts';
import type { Link, Transport } from './transport.ts';

/** A line that has not come up after so long does not come up. */
export const CONNECT_TIMEOUT_MS = 10_000;

/** One socket as the transport needs it: `shared/ui/browser-socket.ts` makes it of the browser's. */
export interface TextSocket {
  /** Dropped when the socket is not open. */
  send(text: string): void;
  close(): void;
}

export interface SocketListener {
  /** A text; anything else is nothing that the hub says. */
  text(text: string): void;
  /** It came to its end, or never came up. Perhaps more than once. */
  closed(): void;
}

export interface WebSocketTransportOptions {
  /** Where the hub is: `ws://192.168.1.10:8080`. */
  readonly url: string;
  readonly timers: Timers;
  /** Tells the listener nothing before it has returned. */
  readonly open: (url: string, listener: SocketListener) => TextSocket;
}

const ADDRESS = '/socket.io/?EIO=4&transport=websocket';

/**
 * The screens' own line: what Socket.IO says over WebSocket, without Socket.IO. A screen uses one namespace, one transport, no binary
 * data and no acknowledgements, and comes back by itself; its library would be a seventh of what a wall loads. A frame is a text: one
 * digit of Engine.IO, and in a message one of Socket.IO.
 *
 * Sources: Engine.IO protocol 4 and Socket.IO protocol 5, as published with both projects.
 */
export function webSocketTransport({ open, timers, url }: WebSocketTransportOptions): Transport {
  return {
    connect: (handshake, listeners): Link => {
      let isUp = false;
      let isOver = false;
      const closed = (): void => end(() => listeners.closed());
      const socket = open(url + ADDRESS, { closed, text: (text) => hear(text) });
      const stopWaiting = timers.after(CONNECT_TIMEOUT_MS, () => {
        if (!isUp) closed();
      });
      function end(tell: () => void): void {
        if (isOver) return;
        isOver = true;
        stopWaiting();
        socket.close();
        tell();
      }
      function hear(text: string): void {
        if (isOver) return;
        const frame = readFrame(text);
        switch (frame.is) {
          case 'open':
            return socket.send(`40${JSON.stringify(handshake)}`);
          case 'ping':
            return socket.send('3');
          case 'connected':
            isUp = true;
            return;
          case 'event':
            return listeners.message(frame.message);
          case 'refused':
            return end(() => (frame.error === null ? listeners.closed() : listeners.refused(frame.error)));
          case 'closed':
            return closed();
          case 'nothing':
            return;
          default:
            return unreachable(frame);
        }
      }
      return {
        send: (message) => {
          if (isUp && !isOver) socket.send(`42${JSON.stringify([message.name, message.body])}`);
        },
        close: () => end(() => undefined),
      };
    },
  };
}

type Frame =
  | { readonly is: 'open' | 'ping' | 'connected' | 'closed' | 'nothing' }
  | { readonly is: 'event'; readonly message: Down }
  | { readonly is: 'refused'; readonly error: ProtocolError | null };

function readFrame(text: string): Frame {
  switch (text[0]) {
    case '0':
      return { is: 'open' };
    case '1':
      return { is: 'closed' };
    case '2':
      return { is: 'ping' };
    case '4':
      return readMessage(text);
    default:
      return { is: 'nothing' };
  }
}

function readMessage(text: string): Frame {
  switch (text[1]) {
    case '0':
      return { is: 'connected' };
    case '1':
      return { is: 'closed' };
    case '2': {
      const [name, body] = JSON.parse(text.slice(2)) as [Down['name'], unknown];
      // The hub's own messages: same build line, same origin, checked by its types.
      return { is: 'event', message: { name, body } as Down };
    }
    case '4': {
      const { data } = JSON.parse(text.slice(2)) as { readonly data?: unknown };
      return { is: 'refused', error: isProtocolError(data) ? data : null };
    }
    default:
      return { is: 'nothing' };
  }
}

export function isProtocolError(value: unknown): value is ProtocolError {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  return PROTOCOL_ERROR_KINDS.some((kind) => kind === value.kind);
}
