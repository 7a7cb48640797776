import type { Clock, Timers } from '../../shared/lib/clock.ts';
import type { PrinterId } from '../../shared/hall/configuration.ts';
import type { TestPrint } from '../../shared/protocol/kiosk-requests.ts';
import type { PaperPreview, PaperPreviewAsked, SlipKind, SlipPrint } from '../../shared/protocol/paper-requests.ts';
import type { HubLog } from '../hub/hub-log.ts';
import { connectPrinter } from './connect-printer.ts';
import { paperPreview } from './paper-preview.ts';
import { Printing, type PrintingHub, type PrintingOptions } from './printing.ts';
import { Slips, type SlipsHub } from './slips.ts';

export interface PapersOptions extends Pick<PrintingOptions, 'addresses' | 'phoneLink'> {
  readonly hub: PrintingHub & SlipsHub;
  readonly hall: string;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: HubLog;
}

/** All of a hub's papers: tickets, which it prints by itself, and what somebody asks for. */
export class Papers {
  readonly #printing: Printing;
  readonly #slips: Slips;
  readonly #options: PapersOptions;

  private constructor(printing: Printing, slips: Slips, options: PapersOptions) {
    this.#printing = printing;
    this.#slips = slips;
    this.#options = options;
  }

  static async open(options: PapersOptions): Promise<Papers> {
    const { hall, timers, ...rest } = options;
    const halls = [hall];
    const printing = new Printing({ ...rest, halls, timers, openPrinter: (place) => connectPrinter(place, timers) });
    await printing.start();
    const slips = new Slips({ ...rest, halls, print: (each, printer, bytes) => printing.print(each, printer, bytes) });
    slips.start();
    return new Papers(printing, slips, options);
  }

  /** An example of a ticket carries an address only where real ones do. */
  preview(asked: PaperPreviewAsked): PaperPreview {
    const { clock, hall, phoneLink } = this.#options;
    return paperPreview(asked, { at: clock.now(), link: phoneLink?.(hall, 'example') ?? null });
  }

  /** Null: the hall has no such printer. */
  printSlip(hall: string, slip: SlipKind, printer: PrinterId | undefined): Promise<SlipPrint | null> {
    return this.#slips.print(hall, slip, printer);
  }

  /** Null: the hall has no such printer. */
  testPrint(hall: string, printer: PrinterId): Promise<TestPrint | null> {
    return this.#printing.test(hall, printer);
  }

  /** Idempotent. */
  async close(): Promise<void> {
    await this.#slips.close();
    await this.#printing.close();
  }
}
