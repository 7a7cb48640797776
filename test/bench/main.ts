import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundledBench, removeBundle } from './bundle.ts';
import type * as Bench from './run-bench.ts';
import { SIZES } from './size.ts';

const USAGE = `usage: npm run bench -- [--json FILE] [--size ci|full] [--only NAME]…
       npm run bench -- --only many-hubs …   a city at three hubs, by itself: ten minutes in full`;

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    size: { type: 'string', default: 'full' },
    only: { type: 'string', multiple: true },
    help: { type: 'boolean', default: false },
  },
});

if (values.help || (values.size !== 'ci' && values.size !== 'full')) {
  console.error(USAGE);
  process.exit(values.help ? 0 : 2);
}

const report = (text: string): void => {
  if (values.json !== undefined) writeFileSync(values.json, text);
};

// Processes of their own, and no rival to stand beside: it is asked for by its name.
if (values.only?.includes('many-hubs') === true) {
  const { MANY_HUBS_SIZES, manyHubs } = await import('./many-hubs.ts');
  const text = `${JSON.stringify(await manyHubs(MANY_HUBS_SIZES[values.size]), null, 2)}\n`;
  process.stdout.write(text);
  report(text);
  process.exit();
}

const folder = mkdtempSync(join(tmpdir(), 'hallcall-bench-'));
try {
  const { runBench } = (await import(await bundledBench())) as typeof Bench;
  const figures = await runBench({ size: SIZES[values.size], folder, only: values.only ?? null });
  console.table(figures);
  report(`${JSON.stringify({ figures }, null, 2)}\n`);
} finally {
  removeBundle();
  rmSync(folder, { recursive: true, force: true });
}
