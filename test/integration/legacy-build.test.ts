import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { parse } from 'acorn';
import { describe, expect, it } from 'vitest';
import { assert, must } from '../../shared/lib/assert.ts';
import { byShape, legacySelector, parts, withFloor } from '../../scripts/legacy/legacy-style.mjs';
import { CSS_FEATURES, tooYoung } from '../support/css-features.ts';

const DISPLAY = fileURLToPath(new URL('../../dist/screens/display/', import.meta.url));
const OLDEST = 68;
/** Chromium 66 took the last part of ES2019's syntax that there is; all of ES2020's came after 68. */
const OLDEST_SYNTAX = 2019;

assert(existsSync(join(DISPLAY, 'index.html')), 'the screens are not built: npm run build');
const page = readFileSync(join(DISPLAY, 'index.html'), 'utf8');
const all = readdirSync(join(DISPLAY, 'files'));

function named(data: string): string {
  const [, file] = must(new RegExp(`data-${data}="/assets/display/files/([^"]+)"`).exec(page), data);
  return must(file ?? null, data);
}

function text(file: string): string {
  return readFileSync(join(DISPLAY, 'files', file), 'utf8');
}

const chooser = must(/src="\/assets\/display\/files\/(choose-build-[\w-]+\.js)"/.exec(page)?.[1] ?? null, 'a chooser');
const legacyScripts = all.filter((file) => /-legacy-[\w-]+\.js$/.test(file));
const legacyStyle = named('legacy-style');

/** kB as they go over the line; of a style sheet without its font faces, which go with the fonts. */
function weight(files: readonly string[]): number {
  const bytes = files.map((file) => {
    const content = file.endsWith('.css') ? text(file).replaceAll(/@font-face\s*\{[^}]*\}/g, '') : text(file);
    return gzipSync(content, { level: 9 }).length;
  });
  return bytes.reduce((sum, each) => sum + each, 0) / 1_000;
}

