import { createClient } from 'redis';
import type { RedisReply } from '../redis-store.ts';
import type { Connect } from './link.ts';

const CONNECT_MS_MAX = 3_000;
/** Longer than the longest WAIT of an act. */
const COMMAND_MS_MAX = 15_000;

export interface OperatorLogin {
  readonly user: string;
  readonly password: string;
  readonly isTls: boolean;
  /** The authority's certificate; null: those that this machine trusts. */
  readonly ca: string | null;
}

/** Connections that do one thing and end: no try again, no queue. */
export function operatorConnect({ ca, isTls, password, user }: OperatorLogin): Connect {
  return async ({ host, port }) => {
    const socket = { host, port, connectTimeout: CONNECT_MS_MAX, reconnectStrategy: false as const };
    const client = createClient({
      username: user,
      password,
      RESP: 2,
      disableOfflineQueue: true,
      commandOptions: { timeout: COMMAND_MS_MAX },
      socket: isTls ? { ...socket, tls: true, ...(ca !== null && { ca }) } : socket,
    });
    // Every command is told of it by its own rejection.
    client.on('error', () => undefined);
    await client.connect();
    return {
      ask: (...words) => client.sendCommand<RedisReply>([...words]),
      close: () => client.destroy(),
    };
  };
}
