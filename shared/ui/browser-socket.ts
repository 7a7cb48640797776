import type { SocketListener, TextSocket } from '../client/web-socket-transport.ts';

/** The browser's own WebSocket, as a line needs it. */
export function browserSocket(url: string, listener: SocketListener): TextSocket {
  const socket = new WebSocket(url);
  socket.addEventListener('message', ({ data }) => {
    if (typeof data === 'string') listener.text(data);
  });
  socket.addEventListener('close', () => listener.closed());
  socket.addEventListener('error', () => listener.closed());
  return {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: () => socket.close(),
  };
}