/** A script with all that it loads before anything is shown; what only windows and speaking screens need apart from it. */
function withImports(entry: string): string[] {
  const found = new Set([entry]);
  for (const file of found) {
    for (const [, imported] of text(file).matchAll(/(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`]/g)) found.add(imported!);
    for (const [, list] of text(file).matchAll(/System\.register\(\[([^\]]*)\]/g)) {
      for (const [, imported] of list!.matchAll(/["'`]\.\/([\w.-]+\.js)["'`]/g)) found.add(imported!);
    }
  }
  return [...found];
}

const withoutVoice = (files: readonly string[]): string[] => files.filter((file) => !file.startsWith('voice-'));

describe('the build for Chromium 68', () => {
  it('[M30] is written in words that it knows: every script, and what chooses between the builds', () => {
    expect(legacyScripts.length).toBeGreaterThan(2);
    for (const file of legacyScripts) parse(text(file), { ecmaVersion: OLDEST_SYNTAX, sourceType: 'script' });
    // `import()` is the one word of ES2020 that 68 had before the standard had it; a script of the modern build must not pass.
    parse(text(chooser).replaceAll(/\bimport\(/g, 'load('), { ecmaVersion: OLDEST_SYNTAX, sourceType: 'script' });
    expect(() => parse(text(named('modern')), { ecmaVersion: OLDEST_SYNTAX, sourceType: 'module' })).toThrow();
  });

  it('[M30] its style sheet says nothing that 68 does not understand', () => {
    expect(tooYoung(text(legacyStyle), OLDEST)).toEqual([]);
    expect(text(legacyStyle).length).toBeGreaterThan(10_000);
  });

  it('[M30] the check finds every feature that it knows of', () => {
    const planted: Readonly<Record<(typeof CSS_FEATURES)[number]['in'], readonly string[]>> = {
      selector: ['a:is(b,c){}', 'a:has(b){}', 'a:not(b,c){}', 'a:focus-visible{}', '& b{}', 'a:user-valid{}', '> b{}'],
      'at-rule': [
        '@layer a{}',
        '@container (a){}',
        '@property --a{}',
        '@scope (a){}',
        '@media (width >= 1px){}',
        '@supports selector(a){}',
      ],
      property: [
        'inset:0',
        'aspect-ratio:1',
        'appearance:none',
        'scale:2',
        'content-visibility:auto',
        'container-type:size',
        'mask:none',
        'backdrop-filter:none',
      ],
      value: [
        ...[
          'width:min(1px,2px)',
          'width:round(1px,2px)',
          'height:100dvh',
          'width:1cqw',
          'width:1lh',
          'color:color-mix(in srgb,red,blue)',
        ],
        ...[
          'color:oklch(1 1 1)',
          'overflow:clip',
          'overflow-wrap:anywhere',
          'animation:a 1s steps(2,jump-none)',
          'background:conic-gradient(red,blue)',
        ],
        ...['padding:env(a)', 'grid-template:subgrid', 'all:revert'],
      ],
    };
    const names = Object.entries(planted).flatMap(([where, cases]) =>
      cases.flatMap((css) => tooYoung(where === 'property' || where === 'value' ? `a{${css};}` : css, OLDEST)),
    );
    for (const { name } of CSS_FEATURES)
      expect(
        names.some((found) => found.startsWith(`${name} (`)),
        name,
      ).toBe(true);
    expect(
      tooYoung('a{grid-template-columns:minmax(0,1fr);top:0;height:100vh}a:not(b){}@media (min-width:1px){}', OLDEST),
    ).toEqual([]);
  });

  it('[M31] nothing of either build stands in the page itself', () => {
    expect(page).not.toMatch(/<script(?![^>]*\bsrc=)/);
    expect(page).not.toMatch(/<style|\son\w+=|\sstyle=|nomodule|modulepreload/);
    for (const data of ['modern', 'legacy', 'legacy-polyfills', 'legacy-style']) expect(all).toContain(named(data));
    expect(text(chooser)).not.toMatch(/\beval\b|new Function|innerHTML/);
  });

  it('[M33] a wall loads at most 60 kB, and 110 kB in an old browser, without fonts and voice', () => {
    const styles = [...page.matchAll(/href="\/assets\/display\/files\/([\w-]+\.css)"/g)].map(([, file]) => file!);
    const modern = [chooser, ...withImports(named('modern')), ...styles];
    const legacy = [chooser, named('legacy-polyfills'), ...withImports(named('legacy')), legacyStyle];
    const weights = { modern: weight(withoutVoice(modern)), legacy: weight(withoutVoice(legacy)) };
    console.log(
      `a wall without fonts and voice: ${weights.modern.toFixed(1)} kB, in an old browser ${weights.legacy.toFixed(1)} kB`,
    );
    expect(weights.modern).toBeGreaterThan(30);
    expect(weights.modern).toBeLessThanOrEqual(60);
    expect(weights.legacy).toBeLessThanOrEqual(110);
  });
});

describe('what the build says in older words', () => {
  it('[M32] selectors', () => {
    expect(legacySelector('.a.svelte-x .b:where(.svelte-x)')).toBe('.a.svelte-x .b.svelte-x');
    expect(legacySelector('.a :is(b, .c:is(d, .e)) f')).toBe('.a b f, .a d.c f, .a .c.e f');
    expect(legacySelector('a:not(.b, .c):focus-visible')).toBe('a:not(.b):not(.c):focus');
    expect(legacySelector('a:not(.b)')).toBe('a:not(.b)');
  });

  it('[M32] lengths by the smaller side of the glass', () => {
    expect(byShape('min(1vh, calc(100vw / 177.8))')).toEqual({
      wide: '1vh',
      narrow: '0.56243vw',
      media: '(max-aspect-ratio: 17780/10000)',
    });
    expect(byShape('min(0.95vw, calc(100vh / 178))')).toMatchObject({ wide: '0.5618vh', narrow: '0.95vw' });
    expect(byShape('min(1vh, 3px)')).toBeNull();
    expect(withFloor('max(18px,2.4vmin)')).toEqual({
      usual: '2.4vmin',
      small: '18px',
      media: '(max-width: 750px), (max-height: 750px)',
    });
    expect(withFloor('max(1vh, 10px)')).toEqual({ usual: '1vh', small: '10px', media: '(max-height: 1000px)' });
    expect(withFloor('max(1em, 10px)')).toBeNull();
    expect(parts('calc(1px + 2px) var(--a, 1px 2px) 3px')).toEqual(['calc(1px + 2px)', 'var(--a, 1px 2px)', '3px']);
  });
});
