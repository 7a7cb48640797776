import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HUB_OPTIONS } from '../../server/config/hub-options.ts';
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

/** Prettier pads the cells. */
const cells = (line: string) => line.replaceAll(/ +/g, ' ').trim();

describe('docs/operating.md', () => {
  it('has the option table of the hub, row for row', () => {
    const document = readFileSync(join(REPOSITORY, 'docs/operating.md'), 'utf8').split('\n').map(cells);
    const options: readonly ShownOption[] = Object.values(HUB_OPTIONS);
    const start = document.findIndex((line) => line.startsWith('| variable')) + 2;
    const written = document.slice(start, document.indexOf('', start));
    expect(written).toEqual(options.map(row).map(cells));
  });
});
