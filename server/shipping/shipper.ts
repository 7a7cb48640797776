import type { Clock, EpochMs, Timers } from '../../shared/lib/clock.ts';
import type { Position } from '../../shared/protocol/position.ts';
import {
  SHIPMENT_BYTES_USUAL,
  SHIPPING_HEARTBEAT_MS,
  type CutOffReason,
  type Shipment,
  type ShippingState,
} from '../../shared/protocol/shipping.ts';
import type { HubLog } from '../hub/hub-log.ts';
import type { JournalEntry } from '../journal/entry.ts';
import type { Journal } from '../journal/journal.ts';
import {
  SHIP_READ_ENTRIES,
  SHIP_REFUSED_RETRY_MS,
  SHIP_REST_MS,
  SHIP_RETRY_MS_MAX,
  SHIP_RETRY_MS_MIN,
  SHIP_SOON_MS,
} from './limits.ts';
import { textOf, type Delivery, type RegionLine } from './region-line.ts';

/** Of an entry: its hashes, ids and times, at most. */
const BYTES_BESIDE_EVENTS = 400;

export type ShippedJournal = Pick<Journal, 'head' | 'read'>;

export interface ShipperOptions {
  readonly hall: string;
  readonly journal: ShippedJournal;
  readonly line: RegionLine;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: HubLog;
  /** 0 up to 1. */
  readonly random: () => number;
  /** Asked before each body: this hub does it for the hall. */
  readonly holds: () => boolean;
  readonly onState: (state: ShippingState) => void;
}

/**
 * Ships one hall's log. Where the region stands is asked of the region and kept nowhere here: whatever dies in between, the next
 * body goes on from what the region has. One body is in memory, and one on its way, however far behind the region is.
 *
 * Nothing of it is on the path of a command: it reads the journal beside the work, a little at a time.
 */
export class Shipper {
  readonly #options: ShipperOptions;
  /** Where the region stands, by its own last word; null: to be asked. */
  #region: Position | null = null;
  /** Read and not yet taken. */
  #ahead: JournalEntry[] = [];
  #state: ShippingState;
  /** What it had when it last answered, for telling how far behind it is while it does not; null: it never answered. */
  #lastKnown: number | null = null;
  #faults = 0;
  #stopTimer: () => void = () => undefined;
  #isWaiting = false;
  /** Something was committed since the body at hand was made. */
  #hasGrown = false;
  #working: Promise<void> | null = null;
  #isClosed = false;

  constructor(options: ShipperOptions) {
    this.#options = options;
    this.#state = { is: 'behind', by: 0, since: options.clock.now() };
  }

  get state(): ShippingState {
    return this.#state;
  }

  start(): void {
    this.#in(0);
  }

  /** Something was committed. While the region is away its next try stands. */
  grown(): void {
    this.#hasGrown = true;
    if (this.#isWaiting && this.#faults === 0) this.#in(SHIP_SOON_MS);
  }

  /** Idempotent. What is on its way is given up: the region has it, or will be sent it again. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#stopTimer();
    await this.#working;
  }

  #in(delayMs: number, isWaiting = false): void {
    if (this.#isClosed) return;
    this.#stopTimer();
    this.#isWaiting = isWaiting;
    this.#stopTimer = this.#options.timers.after(delayMs, () => {
      this.#isWaiting = false;
      if (this.#working !== null) return;
      this.#working = this.#step().finally(() => (this.#working = null));
    });
  }

  /** One body, and then the next when it is time. */
  async #step(): Promise<void> {
    const { holds, line, hall } = this.#options;
    if (!holds()) {
      [this.#region, this.#ahead] = [null, []];
      return this.#next(SHIPPING_HEARTBEAT_MS);
    }
    try {
      this.#hasGrown = false;
      const { body, head } = await this.#body();
      if (this.#isClosed) return;
      this.#heard(await line.deliver(hall, body), head);
    } catch (error) {
      this.#away(null, { is: 'away', why: 'log-unread', detail: textOf(error) });
    }
  }

  #next(delayMs: number): void {
    this.#in(delayMs, true);
  }

  /** As much as fits, from where the region stands; nothing while that is not known. */
  async #body(): Promise<{ readonly body: string; readonly head: Position }> {
    const { clock, hall, journal } = this.#options;
    const head = await journal.head(hall);
    const region = this.#region;
    if (region === null || region.version >= head.version) this.#ahead = [];
    else if (this.#ahead[0]?.version !== region.version + 1) {
      this.#ahead = await journal.read(hall, region.version, SHIP_READ_ENTRIES);
    }
    const entries: Shipment['entries'] = [];
    let bytes = 0;
    for (const { hall: _hall, ...entry } of this.#ahead) {
      bytes += JSON.stringify(entry.events).length + BYTES_BESIDE_EVENTS;
      if (entries.length > 0 && bytes > SHIPMENT_BYTES_USUAL) break;
      entries.push(entry as unknown as Shipment['entries'][number]);
    }
    return { body: JSON.stringify({ head, at: clock.now(), entries } satisfies Shipment), head };
  }

