import type { Actor, Role } from '../../shared/hall/actor.ts';
import type { HallConfiguration } from '../../shared/hall/configuration.ts';
import type { HallState } from '../../shared/hall/state.ts';
import type { Clock, Timers } from '../../shared/lib/clock.ts';
import type { NewId } from '../../shared/lib/ids.ts';
import { failed, ok } from '../../shared/lib/result.ts';
import type { SentCommand } from '../../shared/protocol/command-schema.ts';
import type { WireEntry } from '../../shared/protocol/entry.ts';
import type { ProtocolError } from '../../shared/protocol/errors.ts';
import type { Position } from '../../shared/protocol/position.ts';
import { PROTOCOL_VERSION } from '../../shared/protocol/protocol-version.ts';
import type { JournalEntry } from '../journal/entry.ts';
import type { Journal, JournalCondition } from '../journal/journal.ts';
import { ClockGuard } from './clock-guard.ts';
import type { Broadcast, Connection } from './connection.ts';
import type { DeviceLines } from './device-lines.ts';
import { EVERY_DUTY, type Duties } from './duties.ts';
import type { Hall } from './hall.ts';
import { HallDirectory } from './hall-directory.ts';
import type { HubAnswer } from './hub-answer.ts';
import type { HubLog } from './hub-log.ts';
import { BACKLOG_CHECK_MS, EVICTION_CHECK_MS, LEAVING_ANSWERS_MS_MAX, LEAVING_LOOK_MS, SCHEDULE_CHECK_MS } from './limits.ts';
import type { PlantedFault } from './planted-fault.ts';
import type { News } from './news.ts';
import { NO_PEERS, type Peers } from './peers.ts';
import { publish, wireEntry } from './publisher.ts';
import type { QuoteSource } from './quote-source.ts';
import { Schedule } from './schedule.ts';
import type { ScreenIdentity, ScreenSession } from './screen.ts';
import type { ScreenListener } from './screen-listener.ts';
import { Screens } from './screens.ts';
import { SharedNews } from './shared-news.ts';
import { Reach } from './reach.ts';

export interface HubOptions {
  readonly journal: Journal;
  readonly broadcast: Broadcast;
  readonly clock: Clock;
  /** Milliseconds of a source that nobody sets, such as `performance.now`. */
  readonly monotonic: () => number;
  readonly timers: Timers;
  readonly newId: NewId;
  readonly log: HubLog;
  /** Told to screens; another one makes them reload. */
  readonly release: string;
  readonly plantedFault?: PlantedFault | null | undefined;
  /** Absent: this hub is alone, and does everything. */
  readonly duties?: Duties | undefined;
  /** Other hubs, whose screens are told what this one's are; absent: there are none. */
  readonly peers?: Peers | undefined;
  /** Whether accounts and records are out of reach now; absent: they never are. */
  readonly isDatabaseAway?: (() => boolean) | undefined;
}

/** The committed state of a hall and its place in the log. Lent until the next `await`; not to be changed. */
export interface CommittedView {
  readonly state: HallState;
  readonly position: Position;
}

export type LoadedListener = (hall: string, state: HallState) => void;
export type CommittedListener = (hall: string, entries: readonly JournalEntry[], state: HallState) => void;

/** For health and metrics. `behindMax`: versions that the slowest screen lacks, by its own word. */
export interface HallStatus {
  readonly hall: string;
  readonly version: number;
  readonly waiting: number;
  readonly screens: number;
  readonly behindMax: number;
  readonly readOnly: 'journal' | 'clock' | null;
}

/** No refusal: whoever hears it sends the same again, under the same id, to the hub that answers next. */
const LEAVING: ProtocolError = { kind: 'hub-leaving' };

/** A hub that loses again and again asks the others for a turn at this hall. */
const TURN_TOPIC = 'turn';

const SETUP: Actor = { id: 'system:setup', roles: ['system'] };

/**
 * The hub: halls, their writers and screens, behind one door. Rights are checked before (`gateway/door.ts`); whoever calls
 * here is believed to be who `actor` says.
 */
