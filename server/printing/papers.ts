import type { Clock, Timers } from '../../shared/lib/clock.ts';
import type { PrinterId } from '../../shared/hall/configuration.ts';
import type { TestPrint } from '../../shared/protocol/kiosk-requests.ts';
import type { PaperPreview, PaperPreviewAsked, SlipKind, SlipPrint } from '../../shared/protocol/paper-requests.ts';
import type { HubLog } from '../hub/hub-log.ts';
import type { PeerQuestions } from '../hub/peer-questions.ts';
import { connectPrinter } from './connect-printer.ts';
import { FarPapers, type PaperOutcome, type PaperWanted } from './far-papers.ts';
import { paperPreview } from './paper-preview.ts';
import { Printing, type PrintingHub, type PrintingOptions } from './printing.ts';
import { Slips, type SlipsHub } from './slips.ts';

export interface PapersOptions extends Pick<PrintingOptions, 'addresses' | 'holds' | 'phoneLink'> {
  readonly hub: PrintingHub & SlipsHub;
  readonly halls: readonly string[];
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: HubLog;
  /** Other hubs, which may be the ones that print for a hall; absent: there are none. */
  readonly questions?: PeerQuestions | undefined;
  /** Absent: the printers at the places that they are configured at. */
  readonly openPrinter?: PrintingOptions['openPrinter'] | undefined;
}

/** All of a hub's papers: tickets, which it prints by itself, and what somebody asks for. */
export class Papers {
  readonly #printing: Printing;
  readonly #slips: Slips;
  readonly #far: FarPapers | null;
  readonly #options: PapersOptions;

  private constructor(printing: Printing, slips: Slips, options: PapersOptions) {
    this.#printing = printing;
    this.#slips = slips;
    this.#options = options;
    const { questions } = options;
    const print = (wanted: PaperWanted) => (printing.has(wanted.hall) ? this.#printHere(wanted) : undefined);
    this.#far = questions === undefined ? null : new FarPapers(questions, print);
  }

  static async open(options: PapersOptions): Promise<Papers> {
    const { openPrinter = (place) => connectPrinter(place, timers), timers } = options;
    const printing = new Printing({ ...options, openPrinter });
    await printing.start();
    const slips = new Slips({ ...options, print: (hall, printer, bytes) => printing.print(hall, printer, bytes) });
    slips.start();
    return new Papers(printing, slips, options);
  }

  /** From now on it is this hub that prints for a hall. */
  async take(hall: string): Promise<void> {
    this.#slips.take(hall);
    await this.#printing.takeHall(hall);
  }

  /** Another hub does. */
  async release(hall: string): Promise<void> {
    this.#slips.release(hall);
    await this.#printing.releaseHall(hall);
  }

  /** An example of a ticket carries an address only where real ones do. */
  preview(hall: string, asked: PaperPreviewAsked): PaperPreview {
    const { clock, phoneLink } = this.#options;
    return paperPreview(asked, { at: clock.now(), link: phoneLink?.(hall, 'example') ?? null });
  }

  /** Null: the hall has no such printer. */
  printSlip(hall: string, slip: SlipKind, printer: PrinterId | undefined): Promise<SlipPrint | null> {
    return this.#print({ is: slip, hall, printer });
  }

  /** Null: the hall has no such printer. */
  testPrint(hall: string, printer: PrinterId): Promise<TestPrint | null> {
    return this.#print({ is: 'test', hall, printer });
  }

  /** Idempotent. */
  async close(): Promise<void> {
    this.#far?.close();
    await this.#slips.close();
    await this.#printing.close();
  }

  #print(wanted: PaperWanted): Promise<PaperOutcome> {
    return this.#far === null || this.#printing.has(wanted.hall) ? this.#printHere(wanted) : this.#far.print(wanted);
  }

  #printHere(wanted: PaperWanted): Promise<PaperOutcome> {
    const { hall } = wanted;
    return wanted.is === 'test' ? this.#printing.test(hall, wanted.printer) : this.#slips.print(hall, wanted.is, wanted.printer);
  }
}
