import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { FIGURE_NAMES, median, percentile, type Figure } from '../bench/figure.ts';

const MAIN = fileURLToPath(new URL('../bench/main.ts', import.meta.url));

/** Figures of screens start browsers and wait for what a wall shows in turn. */
const BENCH_MS_MAX = 180_000;

describe('the bench', () => {
  it(
    'measures every figure and writes them down',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'hallcall-bench-test-'));
      try {
        const file = join(folder, 'figures.json');
        await promisify(execFile)(process.execPath, ['--import', 'tsx', MAIN, '--size', 'ci', '--json', file]);
        const { figures } = JSON.parse(readFileSync(file, 'utf8')) as { figures: Figure[] };
        expect(figures.map((each) => each.name).sort()).toEqual([...FIGURE_NAMES].sort());
        for (const each of figures) {
          expect(each, each.name).toEqual({
            name: each.name,
            value: expect.any(Number) as number,
            unit: expect.stringMatching(/^(ms|us|1\/s|MB|nodes)$/) as string,
            rival: expect.stringMatching(/\w/) as string,
            rivalValue: expect.any(Number) as number,
            ratio: expect.any(Number) as number,
          });
          expect(each.value, each.name).toBeGreaterThan(0);
          expect(each.ratio / (each.value / each.rivalValue), each.name).toBeCloseTo(1, 1);
        }
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
    BENCH_MS_MAX,
  );

  it('takes the nearest sample for a percentile', () => {
    const samples = Array.from({ length: 100 }, (_each, index) => 100 - index);
    expect(percentile(samples, 0.5)).toBe(50);
    expect(percentile(samples, 0.99)).toBe(99);
    expect(percentile([7], 0.99)).toBe(7);
    expect(median([3, 1, 2])).toBe(2);
  });
});
