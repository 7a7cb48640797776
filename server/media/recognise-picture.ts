/** Of a picture that is whole. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/**
 * The size of a picture, read from its own structure; null when that structure does not hold or stops before its end. What is inside
 * the compressed data only a decoder can tell: that is the browser's part, and it tells the hub.
 *
 * Sources: PNG, ISO/IEC 15948; JPEG, ITU-T T.81 annex B; GIF89a specification; WebP, RFC 9649.
 */
export function pictureOf(type: string, bytes: Buffer): PictureSize | null {
  const size = sizeOf(type, bytes);
  return size === null || size.width === 0 || size.height === 0 ? null : size;
}

function sizeOf(type: string, bytes: Buffer): PictureSize | null {
  switch (type) {
    case 'image/png':
      return pngSize(bytes);
    case 'image/jpeg':
      return jpegSize(bytes);
    case 'image/gif':
      return gifSize(bytes);
    case 'image/webp':
      return webpSize(bytes);
    default:
      return null;
  }
}

const PNG_SIGNATURE_BYTES = 8;
/** Length, type and checksum of a chunk. */
const PNG_CHUNK_FRAME_BYTES = 12;

function pngSize(bytes: Buffer): PictureSize | null {
  let size: PictureSize | null = null;
  for (let at = PNG_SIGNATURE_BYTES; at + PNG_CHUNK_FRAME_BYTES <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const name = bytes.toString('latin1', at + 4, at + 8);
    if (at + PNG_CHUNK_FRAME_BYTES + length > bytes.length) return null;
    if (name === 'IHDR') {
      if (length < 13) return null;
      size = { width: bytes.readUInt32BE(at + 8), height: bytes.readUInt32BE(at + 12) };
    }
    if (name === 'IEND') return size;
    at += PNG_CHUNK_FRAME_BYTES + length;
  }
  return null;
}

const JPEG_END = Buffer.from([0xff, 0xd9]);
const JPEG_SCAN = 0xda;

function jpegSize(bytes: Buffer): PictureSize | null {
  let size: PictureSize | null = null;
  for (let at = 2; at + 4 <= bytes.length;) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const length = bytes.readUInt16BE(at + 2);
    if (length < 2 || at + 2 + length > bytes.length) return null;
    if (isJpegFrame(marker) && length >= 8) {
      size = { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    }
    // The picture itself follows, without lengths; it is whole when its end is there.
    if (marker === JPEG_SCAN) return bytes.indexOf(JPEG_END, at) === -1 ? null : size;
    at += 2 + length;
  }
  return null;
}

/** SOF0 to SOF15 without the tables that lie between them. */
function isJpegFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

const GIF_HEADER_BYTES = 13;
const GIF_TRAILER = 0x3b;

function gifSize(bytes: Buffer): PictureSize | null {
  if (bytes.length <= GIF_HEADER_BYTES) return null;
  let end = bytes.length - 1;
  // Some programs fill up with zeros.
  while (end > GIF_HEADER_BYTES && bytes[end] === 0) end -= 1;
  return bytes[end] === GIF_TRAILER ? { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) } : null;
}

const RIFF_FRAME_BYTES = 8;

function webpSize(bytes: Buffer): PictureSize | null {
  if (bytes.length < 30 || bytes.readUInt32LE(4) + RIFF_FRAME_BYTES > bytes.length) return null;
  switch (bytes.toString('latin1', 12, 16)) {
    case 'VP8 ':
      return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
    case 'VP8L': {
      const packed = bytes.readUInt32LE(21);
      return { width: (packed & 0x3fff) + 1, height: ((packed >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X':
      return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
    default:
      return null;
  }
}
