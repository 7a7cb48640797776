import type { HubLog } from '../hub/hub-log.ts';
import type { PeerMessage, Peers } from '../hub/peers.ts';
import type { RedisStore } from './redis-store.ts';

export const PEER_CHANNEL = 'hallcall:peers';
/** A longer message is not told: a room that has so much to say has made a mistake. */
export const PEER_MESSAGE_CHARS_MAX = 1_048_576;

export interface RedisPeersOptions {
  readonly store: Pick<RedisStore, 'publish' | 'subscribe'>;
  /** Of this hub, and of this run of it. */
  readonly hub: string;
  readonly log: HubLog;
}

/** What hubs tell each other, over a channel that all of them hear. */
export class RedisPeers implements Peers {
  readonly #options: RedisPeersOptions;
  readonly #byTopic = new Map<string, Set<(message: PeerMessage) => void>>();
  readonly #release: () => void;

  constructor(options: RedisPeersOptions) {
    this.#options = options;
    this.#release = options.store.subscribe(PEER_CHANNEL, (text) => this.#hear(text));
  }

  tell(topic: string, message: PeerMessage): void {
    const { hub, log, store } = this.#options;
    const text = JSON.stringify({ hub, topic, message });
    if (text.length <= PEER_MESSAGE_CHARS_MAX) store.publish(PEER_CHANNEL, text);
    else log.error({ topic, chars: text.length }, 'bug: a message to other hubs is too long, and was not sent');
  }

  on(topic: string, listener: (message: PeerMessage) => void): () => void {
    const listeners = this.#byTopic.get(topic) ?? new Set();
    this.#byTopic.set(topic, listeners);
    const own = (message: PeerMessage): void => listener(message);
    listeners.add(own);
    return () => listeners.delete(own);
  }

  /** Hears nobody any more. Idempotent. */
  close(): void {
    this.#release();
    this.#byTopic.clear();
  }

  /** Whatever comes: another release speaks here too, and whoever has the password. */
  #hear(text: string): void {
    const { hub, topic, message } = read(text);
    if (typeof topic !== 'string' || message === undefined || hub === this.#options.hub) return;
    for (const listener of [...(this.#byTopic.get(topic) ?? [])]) {
      try {
        listener(message);
      } catch (error) {
        this.#options.log.error({ topic, error }, 'a room failed on a message of another hub');
      }
    }
  }
}

function read(text: string): { readonly hub?: unknown; readonly topic?: unknown; readonly message?: PeerMessage } {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    // No message of a hub.
    return {};
  }
}
