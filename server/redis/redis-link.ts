import { readFileSync } from 'node:fs';
import { createClient, ErrorReply } from 'redis';
import type { Timers } from '../../shared/lib/clock.ts';
import { nodeName, type NodeAddress, type RedisLogin } from './redis-address.ts';
import { CONNECT_MS_MAX, PING_MS, SILENT_MS_MAX } from './limits.ts';
import { RedisGoneError, RedisRefusedError, type RedisReply } from './redis-store.ts';

export interface LinkOptions {
  readonly node: NodeAddress;
  readonly login: RedisLogin | null;
  readonly isTls: boolean;
  readonly caFile: string | null;
  /** Shown to operators by CLIENT LIST; null: none. */
  readonly name: string | null;
  readonly timers: Timers;
  /** Sends nothing by itself, so it does not notice when the other end falls silent. */
  readonly isQuiet?: boolean;
}

type Client = ReturnType<typeof newClient>;

/**
 * One connection to one node, for as long as it holds. It is never made again by itself and never sends anything twice: whoever uses
 * it must compare what is known before anything is written over another one.
 */
export class RedisLink {
  readonly node: NodeAddress;
  readonly #client: Client;
  readonly #ended = new Set<() => void>();
  #isOpen = true;

  private constructor(node: NodeAddress, client: Client) {
    this.node = node;
    this.#client = client;
    const end = (): void => this.#end();
    client.on('error', end);
    client.on('end', end);
  }

  /** @throws RedisGoneError, RedisRefusedError for a wrong password */
  static async open(options: LinkOptions): Promise<RedisLink> {
    const client = newClient(options);
    // Said again by the call that fails.
    const ignore = (): void => undefined;
    client.on('error', ignore);
    const release = options.timers.after(CONNECT_MS_MAX, () => client.destroy());
    try {
      await client.connect();
      return new RedisLink(options.node, client);
    } catch (error) {
      throw asRedisError(error, options.node);
    } finally {
      release();
    }
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** What is sent in one turn leaves in one piece, in order. @throws RedisRefusedError, RedisGoneError */
  async send(command: readonly string[]): Promise<RedisReply> {
    if (!this.#isOpen) throw new RedisGoneError(`not connected to ${nodeName(this.node)}`);
    try {
      return await this.#client.sendCommand<RedisReply>([...command]);
    } catch (error) {
      throw asRedisError(error, this.node);
    }
  }

  /** Takes the connection for messages; `send` must not be used any more. */
  async subscribe(channel: string, listener: (message: string) => void): Promise<void> {
    try {
      await this.#client.subscribe(channel, listener);
    } catch (error) {
      throw asRedisError(error, this.node);
    }
  }

  /** Told once, also when it was ended from here. */
  onEnd(listener: () => void): void {
    if (this.#isOpen) this.#ended.add(listener);
    else listener();
  }

  /** At once: what has no answer yet gets none. Idempotent. */
  destroy(): void {
    if (this.#isOpen) this.#client.destroy();
    this.#end();
  }

  #end(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    if (this.#client.isOpen) this.#client.destroy();
    for (const listener of this.#ended) listener();
    this.#ended.clear();
  }
}

function newClient({ caFile, isQuiet = false, isTls, login, name, node }: LinkOptions) {
  const socket = {
    host: node.host,
    port: node.port,
    connectTimeout: CONNECT_MS_MAX,
    ...(isQuiet ? {} : { socketTimeout: SILENT_MS_MAX }),
    reconnectStrategy: false as const,
    noDelay: true,
  };
  const ca = caFile === null ? {} : { ca: readFileSync(caFile) };
  return createClient({
    ...(login === null ? {} : { password: login.password, ...(login.user === null ? {} : { username: login.user }) }),
    socket: isTls ? { ...socket, tls: true as const, ...ca } : socket,
    RESP: 2,
    ...(name === null ? {} : { name }),
    ...(isQuiet ? {} : { pingInterval: PING_MS }),
    disableOfflineQueue: true,
    // A timer and a signal for each command, against what waits to be sent: whoever sends has limits of its own, and silence ends the rest.
    commandOptions: { timeout: 0 },
    disableClientInfo: true,
  });
}

function asRedisError(error: unknown, node: NodeAddress): RedisRefusedError | RedisGoneError {
  if (error instanceof ErrorReply) return new RedisRefusedError(error.message);
  const what = error instanceof Error ? error.message : String(error);
  return new RedisGoneError(`the connection to ${nodeName(node)} ended: ${what}`, { cause: error });
}
