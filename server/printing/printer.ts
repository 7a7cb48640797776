import type { PrinterCondition } from '../../shared/hall/commands.ts';
import type { PrintFault } from '../../shared/hall/ticket.ts';

export type PrinterFault = Exclude<PrintFault, 'too-late'>;

/** `printed` is only said when the printer itself confirmed that it is through with the paper. */
export type PrintOutcome =
  | { readonly is: 'printed'; readonly condition: PrinterCondition }
  | { readonly is: 'failed'; readonly fault: PrinterFault; readonly condition: PrinterCondition };

/**
 * One machine that puts bytes on paper. Adapters: TCP. Neither method rejects: what goes wrong is an outcome or a
 * condition. One call at a time (`PrinterQueue` sees to it): cheap network printers take one connection.
 */
export interface Printer {
  print(bytes: Uint8Array): Promise<PrintOutcome>;
  status(): Promise<PrinterCondition>;
  /** Ends what is under way, as failed. Idempotent. */
  close(): void;
}

/** What a printer in this condition does to a ticket; null: it prints. */
export function faultOf(condition: PrinterCondition): PrinterFault | null {
  return condition === 'ready' || condition === 'paper-near-end' ? null : condition;
}
