import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { failed, ok, type Result } from '../../../shared/lib/result.ts';
import type { PlanFile } from './plan-files.ts';

const ONLY_THE_OWNER = 0o600;

/**
 * Writes all files into a folder that has none: passwords that an installation runs with are never written over.
 * Fails with the reason.
 */
export function writePlan(folder: string, files: readonly PlanFile[]): Result<null, string> {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    return failed(`${folder} is not empty, and what is there may be in use: name a new folder`);
  for (const { path, text, isSecret } of files) {
    const full = join(folder, path);
    mkdirSync(dirname(full), { recursive: true, mode: 0o700 });
    writeFileSync(full, text, { flag: 'wx', ...(isSecret && { mode: ONLY_THE_OWNER }) });
  }
  return ok(null);
}
