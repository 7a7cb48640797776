import { applyEntry } from '../../shared/hall/evolve.ts';
import { localDay } from '../../shared/hall/local-time.ts';
import { toSnapshot } from '../../shared/hall/snapshot.ts';
import type { HallState } from '../../shared/hall/state.ts';
import type { Clock, EpochMs } from '../../shared/lib/clock.ts';
import { ORIGIN, type Position } from '../../shared/protocol/position.ts';
import { CLOCK_AHEAD_TOLD_MS, type HallLine, type HallLive } from '../../shared/protocol/region.ts';
import { CUT_OFF_AFTER_MS, type Shipment, type ShippingFault } from '../../shared/protocol/shipping.ts';
import { databaseTrouble } from '../database/database-trouble.ts';
import type { RegionRatingTable } from '../database/region-tables.ts';
import { loadHall } from '../hub/load-hall.ts';
import type { JournalEntry } from '../journal/entry.ts';
import { verifyEntry } from '../journal/hash-chain.ts';
import { JournalDamagedError, type AppendOutcome } from '../journal/journal.ts';
import type { Log } from '../observability/log.ts';
import { hallNow } from './hall-now.ts';
import { FORGET_EVERY_ENTRIES, HEARD_WRITE_MS, READ_BATCH, SNAPSHOT_EVERY_ENTRIES } from './limits.ts';
import type { RegionJournal } from './region-journal.ts';
import type { HallContact, RegionStore } from './region-store.ts';

/** What came of a body. Nothing is taken but with `taken`, and that is durable. */
export type Taken =
  | { readonly is: 'taken'; readonly position: Position }
  | { readonly is: 'out-of-order'; readonly position: Position }
  | { readonly is: 'refused'; readonly fault: 'log-forked' | 'entry-damaged'; readonly version: number }
  /** Its disk takes nothing; or its database does not answer, and another try may do. */
  | { readonly is: 'read-only' }
  | { readonly is: 'busy' };

export interface RegionHallOptions {
  readonly hall: string;
  readonly journal: RegionJournal;
  readonly store: RegionStore;
  readonly timeZone: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Hears of what was taken, in order. */
  readonly onTaken: (entries: readonly JournalEntry[]) => void;
}

/** How far a hall's figures can be believed. */
export type HallStanding = Omit<HallLive, 'now'>;

/**
 * One hall as the region has it: its log, verified entry by entry, and the state that is the fold of it.
 *
 * **Maintained invariants**: the log is a beginning of the hall's own, or it is never written again (`log-forked`); bodies are
 * taken one after the other; the same body twice is taken once.
 */
export class RegionHall {
  readonly #options: RegionHallOptions;
  #position: Position = ORIGIN;
  /** Null: the log has what this release cannot read, from `#misread` on. */
  #state: HallState | null = null;
  #misread = 0;
  #contact: HallContact | null = null;
  /** Since this start: what was heard before it may be long over. */
  #isHeard = false;
  #ratings: Omit<RegionRatingTable, 'hall'>[] = [];
  #writtenAt: EpochMs = 0;
  #kept = 0;
  #forgotten = 0;
  #work: Promise<unknown> = Promise.resolve();

  private constructor(options: RegionHallOptions) {
    this.#options = options;
  }

  static async open(options: RegionHallOptions): Promise<RegionHall> {
    const region = new RegionHall(options);
    await region.#load();
    return region;
  }

  get position(): Position {
    return this.#position;
  }

  /** The business day as the log has it; null before the first, or where it cannot be read. */
  get day(): string | null {
    const day = this.#state?.day;
    return day === undefined || day.is === 'none' ? null : day.day;
  }

  take(shipment: Shipment): Promise<Taken> {
    const taken = this.#work.then(() => this.#take(shipment));
    // Who sent it hears of it; the next body has nothing to do with it.
    this.#work = taken.catch(() => undefined);
    return taken;
  }

