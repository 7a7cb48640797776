export const COMPACT_SIZE = { width: 320, height: 120 } as const;
/** The same page as a popup of that size; it shares the session of the page that opened it. */
const COMPACT_ADDRESS = '/counter?compact';

/** Of newer browsers: a window of this page that stays above all others. */
interface PictureInPicture {
  requestWindow(size: { readonly width: number; readonly height: number }): Promise<Window>;
}

/** Puts the small desk into a document; what comes back takes it away again. */
export type DrawDesk = (floating: Window) => () => void;

/**
 * Above all other windows where the browser can do that, else a popup, which the person puts beside them. The floating
 * document is drawn by this page, with this page's line to the hub; a popup is a page of its own.
 */
export async function openFloatingWindow(window: Window, draw: DrawDesk): Promise<boolean> {
  const { documentPictureInPicture } = window as { documentPictureInPicture?: PictureInPicture };
  if (documentPictureInPicture !== undefined) {
    try {
      const floating = await documentPictureInPicture.requestWindow(COMPACT_SIZE);
      copyLooks(window.document, floating.document);
      const release = draw(floating);
      floating.addEventListener('pagehide', release);
      return true;
    } catch {
      // Not allowed here, or switched off by the machine's owner: a popup does as well.
    }
  }
  const { width, height } = COMPACT_SIZE;
  return window.open(COMPACT_ADDRESS, 'hallcall-compact', `popup,width=${width},height=${height}`) !== null;
}

/** Theme, language, brand colour and style sheets: a floating document begins with nothing. */
function copyLooks(from: Document, to: Document): void {
  for (const { name, value } of from.documentElement.attributes) {
    if (name !== 'style') to.documentElement.setAttribute(name, value);
  }
  to.documentElement.style.cssText = from.documentElement.style.cssText;
  to.title = from.title;
  for (const sheet of from.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')) {
    const link = to.createElement('link');
    link.rel = 'stylesheet';
    link.href = sheet.href;
    to.head.append(link);
  }
}
