import type { Timers } from '../../shared/lib/clock.ts';
import type { PrinterCondition } from '../../shared/hall/commands.ts';
import { faultOf, type PrinterFault, type Printer, type PrintOutcome } from './printer.ts';
import {
  conditionOf,
  CONFIRM_QUESTION,
  confirmsPaper,
  isConfirmation,
  isStatusAnswer,
  statusQuestion,
  stoppedBy,
  type StatusBytes,
  type StatusQuestion,
} from './printer-status.ts';
import { PrinterLine, type PrinterAddress } from './printer-line.ts';
import {
  CONFIRM_ASK_MS,
  CONFIRM_MS_MAX,
  CONFIRM_SILENCE_MS_MAX,
  CONNECT_AGAIN_MS,
  CONNECT_MS_MAX,
  STATUS_ANSWER_MS_MAX,
} from './print-limits.ts';

/**
 * A network printer (port 9100). Writing to a socket proves nothing: the bytes are in some buffer while the paper is out.
 * So one connection asks first how the printer is, sends the ticket, and then waits until the printer says that it has
 * worked through it; only that is *printed*. One connection per ticket or look: a printer that takes a single connection
 * is free for others in between, and a broken line is never found out too late.
 */
export class TcpPrinter implements Printer {
  private readonly address: PrinterAddress;
  private readonly timers: Timers;
  private line: PrinterLine | null = null;
  private closed = false;

  constructor({ address, timers }: { address: PrinterAddress; timers: Timers }) {
    this.address = address;
    this.timers = timers;
  }

  print(bytes: Uint8Array): Promise<PrintOutcome> {
    return this.connected<PrintOutcome>(failed('unreachable'), async (line) => {
      const before = await this.condition(line);
      const fault = faultOf(before);
      if (fault !== null) return failed(fault);
      line.send(bytes);
      line.send(CONFIRM_QUESTION);
      const trouble = await this.confirmed(line);
      if (trouble !== null) return failed(trouble);
      const after = await this.condition(line);
      // The paper is out of the printer; what it says now is about the next one.
      return { is: 'printed', condition: after === 'unreachable' ? before : after };
    });
  }

  status(): Promise<PrinterCondition> {
    return this.connected<PrinterCondition>('unreachable', (line) => this.condition(line));
  }

  close(): void {
    this.closed = true;
    this.line?.close();
  }

  private async connected<Outcome>(unreachable: Outcome, use: (line: PrinterLine) => Promise<Outcome>): Promise<Outcome> {
    const line = await this.connect();
    if (line === null) return unreachable;
    try {
      return await use(line);
    } finally {
      this.line = null;
      line.close();
    }
  }

  /**
   * A line to a printer that has answered. One that refuses, or takes the line and drops it at once, may only be at
   * another connection: it is asked again while there is time. One that is silent is not.
   */
  private async connect(): Promise<PrinterLine | null> {
    let late = false;
    const release = this.timers.after(CONNECT_MS_MAX, () => (late = true));
    try {
      while (!late && !this.closed) {
        const line = await PrinterLine.open(this.address, CONNECT_MS_MAX, this.timers);
        if (line === 'silent') return null;
        if (line !== 'refused') {
          this.line = line;
          if (!this.closed && (await this.answer(line, 1)) !== null) return line;
          const wasDropped = line.isGone;
          line.close();
          if (!wasDropped) return null;
        }
        await new Promise<void>((resolve) => this.timers.after(CONNECT_AGAIN_MS, resolve));
      }
      return null;
    } finally {
      release();
    }
  }

  private async condition(line: PrinterLine): Promise<PrinterCondition> {
    const answers: number[] = [];
    for (const question of [1, 2, 3, 4] as const) {
      const answer = await this.answer(line, question);
      if (answer === null) return 'unreachable';
      answers.push(answer);
    }
    return conditionOf(answers as unknown as StatusBytes);
  }

  private answer(line: PrinterLine, question: StatusQuestion): Promise<number | null> {
    line.ask(statusQuestion(question));
    return line.next(isStatusAnswer, STATUS_ANSWER_MS_MAX);
  }

  /**
   * Null: the printer has worked through everything that was sent. Else what keeps it from doing so. Time is counted in
   * waits, not read from a clock that may be set meanwhile.
   */
  private async confirmed(line: PrinterLine): Promise<PrinterFault | null> {
    let silentMs = 0;
    let waitedMs = 0;
    let asked = false;
    while (silentMs < CONFIRM_SILENCE_MS_MAX && waitedMs < CONFIRM_MS_MAX) {
      const byte = await line.next(isConfirmationOrStatus, CONFIRM_ASK_MS);
      if (byte !== null && isConfirmation(byte)) {
        // Its answer must not be taken for the answer to the next question.
        if (asked) await line.next(isStatusAnswer, STATUS_ANSWER_MS_MAX);
        return confirmsPaper(byte) ? null : 'paper-out';
      }
      if (byte !== null) {
        const trouble = stoppedBy(byte);
        if (trouble !== null) return trouble;
        silentMs = 0;
        asked = false;
        continue;
      }
      if (line.isGone) return 'unreachable';
      silentMs += CONFIRM_ASK_MS;
      waitedMs += CONFIRM_ASK_MS;
      if (!asked) line.send(statusQuestion(2));
      asked = true;
    }
    return 'printer-error';
  }
}

function isConfirmationOrStatus(byte: number): boolean {
  return isConfirmation(byte) || isStatusAnswer(byte);
}

function failed(fault: PrinterFault): PrintOutcome {
  return { is: 'failed', fault, condition: fault };
}