  #heard(delivery: Delivery, head: Position): void {
    if (delivery.is === 'away') return this.#away(head.version, delivery);
    if (delivery.is === 'refused') return this.#refused(head.version, delivery);
    const wasAsked = this.#region === null;
    const isSame = this.#region?.version === delivery.position.version;
    this.#region = delivery.position;
    this.#lastKnown = delivery.position.version;
    this.#ahead = this.#ahead.filter(({ version }) => version > delivery.position.version);
    if (delivery.is === 'out-of-order' && isSame && !wasAsked) {
      return this.#away(head.version, { is: 'away', why: 'not-a-region', detail: 'it asks for what it was sent' });
    }
    const by = head.version - delivery.position.version;
    const { clock, hall, log } = this.#options;
    if (this.#faults > 0) log.info({ hall, behind: by }, 'the region takes entries again');
    this.#faults = 0;
    if (by <= 0) this.#told({ is: 'up-to-date', at: clock.now() });
    else this.#told({ is: 'behind', by, since: this.#since('behind') });
    // A short rest between two bodies stands: what is committed in it goes along.
    if (by > 0) this.#in(SHIP_REST_MS);
    else if (this.#hasGrown) this.#in(SHIP_SOON_MS);
    else this.#next(SHIPPING_HEARTBEAT_MS);
  }

  #away(headVersion: number | null, { detail, why }: Extract<Delivery, { is: 'away' }>): void {
    const { hall, log } = this.#options;
    const by = this.#gap(headVersion);
    // Another cause is news: after the region is back its certificate may have run out.
    const isNews = this.#state.is !== 'cut-off' || this.#state.why !== why;
    if (isNews) log.warn({ hall, why, detail, behind: by }, AWAY_WORDS[why]);
    this.#told({ is: 'cut-off', by, since: this.#since('cut-off'), why });
    this.#region = null;
    this.#retry(Math.min(SHIP_RETRY_MS_MAX, SHIP_RETRY_MS_MIN * 2 ** Math.min(this.#faults, 16)));
  }

  #refused(headVersion: number, { detail, fault, version }: Extract<Delivery, { is: 'refused' }>): void {
    const { hall, log } = this.#options;
    const by = this.#gap(headVersion);
    const isNews = this.#state.is !== 'refused' || this.#state.fault !== fault;
    if (isNews)
      log.error(
        { hall, fault, version, detail, behind: by },
        'the region refuses this hall; the hall goes on, somebody must look',
      );
    this.#told({ is: 'refused', by, since: this.#since('refused'), fault, version });
    this.#region = null;
    this.#retry(SHIP_REFUSED_RETRY_MS);
  }

  #retry(mostMs: number): void {
    this.#faults += 1;
    this.#next(mostMs * (0.5 + this.#options.random() / 2));
  }

  #gap(headVersion: number | null): number | null {
    return this.#lastKnown === null || headVersion === null ? null : Math.max(0, headVersion - this.#lastKnown);
  }

  /** Since when it is like this. */
  #since(is: ShippingState['is']): EpochMs {
    return this.#state.is === is && 'since' in this.#state ? this.#state.since : this.#options.clock.now();
  }

  #told(state: ShippingState): void {
    this.#state = state;
    this.#options.onState(state);
  }
}

/** What an operator reads: what is so, and what to look at. The hall goes on in every case, and it is tried again. */
const AWAY_WORDS: { readonly [Reason in CutOffReason]: string } = {
  unreachable: 'the region cannot be reached; it is tried again',
  'not-a-region': 'who answers at --region-url is no region service; it is tried again',
  'not-trusted': 'the region’s certificate is not of an authority that is trusted here: see --region-ca; it is tried again',
  'other-name': 'the region’s certificate is for another name than --region-url has; it is tried again',
  'certificate-time':
    'the region’s certificate is not valid at this time: renew it, or set the clock of this machine; it is tried again',
  'region-full': 'the region’s journal takes nothing; it is tried again',
  'region-busy': 'the region is busy; it is tried again',
  'log-unread': 'the hall’s own log could not be read for the region; it is tried again',
};
