import type { PrinterId } from './ids.ts';
import type { Text } from '../text.ts';

/** What a printer understands: ESC/POS, StarPRNT, or the Star Line Mode of older ones. */
export const PRINTER_LANGUAGES = ['epson', 'star', 'star-line'] as const;
export type PrinterLanguage = (typeof PRINTER_LANGUAGES)[number];

/** Who draws a QR code: the printer from its text, or the hub as a picture, for printers that only know pictures. */
export const QR_DRAWINGS = ['printer', 'picture'] as const;
export type QrDrawing = (typeof QR_DRAWINGS)[number];

/** Speeds of a serial line, in baud. */
export const BAUD_RATES = [9_600, 19_200, 38_400, 57_600, 115_200] as const;
export type BaudRate = (typeof BAUD_RATES)[number];

/** How a hall's papers look. Templates are receiptline with `{{fields}}`; absent: the ones that come with the hub. */
export interface PaperSetup {
  readonly ticket?: string | undefined;
  readonly callSlip?: string | undefined;
  readonly daySlip?: string | undefined;
  /** PNG, base64, black on white, at most `LOGO_BYTES_MAX`. */
  readonly logo?: string | undefined;
  /** Last line of a ticket. */
  readonly foot?: Text | undefined;
  /** The day's slip (日结单) comes out here when the business day closes; absent: only when somebody asks for it. */
  readonly daySlipAtClose?: PrinterId | undefined;
}
