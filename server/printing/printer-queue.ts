import type { PrinterCondition } from '../../shared/hall/commands.ts';
import { faultOf, type Printer, type PrinterFault, type PrintOutcome } from './printer.ts';
import { PRINT_QUEUE_MAX } from './print-limits.ts';

/** `closed`: the room was closed before the ticket's turn, or another hub prints now; nothing is known, nothing is to be said. */
export type QueueOutcome = PrintOutcome | { readonly is: 'closed' };

interface Waiting {
  readonly bytes: Uint8Array;
  readonly settle: (outcome: QueueOutcome) => void;
}

/**
 * Tickets of one printer, one after the other in the order of their requests. When one fails, or the look that they wait
 * for finds a fault, those behind fail with it: a customer must not stand before a silent machine for as long as all the
 * tickets ahead take to fail. Each new ticket tries the printer anew.
 */
export class PrinterQueue {
  private readonly printer: Printer;
  private readonly mayPrint: () => boolean;
  private readonly waiting: Waiting[] = [];
  /** At work, or looked at. */
  private isBusy = false;
  private work: Promise<void> = Promise.resolve();
  private closed = false;

  /** `mayPrint` is asked right before each paper: another hub may print for this hall by now. */
  constructor(printer: Printer, mayPrint: () => boolean = () => true) {
    this.printer = printer;
    this.mayPrint = mayPrint;
  }

  print(bytes: Uint8Array): Promise<QueueOutcome> {
    if (this.closed) return Promise.resolve({ is: 'closed' });
    if (this.waiting.length >= PRINT_QUEUE_MAX) return Promise.resolve(failedWith('printer-error'));
    return new Promise((settle) => {
      this.waiting.push({ bytes, settle });
      this.run();
    });
  }

  /** Null while the printer is at work: its outcome will tell. */
  async look(): Promise<PrinterCondition | null> {
    if (this.closed || this.isBusy) return null;
    this.isBusy = true;
    const look = this.printer.status();
    this.work = look.then((condition) => {
      const fault = faultOf(condition);
      if (fault !== null) this.failWaiting(fault);
      return this.next();
    });
    const condition = await look;
    return this.closed ? null : condition;
  }

  /** Lets the ticket under way come to its end, drops the rest. Idempotent. */
  async close(): Promise<void> {
    this.closed = true;
    for (const each of this.waiting.splice(0)) each.settle({ is: 'closed' });
    await this.work;
    this.printer.close();
  }

  private run(): void {
    if (this.isBusy) return;
    this.isBusy = true;
    this.work = this.next();
  }

  /** Prints until nothing waits. Never rejects. */
  private async next(): Promise<void> {
    for (let job = this.waiting.shift(); job !== undefined; job = this.waiting.shift()) {
      if (!this.mayPrint()) {
        job.settle({ is: 'closed' });
        continue;
      }
      const outcome = await this.printer.print(job.bytes);
      job.settle(outcome);
      if (outcome.is === 'failed') this.failWaiting(outcome.fault);
    }
    this.isBusy = false;
  }

  private failWaiting(fault: PrinterFault): void {
    for (const each of this.waiting.splice(0)) each.settle(failedWith(fault));
  }
}

function failedWith(fault: PrinterFault): PrintOutcome {
  return { is: 'failed', fault, condition: fault };
}
