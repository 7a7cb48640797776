import type { PrinterCondition } from '../../shared/hall/commands.ts';
import type { PrinterFault } from './printer.ts';
import type { PrinterLine } from './printer-line.ts';

/** How one kind of printer is asked and how it answers. One dialogue serves many lines, one after the other. */
export interface PrinterDialogue {
  /** False: nobody answers at the other end. */
  greets(line: PrinterLine): Promise<boolean>;
  /** `unreachable` when it falls silent. */
  condition(line: PrinterLine): Promise<PrinterCondition>;
  /** Sends a paper to a printer that is fine, and waits until it is through with it. Null: it is on paper. */
  prints(line: PrinterLine, bytes: Uint8Array): Promise<PrinterFault | null>;
}
