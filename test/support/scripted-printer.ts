import type { PrinterCondition } from '../../shared/hall/commands.ts';
import { faultOf, type Printer, type PrintOutcome } from '../../server/printing/printer.ts';
import { EscPosReader } from './escpos-reader.ts';
import { paperText } from './printed-paper.ts';

/** A printer that prints when a test says so, in virtual time. */
export class ScriptedPrinter implements Printer {
  condition: PrinterCondition = 'ready';
  /** While it is true, what is sent waits for `finish`. */
  isHeld = false;
  isClosed = false;
  /** The words of everything that was sent, printed or not. */
  readonly sent: string[] = [];
  looks = 0;
  private held: ((outcome: PrintOutcome) => void)[] = [];

  print(bytes: Uint8Array): Promise<PrintOutcome> {
    const [event] = new EscPosReader().read(bytes);
    this.sent.push(event?.is === 'paper' ? paperText(event.paper) : 'no paper');
    return this.isHeld ? new Promise((resolve) => this.held.push(resolve)) : Promise.resolve(this.outcome());
  }

  status(): Promise<PrinterCondition> {
    this.looks += 1;
    return Promise.resolve(this.condition);
  }

  close(): void {
    this.isClosed = true;
  }

  /** What is held ends as the condition says. */
  finish(): void {
    for (const settle of this.held.splice(0)) settle(this.outcome());
  }

  private outcome(): PrintOutcome {
    const fault = faultOf(this.condition);
    return fault === null ? { is: 'printed', condition: this.condition } : { is: 'failed', fault, condition: this.condition };
  }
}
