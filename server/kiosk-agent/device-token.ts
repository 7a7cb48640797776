import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { failed, ok, type Result } from '../../shared/lib/result.ts';

const FILE = 'device.json';
/** The numbers that a kiosk has ahead. */
export const BOOK_FILE = 'numbers.json';
const bookSchema = z.object({ tickets: z.array(z.unknown()) });
const enrolledSchema = z.object({ token: z.string().check(z.minLength(1)), kind: z.literal('kiosk') });

/** Who this kiosk is, by what its folder keeps; null: not enrolled. */
export function keptToken(folder: string): string | null {
  const file = join(folder, FILE);
  if (!existsSync(file)) return null;
  try {
    const read = enrolledSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return read.success ? read.data.token : null;
  } catch {
    // Half a file, after a power cut: as if there were none, which is said at the start.
    return null;
  }
}

/**
 * Papers that the hub has not heard of. They belong to the device that this folder is enrolled as; the hub would refuse them from another.
 */
export function untoldPapers(folder: string): number {
  try {
    const { tickets } = bookSchema.parse(JSON.parse(readFileSync(join(folder, BOOK_FILE), 'utf8')));
    return tickets.length;
  } catch {
    // No book, or none that can be read: it is put aside when the agent opens it.
    return 0;
  }
}

/** Trades a one-time code for a token and keeps it, readable by its owner only. Fails with a sentence. */
export async function enrol(folder: string, hub: string, code: string): Promise<Result<string, string>> {
  const untold = untoldPapers(folder);
  if (untold > 0) return failed(`${untold} tickets have not been told to the hub; start without --enrol until they are`);
  let answer: unknown;
  try {
    const response = await fetch(`${hub}/api/devices/enrol`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code }),
    });
    if (!response.ok) return failed(`the hub did not take the code (${response.status}); codes are good once`);
    answer = await response.json();
  } catch {
    return failed(`no hub answers at ${hub}`);
  }
  const read = enrolledSchema.safeParse(answer);
  if (!read.success) return failed('the code is not that of a kiosk');
  writeFileSync(join(folder, FILE), JSON.stringify(read.data), { mode: 0o600, flush: true });
  return ok(read.data.token);
}
