import type { HallConfiguration, ServiceId } from '../../shared/hall/configuration.ts';
import type { HallModel } from '../../shared/hall/forecast/hall-model.ts';
import type { Calibration } from '../../shared/hall/forecast/learning/calibration.ts';
import { nothingLearned, type Learned } from '../../shared/hall/forecast/learning/learned.ts';
import { modelOf } from '../../shared/hall/forecast/learning/model-of.ts';
import type { Clock, EpochMs, Timers } from '../../shared/lib/clock.ts';
import type { AccessDatabase } from '../database/access-database.ts';
import type { HubLog } from '../hub/hub-log.ts';
import type { LearnedReport } from '../../shared/protocol/accuracy.ts';
import type { JournalEntry } from '../journal/entry.ts';
import { accuracyReport, learnedReport, type AccuracyAsked } from './accuracy.ts';
import { HallHistory, type HistoryJournal } from './hall-history.ts';
import { HistoryStore } from './history-store.ts';
import {
  HISTORY_KEPT_MS,
  HISTORY_REST_MS,
  HISTORY_RETRY_MS,
  HISTORY_TAKE_MS,
  HISTORY_TRIM_MS,
  HISTORY_WRITE_MS,
} from './limits.ts';

/** What the history needs of the hub. */
export interface HistoryHub {
  onCommitted(listener: (hall: string, entries: readonly JournalEntry[]) => void): () => void;
}

export interface HistoryOptions {
  readonly database: AccessDatabase;
  readonly hub: HistoryHub;
  readonly journal: HistoryJournal;
  readonly halls: readonly string[];
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: HubLog;
}

/**
 * The history room: what halls lived through, as tables, and what they learned by it. A projection of the journal: never on the path of a
 * command, written in batches, whole after any crash, made again whenever it is missing, of another format or of another journal.
 *
 * **Maintained invariant**: the rows of a hall are those of its entries up to `history_halls.version`, each once.
 */
export class History {
  readonly #options: HistoryOptions;
  readonly #store: HistoryStore;
  readonly #halls = new Map<string, HallHistory>();
  #releases: (() => void)[] = [];
  #working: Promise<void> | null = null;
  #writtenAt = 0;
  #trimmedAt = 0;
  #restsUntil = 0;
  #closed = false;
  #cutRest: () => void = () => undefined;

  private constructor(options: HistoryOptions) {
    this.#options = options;
    this.#store = new HistoryStore(options.database);
  }

  /** Loads what is written; what is missing is taken up beside the work. */
  static async open(options: HistoryOptions): Promise<History> {
    const history = new History(options);
    const { halls, hub, timers } = options;
    for (const hall of halls) await history.take(hall);
    history.#releases = [
      hub.onCommitted((hall, entries) => history.#halls.get(hall)?.committed(entries)),
      timers.every(HISTORY_TAKE_MS, () => history.#work()),
    ];
    history.#work();
    return history;
  }

  /** From now on it is this hub that writes a hall's history. */
  async take(hall: string): Promise<void> {
    if (this.#halls.has(hall)) return;
    const kept = new HallHistory(hall, { journal: this.#options.journal, store: this.#store });
    await kept.load();
    this.#halls.set(hall, kept);
  }

  /** Another hub writes it. What this one knows is written; what it cannot write the other reads again. */
  async release(hall: string): Promise<void> {
    const kept = this.#halls.get(hall);
    this.#halls.delete(hall);
    while (this.#working !== null) await this.#working;
    kept?.takeUpTold();
    await kept?.write();
  }

  /** What a hall has learned until a few seconds ago; nothing of a hall whose history another hub writes. */
  learned(hall: string): Learned {
    return this.#halls.get(hall)?.experience.learned ?? nothingLearned();
  }

  modelFor(hall: string, configuration: HallConfiguration, at: EpochMs): HallModel {
    return modelOf(this.learned(hall), configuration, at);
  }

  calibrationsOf(hall: string): ReadonlyMap<ServiceId, Calibration> {
    return new Map(Object.entries(this.learned(hall).calibration));
  }

  /** Promised against waited, as far as it is written. */
  accuracy(hall: string, asked: AccuracyAsked): ReturnType<typeof accuracyReport> {
    return accuracyReport(this.#options.database, hall, asked);
  }

  /** With the last version that it goes by. Of a hall whose history another hub writes, as far as that one has written it. */
  async learnedReport(
    hall: string,
    configuration: HallConfiguration,
    at: EpochMs,
  ): Promise<{ readonly version: number; readonly learned: LearnedReport }> {
    if (this.#halls.has(hall))
      return { version: this.version(hall), learned: learnedReport(this.learned(hall), configuration, at) };
    const kept = await this.#store.load(hall);
    const learned = kept?.experience.learned ?? nothingLearned();
    return { version: kept?.position.version ?? 0, learned: learnedReport(learned, configuration, at) };
  }

  /** The last entry of a hall that the history knows, where this hub writes it. */
  version(hall: string): number {
    return this.#halls.get(hall)?.position.version ?? 0;
  }

  /** Everything that was committed is taken up and written. */
  async idle(): Promise<void> {
    while (this.#working !== null) await this.#working;
    await this.#alone(async () => {
      await this.#takeUpAll();
      await this.#writeAll();
    });
  }

  /** Idempotent. Writes what it knows, and leaves the database open: whoever opened it closes it. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const release of this.#releases.splice(0)) release();
    this.#cutRest();
    await this.#working;
    for (const kept of this.#halls.values()) kept.takeUpTold();
    try {
      await this.#writeAll();
    } catch (error) {
      this.#options.log.warn({ error }, 'the last seconds of the history were not written; the next start reads them again');
    }
  }

  #work(): void {
    const { clock } = this.#options;
    if (this.#working !== null || this.#closed || clock.now() < this.#restsUntil) return;
    void this.#alone(() => this.#round());
  }

  /** One thing at a time: steps follow each other, and so do writes. */
  #alone(work: () => Promise<void>): Promise<void> {
    this.#working = work().finally(() => {
      this.#working = null;
    });
    return this.#working;
  }

  async #round(): Promise<void> {
    const { clock, log } = this.#options;
    try {
      await this.#takeUpAll();
      if (Math.abs(clock.now() - this.#writtenAt) >= HISTORY_WRITE_MS) await this.#writeAll();
      if (Math.abs(clock.now() - this.#trimmedAt) >= HISTORY_TRIM_MS) await this.#trim();
    } catch (error) {
      this.#restsUntil = clock.now() + HISTORY_RETRY_MS;
      log.error({ error }, 'the history cannot go on; it tries again, and the journal has everything');
    }
  }

  /** A long journal, and a storm, is lived through in steps with a rest between: commands come first. */
  async #takeUpAll(): Promise<void> {
    for (const history of this.#halls.values()) {
      while (await history.takeUp()) {
        if (history.isWriteWorthwhile) await history.write();
        if (this.#closed) return;
        await this.#rest();
      }
    }
  }

  #rest(): Promise<void> {
    return new Promise((resolve) => {
      const stop = this.#options.timers.after(HISTORY_REST_MS, resolve);
      this.#cutRest = () => {
        stop();
        resolve();
      };
    });
  }

  async #writeAll(): Promise<void> {
    for (const history of this.#halls.values()) await history.write();
    this.#writtenAt = this.#options.clock.now();
  }

  async #trim(): Promise<void> {
    await this.#store.trim(this.#options.clock.now() - HISTORY_KEPT_MS);
    this.#trimmedAt = this.#options.clock.now();
  }
}
