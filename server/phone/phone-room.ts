import type { HallEvent } from '../../shared/hall/events.ts';
import type { HallState } from '../../shared/hall/state.ts';
import type { Clock, EpochMs, Timers } from '../../shared/lib/clock.ts';
import type { PhoneView } from '../../shared/protocol/phone-view.ts';
import { fields, type PeerQuestions } from '../hub/peer-questions.ts';
import { PassReasons } from './pass-reasons.ts';
import { phoneViewOf } from './phone-view-of.ts';
import type { WaitLeft } from './phone-waits.ts';
import type { OwnTicket, TicketTokens } from './ticket-tokens.ts';

interface PhoneEntry {
  readonly at: EpochMs;
  readonly events: readonly HallEvent[];
}

/** What the room needs of the hub: `Hub` fits. */
export interface PhoneHub {
  read(hall: string): Promise<{ readonly state: HallState; readonly position: { readonly version: number } }>;
  entries(hall: string, after: number, limit: number): Promise<readonly PhoneEntry[]>;
  onCommitted(listener: (hall: string, entries: readonly PhoneEntry[], state: HallState) => void): () => void;
  /** Hears of each hall that comes into memory, after it was, and of those that are there. */
  onLoaded(listener: (hall: string, state: HallState) => void): () => void;
}

export interface PhoneRoomOptions {
  readonly hub: PhoneHub;
  readonly halls: readonly string[];
  readonly tokens: TicketTokens;
  readonly waitLeft: WaitLeft;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Other hubs, whose halls' tickets a phone may come with; absent: there are none. */
  readonly questions?: PeerQuestions | undefined;
}

const TICKET_QUESTION = 'ticket';
/** Whoever comes with a token that nobody knows waits so long to hear it. */
const TICKET_ASKED_MS = 500;

/** One phone that looks. `gone`: its ticket is not there any more. */
export interface PhoneWatcher {
  show(view: PhoneView): void;
  gone(): void;
}

/** Changes within so long are shown as one: a call is on the phone well within a second, a busy minute costs five views a second. */
export const PHONE_COALESCE_MS = 200;
/** What changes without an entry: the expected wait, a notice whose time is over. */
const PHONE_LOOK_MS = 1_000;
/** Views made at once; commands that came meanwhile go before the next so many. */
const VIEWS_AT_ONCE = 100;
/** Entries of before the start that are read for their reasons. */
const ENTRIES_READ_AT_START = 1_000;

interface Looking {
  readonly own: OwnTicket;
  readonly watcher: PhoneWatcher;
  shown: string;
}

/**
 * The phones' room: which tickets have a token, and what each phone sees. A phone is told whole views of its own ticket, made here
 * from the committed state: no entry of the hall, which is about everybody, ever leaves towards a phone.
 */
export class PhoneRoom {
  readonly #options: PhoneRoomOptions;
  readonly #reasons = new Map<string, PassReasons>();
  readonly #looking = new Set<Looking>();
  readonly #dirty = new Set<string>();
  #releases: (() => void)[] = [];
  #cancelFlush: (() => void) | null = null;
  #isFlushing = false;

  constructor(options: PhoneRoomOptions) {
    this.#options = options;
  }

