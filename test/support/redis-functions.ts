import { copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FUNCTIONS = fileURLToPath(new URL('../../server/redis/', import.meta.url));

/** Redis functions are text that a program reads beside itself: a bundle made for a test needs them in its folder, too. */
export function layRedisFunctionsIn(folder: string): void {
  for (const name of readdirSync(FUNCTIONS).filter((each) => each.endsWith('.lua')))
    copyFileSync(join(FUNCTIONS, name), join(folder, name));
}
