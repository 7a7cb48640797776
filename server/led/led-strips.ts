import type { CounterId } from '../../shared/hall/configuration.ts';
import type { HallState } from '../../shared/hall/state.ts';
import { windowSign } from '../../shared/hall/views/window-sign.ts';
import type { Timers } from '../../shared/lib/clock.ts';
import type { Log } from '../observability/log.ts';
import { ledAddressText, type LedAddress, type LedPlace } from './led-address.ts';
import { ledLine } from './led-line.ts';
import { encodeLed, type LedEncoding } from './led-text.ts';
import { openLedWire, type LedWire } from './led-wire.ts';

/** What the room needs of the hub: `Hub` fits. */
export interface LedHub {
  read(hall: string): Promise<{ readonly state: HallState }>;
  onCommitted(listener: (hall: string, entries: unknown, state: HallState) => void): () => void;
}

export interface LedStripsOptions {
  readonly hub: LedHub;
  readonly hall: string;
  readonly places: readonly LedPlace[];
  readonly encoding: LedEncoding;
  /** Every counter's line is said again after so long: a strip that was switched on late catches up. */
  readonly repeatSeconds: number;
  readonly timers: Timers;
  readonly log: Log;
  /** Whether it is this hub that speaks to the hall's strips now; absent: it is. */
  readonly holds?: ((hall: string) => boolean) | undefined;
}

/** One address with its wire: lines go out one after the other, and of each counter only the newest waits. */
interface Line {
  readonly address: LedAddress;
  readonly counters: Set<CounterId | 'all'>;
  readonly waiting: Map<CounterId, Buffer>;
  wire: LedWire | null;
  sending: Promise<void> | null;
  /** Told once, until something got out again. */
  isFailing: boolean;
}

/**
 * Strips of light above the counters. Each counter's state goes out as a line whenever it changes, and every so often again; nothing
 * comes back, so a strip that hears nothing for three repeats has to say so by itself.
 */
export class LedStrips {
  readonly #options: LedStripsOptions;
  readonly #lines: readonly Line[];
  /** By counter, the line that was given out last. */
  #said = new Map<CounterId, Buffer>();
  /** Named by the option, and told in the log once: the hall has no such counter. */
  readonly #unknown = new Set<CounterId>();
  #releases: (() => void)[] = [];

  constructor(options: LedStripsOptions) {
    this.#options = options;
    const lines = new Map<string, Line>();
    for (const { address, counter } of options.places) {
      const name = ledAddressText(address);
      const line = lines.get(name) ?? newLine(address);
      line.counters.add(counter);
      lines.set(name, line);
    }
    this.#lines = [...lines.values()];
  }

  async start(): Promise<void> {
    if (this.#lines.length === 0) return;
    const { hall, hub, repeatSeconds, timers } = this.#options;
    this.#releases = [
      hub.onCommitted((changed, _entries, state) => {
        if (changed === hall) this.#say(state, 'changes');
      }),
      timers.every(repeatSeconds * 1_000, () => void this.#sayAll()),
    ];
    await this.#sayAll();
  }

  /** Lets what is under way go out. Idempotent. */
  async close(): Promise<void> {
    for (const release of this.#releases.splice(0)) release();
    for (const line of this.#lines) {
      line.waiting.clear();
      await line.sending;
      await this.#shut(line);
    }
  }

  async #sayAll(): Promise<void> {
    const { hall, holds, hub } = this.#options;
    if (holds?.(hall) === false) return;
    this.#say((await hub.read(hall)).state, 'all');
  }

  #say(state: HallState, what: 'all' | 'changes'): void {
    const { encoding, hall, holds } = this.#options;
    if (holds?.(hall) === false) {
      // Whoever says the next line does not know what this one said.
      this.#said = new Map();
      return;
    }
    if (what === 'all') this.#warnOfUnknown(state);
    const said = new Map<CounterId, Buffer>();
    for (const counter of state.counters.keys()) {
      const sign = windowSign(state, counter);
      if (sign === null) continue;
      const line = ledLine(sign, (text) => encodeLed(text, encoding));
      said.set(counter, line);
      if (what === 'all' || this.#said.get(counter)?.equals(line) !== true) this.#give(counter, line);
    }
    this.#said = said;
  }

  /** A number that is mistyped would be a strip that stays dark for ever, and nobody would know why. */
  #warnOfUnknown(state: HallState): void {
    for (const { address, counter } of this.#options.places) {
      if (counter === 'all' || state.counters.has(counter)) {
        if (counter !== 'all') this.#unknown.delete(counter);
      } else if (!this.#unknown.has(counter)) {
        this.#unknown.add(counter);
        this.#options.log.warn(
          { led: ledAddressText(address), counter },
          'a strip of light is for a counter that the hall has not',
        );
      }
    }
  }

  #give(counter: CounterId, bytes: Buffer): void {
    for (const line of this.#lines) {
      if (!line.counters.has('all') && !line.counters.has(counter)) continue;
      line.waiting.set(counter, bytes);
      this.#drain(line);
    }
  }

  #drain(line: Line): void {
    line.sending ??= this.#sendOn(line).finally(() => {
      line.sending = null;
      if (line.waiting.size > 0) this.#drain(line);
    });
  }

  /** Until nothing waits; what cannot be sent waits for its next turn, which the repeat brings. */
  async #sendOn(line: Line): Promise<void> {
    for (let [next] = line.waiting; next !== undefined; [next] = line.waiting) {
      const [counter, bytes] = next;
      line.waiting.delete(counter);
      try {
        line.wire ??= await openLedWire(line.address);
        await line.wire.send(bytes);
        if (line.isFailing) this.#options.log.info({ led: ledAddressText(line.address) }, 'a strip of light is reached again');
        line.isFailing = false;
      } catch (error) {
        if (!line.isFailing)
          this.#options.log.warn({ led: ledAddressText(line.address), err: error }, 'a strip of light is not reached');
        line.isFailing = true;
        line.waiting.clear();
        await this.#shut(line);
      }
    }
  }

  async #shut(line: Line): Promise<void> {
    const { wire } = line;
    line.wire = null;
    // A device that is gone cannot be closed either.
    await wire?.close().catch(() => undefined);
  }
}

function newLine(address: LedAddress): Line {
  return { address, counters: new Set(), waiting: new Map(), wire: null, sending: null, isFailing: false };
}
