import { IMAGE_PIXELS_MAX, type MediaFault, type MediaKind } from '../../shared/protocol/media-manifest.ts';
import type { ReadBytes } from './read-bytes.ts';
import { filmOf } from './recognise-film.ts';
import { pictureOf } from './recognise-picture.ts';

/** What a file is by its content. */
export type Recognised =
  | { readonly is: MediaKind; readonly type: string }
  | { readonly is: 'fault'; readonly fault: Extract<MediaFault, 'foreign' | 'broken' | 'no-picture' | 'too-many-pixels'> };

/** Longest beginning that any of the formats is known by. */
export const MAGIC_BYTES = 64;

const PNG = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

/** Which of the formats a file begins as; null: none. The name of a file says nothing. */
export function magicOf(head: Buffer): { readonly is: MediaKind; readonly type: string } | null {
  const at = (from: number, text: string) => head.toString('latin1', from, from + text.length) === text;
  if (head.subarray(0, PNG.length).equals(PNG)) return { is: 'image', type: 'image/png' };
  if (at(0, '\xff\xd8\xff')) return { is: 'image', type: 'image/jpeg' };
  if (at(0, 'GIF87a') || at(0, 'GIF89a')) return { is: 'image', type: 'image/gif' };
  if (at(0, 'RIFF') && at(8, 'WEBP')) return { is: 'image', type: 'image/webp' };
  if (at(4, 'ftyp')) return { is: 'film', type: 'video/mp4' };
  if (at(0, '\x1a\x45\xdf\xa3')) return { is: 'film', type: 'video/webm' };
  return null;
}

/** Whether a file that begins as one of the formats is whole, as far as its own structure says. `bytes`: its length. */
export async function recognise(bytes: number, read: ReadBytes): Promise<Recognised> {
  const magic = magicOf(await read(0, MAGIC_BYTES));
  if (magic === null) return { is: 'fault', fault: 'foreign' };
  if (magic.is === 'film') {
    const fault = await filmOf(magic.type, bytes, read);
    return fault === null ? magic : { is: 'fault', fault };
  }
  const picture = pictureOf(magic.type, await read(0, bytes));
  if (picture === null) return { is: 'fault', fault: 'broken' };
  if (picture.width * picture.height > IMAGE_PIXELS_MAX) return { is: 'fault', fault: 'too-many-pixels' };
  return magic;
}
