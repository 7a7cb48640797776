import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import legacy from '@vitejs/plugin-legacy';
import { transform } from 'esbuild';
import { defineConfig, type CSSOptions, type Plugin, type UserConfig } from 'vite';
import { legacyShell } from './scripts/legacy/legacy-shell.mjs';
import { legacyStyle } from './scripts/legacy/legacy-style.mjs';

/**
 * One configuration for the apps; the mode says which: `vite build --mode kiosk|display|counter|phone`, and `display-legacy` after
 * `display`: the same app for browsers back to Chromium 68, beside the first in the same folder.
 *
 * Where things go, for who builds and who serves:
 * - app X is built from `X/` into `dist/screens/X/`; hashed files lie in `dist/screens/X/files/`.
 * - the base is `/assets/X/`: the hub serves the folder `dist/screens/X/` under `/assets/X/`. So a shell may be served at
 *   any depth (`/display/window/3`) and still finds its files.
 * - shells: `/kiosk` is `kiosk/index.html`, `/enrol` is `kiosk/enrol.html`, `/display/wall` and `/display/window/N` are
 *   `display/index.html` (the page reads its path), `/counter` is `counter/index.html`, all below `dist/screens/`.
 *   Shells must not be cached; everything in `files/` may be, for ever: its name changes with its content.
 * - the phone's page is another listener's, behind whatever path a proxy gives it: `/t` is `phone/index.html`, its files are beside it
 *   in `/t/`, and it names them by where it stands itself.
 * - nothing is inlined (no script, no style, no `data:` address), so the strictest policy fits:
 *   `default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'` and
 *   the WebSocket of the same origin.
 */
const APPS = ['kiosk', 'display', 'counter', 'phone'] as const;
type App = (typeof APPS)[number];

const PAGES: Readonly<Record<App, readonly string[]>> = {
  kiosk: ['index.html', 'enrol.html'],
  display: ['index.html'],
  counter: ['index.html', 'region.html'],
  phone: ['index.html'],
};

/** The oldest browsers whose JavaScript this is written in; what they lack in their library is another matter. */
const BUILD_TARGET = 'es2020';
/** Walls and windows have a build of their own for whatever is older than this, chosen by `scripts/legacy/choose-build.js`. */
const DISPLAY_TARGET = 'es2022';

function isApp(mode: string): mode is App {
  return (APPS as readonly string[]).includes(mode);
}

/** A fallback face that turns into the right one under the reader's eyes is a flash; a hall's fonts are a LAN away. */
function fontsBlock(): Plugin {
  return {
    name: 'hallcall:fonts-block',
    enforce: 'pre',
    transform(code, id) {
      if (!id.includes('@fontsource') || !id.endsWith('.css')) return null;
      return { code: code.replaceAll('font-display: swap', 'font-display: block'), map: null };
    },
  };
}

/** Files of packages that do nothing by being there: other ways to a hub, Svelte for custom elements. */
const ONLY_WHERE_USED =
  /node_modules\/(?:engine\.io-(?:client|parser)|socket\.io-(?:client|parser)|svelte)\/.*(?<!disclose-version)\.js$/;

/** What is loaded when it is wanted: sound, media, windows, rating, the preview for panels, and what only they import. */
const LATER = [
  ...['shared/voice', 'ui/sound', 'display/sound', 'media/(?!MediaStage)'],
  ...['views/Window', 'window-lines', 'views/desk-view', 'routing/(?:next-ticket|array-queue-view)'],
  ...[
    'views/Rating',
    'display/rating',
    'views/rating-sign',
    'components/Button',
    'i18n/(?:feedback|refusals|floor-refusals|kiosk)',
    'GradeFace',
    'ui/connection-text',
    'i18n/protocol-errors',
    'protocol/(?:records|comments)',
    'strict-schemas',
    'zod',
  ],
  ...['views/WallPreview', 'draft-hall'],
];
/** All the rest of a display. */
const EVERY_WALL = new RegExp(`^(?!.*(?:${LATER.join('|')}))`);

/**
 * Socket.IO's other ways to a hub are not in the build: the hub takes WebSocket and nothing else. Its list of transports is one file,
 * and the other two are its only other entries.
 */
function webSocketOnly(): Plugin {
  return {
    name: 'hallcall:websocket-only',
    transform(_code, id) {
      if (!id.endsWith('/engine.io-client/build/esm/transports/index.js')) return null;
      return { code: "import { WS } from './websocket.node.js'; export const transports = { websocket: WS };", map: null };
    },
  };
}

/** PostCSS is Vite's, and so is the type of what it takes. */
type StylePlugin = NonNullable<Exclude<NonNullable<CSSOptions['postcss']>, string>['plugins']>[number];

/** Televisions of 2018 and later, as far as they have an app for a web address. */
const OLDEST_BROWSERS = 'chrome >= 68';

export default defineConfig(({ mode }) => {
  if (mode === 'display-legacy') return legacyDisplay();
  return isApp(mode) ? screens(mode) : { plugins: [svelte()] };
});

function folder(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

function screens(mode: App): UserConfig {
  return {
    root: folder(`./${mode}`),
    base: mode === 'phone' ? './' : `/assets/${mode}/`,
    publicDir: false,
    plugins: [fontsBlock(), webSocketOnly(), plainScripts(), svelte({ configFile: folder('./svelte.config.js') })],
    build: {
      outDir: folder(`./dist/screens/${mode}`),
      emptyOutDir: true,
      target: mode === 'display' ? DISPLAY_TARGET : BUILD_TARGET,
      assetsDir: mode === 'phone' ? 't' : 'files',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rollupOptions: {
        input: PAGES[mode].map((page) => folder(`./${mode}/${page}`)),
        // What every wall loads is one file: split among those who share a part of it, it would weigh a tenth more.
        ...(mode === 'display' ? { output: { codeSplitting: { groups: [{ name: 'wall', test: EVERY_WALL }] } } } : {}),
        // A schema that nobody reads with is left out, though it is made by calls: making one changes nothing else.
        treeshake: { manualPureFunctions: ['z'], moduleSideEffects: [{ test: ONLY_WHERE_USED, sideEffects: false }] },
      },
    },
  };
}

/** Scripts that are served as they are written, a worker's, lose their comments on the way. */
function plainScripts(): Plugin {
  return {
    name: 'hallcall:plain-scripts',
    async generateBundle(_options, bundle) {
      for (const [name, file] of Object.entries(bundle)) {
        if (file.type !== 'asset' || !name.endsWith('.js')) continue;
        const source = typeof file.source === 'string' ? file.source : Buffer.from(file.source).toString('utf8');
        file.source = (await transform(source, { minify: true, target: 'chrome68' })).code;
      }
    },
  };
}

/** One style sheet in a file of its own: a legacy build would else write it into the page by script, which the policy forbids. */
function legacyDisplay(): UserConfig {
  const { build, ...usual } = screens('display');
  const { target: _modern, ...files } = build ?? {};
  const shell = { base: '/assets/display/', outDir: folder('./dist/screens/display'), page: 'index.html' };
  return {
    ...usual,
    plugins: [...(usual.plugins ?? []), legacy({ targets: OLDEST_BROWSERS }), legacyShell(shell)],
    css: { postcss: { plugins: [legacyStyle() as unknown as StylePlugin] } },
    build: { ...files, emptyOutDir: false, cssCodeSplit: false, cssTarget: 'chrome68' },
  };
}
