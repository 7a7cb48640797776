import { LOGO_BYTES_MAX, LOGO_HEIGHT_MAX, LOGO_WIDTH_MAX } from '../../shared/hall/limits.ts';

/** Each try is so much smaller than the one before, until the picture is small enough in bytes as well. */
const SMALLER = 0.8;
const TRIES_MAX = 8;

/** The size at which a picture fits, in dots; never larger than it is. */
export function fittedSize(width: number, height: number): { readonly width: number; readonly height: number } {
  const scale = Math.min(1, LOGO_WIDTH_MAX / width, LOGO_HEIGHT_MAX / height);
  return { width: Math.max(1, Math.floor(width * scale)), height: Math.max(1, Math.floor(height * scale)) };
}

/**
 * A picture from this machine as a logo: PNG, base64, on white, within the limits. Null when the browser cannot read it. Drawn anew in
 * any case, so that nothing travels but its dots.
 */
export async function logoFrom(file: Blob): Promise<string | null> {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file);
  } catch {
    // No picture, or none that this browser knows.
    return null;
  }
  let { width, height } = fittedSize(picture.width, picture.height);
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const bytes = await drawn(picture, width, height);
    if (bytes !== null && bytes.length <= LOGO_BYTES_MAX) return btoa(String.fromCharCode(...bytes));
    [width, height] = [Math.max(1, Math.floor(width * SMALLER)), Math.max(1, Math.floor(height * SMALLER))];
  }
  return null;
}

async function drawn(picture: ImageBitmap, width: number, height: number): Promise<Uint8Array | null> {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext('2d');
  if (context === null) return null;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.drawImage(picture, 0, 0, width, height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  return blob === null ? null : new Uint8Array(await blob.arrayBuffer());
}
