import { io, type Socket } from 'socket.io-client';
import { PROTOCOL_VERSION } from '../../shared/protocol/protocol-version.ts';
import type { AnswerMessage } from '../../shared/protocol/down.ts';

/** Commands of one socket on their way at once, the same on both sides; the next one goes when an answer has come. */
const IN_FLIGHT = 4;

/** Sends a command, and calls back with the ticket of its answer, if there was one. */
export type Ask = (command: object & { readonly id: string }, answered: (ticket: string | null) => void) => void;

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
  const waiting = new Map<string, (ticket: string | null) => void>();
  socket.on('answer', (answer: AnswerMessage) => {
    const answered = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('refusal' in answer) throw new Error(`refused: ${JSON.stringify(answer.refusal)}`);
    answered?.(answer.result.ticket ?? null);
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
      socket.emit('command', command, () => answered(null));
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

/** Sockets that are never idle: half of the commands issue a ticket, half cancel it, so the hall stays as full as it is. */
export class CommandLoad {
  readonly #sockets: readonly LoadSocket[];
  #ids = 0;
  #toSend = 0;
  #missing = 0;
  #done: () => void = () => undefined;

  constructor(sockets: readonly LoadSocket[]) {
    this.#sockets = sockets;
  }

  /** Commands a second. */
  async run(commands: number): Promise<number> {
    const complete = new Promise<void>((resolve) => {
      this.#done = resolve;
    });
    this.#missing = commands;
    this.#toSend = commands;
    const from = performance.now();
    for (let turn = 0; turn < IN_FLIGHT; turn += 1) for (const socket of this.#sockets) this.#next(socket, null);
    await complete;
    return (commands * 1_000) / (performance.now() - from);
  }

  close(): void {
    for (const socket of this.#sockets) socket.close();
  }

  /** `issued`: the ticket that the last command of this turn issued. */
  #next(socket: LoadSocket, issued: string | null): void {
    if (this.#toSend === 0) return;
    this.#toSend -= 1;
    this.#ids += 1;
    const id = `load-${String(this.#ids).padStart(10, '0')}`;
    const command = issued === null ? { id, type: 'issue-ticket', service: 'A' } : { id, type: 'cancel-ticket', ticket: issued };
    socket.ask(command, (ticket) => {
      this.#missing -= 1;
      if (this.#missing === 0) this.#done();
      else this.#next(socket, issued === null ? ticket : null);
    });
  }
}
