import * as z from 'zod/mini';
import type { Clock, EpochMs, Timers } from '../../shared/lib/clock.ts';
import { shippingStateSchema, type ShippingState } from '../../shared/protocol/shipping.ts';
import type { Duties } from '../hub/duties.ts';
import type { HubLog } from '../hub/hub-log.ts';
import type { PeerMessage, Peers } from '../hub/peers.ts';
import type { JournalEntry } from '../journal/entry.ts';
import { SHIP_TELL_MS, SHIP_TOLD_MS_MAX } from './limits.ts';
import type { RegionLine } from './region-line.ts';
import { Shipper, type ShippedJournal } from './shipper.ts';

/** What shipping needs of the hub. */
export interface ShippingHub {
  onCommitted(listener: (hall: string, entries: readonly JournalEntry[]) => void): () => void;
}

export interface ShippingOptions {
  readonly hub: ShippingHub;
  readonly journal: ShippedJournal;
  readonly line: RegionLine;
  /** With many hubs the one that has the duty for a hall ships it; the others know from it how that stands. */
  readonly duties: Duties;
  readonly peers: Peers;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: HubLog;
  readonly random: () => number;
}

export interface HallShipping {
  readonly hall: string;
  readonly state: ShippingState;
}

const TOPIC = 'shipping';
const toldSchema = z.object({ hall: z.string(), state: shippingStateSchema });

/**
 * The room that ships halls' entries to their region. Acts on nothing: a hall whose region is away for a week is a hall as any
 * other, and the journal keeps for the region what it lacks.
 */
export class Shipping {
  readonly #options: ShippingOptions;
  readonly #shippers = new Map<string, Shipper>();
  /** By other hubs, of halls that they ship. */
  readonly #heard = new Map<string, { readonly at: EpochMs; readonly state: ShippingState }>();
  readonly #releases: (() => void)[];
  #isClosed = false;

  constructor(options: ShippingOptions) {
    this.#options = options;
    const { hub, peers, timers } = options;
    this.#releases = [
      hub.onCommitted((hall) => this.#shippers.get(hall)?.grown()),
      peers.on(TOPIC, (message) => this.#hear(message)),
      timers.every(SHIP_TELL_MS, () => {
        for (const { hall, state } of this.status()) this.#tell(hall, state);
      }),
    ];
  }

  /** From now on this hall is shipped, while this hub has its duty. Idempotent. */
  take(hall: string): Promise<void> {
    if (this.#shippers.has(hall) || this.#isClosed) return Promise.resolve();
    const { clock, duties, journal, line, log, random, timers } = this.#options;
    const shipper = new Shipper({
      hall,
      journal,
      line,
      clock,
      timers,
      log,
      random,
      holds: () => duties.holds(hall),
      onState: (state) => this.#tell(hall, state),
    });
    this.#shippers.set(hall, shipper);
    shipper.start();
    return Promise.resolve();
  }

  /** Resolves when no body of this hall is on its way. Idempotent. */
  async release(hall: string): Promise<void> {
    const shipper = this.#shippers.get(hall);
    this.#shippers.delete(hall);
    await shipper?.close();
  }

  /** As this hub knows it, or as the hub that ships the hall has told; `off`: nobody has told. */
  state(hall: string): ShippingState {
    const { clock, duties } = this.#options;
    const own = this.#shippers.get(hall);
    if (own !== undefined && duties.holds(hall)) return own.state;
    const heard = this.#heard.get(hall);
    return heard !== undefined && clock.now() - heard.at <= SHIP_TOLD_MS_MAX ? heard.state : { is: 'off' };
  }

  /** Of the halls that this hub ships now: for metrics. */
  status(): HallShipping[] {
    const { duties } = this.#options;
    return [...this.#shippers].filter(([hall]) => duties.holds(hall)).map(([hall, { state }]) => ({ hall, state }));
  }

  /** Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const release of this.#releases.splice(0)) release();
    this.#options.line.close();
    await Promise.all([...this.#shippers.values()].map((shipper) => shipper.close()));
  }

  #tell(hall: string, state: ShippingState): void {
    this.#options.peers.tell(TOPIC, { hall, state: { ...state } } as unknown as PeerMessage);
  }

  /** Of a hub of another release perhaps. */
  #hear(message: PeerMessage): void {
    const read = toldSchema.safeParse(message);
    if (!read.success) return;
    this.#heard.set(read.data.hall, { at: this.#options.clock.now(), state: read.data.state });
  }
}
