import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { BUNDLE_OPTIONS } from '../../scripts/setup/bundle-options.mjs';
import { layRedisFunctionsIn } from '../support/redis-functions.ts';

const SOURCE = fileURLToPath(new URL('bare-hub.ts', import.meta.url));
let built: Promise<string> | null = null;

/** `bare-hub.ts` in one file, as the product is built: it starts in a fraction of a second. Once for a process, gone with it. */
export function bareHubProgram(): Promise<string> {
  return (built ??= bundle());
}

async function bundle(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'hallcall-bare-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  await build({ entryPoints: [{ in: SOURCE, out: 'bare-hub' }], outdir: folder, ...BUNDLE_OPTIONS });
  layRedisFunctionsIn(folder);
  return join(folder, 'bare-hub.mjs');
}
