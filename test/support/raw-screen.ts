import { once } from 'node:events';
import type { Socket as NetSocket } from 'node:net';
import { WebSocket, type ClientOptions } from 'ws';
import type { Down } from '../../shared/protocol/down.ts';
import { PROTOCOL_VERSION } from '../../shared/protocol/protocol-version.ts';

type Name = Down['name'];
type Body<N extends Name> = Extract<Down, { name: N }>['body'];

/**
 * A screen that speaks the frames by hand: so that a test can send what no client would, stop reading, and see every
 * byte that arrives.
 */
export class RawScreen {
  readonly webSocket: WebSocket;
  readonly messages: Down[] = [];
  readonly frames: string[] = [];
  /** False: of entries it keeps nothing but the versions. */
  keepsEntries = true;
  readonly versions: number[] = [];
  /** What the hub said to the handshake when it said no. */
  refusal: unknown = null;
  closedAt: number | null = null;
  #wake: (() => void)[] = [];

  private constructor(port: number, options: ClientOptions) {
    this.webSocket = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`, {
      perMessageDeflate: false,
      ...options,
    });
    this.webSocket.on('message', (data: Buffer) => this.#frame(data.toString()));
    this.webSocket.on('close', () => {
      this.closedAt = performance.now();
      this.#changed();
    });
    this.webSocket.on('error', () => this.#changed());
  }

  /** Resolves with the line open and no word said; rejects when the gate is shut. */
  static async line(port: number, options: ClientOptions = {}): Promise<RawScreen> {
    const screen = new RawScreen(port, options);
    await once(screen.webSocket, 'open');
    return screen;
  }

  /** With the handshake sent. */
  static async open(port: number, auth: object, options: ClientOptions = {}): Promise<RawScreen> {
    const screen = await RawScreen.line(port, options);
    screen.raw(`40${JSON.stringify({ protocol: PROTOCOL_VERSION, resume: null, ...auth })}`);
    return screen;
  }

  raw(frame: string | Buffer): void {
    if (this.webSocket.readyState === WebSocket.OPEN) this.webSocket.send(frame);
  }

  emit(name: string, body: unknown): void {
    this.raw(`42${JSON.stringify([name, body])}`);
  }

  all<N extends Name>(name: N): Body<N>[] {
    return this.messages.filter((message) => message.name === name).map((message) => message.body as Body<N>);
  }

  /** Resolves when it is true; the test's own time limit says when to give up. */
  async until(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) await new Promise<void>((resolve) => this.#wake.push(resolve));
  }

  /** Reads nothing any more: the bytes stay in the operating system's buffers, then in the hub's. */
  pause(): void {
    this.#net.pause();
  }

  resume(): void {
    this.#net.resume();
  }

  /** Resolves when the hub's WebSocket has read everything up to here, or has closed the line. */
  async taken(): Promise<void> {
    let answered = this.webSocket.readyState !== WebSocket.OPEN;
    this.webSocket.once('pong', () => {
      answered = true;
      this.#changed();
    });
    if (!answered) this.webSocket.ping();
    await this.until(() => answered || this.closedAt !== null);
  }

  async close(): Promise<void> {
    if (this.webSocket.readyState === WebSocket.CLOSED) return;
    this.webSocket.terminate();
    await this.until(() => this.closedAt !== null);
  }

  get #net(): NetSocket {
    return (this.webSocket as unknown as { _socket: NetSocket })._socket;
  }

  #frame(text: string): void {
    if (text === '2') this.raw('3');
    else if (text.startsWith('42[')) {
      const [name, body] = JSON.parse(text.slice(2)) as [Name, unknown];
      const message = { name, body } as Down;
      if (message.name === 'entries') this.versions.push(...message.body.map((entry) => entry.version));
      if (message.name !== 'entries' || this.keepsEntries) {
        this.messages.push(message);
        this.frames.push(text);
      }
    } else if (text.startsWith('44{')) this.refusal = (JSON.parse(text.slice(2)) as { data?: unknown }).data;
    this.#changed();
  }

  #changed(): void {
    const wake = this.#wake;
    this.#wake = [];
    for (const each of wake) each();
  }
}
