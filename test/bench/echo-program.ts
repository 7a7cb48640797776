import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';

/** The rival of the durable commands: Socket.IO as it comes, which gives back what it was sent and keeps nothing. */
const http = createServer();
const io = new Server(http, { transports: ['websocket'], serveClient: false });
io.on('connection', (socket) => {
  socket.on('command', (body: unknown, acknowledge: (body: unknown) => void) => acknowledge(body));
});
http.listen(0, '127.0.0.1');
await once(http, 'listening');
process.on('disconnect', () => process.exit(0));
process.send?.({ port: (http.address() as AddressInfo).port });
