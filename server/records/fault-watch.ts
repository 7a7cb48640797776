import type { PrinterCondition } from '../../shared/hall/commands.ts';
import type { HallState } from '../../shared/hall/state.ts';
import type { HallEvent } from '../../shared/hall/events.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import { databaseTrouble } from '../database/database-trouble.ts';
import type { HubLog } from '../hub/hub-log.ts';
import type { JournalEntry } from '../journal/entry.ts';
import type { HardwareFaults, Sighting } from './hardware-faults.ts';

/** What the records room needs of the hub. */
export interface RecordsHub {
  read(hall: string): Promise<{ readonly state: HallState }>;
  onCommitted(listener: (hall: string, entries: readonly JournalEntry[], state: HallState) => void): () => void;
}

/** Sightings that wait for a database that is away; of more, the next start sees how things are then. */
const MISSED_MAX = 200;
/** A printer in one of these does its work. */
const WORKING = new Set<PrinterCondition>(['ready', 'paper-near-end']);

/**
 * Opens a hardware fault for a device that the hall itself has seen fail, and notes when it works again. It reads what is
 * committed, in order, one after the other; what it could not write it finds again at the next start, in the hall's state.
 */
export class FaultWatch {
  readonly #faults: HardwareFaults;
  readonly #hub: RecordsHub;
  readonly #log: HubLog;
  readonly #halls = new Set<string>();
  /** Printers last seen at work, so that not every ticket asks the database. */
  readonly #working = new Set<string>();
  #release: (() => void) | null = null;
  /** In order; recorded with the next sighting. */
  readonly #missed: (() => Promise<void>)[] = [];
  #work: Promise<void> = Promise.resolve();

  constructor(options: { readonly faults: HardwareFaults; readonly hub: RecordsHub; readonly log: HubLog }) {
    this.#faults = options.faults;
    this.#hub = options.hub;
    this.#log = options.log;
  }

  start(): void {
    this.#release = this.#hub.onCommitted((hall, entries, state) => {
      if (!this.#halls.has(hall)) return;
      for (const { at, events } of entries) {
        for (const event of events) {
          const sighting = sightingOf(event, at, state);
          if (sighting !== null) this.#note(hall, sighting);
        }
      }
    });
  }

  /** Takes up what happened while nobody wrote: a printer that is broken now, or works again. */
  async take(hall: string): Promise<void> {
    this.#halls.add(hall);
    const { state } = await this.#hub.read(hall);
    for (const [printer, { condition, since }] of state.printers) {
      this.#note(hall, { printer, name: nameOf(state, printer), condition, at: since, isNew: false });
    }
    await this.#work;
  }

  /** Another hub writes from now on. */
  release(hall: string): Promise<void> {
    this.#halls.delete(hall);
    for (const key of [...this.#working]) if (key.startsWith(`${hall}/`)) this.#working.delete(key);
    return this.#work;
  }

  /** Everything seen so far is written. */
  idle(): Promise<void> {
    return this.#work;
  }

  /** Idempotent. */
  async close(): Promise<void> {
    this.#release?.();
    this.#release = null;
    await this.#work;
  }

  #note(hall: string, sighting: Sighting): void {
    const key = `${hall}/${sighting.printer}`;
    const works = WORKING.has(sighting.condition);
    if (works && this.#working.has(key)) return;
    if (works) this.#working.add(key);
    else this.#working.delete(key);
    const record = () => (works ? this.#faults.recovered(hall, sighting) : this.#faults.broken(hall, sighting));
    this.#work = this.#work
      .then(() => this.#recordMissed())
      .then(record)
      .catch((error: unknown) => {
        if (databaseTrouble(error) !== null && this.#missed.length < MISSED_MAX) this.#missed.push(record);
        this.#log.error({ err: error, hall, printer: sighting.printer }, 'a hardware fault could not be recorded');
      });
  }

  /** What was seen while the database was away comes first, in its order. */
  async #recordMissed(): Promise<void> {
    for (let next = this.#missed.shift(); next !== undefined; next = this.#missed.shift()) {
      try {
        await next();
      } catch (error) {
        if (databaseTrouble(error) !== null) {
          this.#missed.unshift(next);
          throw error;
        }
        // One that can never be kept must not keep all later ones from being.
        this.#log.error({ err: error }, 'a hardware fault could not be recorded');
      }
    }
  }
}

/** What an event says of a device; null for most. */
function sightingOf(event: HallEvent, at: EpochMs, state: HallState): Sighting | null {
  if (event.type === 'printer-reported') {
    return { printer: event.printer, name: nameOf(state, event.printer), condition: event.condition, at, isNew: true };
  }
  if (event.type !== 'print-failed' && event.type !== 'ticket-printed') return null;
  const condition = event.type === 'ticket-printed' ? 'ready' : event.fault;
  // A ticket that came too late for its customer says nothing of the printer.
  if (condition === 'too-late') return null;
  const print = state.tickets.get(event.ticket)?.print;
  if (print === undefined || print.is === 'unprinted') return null;
  return { printer: print.printer, name: nameOf(state, print.printer), condition, at, isNew: true };
}

function nameOf(state: HallState, printer: string): string {
  const name = state.configuration?.printers.find(({ id }) => id === printer)?.name;
  return name === undefined ? printer : `${name.zh} ${name.en}`;
}
