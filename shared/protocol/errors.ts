import type { Refusal, RefusalKind } from '../hall/refusals.ts';

/** What the way to the hall adds to the hall's own refusals. One closed list; `i18n` has a sentence for each. */
export const PROTOCOL_ERROR_KINDS = [
  /** The message fits no schema: an unknown field, a wrong type. */
  'malformed',
  'unknown-command',
  'message-too-large',
  'too-many-commands',
  /** No credential, or one that is unknown, revoked or expired. */
  'unauthenticated',
  'wrong-password',
  'unknown-hall',
  'protocol-unsupported',
  'origin-refused',
  /** Meant for a business day that is over. */
  'command-expired',
  /** The same id was used for another command. */
  'command-id-reused',
  /** The journal cannot be written (disk full, I/O error, damaged). Nothing is accepted until it can. */
  'hall-read-only',
  /** The hub's clock jumped; a manager must confirm it. */
  'clock-unconfirmed',
  'hub-busy',
  /** No word on the command: this hub is being stopped. The same again, under the same id, to whichever hub answers next. */
  'hub-leaving',
  'internal',
] as const;

export type ProtocolErrorKind = (typeof PROTOCOL_ERROR_KINDS)[number];

/** `detail`: for engineers, in English, never of the inside; `side`: who must update. */
export interface ProtocolError {
  readonly kind: ProtocolErrorKind;
  readonly detail?: string | undefined;
  readonly side?: 'hub' | 'screen' | undefined;
}

export type WireRefusal = Refusal | ProtocolError;
export type WireRefusalKind = RefusalKind | ProtocolErrorKind;
