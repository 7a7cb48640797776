import type { RedisLink } from './redis-link.ts';
import type { RedisReply } from './redis-store.ts';

export interface Asked {
  readonly command: readonly string[];
  /** For a slot that is only on its way to this node. */
  readonly isAsking: boolean;
}

/** `ASKING` stands for the next command on the connection; both are sent in one turn. @throws RedisRefusedError, RedisGoneError */
export function sendAsked(link: Pick<RedisLink, 'send'>, { command, isAsking }: Asked): Promise<RedisReply> {
  // Refused, it changes nothing: the command is then refused, too.
  if (isAsking) link.send(['ASKING']).catch(() => undefined);
  return link.send(command);
}
