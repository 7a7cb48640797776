import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { ROOT } from '../setup/root.mjs';

/**
 * The legacy build goes beside the modern one and has no page of its own: the page of the modern build is given a script that chooses
 * between them. What the plugin for legacy builds writes into a page are scripts inside it, which the policy does not run.
 *
 * @param {{ base: string, outDir: string, page: string }} options
 * @returns {import('vite').Plugin}
 */
export function legacyShell({ base, outDir, page }) {
  /** @type {Set<string>} */
  const written = new Set();
  /** @param {RegExp} pattern */
  const one = (pattern) => {
    const found = [...written].filter((file) => pattern.test(file));
    if (found.length !== 1) throw new Error(`the legacy build has ${found.length} files like ${pattern}: ${found.join(', ')}`);
    return `${base}${found[0]}`;
  };
  return {
    name: 'hallcall:legacy-shell',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        // Its page, and the modern half of the plugin's build, which is only there because the style sheet is made with it.
        for (const name of Object.keys(bundle)) {
          if (name.endsWith('.html') || (name.endsWith('.js') && !name.includes('-legacy-'))) delete bundle[name];
        }
      },
    },
    writeBundle(_options, bundle) {
      for (const name of Object.keys(bundle)) written.add(name);
    },
    closeBundle() {
      if (written.size === 0) return;
      const shell = join(outDir, page);
      const source = transformSync(readFileSync(join(ROOT, 'scripts/legacy/choose-build.js')), {
        minify: true,
        target: 'chrome68',
      }).code;
      const chooser = `files/choose-build-${createHash('sha256').update(source).digest('hex').slice(0, 8)}.js`;
      writeFileSync(join(outDir, chooser), source);
      const files = {
        chooser: `${base}${chooser}`,
        'legacy-polyfills': one(/\/polyfills-legacy-[\w-]+\.js$/),
        legacy: one(/\/index-legacy-[\w-]+\.js$/),
        'legacy-style': one(/\.css$/),
      };
      writeFileSync(shell, chooseIn(readFileSync(shell, 'utf8'), files));
    },
  };
}

/**
 * The page of the modern build with the chooser in place of its script.
 *
 * @param {string} html
 * @param {{ chooser: string, 'legacy-polyfills': string, legacy: string, 'legacy-style': string }} files
 */
export function chooseIn(html, { chooser, ...legacy }) {
  const modern = /<script type="module" crossorigin src="([^"]+)"><\/script>/.exec(html);
  if (modern === null) throw new Error('the modern build has no module script');
  const data = Object.entries({ modern: modern[1], ...legacy }).map(([name, file]) => `data-${name}="${file}"`);
  // Behind the style sheet, whose address it may have to change. An old browser would fetch what is preloaded for new ones.
  return html
    .replace(modern[0], '')
    .replaceAll(/\s*<link rel="modulepreload"[^>]*>/g, '')
    .replace('</head>', `  <script src="${chooser}" ${data.join(' ')}></script>\n  </head>`);
}
