import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { failed, ok, type Result } from '../../shared/lib/result.ts';

const FILE = 'device.json';
const enrolledSchema = z.object({ token: z.string().check(z.minLength(1)), kind: z.literal('kiosk') });

/** Who this kiosk is, by what its folder keeps; null: not enrolled. */
export function keptToken(folder: string): string | null {
  const file = join(folder, FILE);
  if (!existsSync(file)) return null;
  const read = enrolledSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  return read.success ? read.data.token : null;
}

/** Trades a one-time code for a token and keeps it, readable by its owner only. Fails with a sentence. */
export async function enrol(folder: string, hub: string, code: string): Promise<Result<string, string>> {
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
  writeFileSync(join(folder, FILE), JSON.stringify(read.data), { mode: 0o600 });
  return ok(read.data.token);
}
