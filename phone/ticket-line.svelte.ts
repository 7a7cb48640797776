import { reconnectDelay } from '../shared/client/reconnect-delay.ts';
import type { Clock, Timers } from '../shared/lib/clock.ts';
import type { Random } from '../shared/lib/random.ts';
import { PHONE_BEAT_MS, type PhoneView } from '../shared/protocol/phone-view.ts';
import { EventStream } from './event-stream.ts';

/** Silence for so long is a line that is cut: two beats and a half. What is on the screen is said to be old within 12 s. */
export const SILENCE_MS_MAX = 2.5 * PHONE_BEAT_MS;
const CHECK_MS = 500;
/** A hub that says nothing about when to come again. */
const BUSY_MS = 5_000;

export interface TicketLineOptions {
  readonly ask: (name: string, options: RequestInit) => Promise<Response>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  /** Of a clock that nobody sets. */
  readonly nowMs: () => number;
}

/** `over`: the ticket is not there (any more), or the address is wrong; nobody asks again. */
export type LineState = 'connecting' | 'live' | 'stale' | 'busy' | 'over';

/**
 * The line to one's own ticket. It is live only while the hub speaks: silence makes it stale whatever the socket says, and a page
 * that comes to the front again asks at once instead of trusting what it showed when it went to sleep.
 */
export class TicketLine {
  readonly #options: TicketLineOptions;
  #state = $state<LineState>('connecting');
  #view = $state.raw<PhoneView | null>(null);
  /** On the phone's own clock. */
  #seenAt = $state(0);
  #heardMs = 0;
  #attempt = 0;
  #abort: AbortController | null = null;
  #cancelRetry: (() => void) | null = null;

  constructor(options: TicketLineOptions) {
    this.#options = options;
  }

  get state(): LineState {
    return this.#state;
  }

  /** The last that was told; current only while the line is live. */
  get view(): PhoneView | null {
    return this.#view;
  }

  get seenAt(): number {
    return this.#seenAt;
  }

  open(): void {
    const { nowMs, timers } = this.#options;
    this.#heardMs = nowMs();
    timers.every(CHECK_MS, () => {
      if (this.#state === 'live' && this.#isSilent()) this.#cut();
    });
    this.#connect();
  }

  /** The page is looked at again, or the network is back. */
  probe(): void {
    if (this.#state === 'over' || (this.#state === 'live' && !this.#isSilent(PHONE_BEAT_MS))) return;
    this.#attempt = 0;
    if (this.#isSilent()) this.#state = 'stale';
    this.#connect();
  }

  #isSilent(afterMs = SILENCE_MS_MAX): boolean {
    return this.#options.nowMs() - this.#heardMs > afterMs;
  }

  #connect(): void {
    this.#cancelRetry?.();
    this.#cancelRetry = null;
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    const { timers } = this.#options;
    // An answer that never begins is a line that is cut, too.
    const giveUp = timers.after(SILENCE_MS_MAX, () => abort.abort());
    void this.#read(abort.signal, giveUp)
      .catch(() => null)
      .then((retryMs) => {
        giveUp();
        if (this.#abort === abort && this.#state !== 'over') this.#retry(retryMs);
      });
  }

  /** Until the line ends. Resolves with when to come again, if the hub said so. */
  async #read(signal: AbortSignal, answered: () => void): Promise<number | null> {
    const response = await this.#options.ask('live', { signal });
    answered();
    if (response.status === 404) return this.#over();
    if (!response.ok || response.body === null) {
      this.#state = 'busy';
      return 1_000 * Number(response.headers.get('Retry-After') ?? 0) || BUSY_MS;
    }
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    const stream = new EventStream();
    for (;;) {
      const { done, value } = await reader.read();
      if (signal.aborted || done) return null;
      this.#heard();
      for (const event of stream.push(decoder.decode(value, { stream: true }))) {
        if (event.name === 'gone') return this.#over();
        if (event.name === 'view') this.#show(JSON.parse(event.data) as PhoneView);
      }
    }
  }

  #heard(): void {
    this.#heardMs = this.#options.nowMs();
    if (this.#view !== null) this.#seenAt = this.#options.clock.now();
  }

  #show(view: PhoneView): void {
    this.#view = view;
    this.#seenAt = this.#options.clock.now();
    this.#state = 'live';
    this.#attempt = 0;
  }

  #over(): null {
    this.#state = 'over';
    this.#abort?.abort();
    return null;
  }

  #cut(): void {
    this.#state = 'stale';
    this.#connect();
  }

  #retry(afterMs: number | null): void {
    if (this.#state === 'live') this.#state = 'stale';
    this.#attempt += 1;
    const { random, timers } = this.#options;
    this.#cancelRetry = timers.after(afterMs ?? reconnectDelay(this.#attempt, random), () => this.#connect());
  }
}
