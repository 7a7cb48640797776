import { describe, expect, it } from 'vitest';
import { sourceFiles } from './source-files.ts';
import { FILE_LINES_MAX, FUNCTION_LINES_MAX, tidinessProblems } from './tidiness.ts';

const lines = (count: number) => 'const a = 1;\n'.repeat(count);

/** Path, text, and what must be found in it. */
const UNTIDY: readonly (readonly [path: string, text: string, found: string])[] = [
  ['server/big.ts', lines(FILE_LINES_MAX + 1), 'two ideas'],
  ['server/hub/utils.ts', '', 'says nothing'],
  ['shared/common/thing.ts', '', 'says nothing'],
  ['server/queue-manager.ts', '', 'says nothing'],
  ['server/a.ts', `// TO${'DO'} later`, 'left for later'],
  ['server/b.ts', `const x = y as ${'any'};`, 'around the types'],
  ['server/c.test.ts', `it.${'only'}('x', () => {});`, 'hides'],
  ['server/d.ts', `// eslint-${'disable'}-next-line no-console`, 'without a reason'],
  ['server/e.ts', `function long() {\n${lines(FUNCTION_LINES_MAX)}}`, 'a function of'],
  ['kiosk/App.svelte', `<script lang="ts">\nfunction long() {\n${lines(FUNCTION_LINES_MAX)}}\n</script>`, 'a function of'],
  ['shared/lib/f.ts', "export { a } from './a.ts';", 'barrel'],
  ['shared/lib/index.ts', 'export const a = 1;', 'barrel'],
  ['shared/hall/g.ts', 'const at = Date.now();', 'not pure'],
  ['shared/hall/h.ts', 'const at = new Date();', 'not pure'],
  ['shared/lib/i.ts', 'setTimeout(run, 5);', 'not pure'],
];

const TIDY: readonly (readonly [path: string, text: string])[] = [
  ['counter/manager/panel.ts', 'export const a = 1;'],
  ['shared/hall/j.ts', 'const local = new Date(at); const { process } = view; export { local };'],
  ['server/k.test.ts', `describe('a', () => {\n  it('b', () => {});\n${lines(FUNCTION_LINES_MAX)}});`],
  ['server/l.ts', '// eslint-disable-next-line no-console -- a program may speak\nconsole.log(1);'],
];

describe('the tidiness rules', () => {
  it.each(UNTIDY)('find what is wrong in %s', (path, text, found) => {
    expect(tidinessProblems({ path, text }).join('\n')).toContain(found);
  });

  it.each(TIDY)('leave %s alone', (path, text) => {
    expect(tidinessProblems({ path, text })).toEqual([]);
  });
});

describe('the house', () => {
  it('is tidy', () => {
    expect(sourceFiles().flatMap(tidinessProblems)).toEqual([]);
  });
});
