import type { EpochMs } from '../../shared/lib/clock.ts';
import type { ProtocolError } from '../../shared/protocol/errors.ts';

/** Why a record was not written. */
export type RecordRefusal =
  | ProtocolError
  | { readonly kind: 'not-allowed' }
  | { readonly kind: 'not-found' }
  /** Struck, accepted or done already. */
  | { readonly kind: 'record-over'; readonly at: EpochMs; readonly by: string | null }
  | { readonly kind: 'records-full'; readonly perDayMax: number };
