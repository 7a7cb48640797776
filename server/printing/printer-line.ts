import type { Timers } from '../../shared/lib/clock.ts';
import type { OpenWire, PrinterWire } from './printer-wire.ts';

/**
 * One connection to a printer: bytes down, and single bytes back in the order in which they came. Bytes nobody waits for are
 * kept only until the next question.
 */
export class PrinterLine {
  private readonly received: number[] = [];
  private gone = false;
  private wake: (() => void) | null = null;
  private wire: PrinterWire | null = null;
  private readonly timers: Timers;

  private constructor(timers: Timers) {
    this.timers = timers;
  }

  /** `refused`: at once, by a machine that is there; `silent`: nothing came back in time. */
  static async open(openWire: OpenWire, timeoutMs: number, timers: Timers): Promise<PrinterLine | 'refused' | 'silent'> {
    const line = new PrinterLine(timers);
    const wire = await openWire({ onBytes: (bytes) => line.take(bytes), onEnd: () => line.end() }, timeoutMs);
    if (typeof wire === 'string') return wire;
    line.wire = wire;
    return line;
  }

  /** True once the printer (or `close`) has ended the connection. */
  get isGone(): boolean {
    return this.gone;
  }

  /** How long so many bytes need before the printer has them. */
  transferMs(bytes: number): number {
    return this.wire?.transferMs(bytes) ?? 0;
  }

  /** Forgets what came unasked and sends. */
  ask(question: Uint8Array): void {
    this.received.length = 0;
    this.send(question);
  }

  send(bytes: Uint8Array): void {
    if (!this.gone) this.wire?.write(bytes);
  }

  /** The next byte that fits; others are dropped. Null when none came in time or the line is gone. */
  async next(fits: (byte: number) => boolean, timeoutMs: number): Promise<number | null> {
    let late = false;
    const release = this.timers.after(timeoutMs, () => {
      late = true;
      this.wake?.();
    });
    try {
      for (;;) {
        for (let byte = this.received.shift(); byte !== undefined; byte = this.received.shift()) if (fits(byte)) return byte;
        if (late || this.gone) return null;
        await new Promise<void>((resolve) => (this.wake = resolve));
      }
    } finally {
      release();
      this.wake = null;
    }
  }

  /** Idempotent. */
  close(): void {
    this.wire?.close();
    this.end();
  }

  private take(bytes: Uint8Array): void {
    this.received.push(...bytes);
    this.wake?.();
  }

  private end(): void {
    this.gone = true;
    this.wake?.();
  }
}
