import { request as requestHttp, type IncomingMessage, type ServerResponse } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Duplex } from 'node:stream';

/** A hub that does not answer for so long is away. */
const HUB_MS_MAX = 30_000;
/** What belongs to one connection, and what would say that a browser stands behind it: the agent has asked for the page's origin itself. */
const NOT_PASSED = ['host', 'connection', 'origin', 'referer', 'cookie', 'sec-fetch-site', 'sec-fetch-mode', 'sec-fetch-dest'];

/** What the page asks the hub for, handed on. The hub sees a program of this machine. */
export class HubProxy {
  readonly #hub: URL;

  constructor(hub: string) {
    this.#hub = new URL(hub);
  }

  pass(request: IncomingMessage, response: ServerResponse): void {
    const asked = this.#ask(request);
    asked.setTimeout(HUB_MS_MAX, () => asked.destroy());
    asked.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    asked.on('error', () => {
      if (response.headersSent) response.destroy();
      else response.writeHead(502, { 'content-type': 'application/json' }).end('{"kind":"hub-away"}');
    });
    response.on('close', () => asked.destroy());
    request.pipe(asked);
  }

  /** A WebSocket. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const asked = this.#ask(request, { connection: 'Upgrade', upgrade: 'websocket' });
    const end = (): void => {
      socket.destroy();
      asked.destroy();
    };
    asked.on('error', end);
    asked.on('response', end);
    socket.on('error', end);
    asked.on('upgrade', (answer, hubSocket, hubHead) => {
      const lines = Object.entries(answer.headers).map(([name, value]) => `${name}: ${String(value)}`);
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`);
      if (hubHead.length > 0) socket.write(hubHead);
      if (head.length > 0) hubSocket.write(head);
      hubSocket.on('error', end);
      hubSocket.on('close', end);
      socket.on('close', () => hubSocket.destroy());
      hubSocket.pipe(socket).pipe(hubSocket);
    });
    asked.end();
  }

  #ask(request: IncomingMessage, more: Readonly<Record<string, string>> = {}) {
    const { hostname, port, protocol } = this.#hub;
    const passed = Object.entries(request.headers).filter(([name]) => !NOT_PASSED.includes(name));
    const headers = { ...Object.fromEntries(passed), ...more, host: this.#hub.host };
    const ask = protocol === 'https:' ? requestHttps : requestHttp;
    return ask({ hostname, port, method: request.method, path: request.url, headers });
  }
}
