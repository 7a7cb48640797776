import type { PrinterCondition } from '../../shared/hall/commands.ts';

/**
 * The status of Star printers (ASB), the same in StarPRNT and in Star Line Mode. `ESC ACK SOH` is answered at once, also by a
 * printer that is printing or stopped. The first byte says how many there are; a network printer adds two with the length of
 * what follows, which is nothing. Source: Star's "Line Mode Command Specifications", appendix 2, "Automatic status".
 */
export const STAR_STATUS_QUESTION = Uint8Array.of(0x1b, 0x06, 0x01);
/** No status by itself (`ESC RS a 0`), and the count of finished papers from 0 (`ESC RS E 0`). */
export const STAR_COUNT_FROM_0 = Uint8Array.of(0x1b, 0x1e, 0x61, 0x00, 0x1b, 0x1e, 0x45, 0x00);
/** ETB: counted when everything before it is printed. */
export const STAR_COUNT = Uint8Array.of(0x17);

const HEADER_MASK = 0x91;
const HEADER_BITS = 0x01;
const WITH_LENGTH = 0x80;
const LENGTH_BYTES = 2;
/** Header, version, and the four bytes that say what is wrong. */
export const STAR_STATUS_BYTES_MIN = 6;

const COVER_OPEN = 0x20;
const OFFLINE = 0x08;
const COUNTED = 0x02;
const CUTTER_ERROR = 0x08;
/** Mechanical, unrecoverable, stopped by heat. */
const ERRORS = 0x04 | 0x20 | 0x40;
const PRESENTER_JAM = 0x04;
/** Black mark, head up. */
const MORE_ERRORS = 0x08 | 0x02;
const PAPER_END = 0x08;
/** Inner and outer sensor. */
const PAPER_NEAR_END = 0x04 | 0x02;

/** Every other byte of a status has this bit clear, and XON and XOFF have bit 4 set. */
export function isStarHeader(byte: number): boolean {
  return (byte & HEADER_MASK) === HEADER_BITS;
}

/** Bytes of a status that begins with this one, itself included, before a network's length. */
export function starStatusLength(header: number): number {
  return ((header >> 2) & 0x18) | ((header >> 1) & 0x07);
}

/** Bytes after the status, which a network printer announces in the second one. */
export function starLengthBytes(second: number): number {
  return (second & WITH_LENGTH) === 0 ? 0 : LENGTH_BYTES;
}

/** What a person would say is wrong; the cause before the symptom. `status`: from the header on, 6 bytes or more. */
export function starConditionOf(status: readonly number[]): PrinterCondition {
  const [, , printer = 0, errors = 0, more = 0, paper = 0] = status;
  if ((printer & COVER_OPEN) !== 0) return 'cover-open';
  if ((paper & PAPER_END) !== 0) return 'paper-out';
  if ((errors & CUTTER_ERROR) !== 0 || (more & PRESENTER_JAM) !== 0) return 'paper-jam';
  if ((errors & ERRORS) !== 0 || (more & MORE_ERRORS) !== 0) return 'printer-error';
  if ((printer & OFFLINE) !== 0) return 'printer-error';
  return (paper & PAPER_NEAR_END) !== 0 ? 'paper-near-end' : 'ready';
}

/** True when a paper was counted since the count began from 0. Older models have no count and one bit only. */
export function starHasCounted(status: readonly number[]): boolean {
  const counter = status[7] ?? 0;
  return ((status[2] ?? 0) & COUNTED) !== 0 || (counter & 0x6e) !== 0;
}
