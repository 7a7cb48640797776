import { createSubscriber } from 'svelte/reactivity';
import type { ConnectionState } from '../client/connection-state.ts';
import type { Pending, SendResult } from '../client/outbox.ts';
import type { Command } from '../hall/commands.ts';
import type { HallConfiguration } from '../hall/configuration.ts';
import type { Advice } from '../hall/forecast/advice.ts';
import type { HallForecast, TicketForecasts } from '../hall/forecast/hall-forecast.ts';
import type { HallState } from '../hall/state.ts';
import { openAdvice } from '../hall/views/open-advice.ts';
import type { EpochMs } from '../lib/clock.ts';
import type { ConfirmClock } from '../protocol/command-schema.ts';
import type { AdviceMessage } from '../protocol/advice.ts';
import type { Welcome, Writing } from '../protocol/down.ts';
import type { ReceiptsMessage } from '../protocol/receipts.ts';
import type { ScreenReport } from '../protocol/up.ts';

/** What a screen needs of the client (`shared/client/hall-client.ts`); tests bring a small one of their own. */
export interface HallSource {
  readonly connection: ConnectionState;
  readonly state: HallState | null;
  readonly welcome: Welcome | null;
  readonly readOnly: Writing['readOnly'];
  /** Absent: no more is known than `readOnly`. */
  readonly writing?: Writing | undefined;
  readonly pending: readonly Pending[];
  /** Managers' screens only; absent or null: none was heard. */
  readonly advice?: AdviceMessage | null | undefined;
  /** Absent or null: the hub expects nothing that can be believed now. */
  readonly forecast?: HallForecast | null | undefined;
  /** To staff only. */
  readonly ticketForecasts?: TicketForecasts | null | undefined;
  /** To staff only: what screens said of the latest calls. */
  readonly receipts?: ReceiptsMessage | null | undefined;
  /** Says something of this screen itself; false: there is no line. */
  report?: ((report: ScreenReport) => boolean) | undefined;
  /** The hub's clock. */
  now(): EpochMs;
  send(command: Command | ConfirmClock): Promise<SendResult>;
  /** Called after any change. Returns the release. */
  subscribe(listener: () => void): () => void;
  /** Called for each command that is answered or given up, also for one of an earlier page. Returns the release. */
  onSettled(listener: (pending: Pending, result: SendResult) => void): () => void;
}

/**
 * The hall as components read it: a getter here is reactive, the client itself is not.
 *
 * The replica changes in place, so the state is never handed out: a derived value that held it would be the same object
 * before and after a change, and nothing would be drawn again. `view` hands it to a function and what comes back is new
 * each time.
 */
export class LiveHall {
  readonly #source: HallSource;
  readonly #track: () => void;

  constructor(source: HallSource) {
    this.#source = source;
    this.#track = createSubscriber((changed) => source.subscribe(changed));
  }

  get connection(): ConnectionState {
    this.#track();
    return this.#source.connection;
  }

  /** Only then may what is shown be called current, and only then may a kiosk issue. */
  get isLive(): boolean {
    return this.connection.is === 'live';
  }

  get welcome(): Welcome | null {
    this.#track();
    return this.#source.welcome;
  }

  get readOnly(): Writing['readOnly'] {
    this.#track();
    return this.#source.readOnly;
  }

  /** The same, with why, and how many nodes keep what is written. */
  get writing(): Writing {
    this.#track();
    return this.#source.writing ?? { readOnly: this.#source.readOnly };
  }

  get pending(): readonly Pending[] {
    this.#track();
    return this.#source.pending;
  }

  /**
   * What the hub advises a manager to do now, best first; empty when nothing is worth a walk, when it was answered already, or when it
   * is too old to be accepted.
   */
  get advice(): readonly Advice[] {
    this.#track();
    const { advice } = this.#source;
    const { state } = this.#source;
    if (advice === null || advice === undefined || state === null) return [];
    return openAdvice(state, advice.advice, this.now());
  }

  /** What the hub expects of this hall; null when none, too old (`FORECAST_STALE_MS`), or the screen is not live. Replaced as a whole. */
  get forecast(): HallForecast | null {
    this.#track();
    return this.#source.forecast ?? null;
  }

  /** What is expected of each waiting ticket; for staff, else null. */
  get ticketForecasts(): TicketForecasts | null {
    this.#track();
    return this.#source.ticketForecasts ?? null;
  }

  /** What screens said of the latest calls; for staff, else null. Replaced as a whole. */
  get receipts(): ReceiptsMessage | null {
    this.#track();
    return this.#source.receipts ?? null;
  }

  /** Replaced as a whole by `configure-hall`, never changed in place: it may be held. */
  get configuration(): HallConfiguration | null {
    return this.view((state) => state.configuration);
  }

  /** What `read` makes of the state now; null while there is none. `read` must not keep any part of it. */
  view<Seen>(read: (state: HallState) => Seen): Seen | null {
    this.#track();
    const { state } = this.#source;
    return state === null ? null : read(state);
  }

  /** The hub's clock; not reactive (`clock.svelte.ts` ticks). */
  now(): EpochMs {
    return this.#source.now();
  }

  send(command: Command | ConfirmClock): Promise<SendResult> {
    return this.#source.send(command);
  }

  /** Says something of this screen itself; false when there is no line to say it on. */
  report(report: ScreenReport): boolean {
    return this.#source.report?.(report) ?? false;
  }

  /** Hears what became of every command, also of one that an earlier page had sent. Returns the release. */
  onSettled(listener: (pending: Pending, result: SendResult) => void): () => void {
    return this.#source.onSettled(listener);
  }

  /** For what is not drawn: called after any change. Returns the release. */
  subscribe(listener: () => void): () => void {
    return this.#source.subscribe(listener);
  }
}
