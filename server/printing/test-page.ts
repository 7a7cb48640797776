import type { EpochMs } from '../../shared/lib/clock.ts';
import type { Text } from '../../shared/hall/text.ts';
import { heading, logoLines } from './paper-blocks.ts';
import { receiptBytes, type PaperForm } from './receipt-bytes.ts';
import { receiptlineProperty, receiptlineText } from './receiptline-text.ts';
import { bothOf, printedText, titleLine } from './slip-parts.ts';
import type { PaperStyle } from './ticket-layout.ts';

/** What a test page says of its printer and its hall. */
export interface TestPage {
  readonly hallName: Text;
  readonly printer: Text;
  readonly at: EpochMs;
  readonly timeZone: string;
}

const RULER = '1234567890';
const QR = 'HALLCALL 测试';

/** 测试页: what could be wrong with a printer's settings shows on one paper. */
export function testPageBytes(page: TestPage, form: PaperForm & PaperStyle): Uint8Array {
  return receiptBytes(testPageLayout(page, form), form);
}

/** Pure. The ruler ends at the right edge when `columns` is right; the Chinese is readable when the language is. */
export function testPageLayout(
  { hallName, printer, at, timeZone }: TestPage,
  { columns, language, logo }: PaperForm & PaperStyle,
): string {
  return [
    ...titleLine({ zh: '测试页', en: 'Test page' }),
    ...logoLines(logo, columns),
    ...heading(hallName, columns),
    '-',
    receiptlineText(bothOf(printer)),
    receiptlineText(`${language} ${columns}`),
    receiptlineText(printedText({ printedAt: at, timeZone }).zh),
    '-',
    `|${RULER.repeat(Math.ceil(columns / RULER.length)).slice(0, columns)} |`,
    '|国国国国国国国国 ABCDEFGH |',
    '"加粗 bold" `~反白 inverted~`',
    '^^^A012',
    `{code:${receiptlineProperty(QR)};option:qrcode,6,m}`,
  ].join('\n');
}
