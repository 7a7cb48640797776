import { io, type Socket } from 'socket.io-client';
import type { AnswerMessage, Heartbeat, SnapshotMessage } from '../../shared/protocol/down.ts';
import type { Position } from '../../shared/protocol/position.ts';
import type { SentCommand } from '../../shared/protocol/command-schema.ts';
import type { WireEntry } from '../../shared/protocol/entry.ts';
import type { WireRefusal, WireRefusalKind } from '../../shared/protocol/errors.ts';
import { PROTOCOL_VERSION } from '../../shared/protocol/protocol-version.ts';
import type { HubAnswer } from '../../server/hub/hub-answer.ts';
import { HALL } from './hub-program.ts';

/** `unsure`: no answer came, and nobody can tell whether the hub took the command. */
export type Reply = { readonly is: 'answered'; readonly answer: HubAnswer } | { readonly is: 'unsure' };

/** One way to the hub, used by one person or device at a time. Never rejects. */
export interface Caller {
  call(sent: SentCommand): Promise<Reply>;
  close(): void;
}

/** Not an answer to the command: the same id is sent again, here or at another hub. */
export const PASSING: ReadonlySet<WireRefusalKind> = new Set<WireRefusalKind>([
  'hub-busy',
  'hub-leaving',
  'hall-read-only',
  'clock-unconfirmed',
  'internal',
  'too-many-commands',
]);
const ANSWER_MS_MAX = 5_000;
const UNSURE: Reply = { is: 'unsure' };

export class RestCaller implements Caller {
  private readonly url: string;
  private readonly token: string;
  private readonly answerMsMax: number;

  constructor(url: string, token: string, answerMsMax = ANSWER_MS_MAX) {
    this.url = `${url}/api/halls/${HALL}/commands`;
    this.token = token;
    this.answerMsMax = answerMsMax;
  }

  async call(sent: SentCommand): Promise<Reply> {
    try {
      const response = await fetch(this.url, {
        method: 'POST',
        headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
        body: JSON.stringify(sent),
        signal: AbortSignal.timeout(this.answerMsMax),
      });
      const body = (await response.json()) as object;
      const answer = response.ok ? { ok: true, value: body } : { ok: false, error: body as WireRefusal };
      return { is: 'answered', answer: answer as HubAnswer };
    } catch {
      // The line broke before the whole answer was here: exactly what this harness is about.
      return UNSURE;
    }
  }

  close(): void {
    // Nothing is kept open.
  }
}

/** A socket as a screen has it; connects again for the next call when the hub is gone, from the position where it was. */
export class SocketCaller implements Caller {
  private readonly url: string;
  private readonly token: string;
  private socket: Socket | null = null;
  private position: Position | null = null;
  private settle: ((reply: Reply) => void) | null = null;
  private awaited = '';

  constructor(url: string, token: string) {
    this.url = url;
    this.token = token;
  }

  call(sent: SentCommand): Promise<Reply> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.lose(), ANSWER_MS_MAX);
      this.awaited = sent.id;
      this.settle = (reply) => {
        clearTimeout(timer);
        this.settle = null;
        resolve(reply);
      };
      this.socket ??= this.connect();
      this.socket.emit('command', sent);
    });
  }

  close(): void {
    this.lose();
  }

  private connect(): Socket {
    const auth = { protocol: PROTOCOL_VERSION, token: this.token, resume: this.position };
    const socket = io(this.url, { transports: ['websocket'], reconnection: false, forceNew: true, auth });
    socket.on('snapshot', ({ version, hash }: SnapshotMessage) => (this.position = { version, hash }));
    socket.on('heartbeat', ({ version, hash }: Heartbeat) => (this.position = { version, hash }));
    socket.on('entries', (entries: readonly WireEntry[]) => {
      const last = entries.at(-1);
      if (last !== undefined) this.position = { version: last.version, hash: last.hash };
    });
    socket.on('answer', (message: AnswerMessage) => {
      if (message.id === this.awaited) this.settle?.({ is: 'answered', answer: answerOf(message) });
    });
    socket.on('disconnect', () => this.lose());
    socket.on('connect_error', () => this.lose());
    return socket;
  }

  private lose(): void {
    this.socket?.off();
    this.socket?.disconnect();
    this.socket = null;
    this.settle?.(UNSURE);
  }
}

/**
 * Knows several hubs, and goes on to the next when one does not answer, or cannot take a command now: as a screen does behind a
 * load balancer.
 */
export class MovingCaller implements Caller {
  private readonly callers: readonly Caller[];
  private at: number;

  constructor(callers: readonly Caller[], first: number) {
    this.callers = callers;
    this.at = first;
  }

  async call(sent: SentCommand): Promise<Reply> {
    const caller = this.callers[this.at % this.callers.length];
    if (caller === undefined) return UNSURE;
    const reply = await caller.call(sent);
    if (isPassing(reply)) this.at += 1;
    return reply;
  }

  close(): void {
    for (const caller of this.callers) caller.close();
  }
}

function isPassing(reply: Reply): boolean {
  return reply.is === 'unsure' || (!reply.answer.ok && PASSING.has(reply.answer.error.kind));
}

function answerOf(message: AnswerMessage): HubAnswer {
  if ('refusal' in message) return { ok: false, error: message.refusal };
  return { ok: true, value: { version: message.version, result: message.result } };
}
