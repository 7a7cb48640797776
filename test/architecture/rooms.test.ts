import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import configuration from '../../.dependency-cruiser.mjs';

/**
 * That the house keeps its rules is checked by `npm run check`. Here the rules themselves are put to the proof: a small
 * tree breaks each of them once, and each must be found, and nothing else.
 */

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));

/** Rule, the file that breaks it, and what it imports. */
const PLANTED: readonly (readonly [rule: string, file: string, imported: string])[] = [
  ['lib-knows-only-below', 'shared/lib/a.ts', '../hall/thing.ts'],
  ['hall-knows-only-below', 'shared/hall/b.ts', '../protocol/thing.ts'],
  ['voice-knows-only-below', 'shared/voice/b2.ts', '../ui/thing.ts'],
  ['protocol-knows-only-below', 'shared/protocol/c.ts', '../client/thing.ts'],
  ['offline-knows-only-below', 'shared/offline/d2.ts', '../client/thing.ts'],
  ['client-knows-only-below', 'shared/client/d.ts', '../ui/thing.ts'],
  ['ui-knows-only-below', 'shared/ui/e.ts', '../../kiosk/thing.ts'],
  ['kiosk-stands-alone', 'kiosk/f.ts', '../counter/thing.ts'],
  ['display-stands-alone', 'display/g.ts', '../server/config/thing.ts'],
  ['counter-stands-alone', 'counter/h.ts', '../display/thing.ts'],
  ['phone-stands-alone', 'phone/z.ts', '../display/thing.ts'],
  ['i18n-knows-types-only', 'shared/i18n/i.ts', '../hall/thing.ts'],
  ['i18n-stands-alone', 'shared/i18n/j.ts', '../client/thing.ts'],
  ['hall-is-pure', 'shared/hall/k.ts', 'zod/mini'],
  ['shared-runs-in-browsers', 'shared/client/l.ts', 'node:fs'],
  ['client-has-no-markup', 'shared/client/m.ts', 'svelte/store'],
  ['apps-run-in-browsers', 'display/n.ts', 'node:path'],
  ['server-has-no-screens', 'server/hub/o.ts', '../../shared/client/thing.ts'],
  ['only-main-wires', 'server/config/p.ts', '../main.ts'],
  ['hub-knows-ports', 'server/hub/q.ts', '../journal/memory-journal.ts'],
  ['journal-adapters-stand-alone', 'server/journal/sqlite-journal.ts', './memory-journal.ts'],
  ['redis-carries', 'server/redis/e7.ts', '../hub/thing.ts'],
  ['journal-knows-no-room', 'server/journal/r.ts', '../hub/thing.ts'],
  ['gateway-is-the-edge', 'server/printing/s.ts', '../gateway/thing.ts'],
  ['watch-acts-by-commands', 'server/watch/y.ts', '../config/thing.ts'],
  ['identity-tells-classes', 'server/identity/a5.ts', '../config/thing.ts'],
  ['screens-act-by-commands', 'server/screens/b3.ts', '../config/thing.ts'],
  ['history-reads-the-journal', 'server/history/a2.ts', '../config/thing.ts'],
  ['shipping-follows-the-journal', 'server/shipping/e1.ts', '../config/thing.ts'],
  ['region-commands-nothing', 'server/region/e2.ts', '../gateway/thing.ts'],
  ['access-knows-no-hub', 'server/access/t.ts', '../hub/thing.ts'],
  ['nothing-needs-tests', 'server/database/u.ts', '../../test/support/thing.ts'],
  ['no-cycles', 'shared/lib/v-again.ts', './v.ts'],
  ['no-dev-packages', 'server/observability/w.ts', 'vitest'],
  ['no-unresolvable', 'server/config/x.ts', './nowhere.ts'],
];

const INNOCENT = [
  ...[
    'shared/lib',
    'shared/hall',
    'shared/voice',
    'shared/protocol',
    'shared/client',
    'shared/ui',
    'server/config',
    'server/hub',
  ],
  ...['server/gateway', 'kiosk', 'display', 'counter', 'phone', 'test/support'],
].map((folder) => `${folder}/thing.ts`);

/** Allowed neighbours of the forbidden ones: they must stay unmentioned. */
const ALLOWED: readonly (readonly [file: string, line: string])[] = [
  ['shared/hall/allowed.ts', "import { thing } from '../lib/thing.ts';"],
  ['shared/protocol/allowed.ts', "import { thing } from '../hall/thing.ts';\nimport * as z from 'zod/mini';\nexport { z };"],
  ['shared/i18n/allowed.ts', "import type { thing } from '../hall/thing.ts';"],
  ['server/hub/allowed.ts', "import { thing } from '../journal/journal.ts';"],
  ['server/gateway/allowed.ts', "import { thing } from '../hub/thing.ts';\nimport { join } from 'node:path';\nexport { join };"],
  ['server/hub/allowed.test.ts', "import { thing } from '../journal/memory-journal.ts';"],
  ['kiosk/allowed.ts', "import { thing } from '../shared/ui/thing.ts';"],
];

let tree = '';

function plant(file: string, content: string): void {
  mkdirSync(dirname(join(tree, file)), { recursive: true });
  writeFileSync(join(tree, file), content);
}

async function violations(): Promise<string[]> {
  const { output } = await cruise(
    ['shared', 'server', 'kiosk', 'display', 'counter', 'phone', 'test'],
    { ...configuration.options, baseDir: tree, validate: true, ruleSet: { forbidden: configuration.forbidden } },
    configuration.options.enhancedResolveOptions,
  );
  return (output as ICruiseResult).summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`);
}

describe('the rules of the rooms', () => {
  let found: string[] = [];

  beforeAll(async () => {
    tree = mkdtempSync(join(tmpdir(), 'hallcall-rooms-'));
    symlinkSync(join(REPOSITORY, 'node_modules'), join(tree, 'node_modules'));
    plant(
      'tsconfig.json',
      '{"compilerOptions":{"module":"ESNext","moduleResolution":"bundler","allowImportingTsExtensions":true}}',
    );
    plant('package.json', '{"dependencies":{"zod":"*","svelte":"*"},"devDependencies":{"vitest":"*"}}');
    for (const file of [...INNOCENT, 'server/main.ts', 'server/journal/memory-journal.ts', 'server/journal/journal.ts']) {
      plant(file, 'export const thing = 1;\n');
    }
    for (const [, file, imported] of PLANTED) plant(file, `import * as thing from '${imported}';\nexport { thing };\n`);
    plant('shared/lib/v.ts', "import * as thing from './v-again.ts';\nexport { thing };\n");
    for (const [file, line] of ALLOWED) plant(file, `${line}\nexport type T = typeof thing;\n`);
    found = await violations();
  });

  afterAll(() => rmSync(tree, { recursive: true, force: true }));

  it.each(PLANTED)('%s is found broken', (rule, file) => {
    expect(found).toContain(`${rule}: ${file}`);
  });

  it('says nothing of files that keep them', () => {
    const planted = [...PLANTED.map(([, file]) => file), 'shared/lib/v.ts'];
    expect(found.filter((violation) => !planted.some((file) => violation.endsWith(`: ${file}`)))).toEqual([]);
  });

  it('every rule is put to the proof', () => {
    expect(PLANTED.map(([rule]) => rule).sort()).toEqual(configuration.forbidden.map(({ name }) => name).sort());
  });
});
