import type { Timers } from '../../shared/lib/clock.ts';
import type { PrinterCondition } from '../../shared/hall/commands.ts';
import { faultOf, type PrinterFault, type Printer, type PrintOutcome } from './printer.ts';
import type { PrinterDialogue } from './printer-dialogue.ts';
import { PrinterLine } from './printer-line.ts';
import type { OpenWire } from './printer-wire.ts';
import { CONNECT_AGAIN_MS, CONNECT_MS_MAX } from './print-limits.ts';

/**
 * A printer at the other end of a line: a socket (port 9100), a USB device, a serial line. Writing to it proves nothing: the
 * bytes are in some buffer while the paper is out. So one connection asks first how the printer is, sends the ticket, and then
 * waits until the printer says that it has worked through it; only that is *printed*. One connection per ticket or look: a
 * printer that takes a single connection is free for others in between, and a broken line is never found out too late.
 */
export class LinePrinter implements Printer {
  private readonly openWire: OpenWire;
  private readonly dialogue: PrinterDialogue;
  private readonly timers: Timers;
  private line: PrinterLine | null = null;
  private closed = false;

  constructor(parts: { openWire: OpenWire; dialogue: PrinterDialogue; timers: Timers }) {
    this.openWire = parts.openWire;
    this.dialogue = parts.dialogue;
    this.timers = parts.timers;
  }

  print(bytes: Uint8Array): Promise<PrintOutcome> {
    return this.connected<PrintOutcome>(failed('unreachable'), async (line) => {
      const before = await this.dialogue.condition(line);
      const fault = faultOf(before);
      if (fault !== null) return failed(fault);
      const trouble = await this.dialogue.prints(line, bytes);
      if (trouble !== null) return failed(trouble);
      const after = await this.dialogue.condition(line);
      // The paper is out of the printer; what it says now is about the next one.
      return { is: 'printed', condition: after === 'unreachable' ? before : after };
    });
  }

  status(): Promise<PrinterCondition> {
    return this.connected<PrinterCondition>('unreachable', (line) => this.dialogue.condition(line));
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
        const line = await PrinterLine.open(this.openWire, CONNECT_MS_MAX, this.timers);
        if (line === 'silent') return null;
        if (line !== 'refused') {
          this.line = line;
          if (!this.closed && (await this.dialogue.greets(line))) return line;
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
}

function failed(fault: PrinterFault): PrintOutcome {
  return { is: 'failed', fault, condition: fault };
}
