import type { MediaFault } from '../../shared/protocol/media-manifest.ts';
import type { ReadBytes } from './read-bytes.ts';

type FilmFault = Extract<MediaFault, 'foreign' | 'broken' | 'no-picture'>;

/**
 * What is wrong with a film by its own structure; null: nothing that can be seen without decoding it. Whether a browser knows the
 * coding inside (H.265 in an MP4) only the browser can tell.
 *
 * Sources: ISO/IEC 14496-12 (boxes of an MP4), RFC 8794 (EBML) and RFC 9559 (Matroska, of which WebM is a part).
 */
export function filmOf(type: string, bytes: number, read: ReadBytes): Promise<FilmFault | null> {
  return type === 'video/webm' ? webmFault(bytes, read) : mp4Fault(bytes, read);
}

/** Pictures in the same boxes (AVIF, HEIC), and QuickTime's own films, which browsers do not play. */
const OTHER_BRANDS = new Set(['avif', 'avis', 'heic', 'heix', 'mif1', 'msf1', 'qt  ']);
const BOX_HEAD_BYTES = 8;
const LARGE_BOX_HEAD_BYTES = 16;
const BOXES_MAX = 10_000;
/** Of the index of an hour of film; more is read as if it had a picture. */
const INDEX_READ_BYTES_MAX = 8 * 1_024 * 1_024;

async function mp4Fault(bytes: number, read: ReadBytes): Promise<FilmFault | null> {
  const head = await read(0, LARGE_BOX_HEAD_BYTES);
  if (OTHER_BRANDS.has(head.toString('latin1', 8, 12))) return 'foreign';
  let hasPicture: boolean | null = null;
  let hasContent = false;
  let at = 0;
  for (let boxes = 0; at < bytes && boxes < BOXES_MAX; boxes += 1) {
    const box = await boxAt(at, bytes, read);
    if (box === null) return 'broken';
    if (box.name === 'moov') hasPicture = await showsPicture(at, box.length, read);
    hasContent ||= box.name === 'mdat' || box.name === 'moof';
    at += box.length;
  }
  if (hasPicture === null || !hasContent) return 'broken';
  return hasPicture ? null : 'no-picture';
}

/** Null when the box says that it is longer than what is left, or than nothing. */
async function boxAt(at: number, bytes: number, read: ReadBytes): Promise<{ name: string; length: number } | null> {
  const head = await read(at, LARGE_BOX_HEAD_BYTES);
  if (head.length < BOX_HEAD_BYTES) return null;
  const short = head.readUInt32BE(0);
  if (short === 1 && head.length < LARGE_BOX_HEAD_BYTES) return null;
  // 1: the length is in the next eight bytes; 0: to the end of the file.
  const length = short === 1 ? Number(head.readBigUInt64BE(8)) : short === 0 ? bytes - at : short;
  if (length < BOX_HEAD_BYTES || at + length > bytes) return null;
  return { name: head.toString('latin1', 4, 8), length };
}

/** A track whose handler is that of pictures. */
async function showsPicture(at: number, length: number, read: ReadBytes): Promise<boolean> {
  if (length > INDEX_READ_BYTES_MAX) return true;
  const index = await read(at, length);
  for (let found = index.indexOf('hdlr'); found !== -1; found = index.indexOf('hdlr', found + 4)) {
    if (index.toString('latin1', found + 12, found + 16) === 'vide') return true;
  }
  return false;
}

const EBML_HEAD_BYTES_MAX = 4_096;
const SEGMENT = 0x18538067;
const CLUSTER = Buffer.from([0x1f, 0x43, 0xb6, 0x75]);
/** Element TrackType, one byte, 1: pictures. */
const PICTURE_TRACK = Buffer.from([0x83, 0x81, 0x01]);
const TRACKS_WITHIN_BYTES = 512 * 1_024;

async function webmFault(bytes: number, read: ReadBytes): Promise<FilmFault | null> {
  const head = await read(0, EBML_HEAD_BYTES_MAX);
  const header = elementAt(head, 0);
  if (header === null || header.dataAt + header.length > head.length) return 'broken';
  const own = head.subarray(header.dataAt, header.dataAt + header.length);
  // DocType, the one thing that tells WebM from any other Matroska.
  if (own.indexOf(Buffer.from('\x42\x82\x84webm', 'latin1')) === -1) return 'foreign';
  const segmentAt = header.dataAt + header.length;
  const segment = elementAt(head, segmentAt);
  if (segment === null || segment.id !== SEGMENT) return 'broken';
  if (segment.length !== Infinity && segment.dataAt + segment.length > bytes) return 'broken';
  const start = await read(segmentAt, TRACKS_WITHIN_BYTES);
  if (start.indexOf(CLUSTER) === -1) return 'broken';
  return start.indexOf(PICTURE_TRACK) === -1 ? 'no-picture' : null;
}

interface Element {
  readonly id: number;
  /** Infinity: not known when it was written, as a recorder that streams does it. */
  readonly length: number;
  readonly dataAt: number;
}

function elementAt(bytes: Buffer, at: number): Element | null {
  const id = variableAt(bytes, at, 'kept');
  const length = id === null ? null : variableAt(bytes, at + id.bytes, 'removed');
  if (id === null || length === null) return null;
  return { id: id.value, length: length.value, dataAt: at + id.bytes + length.bytes };
}

/** RFC 8794, 4: the zeros before the first one tell how many bytes follow. All ones: unknown. */
function variableAt(bytes: Buffer, at: number, marker: 'kept' | 'removed'): { value: number; bytes: number } | null {
  const first = bytes[at] ?? 0;
  const width = Math.clz32(first) - 23;
  if (first === 0 || at + width > bytes.length) return null;
  let value = marker === 'kept' ? first : first & (0xff >> width);
  let isUnknown = marker === 'removed' && value === 0xff >> width;
  for (let step = 1; step < width; step += 1) {
    const next = bytes[at + step]!;
    isUnknown &&= next === 0xff;
    value = value * 256 + next;
  }
  return { value: isUnknown ? Infinity : value, bytes: width };
}
