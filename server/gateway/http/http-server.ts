import { createServer, type RequestListener, type Server } from 'node:http';

/** A request's head and its whole within so long: a socket that dribbles is not kept. */
const HEADERS_MS_MAX = 10_000;
const REQUEST_MS_MAX = 30_000;
const KEEP_ALIVE_MS = 60_000;
/** Sockets of screens are connections too. */
const CONNECTIONS_MAX = 20_000;
const HEADER_BYTES_MAX = 16_384;

/**
 * The server before its application: sockets are taken at the same port, and the hub that the application needs publishes
 * through them, so `answer` comes last. Until then everything is 503.
 */
export interface HttpServer {
  readonly server: Server;
  answer(listener: RequestListener): void;
}

export function createHttpServer(): HttpServer {
  let current: RequestListener = (_request, response) => {
    response.writeHead(503, { 'Retry-After': '1' }).end();
  };
  const server = createServer({ maxHeaderSize: HEADER_BYTES_MAX }, (request, response) => current(request, response));
  server.headersTimeout = HEADERS_MS_MAX;
  server.requestTimeout = REQUEST_MS_MAX;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.maxConnections = CONNECTIONS_MAX;
  return { server, answer: (listener) => (current = listener) };
}

/** Resolves with the port; rejects with what the system says (`EADDRINUSE`). */
export function listen(server: Server, address: { readonly host: string; readonly port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(address.port, address.host, () => {
      server.off('error', reject);
      const bound = server.address();
      resolve(typeof bound === 'object' && bound !== null ? bound.port : address.port);
    });
  });
}

/** Takes nobody in any more and lets go of who is there. Idempotent. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // The error of a server that is closed already is what was asked for.
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
