import * as z from 'zod/mini';
import type { StoredEntry } from '../hash-chain.ts';
import { TOLD_BYTES_MAX } from './limits.ts';

const grownSchema = z.object({
  hall: z.string(),
  version: z.int(),
  hash: z.string(),
  entries: z.array(z.tuple([z.int(), z.int(), z.string(), z.string()])),
});
const messageSchema = z.array(grownSchema);

/** A hall has committed entries up to a version; `entries` are the last of them, or none when they would be too large. */
export interface Grown {
  readonly hall: string;
  readonly version: number;
  readonly hash: string;
  readonly entries: readonly StoredEntry[];
}

/** What hubs tell each other on `GROWN_CHANNEL`: several halls at once, as they were committed at once. */
export function grownMessage(halls: ReadonlyMap<string, readonly StoredEntry[]>): string {
  const told = [...halls].flatMap(([hall, entries]) => {
    const last = entries.at(-1);
    if (last === undefined) return [];
    const bytes = entries.reduce((sum, { body }) => sum + body.length, 0);
    const stored = entries.map(({ body, epoch, hash, version }) => [epoch, version, hash, body]);
    return [{ hall, version: last.version, hash: last.hash, entries: bytes > TOLD_BYTES_MAX ? [] : stored }];
  });
  return JSON.stringify(told);
}

/** Nothing for what another release says in another way: the log tells it too. */
export function readGrown(message: string): Grown[] {
  try {
    const parsed = messageSchema.safeParse(JSON.parse(message));
    if (!parsed.success) return [];
    return parsed.data.map(({ entries, hall, hash, version }) => ({
      hall,
      version,
      hash,
      entries: entries.map(([epoch, at, entryHash, body]) => ({ hall, epoch, version: at, hash: entryHash, body })),
    }));
  } catch {
    // No JSON: the same.
    return [];
  }
}
