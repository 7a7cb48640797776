import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundledBench, removeBundle } from './bundle.ts';
import type * as Bench from './run-bench.ts';
import { SIZES } from './size.ts';

const USAGE = 'usage: npm run bench -- [--json FILE] [--size ci|full] [--only NAME]…';

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

const folder = mkdtempSync(join(tmpdir(), 'hallcall-bench-'));
try {
  const { runBench } = (await import(await bundledBench())) as typeof Bench;
  const figures = await runBench({ size: SIZES[values.size], folder, only: values.only ?? null });
  console.table(figures);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ figures }, null, 2)}\n`);
} finally {
  removeBundle();
  rmSync(folder, { recursive: true, force: true });
}
