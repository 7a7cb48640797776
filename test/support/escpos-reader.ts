import { imageRows, type PaperImage, type PaperRun, type PrintedPaper } from './printed-paper.ts';

/**
 * Reads ESC/POS the way a Chinese receipt printer does, and is stricter: a command that it does not know, or a byte above
 * ASCII while Chinese is off, throws. So a test sees what would be garbage on real paper.
 */
export type ReaderEvent =
  | { readonly is: 'paper'; readonly paper: PrintedPaper }
  | { readonly is: 'status-question'; readonly question: number }
  | { readonly is: 'confirm-question' };

const DLE = 0x10;
const ESC = 0x1b;
const FS = 0x1c;
const GS = 0x1d;
const LF = 0x0a;
const PLAIN = { wide: 1, high: 1, bold: false, inverted: false };

/** Bytes after `ESC x`, `FS x` and `GS x` that only set something which these tests do not look at. */
const IGNORED: Readonly<Record<number, Readonly<Record<string, number>>>> = {
  [ESC]: { M: 1, ' ': 1, '3': 1, '2': 0, '{': 1, t: 1, a: 1, $: 2, '\\': 2, '-': 1, R: 1 },
  [FS]: { S: 2, C: 1, '-': 1 },
  [GS]: { a: 1, L: 2, W: 2 },
};

export class EscPosReader {
  private readonly gbk = new TextDecoder('gbk', { fatal: true });
  private buffer: number[] = [];
  /** Everything before it is used. */
  private at = 0;
  private kanji = false;
  private style = PLAIN;
  private lines: PaperRun[][] = [[]];
  private qrCodes: string[] = [];
  private images: PaperImage[] = [];
  private qrStored: string | null = null;
  private bytes = 0;

  /** What the bytes come to, in order. An unfinished command waits for its rest. */
  read(chunk: Uint8Array): ReaderEvent[] {
    this.buffer.push(...chunk);
    const events: ReaderEvent[] = [];
    for (let taken = this.step(events); taken > 0; taken = this.step(events)) {
      this.at += taken;
      this.bytes += taken;
    }
    // A picture comes byte by byte: what waits for the rest of it is not copied for each of them.
    if (this.at > 0) this.buffer = this.buffer.slice(this.at);
    this.at = 0;
    return events;
  }

  /** True between the first byte of a paper and its cut. */
  get isMidPaper(): boolean {
    return this.lines.length > 1 || (this.lines[0]?.length ?? 0) > 0;
  }

  /** Bytes used; 0 when more must come first. */
  private step(events: ReaderEvent[]): number {
    const first = this.buffer[this.at];
    switch (first) {
      case undefined:
        return 0;
      case DLE:
        return this.realTime(events);
      case ESC:
      case FS:
      case GS:
        return this.buffer.length - this.at < 2 ? 0 : this.command(first, events);
      case LF:
        this.lines.push([]);
        return 1;
      default:
        return this.text(first);
    }
  }

  private realTime(events: ReaderEvent[]): number {
    if (this.buffer.length - this.at < 3) return 0;
    if (this.buffer[this.at + 1] !== 0x04) throw new Error(`unknown DLE command ${this.buffer[this.at + 1]}`);
    events.push({ is: 'status-question', question: this.buffer[this.at + 2] ?? 0 });
    return 3;
  }

