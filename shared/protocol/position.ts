import * as z from 'zod/mini';

/** Where a replica stands in the log of its hall: the last entry's version and hash. */
export const positionSchema = z.strictObject({
  version: z.int().check(z.nonnegative()),
  hash: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
});

export type Position = z.infer<typeof positionSchema>;

/** Before the first entry. */
export const ORIGIN: Position = { version: 0, hash: '0'.repeat(64) };
