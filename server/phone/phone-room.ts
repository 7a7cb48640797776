import type { HallEvent } from '../../shared/hall/events.ts';
import type { HallState } from '../../shared/hall/state.ts';
import type { Clock, EpochMs, Timers } from '../../shared/lib/clock.ts';
import type { PhoneView } from '../../shared/protocol/phone-view.ts';
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
}

export interface PhoneRoomOptions {
  readonly hub: PhoneHub;
  readonly halls: readonly string[];
  readonly tokens: TicketTokens;
  readonly waitLeft: WaitLeft;
  readonly clock: Clock;
  readonly timers: Timers;
}

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
    const { halls, hub, timers, tokens } = this.#options;
    this.#releases = [
      hub.onCommitted((hall, entries, state) => this.#committed(hall, entries, state)),
      timers.every(PHONE_LOOK_MS, () => {
        for (const hall of halls) this.#changed(hall);
      }),
    ];
    for (const hall of halls) {
      const { position, state } = await hub.read(hall);
      for (const { id, number } of state.tickets.values()) if (number !== null) tokens.keep({ hall, ticket: id });
      const before = await hub.entries(hall, Math.max(0, position.version - ENTRIES_READ_AT_START), ENTRIES_READ_AT_START);
      this.#reasonsOf(hall).add(before, (await hub.read(hall)).state);
    }
  }

  get watchers(): number {
    return this.#looking.size;
  }

  /**
   * Whose token this is; null for a wrong one and for one of a ticket that is gone, after the same work: a ticket leaves the state in
   * an entry about something else, and its token is swept later.
   */
  async find(token: string): Promise<OwnTicket | null> {
    const { halls, hub, tokens } = this.#options;
    const own = tokens.find(token);
    const { state } = await hub.read(own?.hall ?? halls[0] ?? '');
    return state.tickets.has(own?.ticket ?? '') ? own : null;
  }

  /** Shows the ticket now and at each change, until released. */
  async watch(own: OwnTicket, watcher: PhoneWatcher): Promise<() => void> {
    const looking: Looking = { own, watcher, shown: '' };
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
    this.#reasonsOf(hall).add(entries, state);
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
      reasons: this.#reasonsOf(own.hall),
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

  #reasonsOf(hall: string): PassReasons {
    let reasons = this.#reasons.get(hall);
    if (reasons === undefined) this.#reasons.set(hall, (reasons = new PassReasons()));
    return reasons;
  }
}

const SWEEP_FROM = 1_000;
