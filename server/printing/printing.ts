import type { Clock, EpochMs, Timers } from '../../shared/lib/clock.ts';
import { unreachable } from '../../shared/lib/unreachable.ts';
import type { PrinterId, PrinterSetup } from '../../shared/hall/configuration.ts';
import type { PaperSetup } from '../../shared/hall/setup/paper-setup.ts';
import type { PrinterCondition, ReportPrint } from '../../shared/hall/commands.ts';
import type { HallState } from '../../shared/hall/state.ts';
import type { PrintFault, TicketId } from '../../shared/hall/ticket.ts';
import type { TestPrint } from '../../shared/protocol/kiosk-requests.ts';
import type { JournalEntry } from '../journal/entry.ts';
import type { HubLog } from '../hub/hub-log.ts';
import { testPageBytes } from './test-page.ts';
import { ticketBytes } from './ticket-bytes.ts';
import { HallPrinters } from './hall-printers.ts';
import { PRINT_AGAIN_WITHIN_MS } from './print-limits.ts';
import { PrintReporter } from './print-reporter.ts';
import type { Printer } from './printer.ts';
import type { PrinterAddress, PrinterPlace } from './printer-address.ts';
import type { QueueOutcome } from './printer-queue.ts';
import type { PaperForm } from './receipt-bytes.ts';
import type { PaperStyle } from './ticket-layout.ts';
import { ticketPaper } from './ticket-paper.ts';

/** What the printing room needs of the hub. */
export interface PrintingHub {
  readonly submit: PrintReporter['hub']['submit'];
  read(hall: string): Promise<{ readonly state: HallState }>;
  onCommitted(listener: (hall: string, entries: readonly JournalEntry[], state: HallState) => void): () => void;
}

export interface PrintingOptions {
  readonly hub: PrintingHub;
  readonly halls: readonly string[];
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: HubLog;
  readonly openPrinter: (place: PrinterPlace) => Printer;
  /** Addresses that replace the configured ones. */
  readonly addresses: ReadonlyMap<PrinterId, PrinterAddress>;
  /** Where a phone finds a ticket; null where the hall has no page for phones. */
  readonly phoneLink: ((hall: string, ticket: TicketId) => string) | null;
  /** Whether it is this hub that prints for a hall now, asked right before each paper; absent: it is, for all of them. */
  readonly holds?: ((hall: string) => boolean) | undefined;
}

interface PrintRequest {
  readonly hall: string;
  readonly ticket: TicketId;
  readonly printer: PrinterId;
  readonly requestedAt: EpochMs;
  /** Of its entry; after a restart, of the state that it was found in. */
  readonly version: number;
  /** As told at issue; absent for a copy and after a restart. */
  readonly ahead?: number | undefined;
  readonly reprint: boolean;
  readonly large: boolean;
}

/**
 * The printing room. It reads what the hall has committed and answers with facts: this ticket is on paper, that one
 * failed, this printer is out of paper. A request that is open in the journal after a restart may or may not be on paper:
 * while the customer still stands there it is printed once more and marked 补打, later it has failed.
 *
 * **Maintained invariant**: every `print-requested` is followed by one `ticket-printed` or `print-failed`, if need be
 * after a restart; `ticket-printed` only when the printer confirmed it.
 */
export class Printing {
  private readonly options: PrintingOptions;
  private readonly reporter: PrintReporter;
  private readonly halls = new Map<string, HallPrinters>();
  /** What the hall was last told of a printer, so that only a change is reported. */
  private readonly told = new Map<string, PrinterCondition>();
  private readonly versions = new Map<string, number>();
  /** Requests taken, until they are reported. */
  private readonly taken = new Map<string, Promise<void>>();
  private release: (() => void) | null = null;
  private closed = false;

  constructor(options: PrintingOptions) {
    this.options = options;
    this.reporter = new PrintReporter(options);
  }

  /** Takes up what an earlier process left open. */
  async start(): Promise<void> {
    this.release = this.options.hub.onCommitted((hall, entries, state) => this.committed(hall, entries, state));
    for (const hall of this.options.halls) await this.takeHall(hall);
  }