  /** Gives every ticket that is there its token again: a QR code on paper works after a power cut. */
  async start(): Promise<void> {
    const { halls, hub, timers } = this.#options;
    this.#releases = [
      hub.onCommitted((hall, entries, state) => this.#committed(hall, entries, state)),
      hub.onLoaded((hall, state) => this.#loaded(hall, state)),
      ...this.#answerOthers(),
      timers.every(PHONE_LOOK_MS, () => {
        for (const hall of new Set([...this.#looking].map(({ own }) => own.hall))) this.#changed(hall);
      }),
    ];
    for (const hall of halls) await this.#readReasons(hall);
  }

  get watchers(): number {
    return this.#looking.size;
  }

  #answerOthers(): (() => void)[] {
    const { questions, tokens } = this.#options;
    if (questions === undefined) return [];
    return [
      questions.answer(TICKET_QUESTION, (name) => {
        const own = typeof name === 'string' ? tokens.named(name) : null;
        return own === null ? null : { hall: own.hall, ticket: own.ticket };
      }),
    ];
  }

  /** Every ticket of a hall that comes into memory has its token again. */
  #loaded(hall: string, state: HallState): void {
    const { tokens } = this.#options;
    // What happened while it was not in memory nobody heard of.
    this.#reasons.delete(hall);
    for (const { id, number } of state.tickets.values()) if (number !== null) tokens.keep({ hall, ticket: id });
  }

  /** Why tickets were passed before somebody looked: read once, when the first one does. */
  async #readReasons(hall: string): Promise<void> {
    if (this.#reasons.has(hall)) return;
    const { hub } = this.#options;
    const reasons = new PassReasons();
    let after = Math.max(0, (await hub.read(hall)).position.version - ENTRIES_READ_AT_START);
    for (let isRead = false; !isRead;) {
      const entries = await hub.entries(hall, after, ENTRIES_READ_AT_START);
      const { position, state } = await hub.read(hall);
      reasons.add(entries, state);
      after += entries.length;
      isRead = after >= position.version || entries.length === 0;
    }
    // Nothing was committed since the last reading: what comes next is heard of.
    this.#reasons.set(hall, reasons);
  }

  /**
   * Whose token this is; null for a wrong one and for one of a ticket that is gone, after the same work: a ticket leaves the state in
   * an entry about something else, and its token is swept later.
   */
  async find(token: string): Promise<OwnTicket | null> {
    const { halls, hub, tokens } = this.#options;
    const own = tokens.find(token) ?? (await this.#askOthers(token));
    const hall = own?.hall ?? halls[0];
    if (hall === undefined) return null;
    const { state } = await hub.read(hall);
    return state.tickets.has(own?.ticket ?? '') ? own : null;
  }

  /** Of a hall that is in the memory of another hub only. What is asked opens nothing, and what is answered is looked at. */
  async #askOthers(token: string): Promise<OwnTicket | null> {
    const { questions, tokens } = this.#options;
    if (questions === undefined) return null;
    const answer = await questions.askOne(TICKET_QUESTION, tokens.nameOf(token), TICKET_ASKED_MS);
    const { hall, ticket } = fields(answer);
    if (typeof hall !== 'string' || typeof ticket !== 'string' || tokens.tokenOf({ hall, ticket }) !== token) return null;
    return { hall, ticket };
  }

  /** Shows the ticket now and at each change, until released. */
  async watch(own: OwnTicket, watcher: PhoneWatcher): Promise<() => void> {
    const looking: Looking = { own, watcher, shown: '' };
    await this.#readReasons(own.hall);
    const { state } = await this.#options.hub.read(own.hall);
    this.#looking.add(looking);
    this.#show(looking, state);
    return () => this.#looking.delete(looking);
  }

  /** Idempotent. */
  close(): void {
    for (const release of this.#releases.splice(0)) release();
    this.#cancelFlush?.();
    this.#cancelFlush = null;
    this.#looking.clear();
  }

  #committed(hall: string, entries: readonly PhoneEntry[], state: HallState): void {
    const { tokens } = this.#options;
    this.#reasons.get(hall)?.add(entries, state);
    for (const { events } of entries) {
      for (const event of events) if (event.type === 'ticket-issued') tokens.keep({ hall, ticket: event.ticket });
    }
    // Tickets leave the state in any entry; twice as many tokens as tickets is soon enough to look for them.
    if (tokens.size > 2 * state.tickets.size + SWEEP_FROM) {
      tokens.sweep((own) => own.hall !== hall || state.tickets.has(own.ticket));
    }
    this.#changed(hall);
  }

  #changed(hall: string): void {
    if (this.#looking.size === 0) return;
    this.#dirty.add(hall);
    if (this.#isFlushing) return;
    this.#cancelFlush ??= this.#options.timers.after(PHONE_COALESCE_MS, () => {
      this.#cancelFlush = null;
      void this.#flush();
    });
  }

  async #flush(): Promise<void> {
    this.#isFlushing = true;
    const halls = [...this.#dirty];
    this.#dirty.clear();
    for (const each of halls) await this.#flushHall(each);
    this.#isFlushing = false;
    for (const each of this.#dirty) this.#changed(each);
  }

  /** Thousands of views take a tenth of a second, and commands come first: a rest after each so many. */
  async #flushHall(hall: string): Promise<void> {
    const { hub, timers } = this.#options;
    const due = [...this.#looking].filter(({ own }) => own.hall === hall);
    try {
      for (let from = 0; from < due.length; from += VIEWS_AT_ONCE) {
        if (from > 0) await new Promise<void>((resolve) => timers.after(0, resolve));
        const { state } = await hub.read(hall);
        for (const looking of due.slice(from, from + VIEWS_AT_ONCE)) if (this.#looking.has(looking)) this.#show(looking, state);
      }
    } catch {
      // A hall that cannot be read is told in the log by the hub; phones say that they are not live.
    }
  }

  #show(looking: Looking, state: HallState): void {
    const { clock, waitLeft } = this.#options;
    const { own, watcher } = looking;
    const view = phoneViewOf(state, own.ticket, {
      now: clock.now(),
      reasons: this.#reasons.get(own.hall) ?? new PassReasons(),
      waitLeft: (ticket) => waitLeft(own.hall, ticket),
    });
    if (view === null) {
      this.#looking.delete(looking);
      return watcher.gone();
    }
    const shown = JSON.stringify(view);
    if (shown === looking.shown) return;
    looking.shown = shown;
    watcher.show(view);
  }
}

const SWEEP_FROM = 1_000;
