import { commands, transform, type Printer, type QRCode } from 'receiptline';
import type { TicketPaper } from './ticket-paper.ts';
import { ticketLayout } from './ticket-layout.ts';

/**
 * ESC/POS as Chinese receipt printers understand it: receiptline's generic set, with three things done otherwise.
 * A rule is drawn with GBK's own line character (the generic one lies in a code page that these printers often lack), a QR
 * code is the printer's own (`GS ( k`, its length counted in bytes), and the end is the cut alone: asking whether all
 * was printed is the connection's business.
 */
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

const escpos = {
  ...commands.generic,
  hr: (width: number): string => KANJI_ON + RULE_CHARACTER.repeat(Math.floor(width / 2)),
  close: (): string => commands.generic.cut(),
  qrcode: (symbol: QRCode): string => nativeQr(symbol),
};

/** The same picture on a screen: a rule is a line there anyhow. */
export function ticketPreview(paper: TicketPaper, columns: number): string {
  return transform(ticketLayout(paper, columns), { ...printerOptions(columns), command: 'svg' });
}

/** From `ESC @` to the cut. */
export function ticketBytes(paper: TicketPaper, columns: number): Uint8Array {
  return escposBytes(ticketLayout(paper, columns), columns);
}

export function escposBytes(receiptlineDocument: string, columns: number): Uint8Array {
  return Buffer.from(transform(receiptlineDocument, { ...printerOptions(columns), command: escpos }), 'latin1');
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