  /** From now on it is this hub that prints for a hall. What another left open is taken up as after a restart. */
  async takeHall(hall: string): Promise<void> {
    const { state } = await this.options.hub.read(hall);
    this.follow(hall, state);
    this.takeUp(hall, state);
  }

  /** Another hub prints for it. The ticket under way comes to its end, the others are left to that one. */
  async releaseHall(hall: string): Promise<void> {
    const printers = this.halls.get(hall);
    this.halls.delete(hall);
    for (const key of [...this.told.keys()]) if (key.startsWith(`${hall}/`)) this.told.delete(key);
    await printers?.close();
  }

  /** Whether this hub prints for the hall. */
  has(hall: string): boolean {
    return this.halls.has(hall);
  }

  /** A page that says only that it is a test, behind what waits for the same printer. Null: the hall has no such printer. */
  async test(hall: string, printer: PrinterId): Promise<TestPrint | null> {
    const { configuration } = (await this.options.hub.read(hall)).state;
    const setup = configuration?.printers.find(({ id }) => id === printer);
    if (configuration === null || setup === undefined) return null;
    const page = {
      hallName: configuration.name,
      printer: setup.name,
      at: this.options.clock.now(),
      timeZone: configuration.timeZone,
    };
    const outcome = await this.print(hall, printer, testPageBytes(page, formOf(setup, configuration.paper)));
    if (outcome.is === 'printed') return { is: 'printed' };
    return { is: 'failed', fault: outcome.is === 'failed' ? outcome.fault : 'unreachable' };
  }

  /** A paper that is no ticket, behind what waits for the same printer. `closed` also when the hall has no such printer. */
  async print(hall: string, printer: PrinterId, bytes: Uint8Array): Promise<QueueOutcome> {
    return (await this.halls.get(hall)?.print(printer, bytes)) ?? { is: 'closed' };
  }

  /** Lets the tickets under way end and be reported; what has not begun stays requested, for the next start. Idempotent. */
  async close(): Promise<void> {
    this.closed = true;
    this.release?.();
    this.release = null;
    await Promise.all([...this.halls.values()].map((printers) => printers.close()));
    // Each report is still tried once; only the pauses between tries end.
    await Promise.all([this.reporter.close(), ...this.taken.values()]);
  }

  private committed(hall: string, entries: readonly JournalEntry[], state: HallState): void {
    if (!this.halls.has(hall)) return;
    this.versions.set(hall, state.version);
    if (entries.some(({ events }) => events.some(({ type }) => type === 'hall-configured'))) this.follow(hall, state);
    for (const entry of entries) this.takeNew(hall, entry, state);
  }

  private takeNew(hall: string, { at, events, version }: JournalEntry, state: HallState): void {
    for (const event of events) {
      if (event.type !== 'print-requested') continue;
      const { ticket, printer, copy = false, large = false } = event;
      const issued = events.find((each) => each.type === 'ticket-issued' && each.ticket === ticket);
      const ahead = issued?.type === 'ticket-issued' ? issued.ahead : undefined;
      this.take({ hall, ticket, printer, requestedAt: at, version, ahead, reprint: copy, large }, state);
    }
  }

  private takeUp(hall: string, state: HallState): void {
    const now = this.options.clock.now();
    const { version } = state;
    for (const { id: ticket, print } of state.tickets.values()) {
      if (print.is !== 'requested' || this.isTaken(ticket)) continue;
      const { large = false, printer, at: requestedAt } = print;
      const request: PrintRequest = { hall, ticket, printer, requestedAt, version, reprint: true, large };
      if (now - print.at < PRINT_AGAIN_WITHIN_MS) this.take(request, state);
      else void this.report(request, 'failed', 'too-late');
    }
  }

  /** It came while the start was reading. */
  private isTaken(ticket: TicketId): boolean {
    return [...this.taken.keys()].some((key) => key.startsWith(`print:${ticket}:`));
  }