export class Hub {
  readonly #options: HubOptions;
  readonly #directory: HallDirectory;
  readonly #guard: ClockGuard;
  readonly #schedule: Schedule;
  readonly #screens: Screens;
  readonly #duties: Duties;
  readonly #reach: Reach;
  readonly #news: SharedNews;
  readonly #listeners = new Set<CommittedListener>();
  readonly #loadedListeners = new Set<LoadedListener>();
  #quotes: QuoteSource | null = null;
  #releases: (() => void)[] = [];
  #leaving: Promise<void> | null = null;
  #takesCommands = true;
  #closing: Promise<void> | null = null;

  constructor(options: HubOptions) {
    this.#options = options;
    this.#duties = options.duties ?? EVERY_DUTY;
    const holds = (hall: string): boolean => this.#duties.holds(hall);
    const { clock, journal, log, monotonic, newId, release, timers } = options;
    this.#guard = new ClockGuard({ clock, monotonic, log, changed: (hall) => this.#clockChanged(hall) });
    this.#screens = new Screens({ clock, timers, log, protocol: PROTOCOL_VERSION, release, hall: (name) => this.#hall(name) });
    this.#directory = new HallDirectory({
      journal,
      clock,
      timers,
      newId,
      log,
      plantedFault: options.plantedFault ?? null,
      blocked: (hall) => (this.#guard.isConfirmed(hall) ? null : { kind: 'clock-unconfirmed' }),
      loaded: (hall) => {
        this.#guard.loaded(hall.name, hall.state.at);
        this.#news.loaded(hall.name);
        this.#duties.stand(hall.name);
        for (const listener of this.#loadedListeners) listener(hall.name, hall.state);
      },
      holds,
      isDatabaseAway: options.isDatabaseAway ?? (() => false),
      askForTurn: (hall) => (options.peers ?? NO_PEERS).tell(TURN_TOPIC, hall),
      published: (hall, wire, entries, state) => {
        this.#published(hall, wire, entries, state);
      },
      quotesOf: (hall) => (service, classId, waiting) => this.#quotes?.(hall, service, classId, waiting) ?? null,
      isWatched: (hall) => this.#screens.count(hall) > 0,
    });
    this.#schedule = new Schedule({
      clock,
      log,
      submit: (hall, actor, sent) => this.submit(hall, actor, sent),
      read: async (hall) => (await this.#hall(hall)).state,
      holds,
    });
    this.#news = new SharedNews({
      peers: options.peers ?? NO_PEERS,
      holds,
      isLoaded: (hall) => this.#directory.peek(hall) !== undefined,
      tellHere: (hall, news) => this.#screens.tell(hall, news),
      newest: (hall) => this.#screens.news(hall, ['manager']),
    });
    this.#reach = new Reach({ timers, lost: () => this.#outOfReach(), found: () => this.#screens.takeIn() });
  }

  /** Loads and verifies every hall of the journal, and does what the schedule missed. A damaged hall is told in the log. */
  async start(): Promise<void> {
    const { journal, timers } = this.#options;
    this.#releases = [
      journal.onCondition((condition) => {
        this.#journalChanged(condition);
      }),
      journal.onGrown((hall, version) => {
        this.#directory.grown(hall, version);
      }),
      (this.#options.peers ?? NO_PEERS).on(TURN_TOPIC, (hall) => {
        if (typeof hall === 'string') this.#directory.peek(hall)?.giveTurn();
      }),
      this.#duties.onChange((hall, held) => {
        this.#dutyChanged(hall, held);
      }),
      timers.every(SCHEDULE_CHECK_MS, () => {
        this.#guard.watch();
        this.#schedule.tick();
      }),
      timers.every(BACKLOG_CHECK_MS, () => {
        this.#screens.checkBacklogs();
      }),
      timers.every(EVICTION_CHECK_MS, () => {
        this.#directory.evict();
      }),
    ];
    for (const hall of await journal.halls()) {
      this.#duties.stand(hall);
      await this.#schedule.watch(hall);
    }
  }

  /**
   * Makes a hall of a configuration and opens its day if it is time. Null when the hall is there already: its journal is the
   * truth then.
   */
  async seed(name: string, configuration: HallConfiguration): Promise<HubAnswer | null> {
    const hall = await this.#hall(name);
    if (hall.position.version > 0) return null;
    const answer = await hall.submit(SETUP, { id: `setup:configure:${name}`, type: 'configure-hall', configuration });
    if (!answer.ok) return answer;
    // Another hub may have made it at the same time: then it is loaded as any other.
    if (hall.position.version > 0) this.#directory.keep(hall);
    else await this.#hall(name);
    await this.#schedule.begin(name);
    return answer;
  }

  /** Resolves when the outcome is durable. Never rejects. */
  async submit(hall: string, actor: Actor, sent: SentCommand): Promise<HubAnswer> {
    if (!this.#takesCommands || !this.#reach.isThere) return failed(LEAVING);
    this.#guard.watch();
    try {
      const loaded = await this.#hall(hall);
      if (loaded.position.version === 0) return failed({ kind: 'unknown-hall' });
      if (sent.type !== 'confirm-clock') return await loaded.submit(actor, sent);
      this.#guard.confirm(hall, actor.id);
      return ok({ version: loaded.position.version, result: {} });
    } catch (error) {
      this.#options.log.error({ hall, error }, 'the hall cannot be loaded');
      return failed({ kind: 'hall-read-only' });
    }
  }

  /** Welcomes a screen and keeps it up to date until it closes. An unknown hall or a damaged one says goodbye. */
  open(
    connection: Connection,
    opening: { readonly credential: ScreenIdentity; readonly resume: Position | null },
  ): ScreenSession {
    return this.#screens.open(connection, opening.credential, opening.resume);
  }

  /** Version 0 and the initial state for a hall that nobody seeded. @throws JournalDamagedError */
  async read(hall: string): Promise<CommittedView> {
    const { position, state } = await this.#hall(hall);
    return { position, state };
  }

  /** Committed entries after a version, as screens get them; `limit` at most. */
  async entries(hall: string, after: number, limit: number): Promise<WireEntry[]> {
    const { position } = await this.#hall(hall);
    if (after >= position.version) return [];
    const entries = await this.#options.journal.read(hall, after, Math.min(limit, position.version - after));
    return entries.map(wireEntry);
  }

  /** One committed entry as the journal has it, with who did it; null for a version that there is not. */
  async entry(hall: string, version: number): Promise<JournalEntry | null> {
    const { position } = await this.#hall(hall);
    if (version < 1 || version > position.version) return null;
    const [entry] = await this.#options.journal.read(hall, version - 1, 1);
    return entry ?? null;
  }

  /** From now on tickets are quoted what `source` says. Returns the release. */
  quoteBy(source: QuoteSource): () => void {
    this.#quotes = source;
    return () => {
      if (this.#quotes === source) this.#quotes = null;
    };
  }

  /**
   * Tells a hall's screens something besides its log, each those that may see it: it is no entry and in no version, and replaces
   * the last of its name.
   */
  tell(hall: string, news: News): void {
    this.#screens.tell(hall, news);
    this.#news.tell(hall, news);
  }

  /** The newest of what these roles may see. */
  news(hall: string, roles: readonly Role[]): News[] {
    return this.#screens.news(hall, roles);
  }

  /** Hears of each group once, in order, after screens were told. Returns the release. */
  onCommitted(listener: CommittedListener): () => void {
    const own: CommittedListener = (hall, entries, state) => {
      listener(hall, entries, state);
    };
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  /** Hears of each hall that comes into memory, and now of those that are there. Throws nothing. Returns the release. */
  onLoaded(listener: LoadedListener): () => void {
    const own: LoadedListener = (hall, state) => {
      listener(hall, state);
    };
    this.#loadedListeners.add(own);
    for (const { name, state } of this.#directory.loaded()) own(name, state);
    return () => this.#loadedListeners.delete(own);
  }

  /** From now on `listener` hears what devices' screens do and say, and nobody else. Returns the release. */
  watchScreens(listener: ScreenListener): () => void {
    return this.#screens.listen(listener);
  }

  /** Which devices are connected, and when others were, as far as this run of the hub has seen. */
  deviceLines(hall: string): DeviceLines {
    return this.#screens.deviceLines(hall);
  }

  status(): HallStatus[] {
    return [...this.#directory.loaded()].map((hall) => ({
      hall: hall.name,
      version: hall.position.version,
      waiting: hall.waiting,
      screens: this.#screens.count(hall.name),
      behindMax: this.#screens.behindMax(hall),
      readOnly: hall.readOnly,
    }));
  }

  /** Whether a screen that comes is served here. */
  get takesScreens(): boolean {
    return this.#leaving === null && this.#closing === null && this.#reach.isThere;
  }

  /**
   * The first half of stopping, for a hub among others: gives its duties up, waits until balancers have seen `takesScreens` (`noticeMs`),
   * takes no command any more, gives the answers that are at hand, and tells its screens to go to another. Idempotent.
   */
  leave(noticeMs: number): Promise<void> {
    this.#leaving ??= this.#leave(noticeMs);
    return this.#leaving;
  }

  /** Ends the sessions, answers what waits, keeps snapshots. The journal stays open: it is the caller's. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #leave(noticeMs: number): Promise<void> {
    const { log, timers } = this.#options;
    const pause = (ms: number): Promise<void> => new Promise((resume) => timers.after(ms, resume));
    await this.#duties.close();
    if (noticeMs > 0) await pause(noticeMs);
    this.#takesCommands = false;
    for (let waited = 0; waited < LEAVING_ANSWERS_MS_MAX && this.#isAnswering(); waited += LEAVING_LOOK_MS) {
      await pause(LEAVING_LOOK_MS);
    }
    if (this.#isAnswering()) log.warn({ waitedMs: LEAVING_ANSWERS_MS_MAX }, 'commands are left to the hub that answers next');
    this.#screens.close();
  }

  #outOfReach(): void {
    for (const hall of this.#directory.loaded()) hall.letGo();
    this.#screens.sendAway();
  }

  #isAnswering(): boolean {
    return [...this.#directory.loaded()].some(({ waiting }) => waiting > 0);
  }

  async #close(): Promise<void> {
    this.#takesCommands = false;
    this.#reach.close();
    this.#news.close();
    for (const release of this.#releases.splice(0)) release();
    this.#screens.close();
    await this.#directory.close();
    this.#listeners.clear();
    this.#loadedListeners.clear();
  }

  async #hall(name: string): Promise<Hall> {
    return this.#directory.peek(name) ?? this.#directory.get(name);
  }

  #published(hall: string, wire: readonly WireEntry[], entries: readonly JournalEntry[], state: HallState): void {
    publish(this.#options.broadcast, hall, wire);
    this.#schedule.committed(hall, entries);
    for (const listener of this.#listeners) {
      try {
        listener(hall, entries, state);
      } catch (error) {
        this.#options.log.error({ hall, error }, 'a room of the hub failed on committed entries');
      }
    }
  }

  #dutyChanged(hall: string, held: boolean): void {
    if (held) this.#schedule.lookSoon(hall);
    else this.#schedule.leave(hall);
  }

  #journalChanged(condition: JournalCondition): void {
    this.#reach.changed(condition);
    this.#options.log.warn({ ...condition }, 'the journal changed its condition');
    if (condition.is === 'writable') for (const hall of this.#directory.loaded()) hall.wake();
    this.#screens.heartbeat();
  }

  #clockChanged(hall: string): void {
    this.#screens.heartbeat(hall);
    if (this.#guard.isConfirmed(hall)) this.#schedule.lookSoon(hall);
  }
}
