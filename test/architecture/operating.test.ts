import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import packageFile from '../../package.json' with { type: 'json' };
import { AGENT_OPTIONS } from '../../server/config/agent-options.ts';
import { HOSTED_OPTIONS } from '../../server/config/hosted-options.ts';
import { HUB_OPTIONS } from '../../server/config/hub-options.ts';
import type { OptionTable } from '../../server/config/option.ts';
import { readOptions } from '../../server/config/read-options.ts';
import * as redisTools from '../../server/config/redis-tool-options.ts';
import { REGION_OPTIONS, REGION_USAGE } from '../../server/config/region-options.ts';
import { DEVICE_OPTIONS, DEVICE_USAGE, HALL_OPTIONS, HALL_USAGE } from '../../server/config/tool-options.ts';
import { VOICE_OPTIONS, VOICE_USAGE } from '../../server/voice/voice-options.ts';
import { REPOSITORY } from './source-files.ts';

interface ShownOption {
  readonly flag: string;
  readonly variable?: string | undefined;
  readonly fallback: unknown;
  readonly fallbackShown?: string | undefined;
  readonly description: string;
}

function row({ flag, variable, fallback, fallbackShown, description }: ShownOption): string {
  const shown = fallbackShown ?? (fallback === null ? 'none' : `\`${fallback as string | number}\``);
  return `| ${variable === undefined ? '' : `\`${variable}\``} | \`--${flag}\` | ${shown} | ${description} |`;
}

const DOCUMENT = readFileSync(join(REPOSITORY, 'docs/operating.md'), 'utf8');
const SCRIPTS: readonly string[] = Object.keys(packageFile.scripts);

interface Tool {
  readonly options: OptionTable;
  /** What `--help` says: every verb that the document uses is in it. */
  readonly usage: string;
}

const TOOLS: Readonly<Record<string, Tool>> = {
  device: { options: DEVICE_OPTIONS, usage: DEVICE_USAGE },
  hall: { options: HALL_OPTIONS, usage: HALL_USAGE },
  voice: { options: VOICE_OPTIONS, usage: VOICE_USAGE },
  region: { options: REGION_OPTIONS, usage: REGION_USAGE },
  'kiosk:agent': { options: AGENT_OPTIONS, usage: '' },
  'redis:config': { options: redisTools.REDIS_CONFIG_OPTIONS, usage: redisTools.REDIS_CONFIG_USAGE },
  'redis:node': { options: redisTools.REDIS_NODE_OPTIONS, usage: redisTools.REDIS_NODE_USAGE },
  'redis:migrate': { options: redisTools.REDIS_MIGRATE_OPTIONS, usage: redisTools.REDIS_MIGRATE_USAGE },
};

/** As in a container, where only bundles are: `node dist/redis-node.mjs` is `npm run redis:node --`. */
const asScript = (bundle: string): string =>
  `npm run ${SCRIPTS.find((script) => script.replace(':', '-') === bundle) ?? bundle} --`;

/** `npm run NAME …` in code, with the lines that a backslash joins; what a comment or another command says is left out. */
function commandsOf(document: string): { readonly name: string; readonly words: string[] }[] {
  const joined = document.replaceAll(/\\\n\s*/g, '');
  const text = joined.replaceAll(/node dist\/([a-z-]+)\.mjs/g, (_, bundle: string) => asScript(bundle));
  return [...text.matchAll(/npm run ([a-z][a-z:-]*)(?: --)?([^`#&<\n)]*)/g)].map(([, name = '', rest = '']) => ({
    name,
    words: [...rest.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? ''),
  }));
}

/** As a heading is linked to. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-');

/** Prettier pads the cells. */
const cells = (line: string) => line.replaceAll(/ +/g, ' ').trim();

describe('docs/operating.md', () => {
  it('has the option table of the hub, row for row', () => {
    const document = DOCUMENT.split('\n').map(cells);
    const options: readonly ShownOption[] = Object.values(HUB_OPTIONS);
    const start = document.findIndex((line) => line.startsWith('| variable')) + 2;
    const written = document.slice(start, document.indexOf('', start));
    expect(written).toEqual(options.map(row).map(cells));
  });

  it('[I48] names only programs, verbs, options and values that there are', () => {
    const commands = commandsOf(DOCUMENT);
    expect(commands.length).toBeGreaterThan(30);
    for (const { name, words } of commands) {
      expect(SCRIPTS, name).toContain(name);
      const tool = TOOLS[name];
      if (tool === undefined) continue;
      const read = readOptions(tool.options, { arguments: words, environment: {} });
      expect(read, `npm run ${name} -- ${words.join(' ')}`).toMatchObject({ ok: true });
      const given = read.ok && read.value.is === 'options' ? read.value.positionals : [];
      for (const word of given.filter((each) => /^[a-z][a-z-]+$/.test(each)))
        expect(tool.usage, `${name} ${word}`).toContain(word);
    }
  });

  it('[I48] names only variables, files of the release and headings that there are', () => {
    const tables: readonly OptionTable[] = [HUB_OPTIONS, HOSTED_OPTIONS, ...Object.values(TOOLS).map(({ options }) => options)];
    const known: readonly (string | undefined)[] = tables.flatMap((table) =>
      Object.values(table).map(({ variable }) => variable),
    );
    const balancer = readFileSync(join(REPOSITORY, 'deploy/haproxy.cfg'), 'utf8');
    const variables = [...DOCUMENT.matchAll(/\bHALLCALL_[A-Z0-9_]+[A-Z0-9]/g)].map(([variable]) => variable);
    for (const variable of new Set(variables))
      expect(known.includes(variable) || balancer.includes(variable), variable).toBe(true);
    const files = [...DOCUMENT.matchAll(/`(deploy\/[A-Za-z./@-]+[a-z])`|\]\(((?:decisions\/)?[a-z0-9-]+\.md)\)/g)];
    for (const [, deployed, written] of files)
      expect(existsSync(join(REPOSITORY, deployed ?? `docs/${written}`)), deployed ?? written).toBe(true);
    const headings = [...DOCUMENT.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading));
    for (const [, anchor] of DOCUMENT.matchAll(/\]\(#([^)]*)\)/g)) expect(headings).toContain(anchor);
  });
});
