import jsQr from 'jsqr';

export interface PaperRun {
  readonly text: string;
  /** Times the normal size. */
  readonly wide: number;
  readonly high: number;
  readonly bold: boolean;
  readonly inverted: boolean;
}

/** Dots as they come out, row by row; true is black. */
export type PaperImage = readonly (readonly boolean[])[];

/** One piece of paper, from the start to the cut. */
export interface PrintedPaper {
  readonly lines: readonly (readonly PaperRun[])[];
  /** Drawn by the printer itself, from their text. */
  readonly qrCodes: readonly string[];
  readonly images: readonly PaperImage[];
  readonly bytes: number;
}

/** All words on a paper, line by line, as a person reads them. */
export function paperText(paper: PrintedPaper): string {
  return paper.lines.map((line) => line.map(({ text }) => text).join('')).join('\n');
}

const WHITE_EDGE = 24;

/** What a phone's camera makes of a picture on paper; null: it is no QR code. */
export function qrCodeIn(image: PaperImage): string | null {
  const width = (image[0]?.length ?? 0) + 2 * WHITE_EDGE;
  const height = image.length + 2 * WHITE_EDGE;
  const pixels = new Uint8ClampedArray(width * height * 4).fill(255);
  for (const [y, row] of image.entries()) {
    for (const [x, isBlack] of row.entries()) {
      if (isBlack)
        pixels.fill(0, ((y + WHITE_EDGE) * width + x + WHITE_EDGE) * 4, ((y + WHITE_EDGE) * width + x + WHITE_EDGE) * 4 + 3);
    }
  }
  const found = jsQr(pixels, width, height);
  // Byte mode is UTF-8 here; jsQR's own text takes it for that too.
  return found === null ? null : new TextDecoder('utf-8').decode(Uint8Array.from(found.binaryData));
}

/** Rows of dots from bytes, eight to a byte, the highest bit first. */
export function imageRows(bytes: readonly number[], bytesPerRow: number): boolean[][] {
  const rows: boolean[][] = [];
  for (let at = 0; at < bytes.length; at += bytesPerRow) {
    rows.push(
      bytes.slice(at, at + bytesPerRow).flatMap((byte) => [7, 6, 5, 4, 3, 2, 1, 0].map((bit) => ((byte >> bit) & 1) === 1)),
    );
  }
  return rows;
}
