import { io, type Socket } from 'socket.io-client';
import type { Down } from '../protocol/down.ts';
import type { Link, Transport } from './transport.ts';
import { isProtocolError } from './web-socket-transport.ts';

const DOWN_NAMES = [
  'welcome',
  'entries',
  'snapshot',
  'answer',
  'heartbeat',
  'advice',
  'forecast',
  'ticket-forecasts',
  'receipts',
  'goodbye',
] as const satisfies readonly Down['name'][];

const CONNECT_TIMEOUT_MS = 10_000;

export interface SocketTransportOptions {
  /** The hub's address; absent: where the page came from. */
  readonly url?: string | undefined;
  /** For clients that are no browser: what their handshake carries besides. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/**
 * Lines of programs that are no browser (tests, the chaos run): Socket.IO's own client over WebSocket and nothing else. Its own reconnecting and buffering are off, because the
 * client above decides when to come back and what to send again.
 */
export function socketTransport(options: SocketTransportOptions = {}): Transport {
  return {
    connect: (handshake, listeners): Link => {
      const socketOptions = {
        transports: ['websocket'],
        reconnection: false,
        forceNew: true,
        timeout: CONNECT_TIMEOUT_MS,
        auth: handshake,
        ...(options.headers === undefined ? {} : { extraHeaders: { ...options.headers } }),
      };
      const socket: Socket = options.url === undefined ? io(socketOptions) : io(options.url, socketOptions);
      let over = false;
      const end = (tell: () => void): void => {
        if (over) return;
        over = true;
        socket.off();
        socket.disconnect();
        tell();
      };
      for (const name of DOWN_NAMES) {
        socket.on(name, (body: unknown) => {
          // The hub's own messages: same build line, same origin, checked by its types.
          if (!over) listeners.message({ name, body } as Down);
        });
      }
      socket.on('connect_error', (error: Error & { readonly data?: unknown }) => {
        end(() => (isProtocolError(error.data) ? listeners.refused(error.data) : listeners.closed()));
      });
      socket.on('disconnect', () => end(() => listeners.closed()));
      return {
        send: (message) => {
          if (!over && socket.connected) socket.emit(message.name, message.body);
        },
        close: () => end(() => undefined),
      };
    },
  };
}
