import type { Gate } from './order-desk.ts';

/** Shut while the hub is down, so that nobody burns the processor that the hub needs to start. */
export class KillGate implements Gate {
  isOver = false;
  isAbandoned = false;
  private isOpen = false;
  private readonly waiting = new Set<() => void>();

  up(): Promise<void> {
    return this.isOpen ? Promise.resolve() : new Promise((resolve) => this.waiting.add(resolve));
  }

  open(): void {
    this.isOpen = true;
    const waiting = [...this.waiting];
    this.waiting.clear();
    for (const go of waiting) go();
  }

  /** Commands under way are not told: their line breaks. */
  shut(): void {
    this.isOpen = false;
  }

  end(): void {
    this.isOver = true;
    this.open();
  }

  /** The hubs are gone for good: whoever still waits for an answer goes home without. */
  abandon(): void {
    this.isAbandoned = true;
    this.end();
  }
}
