import type { PrinterLanguage } from '../../shared/hall/setup/paper-setup.ts';
import { EscPosReader } from './escpos-reader.ts';
import type { PrintedPaper } from './printed-paper.ts';
import { StarReader } from './star-reader.ts';
import type { PrinterMode } from './printer-mode.ts';

export type MannerEvent =
  | { readonly is: 'paper'; readonly paper: PrintedPaper }
  /** To be answered at once. */
  | { readonly is: 'question'; readonly question: number }
  /** Reached once everything before it is printed. */
  | { readonly is: 'mark' };

/** How one make of printer reads and answers. */
export interface PrinterManner {
  readonly isMidPaper: boolean;
  read(byte: number): readonly MannerEvent[];
  answer(mode: PrinterMode, question: number): Uint8Array;
  /** Everything before the mark is on paper: what is said unasked; null: nothing. */
  markReached(mode: PrinterMode): Uint8Array | null;
}

export function mannerOf(language: PrinterLanguage): PrinterManner {
  return language === 'epson' ? new EpsonManner() : new StarManner();
}

const HEALTHY = 0x12;
/** Cash drawer signal, which says nothing about paper and is set on many printers. */
const PRINTER_OK = 0x16;
const EPSON_ANSWERS: Readonly<Partial<Record<PrinterMode, readonly [number, number, number, number]>>> = {
  'near-end': [PRINTER_OK, HEALTHY, HEALTHY, HEALTHY | 0x0c],
  'paper-out': [PRINTER_OK | 0x08, HEALTHY | 0x20, HEALTHY, HEALTHY | 0x6c],
  'cover-open': [PRINTER_OK | 0x08, HEALTHY | 0x04, HEALTHY, HEALTHY],
  jam: [PRINTER_OK | 0x08, HEALTHY | 0x40, HEALTHY | 0x08, HEALTHY],
  error: [PRINTER_OK | 0x08, HEALTHY | 0x40, HEALTHY | 0x20, HEALTHY],
};
const CONFIRMED = 0x00;
const CONFIRMED_NEAR_END = 0x03;
/** XON and an automatic status byte. */
const CHATTER = [0x11, 0x10];

class EpsonManner implements PrinterManner {
  readonly #reader = new EscPosReader();

  get isMidPaper(): boolean {
    return this.#reader.isMidPaper;
  }

  read(byte: number): readonly MannerEvent[] {
    return this.#reader.read(Uint8Array.of(byte)).map((event) => {
      if (event.is === 'paper') return event;
      return event.is === 'status-question' ? { is: 'question', question: event.question } : { is: 'mark' };
    });
  }

  answer(mode: PrinterMode, question: number): Uint8Array {
    const answer = (EPSON_ANSWERS[mode] ?? [PRINTER_OK, HEALTHY, HEALTHY, HEALTHY])[question - 1] ?? HEALTHY;
    return Uint8Array.from(mode === 'chatty' ? [...CHATTER, answer, ...CHATTER] : [answer]);
  }

  markReached(mode: PrinterMode): Uint8Array {
    if (mode === 'near-end') return Uint8Array.of(CONFIRMED_NEAR_END);
    return mode === 'chatty' ? Uint8Array.of(CHATTER[0] ?? 0, CONFIRMED) : Uint8Array.of(CONFIRMED);
  }
}

/** Nine bytes, and the length that a network printer adds. */
const STAR_HEADER = 0x23;
const STAR_NETWORK = 0x86;
const NETWORK_LENGTH = [0, 0];
/** Third to sixth byte of the status. */
const STAR_STATES: Readonly<Partial<Record<PrinterMode, readonly [number, number, number, number]>>> = {
  'near-end': [0, 0, 0, 0x04],
  'paper-out': [0x08, 0, 0, 0x0c],
  'cover-open': [0x28, 0, 0, 0],
  jam: [0x08, 0x08, 0, 0],
  error: [0x08, 0x20, 0, 0],
};

class StarManner implements PrinterManner {
  readonly #reader = new StarReader();
  #counter = 0;

  get isMidPaper(): boolean {
    return this.#reader.isMidPaper;
  }

  read(byte: number): readonly MannerEvent[] {
    return this.#reader.read(Uint8Array.of(byte)).flatMap((event): readonly MannerEvent[] => {
      if (event.is === 'paper') return [event];
      if (event.is === 'status-question') return [{ is: 'question', question: 1 }];
      if (event.is === 'count') return [{ is: 'mark' }];
      this.#counter = 0;
      return [];
    });
  }

  answer(mode: PrinterMode): Uint8Array {
    const state = STAR_STATES[mode] ?? [0, 0, 0, 0];
    const counter = ((this.#counter << 1) & 0x0e) | ((this.#counter << 2) & 0x60);
    const status = [STAR_HEADER, STAR_NETWORK, ...state, 0, counter, 0, ...NETWORK_LENGTH];
    return Uint8Array.from(mode === 'chatty' ? [0x11, ...status, 0x13] : status);
  }

  markReached(): null {
    this.#counter = (this.#counter + 1) % 32;
    return null;
  }
}
