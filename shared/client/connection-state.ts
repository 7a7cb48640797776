import type { EpochMs } from '../lib/clock.ts';
import type { ProtocolError } from '../protocol/errors.ts';

/**
 * How far a screen may be believed. Only `live` means that what it shows is what is; every other state must be seen on
 * the screen.
 */
export type ConnectionState =
  /** No line yet, or a short interruption. `attempt` counts from 1 since the last live moment. */
  | { readonly is: 'connecting'; readonly attempt: number }
  | { readonly is: 'live' }
  /** There is a state on the screen and it may be old: silence for too long, or something was missed. `since` is the
   * last moment, by the hub's clock, at which it was known to be right. */
  | { readonly is: 'stale'; readonly since: EpochMs }
  /** The hub does not take this screen (unknown or revoked credential …). Final: a new client is needed. */
  | { readonly is: 'refused'; readonly error: ProtocolError }
  /** Hub and screen speak different protocols. Final: `side` must be updated. */
  | { readonly is: 'outdated'; readonly side: 'hub' | 'screen' };

export function sameConnection(left: ConnectionState, right: ConnectionState): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

/** What a refused handshake or a goodbye means: a final state, or null when trying again can help. */
export function finalState(error: ProtocolError): ConnectionState | null {
  switch (error.kind) {
    case 'protocol-unsupported':
      return { is: 'outdated', side: error.side ?? 'screen' };
    case 'unauthenticated':
    case 'wrong-password':
    case 'origin-refused':
    case 'unknown-hall':
      return { is: 'refused', error };
    default:
      return null;
  }
}
