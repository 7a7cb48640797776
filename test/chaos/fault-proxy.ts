import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { randomInteger, type Random } from '../../shared/lib/random.ts';
import { unreachable } from '../../shared/lib/unreachable.ts';

/** What a bad line does to each of its directions. */
export type LineFault =
  | { readonly is: 'none' }
  /** It ends in the middle of whatever is being sent: after so many bytes, `bytesMax` at most. */
  | { readonly is: 'cut'; readonly bytesMax: number }
  /** Nothing arrives any more, and neither end is told: a cable that is out, a firewall that forgot the line. */
  | { readonly is: 'half-open'; readonly bytesMax: number }
  /** One byte at a time. */
  | { readonly is: 'dribble'; readonly everyMs: number }
  | { readonly is: 'late'; readonly delayMs: number }
  | { readonly is: 'slow'; readonly bytesPerSecond: number };

const SLICE_MS = 20;

/**
 * A TCP line that can be bad in the ways lines are, for whatever speaks TCP: screens, hubs, Redis. The fault is that of the moment
 * a line is made; what is drawn comes from `random`.
 */
export class FaultProxy {
  fault: LineFault = { is: 'none' };
  /** Lines made since the start. */
  made = 0;
  readonly #server: Server;
  readonly #target: { readonly host: string; readonly port: number };
  readonly #random: Random;
  readonly #sockets = new Set<Socket>();

  private constructor(target: { readonly host: string; readonly port: number }, random: Random) {
    this.#target = target;
    this.#random = random;
    this.#server = createServer((near) => this.#join(near));
  }

  static async to(target: { readonly host: string; readonly port: number }, random: Random): Promise<FaultProxy> {
    const proxy = new FaultProxy(target, random);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Lines that are open at one end at least. */
  get open(): number {
    return this.#sockets.size;
  }

  /** Ends every line at once, as when the machine between is restarted. */
  cutAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.cutAll();
    await closed;
  }

  #join(near: Socket): void {
    this.made += 1;
    const far = connect(this.#target);
    const { fault } = this;
    const line = { near, far, left: 'bytesMax' in fault ? randomInteger(this.#random, fault.bytesMax) + 1 : Infinity };
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(from);
      from.on('error', () => from.destroy());
      from.on('close', () => {
        this.#sockets.delete(from);
        // The other end of a half-open line hears nothing of it.
        if (fault.is !== 'half-open' || line.left > 0) to.destroy();
      });
      void carry(from, to, { fault, line }).catch(() => to.destroy());
    }
  }
}

interface Line {
  /** Bytes until the fault strikes; of both directions together. */
  left: number;
}

async function carry(from: Socket, to: Socket, { fault, line }: { fault: LineFault; line: Line }): Promise<void> {
  for await (const chunk of from) {
    let bytes = chunk as Buffer;
    if (bytes.length >= line.left) {
      bytes = bytes.subarray(0, line.left);
      to.write(bytes);
      line.left = 0;
      if (fault.is === 'cut') to.destroySoon();
      if (fault.is === 'cut') return void from.destroy();
    }
    if (line.left <= 0) continue;
    line.left -= bytes.length;
    await pass(bytes, to, fault);
  }
}

async function pass(bytes: Buffer, to: Socket, fault: LineFault): Promise<void> {
  switch (fault.is) {
    case 'dribble':
      for (const byte of bytes) {
        if (to.destroyed) return;
        to.write(Buffer.from([byte]));
        await sleep(fault.everyMs);
      }
      return;
    case 'late':
      await sleep(fault.delayMs);
      to.write(bytes);
      return;
    case 'slow': {
      const slice = Math.max(1, Math.floor((fault.bytesPerSecond * SLICE_MS) / 1_000));
      for (let at = 0; at < bytes.length; at += slice) {
        if (to.destroyed) return;
        to.write(bytes.subarray(at, at + slice));
        await sleep(SLICE_MS);
      }
      return;
    }
    case 'none':
    case 'cut':
    case 'half-open':
      to.write(bytes);
      return;
    default:
      unreachable(fault);
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
