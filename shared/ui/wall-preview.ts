import type { HallConfiguration } from '../hall/configuration.ts';
import type { DisplayId } from '../hall/setup/display-setup.ts';

/** The session of whoever signed in, in the browser's session storage; a preview in a frame of the same tab reads it. */
export const STAFF_TOKEN_KEY = 'hallcall.session';
/** The wall as it would be: shown in a frame of the setup panel, never by itself. */
export const PREVIEW_PATH = '/display/wall?preview';
/** The frame asks for the draft once it can show it. */
export const PREVIEW_READY = 'hallcall-preview-ready';

/** What the setup panel says to the frame, at first and with every change. */
export interface PreviewDraft {
  readonly type: 'hallcall-preview';
  readonly configuration: HallConfiguration;
  /** Null: the first, or everything. */
  readonly display: DisplayId | null;
}

/** Frames of one origin trust each other; this only tells our message from those of a browser's extensions. */
export function isPreviewDraft(data: unknown): data is PreviewDraft {
  return typeof data === 'object' && data !== null && (data as { readonly type?: unknown }).type === 'hallcall-preview';
}
