import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { must } from '../lib/assert.ts';
import { ROLES } from '../hall/actor.ts';
import { PROTOCOL_ERROR_KINDS } from './errors.ts';
import { PROTOCOL_VERSION, PROTOCOL_VERSION_MIN } from './protocol-version.ts';
import { handshakeSchema, upSchemas } from './up.ts';

/** What each version looked like. A released line is never changed; the one being worked on is. */
const FINGERPRINTS: Readonly<Record<number, string>> = {
  1: 'e12a385bbdad619772313c261b6b58de7d257a5a1e014890a62b2dbf9ca82cab',
};

/** Everything that goes down is declared here; nothing of it has a schema, for screens believe their hub. */
const DOWN_FILES = [
  'down.ts',
  'advice.ts',
  'entry.ts',
  'errors.ts',
  'position.ts',
  'receipts.ts',
  '../hall/alert-rule.ts',
  '../hall/alert.ts',
  '../hall/answered-advice.ts',
  '../hall/answer.ts',
  '../hall/appointment.ts',
  '../hall/break.ts',
  '../hall/business-day.ts',
  '../hall/configuration-problem.ts',
  '../hall/configuration.ts',
  '../hall/counter.ts',
  '../hall/events.ts',
  '../hall/forecast/advice.ts',
  '../hall/forecast/hall-forecast.ts',
  '../hall/forecast/wait-range.ts',
  '../hall/lease.ts',
  '../hall/move.ts',
  '../hall/notice.ts',
  '../hall/predicted-wait.ts',
  '../hall/refusals.ts',
  '../hall/screen.ts',
  '../hall/setup/feedback-setup.ts',
  '../hall/views/call-mark.ts',
  '../hall/routing/call-reason.ts',
  '../hall/snapshot.ts',
  '../hall/state.ts',
  '../hall/text.ts',
  '../hall/ticket.ts',
  '../hall/undo.ts',
];

/** Interfaces and types of a file, without comments and in one spelling. */
function declarationsOf(file: string): string[] {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest);
  const printer = ts.createPrinter({ removeComments: true });
  return source.statements
    .filter((statement) => ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement))
    .map((statement) => printer.printNode(ts.EmitHint.Unspecified, statement, source).replaceAll(/\s+/g, ' '));
}

function fingerprint(): string {
  const up = Object.entries({ handshake: handshakeSchema, ...upSchemas }).map(([name, schema]) => [name, z.toJSONSchema(schema)]);
  const down = DOWN_FILES.map((file) => [file, declarationsOf(file)]);
  return createHash('sha256')
    .update(JSON.stringify({ up, down, kinds: PROTOCOL_ERROR_KINDS, roles: ROLES }))
    .digest('hex');
}

describe('the protocol version', () => {
  it('[P16] rises when any message changes', () => {
    const known = must(FINGERPRINTS[PROTOCOL_VERSION], `version ${PROTOCOL_VERSION} has a fingerprint in this test`);
    expect(
      fingerprint(),
      `The messages changed. Released version: raise PROTOCOL_VERSION, write its line of history, add its fingerprint here. ` +
        `Version still being worked on: put this fingerprint in its place.`,
    ).toBe(known);
  });

  it('[P16] looks at every declaration', () => {
    for (const file of DOWN_FILES) expect(declarationsOf(file), file).not.toEqual([]);
  });

  it('[P2] covers this version and the one before, and never 0', () => {
    expect(PROTOCOL_VERSION_MIN).toBeGreaterThanOrEqual(1);
    expect(PROTOCOL_VERSION - PROTOCOL_VERSION_MIN).toBeLessThanOrEqual(1);
  });
});