  /** What its figures are worth, without the figures: they cost a look at everybody in the hall. */
  standing(): HallStanding {
    const { clock, hall } = this.#options;
    const now = clock.now();
    const line = this.#line(now);
    const contact = this.#contact;
    if (contact === null || this.#position.version === 0) {
      return { hall, line, asOf: null, lastEntryAt: null, clockAheadMs: null };
    }
    const lastEntryAt = this.#state?.at ?? null;
    const ahead = contact.hallAt - contact.heardAt;
    return {
      hall,
      line,
      asOf: !this.#isWhole(contact, line) ? lastEntryAt : line.is === 'live' ? now : contact.heardAt,
      lastEntryAt,
      clockAheadMs: Math.abs(ahead) >= CLOCK_AHEAD_TOLD_MS ? ahead : null,
    };
  }

  /** Its figures, and what they are worth. */
  live(): HallLive {
    const standing = this.standing();
    const [contact, state] = [this.#contact, this.#state];
    if (contact === null || state === null || standing.asOf === null) return { ...standing, now: null };
    const { line } = standing;
    // The hall's own moment that its figures speak of: now, while it is heard; else the last that was heard, or was shipped.
    const ahead = contact.hallAt - contact.heardAt;
    const heardAt = line.is === 'live' ? this.#options.clock.now() + ahead : contact.hallAt;
    return { ...standing, now: hallNow(state, this.#isWhole(contact, line) ? heardAt : state.at) };
  }

  /** Why nothing that this hall sends is taken; told with its figures. The first that said so stands. */
  refused(kind: ShippingFault): void {
    const now = this.#options.clock.now();
    const before = this.#contact;
    const fault = before?.fault?.kind === kind ? before.fault : { kind, since: now };
    this.#contact = { ...(before ?? { heardAt: now, hallAt: now, headVersion: 0 }), fault };
  }

  /** Idempotent. */
  async close(): Promise<void> {
    await this.#work;
    await this.#keep(true);
    await this.#writeContactIfItTakes();
  }

  #isWhole({ headVersion }: HallContact, line: HallLine): boolean {
    return this.#position.version >= headVersion && line.is !== 'refused';
  }

  #line(now: EpochMs): HallLine {
    const contact = this.#contact;
    if (contact === null) return { is: 'never' };
    if (contact.fault !== null) return { is: 'refused', fault: contact.fault.kind, since: contact.fault.since };
    if (this.#state === null) return { is: 'not-understood', version: this.#misread };
    if (!this.#isHeard || Math.abs(now - contact.heardAt) > CUT_OFF_AFTER_MS) return { is: 'cut-off', since: contact.heardAt };
    const behind = contact.headVersion - this.#position.version;
    return behind > 0 ? { is: 'catching-up', behind } : { is: 'live' };
  }

  async #load(): Promise<void> {
    const { hall, journal, log, store } = this.#options;
    const { contact, ratingsVersion } = await store.load(hall);
    this.#contact = contact;
    try {
      const { position, snapshotVersion, state } = await loadHall(journal, hall);
      [this.#position, this.#state, this.#kept] = [position, state, snapshotVersion];
    } catch (error) {
      // What is only away now is not misread: what is known stands, and the next entries have the log read again.
      if (error instanceof JournalDamagedError || databaseTrouble(error) !== null) throw error;
      const position = await journal.head(hall);
      [this.#position, this.#state, this.#kept, this.#misread] = [position, null, 0, position.version];
      log.error({ hall, err: error }, 'the log of a hall cannot be read: this release is older than the hall’s');
    }
    this.#ratings = [];
    await this.#countAgain(ratingsVersion);
  }

  /** Ratings behind the last that were counted. */
  async #countAgain(ratingsVersion: number): Promise<void> {
    const { hall, journal, store } = this.#options;
    let after = ratingsVersion;
    if (after > this.#position.version) {
      await store.forgetRatings(hall);
      after = 0;
    }
    while (after < this.#position.version) {
      const entries = await journal.read(hall, after, READ_BATCH);
      const last = entries.at(-1);
      if (last === undefined) break;
      for (const entry of entries) this.#count(entry);
      after = last.version;
    }
    if (this.#contact !== null && ratingsVersion !== this.#position.version) await this.#writeContact();
  }

  async #take(shipment: Shipment): Promise<Taken> {
    const { clock, hall, log } = this.#options;
    const taken = await this.#judge(shipment);
    if (taken.is === 'refused') {
      if (this.#contact?.fault?.kind !== taken.fault)
        log.error({ hall, ...taken }, 'the entries of a hall are refused; nothing was overwritten');
      this.refused(taken.fault);
    } else if (taken.is === 'taken') {
      const wasCut = this.#contact === null || clock.now() - this.#contact.heardAt > CUT_OFF_AFTER_MS;
      this.#isHeard = true;
      this.#contact = { heardAt: clock.now(), hallAt: shipment.at, headVersion: shipment.head.version, fault: null };
      if (wasCut) log.info({ hall, behind: shipment.head.version - taken.position.version }, 'a hall is heard');
    }
    const isDue = Math.abs(clock.now() - this.#writtenAt) >= HEARD_WRITE_MS || taken.is === 'refused';
    if (isDue || this.#ratings.length > 0) await this.#writeContactIfItTakes();
    return taken;
  }

  /** The log of the hall and ours are one, as far as this body tells; what is new is appended. */
  async #judge({ entries: sent, head }: Shipment): Promise<Taken> {
    const { hall } = this.#options;
    const position = this.#position;
    if (head.version < position.version) return { is: 'refused', fault: 'log-forked', version: head.version + 1 };
    if (head.version === position.version && head.hash !== position.hash) {
      return { is: 'refused', fault: 'log-forked', version: head.version };
    }
    const entries = sent.map((entry) => ({ ...entry, hall }) as unknown as JournalEntry);
    if (entries.some(({ version }, index) => version !== entries[0]!.version + index)) return { is: 'out-of-order', position };
    const first = entries[0];
    if (first === undefined) return { is: 'taken', position };
    if (first.version > position.version + 1) return { is: 'out-of-order', position };
    const known = entries.filter(({ version }) => version <= position.version);
    const fork = await this.#forkAmong(known);
    if (fork !== null) return { is: 'refused', fault: 'log-forked', version: fork };
    return this.#append(entries.slice(known.length));
  }

  /** The version at which what is sent again is not what is kept; null: it is the same. */
  async #forkAmong(sent: readonly JournalEntry[]): Promise<number | null> {
    const { hall, journal } = this.#options;
    const [first] = sent;
    if (first === undefined) return null;
    const kept = await journal.read(hall, first.version - 1, sent.length);
    return sent.find(({ hash }, index) => kept[index]?.hash !== hash)?.version ?? null;
  }

  async #append(entries: readonly JournalEntry[]): Promise<Taken> {
    const position = this.#position;
    const first = entries[0];
    if (first === undefined) return { is: 'taken', position };
    if (first.previousHash !== position.hash) return { is: 'refused', fault: 'log-forked', version: first.version };
    let previous = position;
    for (const entry of entries) {
      try {
        verifyEntry(entry, previous);
      } catch (error) {
        if (!(error instanceof JournalDamagedError)) throw error;
        return { is: 'refused', fault: 'entry-damaged', version: entry.version };
      }
      previous = { version: entry.version, hash: entry.hash };
    }
    const outcome = await this.#appendAll(entries);
    if (outcome.is === 'conflict') return this.#lookAgain(outcome.head);
    if (outcome.is === 'read-only') return { is: outcome.reason === 'unreachable' ? 'busy' : 'read-only' };
    if (outcome.is !== 'appended') return { is: 'busy' };
    await this.#keep(false);
    return { is: 'taken', position: this.#position };
  }

  /**
   * Halls forget command ids, and may use one again on another day: what stands before is forgotten here, too, and a group has each
   * once. Groups before one that was not taken are.
   */
  async #appendAll(entries: readonly JournalEntry[]): Promise<AppendOutcome> {
    const { hall, journal } = this.#options;
    for (const group of groupsOf(entries)) {
      let outcome = await journal.append(hall, this.#position, group);
      if (outcome.is === 'duplicate') {
        await journal.forgetCommands(hall, this.#position.version);
        outcome = await journal.append(hall, this.#position, group);
      }
      if (outcome.is !== 'appended') return outcome;
      this.#apply(group);
      this.#options.onTaken(group);
    }
    return { is: 'appended' };
  }

  /** The log is not where it was left: its database was set back, or another service has written there. The hall goes on from where it is. */
  async #lookAgain(head: Position): Promise<Taken> {
    const { hall, log } = this.#options;
    log.warn(
      { hall, known: this.#position.version, head: head.version },
      'the log of a hall was changed from outside; it is read anew',
    );
    await this.#load();
    return { is: 'out-of-order', position: this.#position };
  }

  #apply(entries: readonly JournalEntry[]): void {
    const { hall, log } = this.#options;
    for (const entry of entries) {
      this.#position = { version: entry.version, hash: entry.hash };
      this.#count(entry);
      if (this.#state === null) continue;
      try {
        applyEntry(this.#state, entry);
      } catch (error) {
        [this.#state, this.#misread] = [null, entry.version];
        log.error(
          { hall, version: entry.version, err: error },
          'an entry is kept and cannot be read: this release is older than the hall’s',
        );
      }
    }
  }

  #count({ at, events, version }: JournalEntry): void {
    const rated = events.find((event) => event.type === 'service-rated');
    if (rated === undefined || !Number.isInteger(rated.grade)) return;
    // The hall's own days, wherever the region is.
    const zone = this.#state?.configuration?.timeZone ?? this.#options.timeZone;
    this.#ratings.push({ version, day: localDay(at, zone), grade: rated.grade });
  }

  async #keep(isEnd: boolean): Promise<void> {
    const { hall, journal } = this.#options;
    const { version } = this.#position;
    if (version - this.#forgotten >= FORGET_EVERY_ENTRIES) {
      this.#forgotten = version;
      await journal.forgetCommands(hall, version);
    }
    const state = this.#state;
    const isDue = version - this.#kept >= SNAPSHOT_EVERY_ENTRIES || (isEnd && version > this.#kept);
    if (state === null || !isDue || journal.condition().is !== 'writable') return;
    this.#kept = version;
    await journal.saveSnapshot(hall, { position: this.#position, state: toSnapshot(state) });
  }

  /** A disk that takes nothing: the log, or the hall, tells it again. */
  async #writeContactIfItTakes(): Promise<void> {
    try {
      await this.#writeContact();
    } catch (error) {
      this.#options.log.error(
        { hall: this.#options.hall, err: error },
        'what is known of a hall cannot be written; it is tried again',
      );
    }
  }

  async #writeContact(): Promise<void> {
    const { clock, hall, store } = this.#options;
    if (this.#contact === null) return;
    const ratings = [...this.#ratings];
    await store.write(hall, { contact: this.#contact, ratings, ratingsVersion: this.#position.version });
    this.#ratings = this.#ratings.slice(ratings.length);
    this.#writtenAt = clock.now();
  }
}

/** In order, no command id twice in one. */
function groupsOf(entries: readonly JournalEntry[]): JournalEntry[][] {
  const groups: JournalEntry[][] = [];
  let ids = new Set<string>();
  for (const entry of entries) {
    if (groups.length === 0 || ids.has(entry.commandId)) {
      groups.push([]);
      ids = new Set();
    }
    ids.add(entry.commandId);
    groups.at(-1)?.push(entry);
  }
  return groups;
}
