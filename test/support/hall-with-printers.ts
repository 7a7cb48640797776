import type { PrinterLanguage } from '../../shared/hall/setup/paper-setup.ts';

/** A printer of the hall, as the hall's file names it. */
export interface ListedPrinter {
  readonly id?: string;
  readonly zh?: string;
  readonly language?: PrinterLanguage;
  readonly address: { readonly host: string; readonly port: number };
}

/** The demonstration's hall file with printers, the first being where its kiosk prints: for `HubProcessOptions.hallFile`. */
export function withPrinters(...printers: readonly ListedPrinter[]): (demo: string) => string {
  const lines = printers.map(({ address: { host, port }, id = 'front', language = 'epson', zh = '门口' }) => {
    const name = `name: { zh: ${zh}, en: ${id} }`;
    return `  - { id: ${id}, ${name}, host: ${host}, port: ${port}, columns: 48, language: ${language} }`;
  });
  return (demo) => demo.replace(/^printers: \[\]$/m, ['printers:', ...lines].join('\n'));
}
