import type { RedisLink } from './redis-link.ts';
import type { RedisReply, Written } from './redis-store.ts';

interface Asked {
  readonly command: readonly string[];
  /** For a slot that is only on its way to this node. */
  readonly isAsking: boolean;
}

/** A write that waits for its group. */
export interface WaitingWrite extends Asked {
  readonly settle: (written: Written) => void;
}

export interface Answered {
  readonly write: WaitingWrite;
  readonly reply: RedisReply;
}

/** What the server said to a write, or why it said nothing. Never rejects. */
export async function answerOf(link: RedisLink, write: WaitingWrite) {
  const outcome = await sendAsked(link, write).catch((error: unknown) =>
    error instanceof Error ? error : new Error(String(error)),
  );
  return { write, outcome };
}

/** `ASKING` stands for the next command on the connection; both are sent in one turn. @throws RedisRefusedError, RedisGoneError */
export function sendAsked(link: RedisLink, { command, isAsking }: Asked): Promise<RedisReply> {
  // Refused, it changes nothing: the command is then refused, too.
  if (isAsking) link.send(['ASKING']).catch(() => undefined);
  return link.send(command);
}
