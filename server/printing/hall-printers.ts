import type { Timers } from '../../shared/lib/clock.ts';
import type { HallConfiguration, PrinterId, PrinterSetup } from '../../shared/hall/configuration.ts';
import type { PrinterCondition } from '../../shared/hall/commands.ts';
import type { Printer } from './printer.ts';
import { placeOf } from './connect-printer.ts';
import { isSamePlace, type PrinterAddress, type PrinterPlace } from './printer-address.ts';
import { PrinterQueue, type QueueOutcome } from './printer-queue.ts';
import { STATUS_EVERY_MS } from './print-limits.ts';

interface OpenPrinter {
  readonly place: PrinterPlace;
  readonly queue: PrinterQueue;
  readonly stopLooking: () => void;
}

export interface HallPrintersOptions {
  readonly timers: Timers;
  readonly openPrinter: (place: PrinterPlace) => Printer;
  /** Addresses that replace the configured ones (`HALLCALL_PRINTERS`). */
  readonly addresses: ReadonlyMap<PrinterId, PrinterAddress>;
  readonly onCondition: (printer: PrinterId, condition: PrinterCondition) => void;
  /** Asked right before each paper. */
  readonly mayPrint: () => boolean;
}

/** The printers of one hall as its configuration names them, each with its queue and its regular look. */
export class HallPrinters {
  private readonly options: HallPrintersOptions;
  private readonly open = new Map<PrinterId, OpenPrinter>();
  private readonly closing = new Set<Promise<void>>();

  constructor(options: HallPrintersOptions) {
    this.options = options;
  }

  /** Opens what is new, closes what is gone or has moved; the others go on undisturbed. */
  follow(configuration: HallConfiguration): void {
    const wanted = new Map(configuration.printers.map((setup) => [setup.id, this.placeOf(setup)] as const));
    for (const [id, { place }] of this.open) {
      const now = wanted.get(id);
      if (now === undefined || !isSamePlace(now, place)) this.shut(id);
    }
    for (const [id, place] of wanted) if (!this.open.has(id)) this.start(id, place);
  }

  /** `closed` also when the hall has no such printer. */
  async print(id: PrinterId, bytes: Uint8Array): Promise<QueueOutcome> {
    const printer = this.open.get(id);
    if (printer === undefined) return { is: 'closed' };
    const outcome = await printer.queue.print(bytes);
    if (outcome.is !== 'closed') this.options.onCondition(id, outcome.condition);
    return outcome;
  }

  /** Waits for the tickets under way. Idempotent. */
  async close(): Promise<void> {
    for (const id of [...this.open.keys()]) this.shut(id);
    await Promise.all(this.closing);
  }

  private placeOf(setup: PrinterSetup): PrinterPlace {
    const place = placeOf(setup);
    return { ...place, address: this.options.addresses.get(setup.id) ?? place.address };
  }

  private start(id: PrinterId, place: PrinterPlace): void {
    const queue = new PrinterQueue(this.options.openPrinter(place), this.options.mayPrint);
    const look = async (): Promise<void> => {
      const condition = await queue.look();
      if (condition !== null) this.options.onCondition(id, condition);
    };
    const stopLooking = this.options.timers.every(STATUS_EVERY_MS, () => void look());
    this.open.set(id, { place, queue, stopLooking });
    void look();
  }

  private shut(id: PrinterId): void {
    const printer = this.open.get(id);
    if (printer === undefined) return;
    this.open.delete(id);
    printer.stopLooking();
    const closed = printer.queue.close();
    this.closing.add(closed);
    void closed.finally(() => this.closing.delete(closed));
  }
}
