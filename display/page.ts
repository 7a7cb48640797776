import type { DisplayId } from '../shared/hall/setup/display-setup.ts';

/** Which screen of the display app an address asks for. `display` null: the hall's first wall. */
export type DisplayPage =
  | { readonly is: 'wall'; readonly display: DisplayId | null }
  | { readonly is: 'window'; readonly counter: number }
  | { readonly is: 'rating'; readonly counter: number }
  | { readonly is: 'unknown' };

/** `/display/wall`, `/display/wall/entrance`, `/display/window/3`, `/display/rating/3`. */
export function displayPage(path: string): DisplayPage {
  const wall = /^\/display\/wall(?:\/([A-Za-z0-9][A-Za-z0-9_-]{0,31}))?\/?$/.exec(path);
  if (wall !== null) return { is: 'wall', display: wall[1] ?? null };
  const atCounter = /^\/display\/(window|rating)\/(\d{1,4})\/?$/.exec(path);
  if (atCounter === null) return { is: 'unknown' };
  return { is: atCounter[1] === 'window' ? 'window' : 'rating', counter: Number(atCounter[2]) };
}
