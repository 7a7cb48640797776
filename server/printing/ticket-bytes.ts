import { receiptBytes, receiptPicture, type PaperForm } from './receipt-bytes.ts';
import { ticketLayout, type PaperStyle } from './ticket-layout.ts';
import type { TicketPaper } from './ticket-paper.ts';

/** From the printer's first command to the cut. */
export function ticketBytes(paper: TicketPaper, form: PaperForm & PaperStyle): Uint8Array {
  return receiptBytes(ticketLayout(paper, form.columns, form), form);
}

/** The same ticket as SVG. */
export function ticketPicture(paper: TicketPaper, columns: number, style: PaperStyle = {}): string {
  return receiptPicture(ticketLayout(paper, columns, style), columns);
}
