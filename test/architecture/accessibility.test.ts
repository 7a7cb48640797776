import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { AUDITED_PAGES } from '../accessibility/pages.ts';
import { ruleIds } from './spec-rules.ts';

const pathOf = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const file = (path: string): string => readFileSync(pathOf(path), 'utf8');
const isThere = (path: string): boolean => existsSync(pathOf(path));

/** Rows of the table of pages: the page's id and how many violations axe found on it. */
function reported(): { readonly page: string; readonly violations: number }[] {
  return [...file('docs/accessibility.md').matchAll(/^\| `([a-z-]+)` +\| [^|]+\| (?:zh|en|both) +\| (\d+) +\|/gm)].map(
    ([, page = '', violations]) => ({ page, violations: Number(violations) }),
  );
}

describe('docs/accessibility.md', () => {
  it('[G13] is about every page that there is, and every address that the hub serves a page at', () => {
    expect([...new Set(reported().map(({ page }) => page))].sort()).toEqual(AUDITED_PAGES.map(({ id }) => id).sort());
    const served = [...file('server/gateway/http/screen-routes.ts').matchAll(/^ {2}\['(\/[^']+)', '/gm)].map(
      ([, path = '']) => path,
    );
    expect(served.length).toBeGreaterThan(5);
    const isAudited = (path: string): boolean => {
      const pattern = new RegExp(`^${path.replaceAll(/:[a-z]+/g, '[^/]+')}(?:/|$)`);
      return AUDITED_PAGES.some((each) => pattern.test(each.path));
    };
    expect(served.filter((path) => !isAudited(path))).toEqual([]);
  });

  it('[G13] names for each line that says `test` a rule of the specification or a file of tests that is there', () => {
    const lines = [...file('docs/accessibility.md').matchAll(/^\|(.+)\| test(?:, person)? +\|(.+)\|$/gm)];
    expect(lines.length).toBeGreaterThan(10);
    const rules = new Set(ruleIds({ path: 'docs/spec.md', text: file('docs/spec.md') }));
    const wrong = lines.flatMap(([, name = '', told = '']) => {
      const named = [...told.matchAll(/\b([A-Z]\d+)\b|`([^`]+\.test\.ts)`/g)];
      const missing = named.filter(([, rule, path]) => (rule === undefined ? !isThere(path ?? '') : !rules.has(rule)));
      return named.length === 0 || missing.length > 0 ? [name.trim()] : [];
    });
    expect(wrong).toEqual([]);
  });

  it('[G13] tells of no violation', () => {
    expect(reported().filter(({ violations }) => violations > 0)).toEqual([]);
    expect(file('docs/accessibility.md')).toContain('Found by axe: 0.');
  });
});
