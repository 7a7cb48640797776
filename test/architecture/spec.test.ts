import { describe, expect, it } from 'vitest';
import { sourceFiles, specDocument } from './source-files.ts';
import { ruleIds, specProblems, titleIds } from './spec-rules.ts';

/** In two parts, so that this file names no rule itself. */
const id = (ids: string) => `[${ids}]`;
const titles = (text: string) => titleIds({ path: 'server/a.test.ts', text });

describe('the two-way check', () => {
  it('reads rules as list items that begin with a bold id', () => {
    const text = '# J\n\n- **J1** One.\n- **J12** Twelve, see **J1**.\n- J3 is not one.\n- **U1** Nor is this.\n';
    expect(ruleIds({ path: 'docs/spec.md', text })).toEqual(['J1', 'J12']);
  });

  it('reads ids from the titles of tests, suites and tables of tests', () => {
    expect(titles(`describe('${id('J1')} a', () => { it.each(rows)('${id('P2, C3')} %s', run); });`)).toEqual(['J1', 'P2', 'C3']);
    expect(titles(`it(\`${id('T4')} \${name}\`, run); expect('${id('T5')}').toBe(1);`)).toEqual(['T4']);
    expect(titles(`it.each([['${id('R3')} the oldest', 1], ['${id('R4')} the next', 2]])('%s', run);`)).toEqual(['R3', 'R4']);
  });

  it('finds an untested rule, an unknown id and a doubled rule', () => {
    expect(specProblems(['J1', 'J2', 'J2'], ['J2', 'K9'])).toEqual([
      'J2 is in the spec twice',
      'J1 has no test',
      'K9 is in a test title and not in the spec',
    ]);
  });
});

describe('docs/spec.md', () => {
  it('and the test titles name the same rules', () => {
    expect(specProblems(ruleIds(specDocument()), sourceFiles().flatMap(titleIds))).toEqual([]);
  });
});
