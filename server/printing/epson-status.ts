import type { PrinterCondition } from '../../shared/hall/commands.ts';

/**
 * Real-time status of ESC/POS printers. `DLE EOT n` (10 04 n) is answered at once, also by a printer that is printing or
 * stopped, by one byte with bits 0, 1, 4, 7 fixed. The byte does not say which question it answers: one at a time.
 * Source: the command tables that every maker of such printers publishes (Epson's DLE EOT, n = 1 to 4).
 */
export const STATUS_QUESTIONS = [1, 2, 3, 4] as const;
export type StatusQuestion = (typeof STATUS_QUESTIONS)[number];

const DLE = 0x10;
const EOT = 0x04;
const FIXED_MASK = 0x93;
const FIXED_BITS = 0x12;

const OFFLINE = 0x08;
const COVER_OPEN = 0x04;
const STOPPED_BY_PAPER_END = 0x20;
const ERROR_STATE = 0x40;
/** The cutter is blocked: nearly always by paper. */
const CUTTER_ERROR = 0x08;
/** Unrecoverable, recovers by itself. */
const ERROR_CAUSES = 0x20 | 0x40;
const PAPER_NEAR_END = 0x0c;
const PAPER_END = 0x60;

/** The answers to questions 1 to 4. */
export type StatusBytes = readonly [printer: number, offline: number, error: number, paper: number];

export function statusQuestion(question: StatusQuestion): Uint8Array {
  return Uint8Array.of(DLE, EOT, question);
}

/** False for everything else that printers send by themselves (automatic status, XON). */
export function isStatusAnswer(byte: number): boolean {
  return (byte & FIXED_MASK) === FIXED_BITS;
}

/** What a person would say is wrong; the cause before the symptom. */
export function conditionOf([printer, offline, error, paper]: StatusBytes): PrinterCondition {
  if ((offline & COVER_OPEN) !== 0) return 'cover-open';
  if ((paper & PAPER_END) !== 0 || (offline & STOPPED_BY_PAPER_END) !== 0) return 'paper-out';
  if ((error & CUTTER_ERROR) !== 0) return 'paper-jam';
  if ((offline & ERROR_STATE) !== 0 || (error & ERROR_CAUSES) !== 0) return 'printer-error';
  if ((printer & OFFLINE) !== 0) return 'printer-error';
  return (paper & PAPER_NEAR_END) !== 0 ? 'paper-near-end' : 'ready';
}

/** What stops a printer at work: the answer to question 2 alone. Null: it goes on. */
export function stoppedBy(offline: number): 'cover-open' | 'paper-out' | 'printer-error' | null {
  if ((offline & COVER_OPEN) !== 0) return 'cover-open';
  if ((offline & STOPPED_BY_PAPER_END) !== 0) return 'paper-out';
  return (offline & ERROR_STATE) !== 0 ? 'printer-error' : null;
}

/**
 * `GS r 1`: answered in turn, after everything before it was done. Bits 4 and 7 are 0, which tells it from the real-time
 * answers.
 */
export const CONFIRM_QUESTION = Uint8Array.of(0x1d, 0x72, 0x01);
const CONFIRM_MASK = 0x90;
const CONFIRM_PAPER_END = 0x0c;

export function isConfirmation(byte: number): boolean {
  return (byte & CONFIRM_MASK) === 0;
}

export function confirmsPaper(byte: number): boolean {
  return (byte & CONFIRM_PAPER_END) !== CONFIRM_PAPER_END;
}
