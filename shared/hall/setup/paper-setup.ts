import type { Text } from '../text.ts';

/** What a printer understands. */
export const PRINTER_LANGUAGES = ['epson', 'star'] as const;
export type PrinterLanguage = (typeof PRINTER_LANGUAGES)[number];

/** How a hall's papers look. Templates are receiptline with `{{fields}}`; absent: the ones that come with the hub. */
export interface PaperSetup {
  readonly ticket?: string | undefined;
  readonly callSlip?: string | undefined;
  readonly daySlip?: string | undefined;
  /** PNG, base64, black on white, at most `LOGO_BYTES_MAX`. */
  readonly logo?: string | undefined;
  /** Last line of a ticket. */
  readonly foot?: Text | undefined;
}
