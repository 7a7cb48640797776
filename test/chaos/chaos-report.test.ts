import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { isGood, reportOf, type ChaosReport } from './chaos-report.ts';
import type { CommandRecord, Known } from './command-record.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

function recordOf(id: string, known: Known): CommandRecord {
  return { id, by: 'kiosk-1', command: { type: 'issue-ticket', service: 'A' }, sentAt: 1, answeredAt: 2, unsure: 1, known };
}

describe('the report of a run', () => {
  it('[X11] counts what became of the commands, and is good only when every promise was kept', () => {
    const records = [
      recordOf('lost', { is: 'acknowledged', version: 1, result: {} }),
      recordOf('refused', { is: 'refused', kind: 'nobody-waiting' }),
      recordOf('open', { is: 'open' }),
    ];
    const report = reportOf({ rounds: 1, records, entries: [], faults: ['seen'], late: 2, seconds: 3.4 });
    expect(report).toMatchObject({
      rounds: 1,
      commands: 3,
      acknowledged: 1,
      refused: 1,
      unsure: 3,
      unsureUnresolved: 3,
      lost: 1,
      doubled: 0,
    });
    expect(report.violations).toEqual(['lost: lost, acknowledged as version 1', 'seen']);
    const whole: ChaosReport = { ...report, lost: 0, unsureUnresolved: 0, violations: [] };
    expect(isGood(whole)).toBe(true);
    const broken: Partial<ChaosReport>[] = [{ lost: 1 }, { doubled: 1 }, { unsureUnresolved: 1 }, { violations: ['one'] }];
    for (const change of broken) expect(isGood({ ...whole, ...change })).toBe(false);
  });

  it('[X11] is written where it is asked for, and how it ended is the exit code', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hallcall-report-'));
    try {
      const file = join(folder, 'report.json');
      const run = (...words: readonly string[]) => promisify(execFile)(process.execPath, ['--import', 'tsx', MAIN, ...words]);
      await run('hub-kill', '--store', 'redis', '--hubs', '1', '--rounds', '1', '--seed', '3', '--json', file);
      const fields = [
        'rounds',
        'commands',
        'acknowledged',
        'refused',
        'unsure',
        'unsureUnresolved',
        'lost',
        'doubled',
        'violations',
      ];
      const told = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
      for (const field of fields) expect(told).toHaveProperty(field);
      expect(told).toMatchObject({ kind: 'hub-kill', seed: 3, rounds: 1, lost: 0, doubled: 0, violations: [] });
      await expect(run('no-such-kind')).rejects.toMatchObject({ code: 2 });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
