/** What hubs tell each other; plain JSON. */
export type PeerMessage = null | boolean | number | string | readonly PeerMessage[] | { readonly [key: string]: PeerMessage };

/**
 * The other hubs of an installation. Told at most once and perhaps never: whatever matters is read again from where it is kept.
 * A hub does not hear itself.
 */
export interface Peers {
  /** `topic` names the room that hears it, as in `revoked`. */
  tell(topic: string, message: PeerMessage): void;
  /** What comes is of another release perhaps: check it. Returns the release. */
  on(topic: string, listener: (message: PeerMessage) => void): () => void;
}

/** One hub on one machine. */
export const NO_PEERS: Peers = { tell: () => undefined, on: () => () => undefined };
