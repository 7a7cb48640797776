import { WebSocket } from 'ws';
import type { SocketListener, TextSocket } from '../../shared/client/web-socket-transport.ts';

/** What `shared/ui/browser-socket.ts` is in a browser. */
export function wsSocket(url: string, listener: SocketListener): TextSocket {
  const socket = new WebSocket(url);
  socket.on('message', (data: Buffer, isBinary) => {
    if (!isBinary) listener.text(data.toString('utf8'));
  });
  socket.on('close', () => listener.closed());
  socket.on('error', () => listener.closed());
  return {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: () => socket.close(),
  };
}
