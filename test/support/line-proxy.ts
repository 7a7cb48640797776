import { connect, createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { freePort } from './free-port.ts';

/**
 * The network between a screen and its hub, which can be cut in both ways in which it fails: `hold`, a cable that is out (what is sent is
 * taken and arrives nowhere until `pass`), and `refuse`, a machine that is not there (lines end, new ones are refused).
 */
export class LineProxy {
  readonly #server: Server;
  readonly #target: number;
  readonly #lines = new Set<readonly [Socket, Socket]>();
  #port = 0;
  #isHeld = false;

  private constructor(target: number) {
    this.#target = target;
    this.#server = createServer((near) => this.#joined(near));
  }

  static async to(target: number): Promise<LineProxy> {
    const proxy = new LineProxy(target);
    await proxy.#listen(await freePort());
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  hold(): void {
    this.#isHeld = true;
    for (const line of this.#lines) for (const end of line) end.pause();
  }

  async refuse(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const line of this.#lines) for (const end of line) end.destroy();
    await closed;
  }

  /** The network is there again. */
  async pass(): Promise<void> {
    this.#isHeld = false;
    if (!this.#server.listening) await this.#listen(this.#port);
    for (const line of this.#lines) for (const end of line) end.resume();
  }

  async close(): Promise<void> {
    if (this.#server.listening) await this.refuse();
  }

  async #listen(port: number): Promise<void> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = port;
  }

  #joined(near: Socket): void {
    const far = connect(this.#target, '127.0.0.1');
    const line = [near, far] as const;
    this.#lines.add(line);
    near.on('data', (data) => far.write(data));
    far.on('data', (data) => near.write(data));
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const) {
      end.on('error', () => end.destroy());
      end.on('close', () => {
        this.#lines.delete(line);
        other.destroy();
      });
    }
    if (this.#isHeld) for (const end of line) end.pause();
  }
}
