import * as z from 'zod/mini';

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

const file = z.object({
  file: z.string(),
  kind: z.enum(MEDIA_KINDS),
  type: z.string(),
  bytes: z.int(),
  /** Changes with the content. */
  version: z.string().check(z.regex(/^[0-9a-f]{32}$/)),
  /** Address of its content, good for whoever asked, until that screen is revoked, the hub starts anew or the file changes. */
  path: z.string().check(z.regex(/^\/(?!\/)/)),
});

export const mediaManifestSchema = z.object({
  files: z.array(file),
  /** What lies in the folder and is not shown. */
  skipped: z.array(z.object({ file: z.string(), fault: z.enum(MEDIA_FAULTS) })),
  /** Files that a screen could not show although the hub could not see why: a codec, mostly. */
  failed: z.array(z.object({ file: z.string(), screens: z.int() })),
});

export type MediaManifest = z.infer<typeof mediaManifestSchema>;
export type MediaFile = MediaManifest['files'][number];
