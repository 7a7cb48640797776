import type { NodeAddress } from '../redis-address.ts';
import type { RedisReply } from '../redis-store.ts';

/** A connection of the operator's to one server. */
export interface Link {
  /** Rejects with what the server says, or when it is gone. */
  ask(...words: readonly string[]): Promise<RedisReply>;
  close(): void;
}

/** Rejects when nobody answers there, or the password is wrong. */
export type Connect = (address: NodeAddress) => Promise<Link>;

/** Why an act was not done, or not wholly: a sentence that says what to do. */
export class NodeActError extends Error {
  override readonly name = 'NodeActError';
}

export async function using<Value>(connect: Connect, address: NodeAddress, use: (link: Link) => Promise<Value>): Promise<Value> {
  const link = await connect(address);
  try {
    return await use(link);
  } finally {
    link.close();
  }
}

/** Lists as Redis gives them: names and values in turn. */
export function fields(reply: RedisReply): Map<string, string> {
  const all = Array.isArray(reply) ? (reply as readonly RedisReply[]) : [];
  return new Map(all.flatMap((name, index) => (index % 2 === 0 ? [[String(name), String(all[index + 1] ?? '')] as const] : [])));
}

/** `name:value` lines, as of INFO. */
export function infoFields(reply: RedisReply): Map<string, string> {
  const lines = String(reply)
    .split(/\r?\n/)
    .filter((line) => /^[^#:]+:/.test(line));
  return new Map(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]));
}
