import { commands, transform, type BaseCommand, type Printer, type QRCode } from 'receiptline';
import type { PrinterLanguage, QrDrawing } from '../../shared/hall/setup/paper-setup.ts';

/** How a printer takes paper: its width in Latin characters, what it understands, and who draws a QR code. */
export interface PaperForm {
  readonly columns: number;
  readonly language: PrinterLanguage;
  readonly qr?: QrDrawing | undefined;
}

const ENCODING = 'cp936';
/** `FS &`: Chinese on; the generic set leaves it off after the start. */
const KANJI_ON = '\x1c&';
/** ─ in GBK, two columns wide. */
const RULE_CHARACTER = '\xa9\xa4';
const GS_PAREN_K = '\x1d(k';
const QR_MODEL_2 = '\x04\x00\x31\x41\x32\x00';
const QR_PRINT = '\x03\x00\x31\x51\x30';
/** `m`, `fn` and their prefix count into the length. */
const QR_STORE_OVERHEAD = 3;
const QR_LEVELS: Readonly<Record<QRCode['level'], number>> = { l: 48, m: 49, q: 50, h: 51 };

const rule = (width: number): string => RULE_CHARACTER.repeat(Math.floor(width / 2));

/**
 * ESC/POS as Chinese receipt printers understand it: receiptline's generic set, with three things done otherwise.
 * A rule is drawn with GBK's own line character (the generic one lies in a code page that these printers often lack), a QR
 * code is the printer's own (`GS ( k`, its length counted in bytes), and the end is the cut alone: asking whether all
 * was printed is the connection's business.
 */
const epsonPictures = {
  ...commands.generic,
  hr: (width: number): string => KANJI_ON + rule(width),
  close: (): string => commands.generic.cut(),
};

const epson = { ...epsonPictures, qrcode: (symbol: QRCode): string => nativeQr(symbol) };

/** The same three for Star, whose QR codes are pictures in any case: every model prints them, few draw their own. */
const star = (set: BaseCommand): BaseCommand => ({ ...set, hr: rule, close: () => set.cut() });

const SETS: { readonly [Language in PrinterLanguage]: BaseCommand } = {
  epson,
  star: star(commands.starmbcs2),
  'star-line': star(commands.starlinembcs2),
};

/** From the first command to the cut. `receiptlineDocument`: one of this room's own making, every text in it escaped. */
export function receiptBytes(receiptlineDocument: string, { columns, language, qr }: PaperForm): Uint8Array {
  const command = language === 'epson' && qr === 'picture' ? epsonPictures : SETS[language];
  return Buffer.from(transform(receiptlineDocument, { ...printerOptions(columns), command }), 'latin1');
}

/** The same paper as SVG; a rule is a line there anyhow. */
export function receiptPicture(receiptlineDocument: string, columns: number): string {
  return transform(receiptlineDocument, { ...printerOptions(columns), command: 'svg' });
}

function printerOptions(columns: number): Printer {
  return { cpl: columns, encoding: ENCODING, spacing: true, cutting: true };
}

function nativeQr(symbol: QRCode): string {
  if (symbol.data === '') return '';
  const data = Buffer.from(symbol.data, 'utf8');
  const length = data.length + QR_STORE_OVERHEAD;
  return [
    GS_PAREN_K + QR_MODEL_2,
    `${GS_PAREN_K}\x03\x00\x31\x43${String.fromCharCode(symbol.cell)}`,
    `${GS_PAREN_K}\x03\x00\x31\x45${String.fromCharCode(QR_LEVELS[symbol.level])}`,
    `${GS_PAREN_K}${String.fromCharCode(length & 0xff, length >> 8)}\x31\x50\x30${data.toString('latin1')}`,
    GS_PAREN_K + QR_PRINT,
  ].join('');
}
