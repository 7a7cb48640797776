/** What a PNG says of itself before it is unpacked. */
export interface PngFacts {
  readonly bytes: number;
  readonly width: number;
  readonly height: number;
  readonly isInterlaced: boolean;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const TYPE_LENGTH = 4;
const CHUNK_OVERHEAD = 12;
const HEADER_LENGTH = 13;
const DEPTHS = new Set([1, 2, 4, 8, 16]);

/**
 * Null for what is no PNG from its first to its last byte: signature, header first, data, each chunk with its sum (CRC-32), the
 * end last and nothing after it. Whether the data can be unpacked is not known here.
 * Source: ISO/IEC 15948 (PNG), sections 5 and 11.
 */
export function pngFacts(base64: string): PngFacts | null {
  const bytes = bytesOf(base64);
  if (bytes === null || SIGNATURE.some((byte, at) => bytes[at] !== byte)) return null;
  const view = new DataView(bytes.buffer);
  const types: string[] = [];
  for (let at = SIGNATURE.length; at < bytes.length;) {
    if (at + CHUNK_OVERHEAD > bytes.length) return null;
    const length = view.getUint32(at);
    const end = at + CHUNK_OVERHEAD + length;
    if (end > bytes.length) return null;
    const body = bytes.subarray(at + TYPE_LENGTH, end - TYPE_LENGTH);
    if (crc32(body) !== view.getUint32(end - TYPE_LENGTH)) return null;
    types.push(String.fromCharCode(...body.subarray(0, TYPE_LENGTH)));
    if (types.length === 1 && length !== HEADER_LENGTH) return null;
    at = end;
  }
  const isWhole = types[0] === 'IHDR' && types.includes('IDAT') && types.indexOf('IEND') === types.length - 1;
  if (!isWhole) return null;
  const header = SIGNATURE.length + 2 * TYPE_LENGTH;
  const [width, height] = [view.getUint32(header), view.getUint32(header + 4)];
  if (width === 0 || height === 0 || !DEPTHS.has(bytes[header + 8] ?? 0)) return null;
  return { bytes: bytes.length, width, height, isInterlaced: bytes[header + 12] !== 0 };
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    // Not base64: no picture either.
    return null;
  }
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ ((crc & 1) === 0 ? 0 : 0xedb88320);
  }
  return ~crc >>> 0;
}
