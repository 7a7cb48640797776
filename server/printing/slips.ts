import type { Clock } from '../../shared/lib/clock.ts';
import type { PrinterId, PrinterSetup } from '../../shared/hall/configuration.ts';
import type { DayId } from '../../shared/hall/business-day.ts';
import { localTimeToEpoch } from '../../shared/hall/local-time.ts';
import type { PaperKind } from '../../shared/hall/paper/paper-fields.ts';
import type { PaperSetup } from '../../shared/hall/setup/paper-setup.ts';
import type { HallState } from '../../shared/hall/state.ts';
import { DayTally, type DayFigures } from '../../shared/hall/views/day-tally.ts';
import type { WireEntry } from '../../shared/protocol/entry.ts';
import type { SlipKind, SlipPrint } from '../../shared/protocol/paper-requests.ts';
import type { JournalEntry } from '../journal/entry.ts';
import type { HubLog } from '../hub/hub-log.ts';
import { callSlip, callSlipLayout } from './call-slip.ts';
import { daySlip, daySlipLayout } from './day-slip.ts';
import type { QueueOutcome } from './printer-queue.ts';
import { receiptBytes } from './receipt-bytes.ts';
import type { PaperStyle } from './ticket-layout.ts';

/** What slips need of the hub. */
export interface SlipsHub {
  read(hall: string): Promise<{ readonly state: HallState }>;
  entries(hall: string, after: number, limit: number): Promise<readonly WireEntry[]>;
  entry(hall: string, version: number): Promise<Pick<JournalEntry, 'at'> | null>;
  onCommitted(listener: (hall: string, entries: readonly JournalEntry[], state: HallState) => void): () => void;
}

export interface SlipsOptions {
  readonly hub: SlipsHub;
  readonly halls: readonly string[];
  readonly clock: Clock;
  readonly log: HubLog;
  /** Behind whatever waits for the same printer. */
  readonly print: (hall: string, printer: PrinterId, bytes: Uint8Array) => Promise<QueueOutcome>;
}

const ENTRIES_AT_ONCE = 500;

/**
 * Papers for the staff: the waiting list for calling by hand (叫号单) and the day in figures (日结单), when somebody asks, and the
 * latter also by itself when the day closes, where the hall wants it. Nobody's number hangs on them, so nothing of them is
 * journalled: who asked hears whether it is on paper. A day's last figures that may be on paper already are marked 补打.
 */
export class Slips {
  private readonly options: SlipsOptions;
  /** Those whose slips this hub prints by itself. */
  private readonly halls: Set<string>;
  /** Closed days that nobody has had on paper yet: those that this process saw closing. */
  private readonly fresh = new Set<string>();
  private readonly underWay = new Set<Promise<unknown>>();
  private stopListening: (() => void) | null = null;

  constructor(options: SlipsOptions) {
    this.options = options;
    this.halls = new Set(options.halls);
  }

  take(hall: string): void {
    this.halls.add(hall);
  }

  release(hall: string): void {
    this.halls.delete(hall);
  }

  start(): void {
    this.stopListening = this.options.hub.onCommitted((hall, entries, state) => this.committed(hall, entries, state));
  }

  /** Waits for slips under way. Idempotent. */
  async close(): Promise<void> {
    this.stopListening?.();
    this.stopListening = null;
    await Promise.all(this.underWay);
  }

  /** Null: the hall has no such printer. */
  async print(hall: string, slip: SlipKind, printer?: PrinterId): Promise<SlipPrint | null> {
    const { state } = await this.options.hub.read(hall);
    const printers = state.configuration?.printers ?? [];
    const setup = printer === undefined ? printers[0] : printers.find(({ id }) => id === printer);
    if (setup === undefined) return null;
    const bytes = slip === 'calls' ? this.callSlipBytes(state, setup) : await this.daySlipBytes(hall, state, setup);
    if (bytes === null) return { is: 'failed', fault: 'printer-error' };
    const outcome = await this.options.print(hall, setup.id, bytes);
    if (outcome.is === 'printed') {
      if (slip === 'day' && state.day.is !== 'none') this.fresh.delete(`${hall} ${state.day.day}`);
      return { is: 'printed' };
    }
    return { is: 'failed', fault: outcome.is === 'failed' ? outcome.fault : 'unreachable' };
  }

  private committed(hall: string, entries: readonly JournalEntry[], state: HallState): void {
    if (!this.halls.has(hall)) return;
    for (const { events } of entries) {
      for (const event of events) {
        if (event.type === 'day-closed') this.dayClosed(hall, event.day, state.configuration?.paper?.daySlipAtClose);
      }
    }
  }

  private dayClosed(hall: string, day: DayId, printer: PrinterId | undefined): void {
    this.fresh.add(`${hall} ${day}`);
    if (printer === undefined) return;
    const work = this.print(hall, 'day', printer)
      .then((outcome) => {
        if (outcome?.is !== 'printed') this.options.log.warn({ hall, day, printer, outcome }, 'the day’s slip was not printed');
      })
      .catch((error: unknown) => this.options.log.error({ hall, day, error: String(error) }, 'the day’s slip failed'))
      .finally(() => this.underWay.delete(work));
    this.underWay.add(work);
  }

  private callSlipBytes(state: HallState, setup: PrinterSetup): Uint8Array | null {
    const slip = callSlip(state, this.options.clock.now());
    return slip === null
      ? null
      : receiptBytes(callSlipLayout(slip, setup.columns, styleOf(state.configuration?.paper, 'callSlip')), formOf(setup));
  }

  private async daySlipBytes(
    hall: string,
    { configuration, day, version }: HallState,
    setup: PrinterSetup,
  ): Promise<Uint8Array | null> {
    if (configuration === null || day.is === 'none') return null;
    const figures = await dayFigures(this.options.hub, { hall, day: day.day, timeZone: configuration.timeZone, version });
    const isOpen = day.is === 'open';
    const reprint = !isOpen && !this.fresh.has(`${hall} ${day.day}`);
    const slip = daySlip(configuration, { day: day.day, isOpen, figures, printedAt: this.options.clock.now(), reprint });
    return receiptBytes(daySlipLayout(slip, setup.columns, styleOf(configuration.paper, 'daySlip')), formOf(setup));
  }
}

function styleOf(paper: PaperSetup | undefined, kind: PaperKind): PaperStyle {
  return { template: paper?.[kind], logo: paper?.logo };
}

function formOf({ columns, language = 'epson', qr }: PrinterSetup) {
  return { columns, language, qr };
}

/** From the day's entries, found by halves: the journal may hold years. O(entries of the day). */
export async function dayFigures(
  hub: Pick<SlipsHub, 'entries' | 'entry'>,
  of: { readonly hall: string; readonly day: DayId; readonly timeZone: string; readonly version: number },
): Promise<DayFigures> {
  const from = localTimeToEpoch(of.day, '00:00', of.timeZone);
  let [before, notBefore] = [0, of.version + 1];
  while (notBefore - before > 1) {
    const middle = Math.floor((before + notBefore) / 2);
    const entry = await hub.entry(of.hall, middle);
    if (entry === null || entry.at < from) before = middle;
    else notBefore = middle;
  }
  const tally = new DayTally(of.day);
  for (let after = before; after < of.version;) {
    const entries = await hub.entries(of.hall, after, ENTRIES_AT_ONCE);
    const last = entries.at(-1);
    if (last === undefined) break;
    for (const entry of entries) tally.take(entry);
    after = last.version;
  }
  return tally.figures();
}
