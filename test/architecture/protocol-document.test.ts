import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HTTP_STATUS } from '../../server/gateway/http/http-status.ts';
import { COMMAND_TYPES } from '../../shared/hall/command-types.ts';
import type { Down } from '../../shared/protocol/down.ts';
import { PROTOCOL_VERSION } from '../../shared/protocol/protocol-version.ts';
import { upSchemas } from '../../shared/protocol/up.ts';
import { REPOSITORY } from './source-files.ts';

const DOCUMENT = readFileSync(join(REPOSITORY, 'docs/protocol.md'), 'utf8');

function statusRows(): string[] {
  const byStatus = new Map<number, string[]>();
  for (const [kind, status] of Object.entries(HTTP_STATUS))
    byStatus.set(status, [...(byStatus.get(status) ?? []), `\`${kind}\``]);
  return [...byStatus].sort(([one], [other]) => one - other).map(([status, kinds]) => `| ${status} | ${kinds.join(', ')} |`);
}

/** The compiler asks for each. */
const DOWN: { readonly [Name in Down['name']]: true } = {
  welcome: true,
  snapshot: true,
  entries: true,
  heartbeat: true,
  answer: true,
  forecast: true,
  'ticket-forecasts': true,
  advice: true,
  receipts: true,
  goodbye: true,
};

/** Prettier pads the cells. */
const LINES = DOCUMENT.split('\n').map((line) => line.replaceAll(/ +/g, ' ').trim());

describe('docs/protocol.md', () => {
  it('has every refusal under its HTTP status, and no other', () => {
    const start = LINES.indexOf('| status | kinds |') + 2;
    expect(LINES.slice(start, LINES.indexOf('', start))).toEqual(statusRows());
  });

  it('has every command, every message up and down, and the version', () => {
    for (const type of [...COMMAND_TYPES, 'confirm-clock']) expect(DOCUMENT).toContain(`\`${type}\``);
    for (const name of Object.keys(DOWN)) expect(DOCUMENT).toContain(`| \`${name}\``);
    for (const name of Object.keys(upSchemas)) expect(DOCUMENT).toContain(`| \`${name}\``);
    expect(DOCUMENT).toContain(`Version ${PROTOCOL_VERSION} `);
  });
});
