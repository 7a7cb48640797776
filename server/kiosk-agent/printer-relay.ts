import { lookup } from 'node:dns/promises';
import { createServer, type Server, type Socket } from 'node:net';
import type { TcpAddress } from '../printing/printer-address.ts';
import { CONNECT_MS_MAX } from '../printing/print-limits.ts';
import type { OpenWire, PrinterWire } from '../printing/printer-wire.ts';

/** A connection without a byte for so long is one whose other end is gone; the printer is free again. */
const SILENCE_MS_MAX = 15_000;

export interface PrinterRelayOptions {
  readonly openWire: OpenWire;
  /** Where the hub is: nobody else prints here. */
  readonly hub: string;
}

/**
 * The printer of this machine, as the network's printers are for the hub: bytes down, bytes back. So the hub's printing room prints on it,
 * and knows its states, while the hub is there. One connection at a time; a second one is dropped at once, which the hub takes for "busy".
 */
export class PrinterRelay {
  readonly #options: PrinterRelayOptions;
  readonly #sockets = new Set<Socket>();
  #server: Server | null = null;

  constructor(options: PrinterRelayOptions) {
    this.#options = options;
  }

  /** Resolves with the port; rejects when it cannot be had. */
  async start({ host, port }: TcpAddress): Promise<number> {
    const server = createServer({ noDelay: true }, (socket) => this.#taken(socket));
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
    const bound = server.address();
    return typeof bound === 'object' && bound !== null ? bound.port : port;
  }

  /** Idempotent. */
  async close(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    for (const socket of this.#sockets) socket.destroy();
    if (server !== null) await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  #taken(socket: Socket): void {
    // A late error of a socket that is given up has nobody to tell.
    socket.on('error', () => {});
    if (this.#sockets.size > 0) return void socket.destroy();
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    socket.setTimeout(SILENCE_MS_MAX, () => socket.destroy());
    socket.once('end', () => socket.destroy());
    void this.#join(socket);
  }

  async #join(socket: Socket): Promise<void> {
    const early: Uint8Array[] = [];
    let wire: PrinterWire | null = null;
    socket.on('data', (bytes: Buffer) => (wire === null ? early.push(bytes) : wire.write(bytes)));
    socket.once('close', () => wire?.close());
    if (!(await this.#isHub(socket.remoteAddress ?? ''))) return void socket.destroy();
    const listener = { onBytes: (bytes: Uint8Array) => void socket.write(bytes), onEnd: () => void socket.destroy() };
    const opened = await this.#options.openWire(listener, CONNECT_MS_MAX);
    if (typeof opened === 'string') return void socket.destroy();
    if (socket.destroyed) return opened.close();
    wire = opened;
    for (const bytes of early) opened.write(bytes);
  }

  async #isHub(address: string): Promise<boolean> {
    try {
      const { hostname } = new URL(this.#options.hub);
      const hosts = await lookup(hostname.replace(/^\[|\]$/g, ''), { all: true });
      return hosts.some((each) => each.address === address.replace(/^::ffff:/, ''));
    } catch {
      // The hub's name is not known now: nobody can show that it is the hub.
      return false;
    }
  }
}
