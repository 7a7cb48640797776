import type { Clock, Timers } from '../../shared/lib/clock.ts';
import type { RegionLive, RegionReport } from '../../shared/protocol/region.ts';
import type { Shipment } from '../../shared/protocol/shipping.ts';
import type { AccessDatabase } from '../database/access-database.ts';
import { History } from '../history/history.ts';
import type { JournalEntry } from '../journal/entry.ts';
import type { Log } from '../observability/log.ts';
import { Places } from './places.ts';
import type { RegionFile } from './region-file.ts';
import type { RegionJournal } from './region-journal.ts';
import { RegionHall, type HallStanding, type Taken } from './region-hall.ts';
import { daysBetween, regionReport, type ReportedHall } from './region-report.ts';
import { RegionStore } from './region-store.ts';
import { SummedDays } from './summed-days.ts';

export interface RegionOptions {
  readonly file: RegionFile;
  readonly database: AccessDatabase;
  readonly journal: RegionJournal;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
}

interface KnownHall {
  readonly hall: RegionHall;
  /** One for each: a log that cannot be read holds up no other's. */
  readonly history: History;
}

export interface Reported {
  readonly report: RegionReport;
  readonly halls: readonly ReportedHall[];
}

/**
 * The halls of a region as their logs tell them. It commands nothing: a hall does not know whether it is looked at. Everything
 * here can be thrown away but accounts and tokens; the halls ship it again.
 */
export class Region {
  readonly places: Places;
  readonly #options: RegionOptions;
  readonly #sums: SummedDays;
  readonly #halls = new Map<string, KnownHall>();

  private constructor(options: RegionOptions) {
    this.#options = options;
    this.places = new Places(options.file.places);
    const { clock, database, file } = options;
    this.#sums = new SummedDays({ database, clock, targetMinutes: file.targetMinutes });
  }

  /** @throws JournalDamagedError and what the database says. */
  static async open(options: RegionOptions): Promise<Region> {
    const region = new Region(options);
    const { clock, database, file, journal, log, timers } = options;
    const store = new RegionStore(database);
    for (const name of region.places.halls) {
      const listeners = new Set<(hall: string, entries: readonly JournalEntry[]) => void>();
      const onTaken = (entries: readonly JournalEntry[]): void => {
        for (const listener of listeners) listener(name, entries);
      };
      const { timeZone } = file;
      const hall = await RegionHall.open({ hall: name, journal, store, timeZone, clock, log, onTaken });
      const hub = {
        onCommitted(listener: (hall: string, entries: readonly JournalEntry[]) => void) {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
      };
      const history = await History.open({ database, hub, journal, halls: [name], clock, timers, log });
      region.#halls.set(name, { hall, history });
    }
    return region;
  }

  /** Its journal takes entries now. */
  get isWritable(): boolean {
    return this.#options.journal.condition().is === 'writable';
  }

  get targetMinutes(): number {
    return this.#options.file.targetMinutes;
  }

  get timeZone(): string {
    return this.#options.file.timeZone;
  }

  /** Null: the region's file names no such hall. */
  take(hall: string, shipment: Shipment): Promise<Taken> | null {
    return this.#halls.get(hall)?.hall.take(shipment) ?? null;
  }

  /** Somebody sent what nobody can read, with this hall's token. */
  unreadable(hall: string, fault: 'malformed' | 'message-too-large'): void {
    this.#halls.get(hall)?.hall.refused(fault);
  }

  live(top: string): RegionLive {
    return {
      at: this.#options.clock.now(),
      timeZone: this.timeZone,
      targetMinutes: this.targetMinutes,
      places: this.places.subtree(top),
      halls: this.places.hallsWithin(top).flatMap((name) => this.#halls.get(name)?.hall.live() ?? []),
    };
  }

  /** Of every hall: for metrics. */
  status(): readonly HallStanding[] {
    return [...this.#halls.values()].map(({ hall }) => hall.standing());
  }

  /** Hall after hall, with room for what arrives in between. */
  async report(asked: { readonly place: string; readonly from: string; readonly to: string }): Promise<Reported> {
    const days = daysBetween(asked.from, asked.to);
    const halls: ReportedHall[] = [];
    for (const name of this.places.hallsWithin(asked.place)) {
      const known = this.#halls.get(name);
      if (known === undefined) continue;
      const { hall, history } = known;
      const historyVersion = history.version(name);
      const { version } = hall.position;
      const summed = await this.#sums.of({ hall: name, day: hall.day, version, historyVersion }, days);
      halls.push({ hall: name, days: summed, isWhole: hall.standing().line.is === 'live' && historyVersion >= version });
      await new Promise((resume) => setImmediate(resume));
    }
    const { targetMinutes } = this;
    return { report: regionReport(this.places, halls, { ...asked, targetMinutes }), halls };
  }

  /** Everything that was taken is in the history: for tests. */
  async idle(): Promise<void> {
    for (const { history } of this.#halls.values()) await history.idle();
  }

  /** Idempotent. Leaves journal and database open: whoever opened them closes them. */
  async close(): Promise<void> {
    for (const { hall, history } of this.#halls.values()) {
      await hall.close();
      await history.close();
    }
  }
}
