import type { Timers } from '../../shared/lib/clock.ts';
import { LOOK_AGAIN_MS } from './limits.ts';
import { nodeName, type NodeAddress } from './redis-address.ts';
import type { RedisLink } from './redis-link.ts';

export interface TalkLineOptions {
  /** The node whose messages are heard; null while there is none. */
  readonly node: () => NodeAddress | null;
  readonly connect: (node: NodeAddress) => Promise<RedisLink>;
  readonly timers: Timers;
}

/** Hears messages of other hubs over a connection of its own, and over the next one when that has ended. */
export class TalkLine {
  readonly #options: TalkLineOptions;
  readonly #listeners = new Map<string, Set<(message: string) => void>>();
  readonly #subscribed = new Set<() => void>();
  #link: RedisLink | null = null;
  #connecting: Promise<void> | null = null;
  #isClosed = false;

  constructor(options: TalkLineOptions) {
    this.#options = options;
  }

  subscribe(channel: string, listener: (message: string) => void): () => void {
    const own = (message: string): void => listener(message);
    const listeners = this.#listeners.get(channel);
    if (listeners === undefined) {
      this.#listeners.set(channel, new Set([own]));
      // On the connection that there is; else when there is one.
      if (this.#link !== null) void this.#hear(this.#link, channel).catch(() => this.#link?.destroy());
      else this.connect();
    } else {
      listeners.add(own);
    }
    return () => this.#listeners.get(channel)?.delete(own);
  }

  onSubscribed(listener: () => void): () => void {
    const own = (): void => listener();
    this.#subscribed.add(own);
    return () => this.#subscribed.delete(own);
  }

  /** There may be another node to listen to. */
  connect(): void {
    const node = this.#options.node();
    if (this.#isClosed || node === null || this.#listeners.size === 0) return;
    if (this.#link !== null && nodeName(this.#link.node) !== nodeName(node)) this.#link.destroy();
    if (this.#link !== null) return;
    this.#connecting ??= this.#connect(node)
      .catch(() => this.#again())
      .finally(() => {
        this.#connecting = null;
      });
  }

  close(): void {
    this.#isClosed = true;
    this.#link?.destroy();
    this.#listeners.clear();
  }

  async #connect(node: NodeAddress): Promise<void> {
    const link = await this.#options.connect(node);
    if (this.#isClosed) {
      link.destroy();
      return;
    }
    this.#link = link;
    link.onEnd(() => {
      this.#link = null;
      this.#again();
    });
    for (const channel of this.#listeners.keys()) await this.#hear(link, channel);
    for (const listener of this.#subscribed) listener();
  }

  #again(): void {
    if (!this.#isClosed) this.#options.timers.after(LOOK_AGAIN_MS, () => this.connect());
  }

  async #hear(link: RedisLink, channel: string): Promise<void> {
    await link.subscribe(channel, (message) => {
      for (const listener of this.#listeners.get(channel) ?? []) listener(message);
    });
  }
}
