import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** What Redis answers; a failed command throws. */
export type RedisReply = null | number | string | readonly RedisReply[];

export interface RedisAddress {
  readonly host: string;
  readonly port: number;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  /** After so long without an answer there is none. */
  readonly answerMsMax?: number | undefined;
}

/** Redis answered with an error. The message begins with its word, as in `NOAUTH …`. */
export class RedisRefusal extends Error {
  override readonly name = 'RedisRefusal';
}

const ANSWER_MS_MAX = 1_500;

/**
 * One line to one node, for whoever must look at Redis from outside: the harness may not believe what the hub's own client
 * says. RESP2, one command after the other. Source of the format: Redis' documentation, "Redis serialization protocol".
 */
export class RedisTalk {
  readonly #socket: Socket;
  readonly #waiting: { readonly resolve: (reply: RedisReply) => void; readonly reject: (error: Error) => void }[] = [];
  readonly #answerMsMax: number;
  #unread: Buffer = Buffer.alloc(0);

  private constructor(socket: Socket, answerMsMax: number) {
    this.#socket = socket;
    this.#answerMsMax = answerMsMax;
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('error', (error) => this.#end(error));
    socket.on('close', () => this.#end(new Error('the line to Redis ended')));
  }

  static async open({ answerMsMax = ANSWER_MS_MAX, host, password, port, user }: RedisAddress): Promise<RedisTalk> {
    const socket = connect({ host, port, noDelay: true });
    const timer = setTimeout(() => socket.destroy(new Error(`${host}:${port} does not answer`)), answerMsMax);
    try {
      await once(socket, 'connect');
    } finally {
      clearTimeout(timer);
    }
    const talk = new RedisTalk(socket, answerMsMax);
    if (password !== undefined) await talk.ask('AUTH', ...(user === undefined ? [] : [user]), password);
    return talk;
  }

  /** @throws RedisRefusal, or an error when no answer comes. */
  async ask(...words: readonly (number | string)[]): Promise<RedisReply> {
    const timer = setTimeout(() => this.#socket.destroy(new Error(`no answer to ${String(words[0])}`)), this.#answerMsMax);
    try {
      return await new Promise<RedisReply>((resolve, reject) => {
        if (this.#socket.destroyed) return reject(new Error('the line to Redis ended'));
        this.#waiting.push({ resolve, reject });
        this.#socket.write(`*${words.length}\r\n${words.map(bulk).join('')}`);
      });
    } finally {
      clearTimeout(timer);
    }
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    this.#unread = this.#unread.length === 0 ? chunk : Buffer.concat([this.#unread, chunk]);
    for (let read = parse(this.#unread, 0); read !== null; read = parse(this.#unread, 0)) {
      this.#unread = this.#unread.subarray(read.next);
      const asked = this.#waiting.shift();
      if (read.value instanceof RedisRefusal) asked?.reject(read.value);
      else asked?.resolve(read.value);
    }
  }

  #end(error: Error): void {
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}

/** One command on a line of its own. */
export async function askRedis(address: RedisAddress, ...words: readonly (number | string)[]): Promise<RedisReply> {
  const talk = await RedisTalk.open(address);
  try {
    return await talk.ask(...words);
  } finally {
    talk.close();
  }
}

/** `INFO` and the like: `field:value` lines. */
export function fieldsOf(reply: RedisReply): ReadonlyMap<string, string> {
  const lines = String(reply).split('\r\n');
  return new Map(lines.flatMap((line) => (line.includes(':') ? [splitAt(line, line.indexOf(':'))] : [])));
}

function splitAt(line: string, colon: number): readonly [string, string] {
  return [line.slice(0, colon), line.slice(colon + 1)];
}

function bulk(word: number | string): string {
  const text = String(word);
  return `$${Buffer.byteLength(text)}\r\n${text}\r\n`;
}

interface Parsed {
  readonly value: RedisReply | RedisRefusal;
  readonly next: number;
}

/** Null while a reply is not whole. */
function parse(bytes: Buffer, from: number): Parsed | null {
  const end = bytes.indexOf('\r\n', from);
  if (end < 0) return null;
  const line = bytes.toString('utf8', from + 1, end);
  const next = end + 2;
  switch (String.fromCharCode(bytes[from] ?? 0)) {
    case '+':
      return { value: line, next };
    case '-':
      return { value: new RedisRefusal(line), next };
    case ':':
      return { value: Number(line), next };
    case '$':
      return parseText(bytes, Number(line), next);
    case '*':
      return parseList(bytes, Number(line), next);
    default:
      throw new Error(`not a reply of Redis: ${line}`);
  }
}

function parseText(bytes: Buffer, length: number, from: number): Parsed | null {
  if (length < 0) return { value: null, next: from };
  if (bytes.length < from + length + 2) return null;
  return { value: bytes.toString('utf8', from, from + length), next: from + length + 2 };
}

function parseList(bytes: Buffer, length: number, from: number): Parsed | null {
  if (length < 0) return { value: null, next: from };
  const list: RedisReply[] = [];
  let next = from;
  for (let index = 0; index < length; index += 1) {
    const read = parse(bytes, next);
    if (read === null) return null;
    list.push(read.value instanceof RedisRefusal ? read.value.message : read.value);
    next = read.next;
  }
  return { value: list, next };
}