  private take(request: PrintRequest, state: HallState): void {
    const key = reportId(request);
    const work = this.printTicket(request, state).finally(() => this.taken.delete(key));
    this.taken.set(key, work);
  }

  private async printTicket(request: PrintRequest, state: HallState): Promise<void> {
    const bytes = this.bytes(request, state);
    if (bytes === null) return this.report(request, 'failed', 'printer-error');
    const outcome = await this.print(request.hall, request.printer, bytes);
    switch (outcome.is) {
      case 'printed':
        return this.report(request, 'printed');
      case 'failed':
        return this.report(request, 'failed', outcome.fault);
      case 'closed':
        // The room closes, or another hub prints now: whoever comes next takes it up. Only the printer is gone: nobody will ever print it.
        return this.isLeft(request.hall) ? undefined : this.report(request, 'failed', 'unreachable');
      default:
        return unreachable(outcome);
    }
  }

  private isLeft(hall: string): boolean {
    return this.closed || !this.halls.has(hall) || !this.holds(hall);
  }

  private holds(hall: string): boolean {
    return this.options.holds?.(hall) ?? true;
  }

  /** Before the first `await`: the hub's state is only lent. */
  private bytes(request: PrintRequest, state: HallState): Uint8Array | null {
    const setup = state.configuration?.printers.find(({ id }) => id === request.printer);
    try {
      const link = this.options.phoneLink?.(request.hall, request.ticket) ?? null;
      const paper = ticketPaper(state, request.ticket, { ...request, link });
      if (paper === null || setup === undefined) return null;
      return ticketBytes(paper, formOf(setup, state.configuration?.paper));
    } catch (error) {
      this.options.log.error(
        { hall: request.hall, ticket: request.ticket, error: String(error) },
        'ticket could not be laid out',
      );
      return null;
    }
  }

  private async report(request: PrintRequest, outcome: ReportPrint['outcome'], fault?: PrintFault): Promise<void> {
    const { hall, ticket, printer } = request;
    if (outcome === 'failed') this.options.log.warn({ hall, ticket, printer, fault }, 'ticket not printed');
    await this.reporter.report(hall, reportId(request), { type: 'report-print', ticket, outcome, ...(fault && { fault }) });
  }

  private follow(hall: string, state: HallState): void {
    this.versions.set(hall, state.version);
    for (const [printer, { condition }] of state.printers) {
      const key = printerKey(hall, printer);
      if (!this.told.has(key)) this.told.set(key, condition);
    }
    let printers = this.halls.get(hall);
    if (printers === undefined) {
      const onCondition = (printer: PrinterId, condition: PrinterCondition): void => void this.tell(hall, printer, condition);
      printers = new HallPrinters({ ...this.options, onCondition, mayPrint: () => this.holds(hall) });
      this.halls.set(hall, printers);
    }
    if (state.configuration !== null) printers.follow(state.configuration);
  }

  private async tell(hall: string, printer: PrinterId, condition: PrinterCondition): Promise<void> {
    const key = printerKey(hall, printer);
    if (this.closed || this.told.get(key) === condition) return;
    this.told.set(key, condition);
    const id = `pr:${printer}:${this.versions.get(hall) ?? 0}:${condition}`;
    const isTaken = await this.reporter.report(hall, id, { type: 'report-printer', printer, condition });
    if (!isTaken && this.told.get(key) === condition) this.told.delete(key);
  }
}

/** How this printer takes the hall's tickets. */
function formOf({ columns, language = 'epson', qr }: PrinterSetup, paper: PaperSetup | undefined): PaperForm & PaperStyle {
  return { columns, language, qr, template: paper?.ticket, logo: paper?.logo };
}

/**
 * Of its own for each request: by version, because two copies may be asked for in one moment of a clock that stands still. That no
 * request is reported twice is the hall's: once printed or failed it is not pending any more.
 */
function reportId({ ticket, version }: PrintRequest): string {
  return `print:${ticket}:${version}`;
}

function printerKey(hall: string, printer: PrinterId): string {
  return `${hall}/${printer}`;
}
