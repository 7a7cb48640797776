/** A file of the hub's media folder that screens can show. */
export const MEDIA_KINDS = ['image', 'film'] as const;
export type MediaKind = (typeof MEDIA_KINDS)[number];

/**
 * Why a file of the folder is not shown. `foreign`: neither picture nor film by its content; `broken`: it ends before its own
 * structure does; `no-picture`: a film of sound alone; `not-a-file`: a folder, a link, a device.
 */
export const MEDIA_FAULTS = [
  'foreign',
  'broken',
  'no-picture',
  'too-large',
  'too-many-pixels',
  'empty',
  'not-a-file',
  'name',
  'too-many',
  'unreadable',
] as const;
export type MediaFault = (typeof MEDIA_FAULTS)[number];

/** Limits of the folder. A television of 2018 has little memory: a picture of 36 megapixels takes 144 MB of it. */
export const IMAGE_BYTES_MAX = 20 * 1_024 * 1_024;
export const FILM_BYTES_MAX = 1_024 * 1_024 * 1_024;
export const IMAGE_PIXELS_MAX = 36_000_000;
export const MEDIA_FILES_MAX = 500;

export interface MediaFile {
  readonly file: string;
  readonly kind: MediaKind;
  readonly type: string;
  readonly bytes: number;
  /** Changes with the content. */
  readonly version: string;
  /** Address of its content, good for whoever asked, until that screen is revoked, the hub starts anew or the file changes. */
  readonly path: string;
}

export interface MediaManifest {
  readonly files: readonly MediaFile[];
  /** What lies in the folder and is not shown. */
  readonly skipped: readonly { readonly file: string; readonly fault: MediaFault }[];
  /** Files that a screen could not show although the hub could not see why: a codec, mostly. */
  readonly failed: readonly { readonly file: string; readonly screens: number }[];
}

/**
 * The files of a list as a screen got it; null when it is no list. By hand: a schema library would be a third of what a wall loads,
 * and whoever answers is the hub that served the page.
 */
export function readMediaFiles(answer: unknown): readonly MediaFile[] | null {
  const files = typeof answer === 'object' && answer !== null && 'files' in answer ? answer.files : null;
  return Array.isArray(files) && files.every(isMediaFile) ? files : null;
}

function isMediaFile(value: unknown): value is MediaFile {
  const { file, kind, path, version } = (value ?? {}) as Partial<Record<keyof MediaFile, unknown>>;
  return (
    typeof file === 'string' &&
    MEDIA_KINDS.some((each) => each === kind) &&
    typeof version === 'string' &&
    typeof path === 'string' &&
    // An address of this very hub: two slashes would name another machine.
    /^\/(?!\/)/.test(path)
  );
}
