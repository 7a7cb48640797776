import type { KeyValueStorage } from '../shared/client/local-storage-outbox.ts';
import type { BrowserParts } from '../shared/ui/browser-parts.ts';
import { openHallLine, type HallLine } from '../shared/ui/hall-line.ts';
import { STAFF_TOKEN_KEY } from '../shared/ui/wall-preview.ts';

/** A preview sends nothing, so there is nothing to keep; and the panel's own commands, in the same tab, are not its to send. */
const NOTHING_KEPT: KeyValueStorage = {
  length: 0,
  key: () => null,
  getItem: () => null,
  setItem: () => undefined,
  removeItem: () => undefined,
};

/** The line of whoever is signed in at this tab; null: nobody is, or the page does not stand in a frame of a panel. */
export function openPreviewLine(window: Window & typeof globalThis, parts: BrowserParts): HallLine | null {
  const token = window.parent === window ? null : window.sessionStorage.getItem(STAFF_TOKEN_KEY);
  return token === null ? null : openHallLine({ window, parts, token, storage: NOTHING_KEPT });
}
