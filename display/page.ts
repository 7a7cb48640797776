/** Which screen of the display app an address asks for. */
export type DisplayPage =
  { readonly is: 'wall' } | { readonly is: 'window'; readonly counter: number } | { readonly is: 'unknown' };

/** `/display/wall`, `/display/window/3`. */
export function displayPage(path: string): DisplayPage {
  if (/^\/display\/wall\/?$/.test(path)) return { is: 'wall' };
  const window = /^\/display\/window\/(\d{1,4})\/?$/.exec(path);
  return window === null ? { is: 'unknown' } : { is: 'window', counter: Number(window[1]) };
}
