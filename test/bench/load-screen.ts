import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { AnswerMessage } from '../../shared/protocol/down.ts';
import { PROTOCOL_VERSION } from '../../shared/protocol/protocol-version.ts';

const ENTRIES = '42["entries",';
const ANSWER = '42["answer",';
const SNAPSHOT = '42["snapshot",';
/** How an entry begins (`WireEntry`): read in full, entries for thousands of screens would cost more than the hubs do. */
const VERSION = /\{"version":(\d+),"at":\d/g;

/** A screen that costs the machine that plays thousands of them next to nothing: it knows when each version came, and no more. */
export class LoadScreen {
  /** When each version was here, by `performance.now()`. */
  readonly arrivals = new Map<number, number>();
  readonly #socket: WebSocket;
  readonly #awaited = new Map<string, (answer: AnswerMessage | null) => void>();
  #isLost = false;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  /** Resolves with the hall on it. `address`: the loopback address that it comes from. @throws when the hub closes it before */
  static async open(port: number, token: string, address: string): Promise<LoadScreen> {
    const url = `ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`;
    const socket = new WebSocket(url, { perMessageDeflate: false, localAddress: address });
    const screen = new LoadScreen(socket);
    const live = new Promise<void>((resolve, reject) => {
      socket.on('message', (data: Buffer) => screen.#frame(data, resolve));
      socket.on('close', () => {
        screen.#isLost = true;
        for (const settle of screen.#awaited.values()) settle(null);
        reject(new Error('the hub closed a screen before the hall was on it'));
      });
      socket.on('error', reject);
    });
    live.catch(() => undefined);
    await once(socket, 'open');
    socket.send(`40${JSON.stringify({ protocol: PROTOCOL_VERSION, resume: null, token })}`);
    await live;
    return screen;
  }

  /** The hub has closed it, or the line broke. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** Resolves with the answer; with null when the line is lost before. */
  command(sent: { readonly id: string }): Promise<AnswerMessage | null> {
    return new Promise((resolve) => {
      this.#awaited.set(sent.id, resolve);
      this.#socket.send(`42${JSON.stringify(['command', sent])}`);
    });
  }

  close(): void {
    this.#socket.removeAllListeners();
    this.#socket.on('error', () => undefined);
    this.#socket.terminate();
  }

  #frame(data: Buffer, onLive: () => void): void {
    const text = data.toString();
    if (text === '2') this.#socket.send('3');
    else if (text.startsWith(ENTRIES)) {
      const now = performance.now();
      for (const [, version] of text.matchAll(VERSION)) this.arrivals.set(Number(version), now);
    } else if (text.startsWith(ANSWER)) {
      const [, answer] = JSON.parse(text.slice(2)) as [string, AnswerMessage];
      this.#awaited.get(answer.id)?.(answer);
      this.#awaited.delete(answer.id);
    } else if (text.startsWith(SNAPSHOT)) onLive();
  }
}
