import './styles/screen.css';
import { browserParts, type BrowserParts } from './browser-parts.ts';

/** `wall`: dark, far away. `public`: light, at arm's length. `staff`: as the system wants it. */
export type Theme = 'wall' | 'public' | 'staff';

/**
 * Then all the other slices, one after the other: what a screen has to say when the hub is gone is written in characters
 * that nobody can fetch any more.
 */
async function loadEveryFace(fonts: FontFaceSet): Promise<void> {
  for (const face of fonts) {
    // Without this face the characters are drawn in another one; the next start tries again.
    await face.load().catch(() => undefined);
  }
}

/** A screen with a fallback face is better than an empty one. */
const FONTS_WAIT_MAX_MS = 3_000;

/**
 * What every app's `main.ts` calls first: sets the theme, shows the app, and lets the page be painted when the fonts are
 * there. `show` mounts the app into `target`, which the shell has as `<div id="screen">`.
 */
export function startScreen(
  window: Window & typeof globalThis,
  options: { readonly theme: Theme; readonly show: (target: HTMLElement, parts: BrowserParts) => void },
): void {
  const { document } = window;
  const target = document.getElementById('screen');
  if (target === null) throw new Error('the page has no element #screen');
  const parts = browserParts(window);
  document.documentElement.dataset['theme'] = options.theme;
  options.show(target, parts);
  // Laid out and still hidden: now the browser asks for exactly the faces and slices that the page uses.
  const { dataset } = document.documentElement;
  const reveal = (): void => {
    if (dataset['ready'] !== undefined) return;
    dataset['ready'] = 'painted';
    void loadEveryFace(document.fonts).then(() => (dataset['ready'] = 'offline'));
  };
  const release = parts.timers.after(FONTS_WAIT_MAX_MS, reveal);
  void document.fonts.ready.then(() => {
    release();
    reveal();
  });
}
