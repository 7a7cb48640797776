import { io, type Socket } from 'socket.io-client';
import { PROTOCOL_VERSION } from '../../shared/protocol/protocol-version.ts';
import type { AnswerMessage } from '../../shared/protocol/down.ts';

/** Commands of one socket on their way at once, the same on both sides; the next one goes when an answer has come. */
const IN_FLIGHT = 8;

export interface LoadCommand {
  readonly id: string;
  readonly type: 'pause-counter' | 'resume-counter';
  readonly counter: number;
  readonly reason?: string;
}

/** Sends a command, and calls back when its answer is there. */
export type Ask = (command: LoadCommand, answered: () => void) => void;

/** One socket of the load: Socket.IO's own client, on both sides. */
export interface LoadSocket {
  readonly ask: Ask;
  close(): void;
}

const CLIENT = { transports: ['websocket'], reconnection: false, forceNew: true };

/** To the hub: answers come as messages under the command's id. */
export async function hubSocket(port: number, token: string): Promise<LoadSocket> {
  const auth = { protocol: PROTOCOL_VERSION, token, resume: null, follow: false };
  const socket = io(`http://127.0.0.1:${port}`, { ...CLIENT, auth });
  const waiting = new Map<string, () => void>();
  socket.on('answer', (answer: AnswerMessage) => {
    const answered = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('refusal' in answer) throw new Error(`refused: ${JSON.stringify(answer.refusal)}`);
    answered?.();
  });
  await first(socket, 'heartbeat');
  return {
    ask: (command, answered) => {
      waiting.set(command.id, answered);
      socket.emit('command', command);
    },
    close: () => socket.disconnect(),
  };
}

/** To the echo: Socket.IO's acknowledgement. */
export async function echoSocket(port: number): Promise<LoadSocket> {
  const socket = io(`http://127.0.0.1:${port}`, CLIENT);
  await first(socket, 'connect');
  return {
    ask: (command, answered) => {
      socket.emit('command', command, answered);
    },
    close: () => socket.disconnect(),
  };
}

function first(socket: Socket, event: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once(event, () => resolve());
    socket.once('connect_error', reject);
  });
}

/**
 * Sockets that are never idle. Each pauses its own counter and resumes it again: the hall stays as it is, and the last round
 * has no more to carry than the first.
 */
export class CommandLoad {
  readonly #sockets: readonly LoadSocket[];
  readonly #sentBySocket: number[];
  #ids = 0;
  #toSend = 0;
  #missing = 0;
  #done: () => void = () => undefined;

  constructor(sockets: readonly LoadSocket[]) {
    this.#sockets = sockets;
    this.#sentBySocket = sockets.map(() => 0);
  }

  /** Commands a second. */
  async run(commands: number): Promise<number> {
    const complete = new Promise<void>((resolve) => {
      this.#done = resolve;
    });
    this.#missing = commands;
    this.#toSend = commands;
    const from = performance.now();
    for (let turn = 0; turn < IN_FLIGHT; turn += 1) this.#sockets.forEach((_socket, index) => this.#next(index));
    await complete;
    return (commands * 1_000) / (performance.now() - from);
  }

  close(): void {
    for (const socket of this.#sockets) socket.close();
  }

  #next(index: number): void {
    if (this.#toSend === 0) return;
    this.#toSend -= 1;
    const command = this.#command(index);
    this.#sockets[index]?.ask(command, () => {
      this.#missing -= 1;
      if (this.#missing === 0) this.#done();
      else this.#next(index);
    });
  }

  #command(index: number): LoadCommand {
    this.#ids += 1;
    const sent = this.#sentBySocket[index] ?? 0;
    this.#sentBySocket[index] = sent + 1;
    const id = `load-${String(this.#ids).padStart(10, '0')}`;
    const counter = index + 1;
    return sent % 2 === 0 ? { id, type: 'pause-counter', counter, reason: 'meal' } : { id, type: 'resume-counter', counter };
  }
}
