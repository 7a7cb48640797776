import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';

/**
 * One configuration for the apps; the mode says which: `vite build --mode kiosk|display|counter|phone`.
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
  counter: ['index.html'],
  phone: ['index.html'],
};

/** The oldest browsers whose JavaScript this is written in; what they lack in their library is another matter. */
const BUILD_TARGET = 'es2020';

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

export default defineConfig(({ mode }) => {
  if (!isApp(mode)) return { plugins: [svelte()] };
  const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
  return {
    root: folder(`./${mode}`),
    base: mode === 'phone' ? './' : `/assets/${mode}/`,
    publicDir: false,
    plugins: [fontsBlock(), svelte({ configFile: folder('./svelte.config.js') })],
    build: {
      outDir: folder(`./dist/screens/${mode}`),
      emptyOutDir: true,
      target: BUILD_TARGET,
      assetsDir: mode === 'phone' ? 't' : 'files',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rollupOptions: { input: PAGES[mode].map((page) => folder(`./${mode}/${page}`)) },
    },
  };
});
