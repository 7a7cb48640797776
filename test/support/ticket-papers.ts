import type { TicketPaper } from '../../server/printing/ticket-paper.ts';

/** A ticket of an ordinary morning; what a test is about it says itself. */
export function ticketPaperOf(facts: Partial<TicketPaper> = {}): TicketPaper {
  return {
    hallName: { zh: '城东营业厅', en: 'East City Service Hall' },
    number: 'A012',
    service: { zh: '缴费', en: 'Pay a bill' },
    documents: [{ zh: '身份证', en: 'ID card' }],
    ahead: 12,
    quote: { fromMs: 8 * 60_000, toMs: 14 * 60_000 },
    reserved: null,
    bookedFor: null,
    issuedAt: Date.parse('2026-11-22T01:41:00Z'),
    timeZone: 'Asia/Shanghai',
    reprint: false,
    large: false,
    rule: { zh: '按取号先后叫号。', en: 'Numbers are called in the order of arrival.' },
    link: null,
    foot: null,
    ...facts,
  };
}
