import type { Actor } from '../../shared/hall/actor.ts';
import type { PrinterId } from '../../shared/hall/configuration.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';

/** Who somebody is, as far as the hub knows: a person who signed in, or an enrolled screen. */
export interface Credential {
  /** `session:…` or `device:…`; not secret. One device has one, however often its page is open. */
  readonly id: string;
  /** The only hall it is good for. */
  readonly hall: string;
  readonly actor: Actor;
  readonly device?: CredentialDevice | undefined;
  /** When a session ends however busy it is; null for a device. */
  readonly expiresAt: EpochMs | null;
}

export interface CredentialDevice {
  readonly id: string;
  readonly kind: 'kiosk' | 'display' | 'rating';
  readonly printer: PrinterId | null;
}
