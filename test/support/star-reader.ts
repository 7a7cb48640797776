import { imageRows, type PaperRun, type PrintedPaper } from './printed-paper.ts';

export type StarEvent =
  | { readonly is: 'paper'; readonly paper: PrintedPaper }
  | { readonly is: 'status-question' }
  | { readonly is: 'count-from-0' }
  | { readonly is: 'count' };

const ESC = 0x1b;
const GS = 0x1d;
const RS = 0x1e;
const ETB = 0x17;
const LF = 0x0a;
/** Upright, upside down: settings of a line. */
const SHIFTS = new Set([0x0f, 0x12]);
const PLAIN = { wide: 1, high: 1, bold: false, inverted: false };
const GRAPHIC_LINE_ROWS = 24;

/** Arguments of commands that only set something which these tests do not look at. */
const IGNORED: Readonly<Record<string, number>> = {
  ...{ ' ': 1, s: 2, z: 1, '0': 0, l: 1, Q: 1, '-': 1 },
  ...{ 'GS a': 1, 'GS A': 2, 'GS R': 2, 'RS a': 1, 'RS F': 1 },
};

/**
 * Reads StarPRNT and Star Line Mode with a Chinese font, as strictly as the ESC/POS reader: what it does not know throws.
 * Source: the command tables of Star's "Line Mode Command Specifications".
 */
export class StarReader {
  private readonly gbk = new TextDecoder('gbk', { fatal: true });
  private buffer: number[] = [];
  private at = 0;
  private style = PLAIN;
  private lines: PaperRun[][] = [[]];
  private images: boolean[][][] = [];
  private isInGraphic = false;
  private bytes = 0;

  read(chunk: Uint8Array): StarEvent[] {
    this.buffer.push(...chunk);
    const events: StarEvent[] = [];
    for (let taken = this.step(events); taken > 0; taken = this.step(events)) {
      this.at += taken;
      this.bytes += taken;
    }
    // A picture comes byte by byte: what waits for the rest of it is not copied for each of them.
    if (this.at > 0) this.buffer = this.buffer.slice(this.at);
    this.at = 0;
    return events;
  }

  get isMidPaper(): boolean {
    return this.lines.length > 1 || (this.lines[0]?.length ?? 0) > 0;
  }

  private step(events: StarEvent[]): number {
    const first = this.buffer[this.at];
    if (first === undefined) return 0;
    if (first === ESC) return this.command(events);
    if (first === ETB) {
      events.push({ is: 'count' });
      return 1;
    }
    if (first === LF) {
      if (!this.isInGraphic) this.lines.push([]);
      return 1;
    }
    return SHIFTS.has(first) ? 1 : this.text(first);
  }

  private command(events: StarEvent[]): number {
    const lead = this.buffer[this.at + 1];
    const second = this.buffer[this.at + 2];
    if (lead === undefined) return 0;
    const isTwoFold = lead === GS || lead === RS;
    if (isTwoFold && second === undefined) return 0;
    const name = isTwoFold ? `${lead === GS ? 'GS' : 'RS'} ${String.fromCharCode(second ?? 0)}` : String.fromCharCode(lead);
    const length = isTwoFold ? 3 : 2;
    if (name !== 'k' && name !== '0') this.isInGraphic = false;
    const ignored = IGNORED[name];
    if (ignored !== undefined) return this.has(length + ignored);
    const argument = this.buffer[this.at + length];
    switch (name) {
      case '@':
        this.style = PLAIN;
        return 2;
      case 'E':
      case 'F':
        this.style = { ...this.style, bold: name === 'E' };
        return 2;
      case '4':
      case '5':
        this.style = { ...this.style, inverted: name === '4' };
        return 2;
      case 'i':
        return this.size();
      case 'd':
        return argument === undefined ? 0 : this.cut(argument, events);
      case 'k':
        return this.graphicLine();
      case 'GS S':
        return this.raster();
      case 'RS E':
        if (argument !== undefined) events.push({ is: 'count-from-0' });
        return this.has(4);
      case '\x06':
        if (argument !== undefined) events.push({ is: 'status-question' });
        return this.has(3);
      default:
        throw new Error(`unknown command ESC ${JSON.stringify(name)}`);
    }
  }

  private has(length: number): number {
    return this.buffer.length - this.at < length ? 0 : length;
  }

  private size(): number {
    const [high, wide] = this.buffer.slice(this.at + 2, this.at + 4);
    if (high === undefined || wide === undefined) return 0;
    if (high > 5 || wide > 5) throw new Error(`unknown size ${high} ${wide}`);
    this.style = { ...this.style, wide: wide + 1, high: high + 1 };
    return 4;
  }

  private cut(kind: number, events: StarEvent[]): number {
    if (kind !== 0x33) throw new Error(`unknown cut ${kind}`);
    events.push({ is: 'paper', paper: { lines: this.lines, qrCodes: [], images: this.images, bytes: this.bytes } });
    this.lines = [[]];
    this.images = [];
    this.bytes = 0;
    return 3;
  }

  /** `ESC k`: 24 rows at a time; what follows one another is one picture. */
  private graphicLine(): number {
    const [low, high] = this.buffer.slice(this.at + 2, this.at + 4);
    if (low === undefined || high === undefined) return 0;
    const bytesPerRow = low + high * 256;
    const length = 4 + bytesPerRow * GRAPHIC_LINE_ROWS;
    if (this.buffer.length - this.at < length) return 0;
    const rows = imageRows(this.buffer.slice(this.at + 4, this.at + length), bytesPerRow);
    const last = this.images.at(-1);
    if (this.isInGraphic && last !== undefined) last.push(...rows);
    else this.images.push(rows);
    this.isInGraphic = true;
    return length;
  }

  /** `ESC GS S m xL xH yL yH n`. */
  private raster(): number {
    const [tone, xLow, xHigh, yLow, yHigh] = this.buffer.slice(this.at + 3, this.at + 8);
    if (tone === undefined || xLow === undefined || xHigh === undefined || yLow === undefined || yHigh === undefined) return 0;
    const bytesPerRow = xLow + xHigh * 256;
    const length = 9 + bytesPerRow * (yLow + yHigh * 256);
    if (this.buffer.length - this.at < length) return 0;
    this.images.push(imageRows(this.buffer.slice(this.at + 9, this.at + length), bytesPerRow));
    return length;
  }

  private text(first: number): number {
    if (first < 0x20 || first === 0x7f) throw new Error(`control byte ${first.toString(16)} in text`);
    if (first < 0x80) return this.put(String.fromCharCode(first), 1);
    if (this.buffer.length - this.at < 2) return 0;
    return this.put(this.gbk.decode(Uint8Array.from(this.buffer.slice(this.at, this.at + 2))), 2);
  }

  private put(character: string, bytes: number): number {
    this.isInGraphic = false;
    const line = this.lines.at(-1) ?? [];
    const last = line.at(-1);
    const { wide, high, bold, inverted } = this.style;
    const continues = last?.wide === wide && last.high === high && last.bold === bold && last.inverted === inverted;
    if (last !== undefined && continues) line[line.length - 1] = { ...last, text: last.text + character };
    else line.push({ text: character, wide, high, bold, inverted });
    return bytes;
  }
}
