/** The papers that a hall can draw itself. */
export const PAPER_KINDS = ['ticket', 'callSlip', 'daySlip'] as const;
export type PaperKind = (typeof PAPER_KINDS)[number];

/**
 * What a template may name. Alone on its line a field is a block, laid out by the hub (the number as large as the paper allows,
 * the documents as a list); within a line it is text. Only a text that exists in both languages may be asked for in one
 * (`{{service.en}}`); without, Chinese leads and English follows.
 */
interface PaperFields {
  readonly blocks: readonly string[];
  readonly texts: readonly string[];
  /** Texts that are the same in both languages. */
  readonly figures: readonly string[];
  /** Without it the paper would be none. */
  readonly needs: string;
}

export const PAPER_FIELDS: { readonly [Kind in PaperKind]: PaperFields } = {
  ticket: {
    blocks: [
      ...['reprint', 'logo', 'hall', 'number', 'service', 'reserved', 'facts', 'ahead', 'quote', 'booked', 'taken'],
      ...['documents', 'wait', 'link', 'rule', 'foot'],
    ],
    texts: ['hall', 'service', 'reserved', 'quote', 'taken', 'rule', 'foot'],
    figures: ['number', 'ahead', 'booked'],
    needs: 'number',
  },
  callSlip: {
    blocks: ['reprint', 'logo', 'title', 'hall', 'printed', 'queues', 'counters', 'rule', 'foot'],
    texts: ['hall', 'printed', 'rule', 'foot'],
    figures: ['waiting'],
    needs: 'queues',
  },
  daySlip: {
    blocks: ['reprint', 'logo', 'title', 'hall', 'day', 'printed', 'totals', 'services', 'counters', 'foot'],
    texts: ['hall', 'day', 'printed', 'foot'],
    figures: ['issued', 'served'],
    needs: 'totals',
  },
};

/** The papers as they come with the hub. A hall that changes one begins here. */
export const DEFAULT_TEMPLATES: { readonly [Kind in PaperKind]: string } = {
  ticket: [
    ...['{{reprint}}', '{{logo}}', '{{hall}}', '', '{{number}}', '{{service}}', '{{reserved}}', '-', '{{facts}}'],
    ...['-', '{{documents}}', '-', '{{wait}}', '{{link}}', '-', '{{rule}}', '{{foot}}'],
  ].join('\n'),
  callSlip: [
    ...['{{reprint}}', '{{title}}', '{{hall}}', '{{printed}}', '-', '{{queues}}', '-', '{{counters}}', '-', '{{rule}}'],
  ].join('\n'),
  daySlip: [
    ...['{{reprint}}', '{{title}}', '{{hall}}', '{{day}}', '-', '{{totals}}', '-', '{{services}}', '-', '{{counters}}'],
    ...['-', '{{printed}}'],
  ].join('\n'),
};
