import { connect, type Socket } from 'node:net';
import type { Timers } from '../../shared/lib/clock.ts';

export interface PrinterAddress {
  readonly host: string;
  readonly port: number;
}

/**
 * One TCP connection to a printer: bytes down, and single bytes back in the order in which they came. Bytes nobody waits
 * for are kept only until the next question.
 */
export class PrinterLine {
  private readonly received: number[] = [];
  private gone = false;
  private wake: (() => void) | null = null;
  private readonly socket: Socket;
  private readonly timers: Timers;

  private constructor(socket: Socket, timers: Timers) {
    this.socket = socket;
    this.timers = timers;
    socket.on('data', (chunk: Buffer) => {
      this.received.push(...chunk);
      this.wake?.();
    });
    socket.on('error', () => this.end());
    socket.on('end', () => this.end());
    socket.on('close', () => this.end());
  }

  /** `refused`: at once, by a machine that is there; `silent`: nothing came back in time. */
  static open(address: PrinterAddress, timeoutMs: number, timers: Timers): Promise<PrinterLine | 'refused' | 'silent'> {
    return new Promise((resolve) => {
      const socket = connect({ host: address.host, port: address.port, noDelay: true });
      const settle = (outcome: PrinterLine | 'refused' | 'silent'): void => {
        release();
        if (!(outcome instanceof PrinterLine)) {
          socket.removeAllListeners('error');
          // A late error of a socket that is given up has nobody to tell.
          socket.on('error', () => {});
          socket.destroy();
        }
        resolve(outcome);
      };
      const release = timers.after(timeoutMs, () => settle('silent'));
      socket.once('error', () => settle('refused'));
      socket.once('connect', () => {
        socket.removeAllListeners('error');
        settle(new PrinterLine(socket, timers));
      });
    });
  }

  /** True once the printer (or `close`) has ended the connection. */
  get isGone(): boolean {
    return this.gone;
  }

  /** Forgets what came unasked and sends. */
  ask(question: Uint8Array): void {
    this.received.length = 0;
    this.send(question);
  }

  send(bytes: Uint8Array): void {
    if (!this.gone) this.socket.write(bytes);
  }

  /** The next byte that fits; others are dropped. Null when none came in time or the line is gone. */
  async next(fits: (byte: number) => boolean, timeoutMs: number): Promise<number | null> {
    let late = false;
    const release = this.timers.after(timeoutMs, () => {
      late = true;
      this.wake?.();
    });
    try {
      for (;;) {
        for (let byte = this.received.shift(); byte !== undefined; byte = this.received.shift()) if (fits(byte)) return byte;
        if (late || this.gone) return null;
        await new Promise<void>((resolve) => (this.wake = resolve));
      }
    } finally {
      release();
      this.wake = null;
    }
  }

  /** Idempotent. */
  close(): void {
    this.socket.end();
    this.socket.destroy();
    this.end();
  }

  private end(): void {
    this.gone = true;
    this.wake?.();
  }
}
