import type { EpochMs } from '../../shared/lib/clock.ts';

/** What a hall keeps for its kiosks and no screen may see. */
export interface KioskTables {
  readonly kiosk_pins: KioskPinTable;
  readonly identity_list: IdentityTable;
}

/** One PIN for all kiosks of a hall: whoever changes paper knows it. */
export interface KioskPinTable {
  readonly hall: string;
  /** argon2id. */
  readonly pin_hash: string;
  /** 1: everybody knows it; good only while the demo passwords are in force. */
  readonly demo: 0 | 1;
  readonly set_at: EpochMs;
}

/** Who is of which class, without a word of who it is: `digest` is a keyed hash. */
export interface IdentityTable {
  readonly hall: string;
  readonly digest: string;
  readonly class: string;
}