  private command(lead: number, events: ReaderEvent[]): number {
    const name = String.fromCharCode(this.buffer[this.at + 1] ?? 0);
    const ignored = IGNORED[lead]?.[name];
    if (ignored !== undefined) return this.has(2 + ignored);
    const argument = this.buffer[this.at + 2];
    switch (`${lead === ESC ? 'ESC' : lead === FS ? 'FS' : 'GS'} ${name}`) {
      case 'ESC @':
        this.kanji = false;
        this.style = PLAIN;
        return 2;
      case 'FS &':
        this.kanji = true;
        return 2;
      case 'FS .':
        this.kanji = false;
        return 2;
      case 'ESC E':
        if (argument !== undefined) this.style = { ...this.style, bold: (argument & 1) === 1 };
        return this.has(3);
      case 'GS B':
        if (argument !== undefined) this.style = { ...this.style, inverted: (argument & 1) === 1 };
        return this.has(3);
      case 'GS !':
        if (argument !== undefined) this.style = { ...this.style, wide: (argument >> 4) + 1, high: (argument & 7) + 1 };
        return this.has(3);
      case 'GS r':
        if (argument !== undefined) events.push({ is: 'confirm-question' });
        return this.has(3);
      case 'GS V':
        return this.cut(events);
      case 'GS (':
        return this.symbol();
      case 'GS v':
        return this.image();
      default:
        throw new Error(`unknown command ${lead.toString(16)} ${name}`);
    }
  }

  private has(length: number): number {
    return this.buffer.length - this.at < length ? 0 : length;
  }

  private cut(events: ReaderEvent[]): number {
    if (this.buffer.length - this.at < 4) return 0;
    if (this.buffer[this.at + 2] !== 0x42) throw new Error(`unknown cut ${this.buffer[this.at + 2]}`);
    events.push({ is: 'paper', paper: { lines: this.lines, qrCodes: this.qrCodes, images: this.images, bytes: this.bytes } });
    this.lines = [[]];
    this.qrCodes = [];
    this.images = [];
    this.bytes = 0;
    return 4;
  }

  /** `GS v 0`: dots, eight to a byte. */
  private image(): number {
    const [, , kind, , xLow, xHigh, yLow, yHigh] = this.buffer.slice(this.at, this.at + 8);
    if (kind === undefined || xLow === undefined || xHigh === undefined || yLow === undefined || yHigh === undefined) return 0;
    if (kind !== 0x30) throw new Error(`unknown GS v ${kind}`);
    const bytesPerRow = xLow + xHigh * 256;
    const length = 8 + bytesPerRow * (yLow + yHigh * 256);
    if (this.buffer.length - this.at < length) return 0;
    this.images.push(imageRows(this.buffer.slice(this.at + 8, this.at + length), bytesPerRow));
    return length;
  }

  /** `GS ( k`: the length is counted in bytes; whatever a wrong length leaves over is printed as text, as on real paper. */
  private symbol(): number {
    const [, , kind, low, high] = this.buffer.slice(this.at, this.at + 5);
    if (low === undefined || high === undefined) return 0;
    if (kind !== 0x6b) throw new Error(`unknown GS ( ${kind}`);
    const length = 5 + low + high * 256;
    if (this.buffer.length - this.at < length) return 0;
    const [, action] = this.buffer.slice(this.at + 5, this.at + 7);
    if (action === 0x50)
      this.qrStored = new TextDecoder('utf-8', { fatal: true }).decode(
        Uint8Array.from(this.buffer.slice(this.at + 8, this.at + length)),
      );
    if (action === 0x51) {
      if (this.qrStored === null) throw new Error('a QR code is printed before it is stored');
      this.qrCodes.push(this.qrStored);
    }
    return length;
  }

  private text(first: number): number {
    if (first < 0x20 || first === 0x7f) throw new Error(`control byte ${first.toString(16)} in text`);
    if (first < 0x80) return this.put(String.fromCharCode(first), 1);
    if (!this.kanji) throw new Error(`byte ${first.toString(16)} while Chinese is off`);
    if (this.buffer.length - this.at < 2) return 0;
    return this.put(this.gbk.decode(Uint8Array.from(this.buffer.slice(this.at, this.at + 2))), 2);
  }

  private put(character: string, bytes: number): number {
    const line = this.lines[this.lines.length - 1] ?? [];
    const last = line[line.length - 1];
    const { wide, high, bold, inverted } = this.style;
    const continues = last?.wide === wide && last.high === high && last.bold === bold && last.inverted === inverted;
    if (last !== undefined && continues) line[line.length - 1] = { ...last, text: last.text + character };
    else line.push({ text: character, wide, high, bold, inverted });
    return bytes;
  }
}
