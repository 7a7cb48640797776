import type { Role } from '../../shared/hall/actor.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import type { AdviceTables } from './advice-tables.ts';
import type { ArchiveTables } from './archive-tables.ts';
import type { HistoryTables } from './history-tables.ts';
import type { KioskTables } from './kiosk-tables.ts';
import type { RecordTables } from './record-tables.ts';
import type { RegionTables } from './region-tables.ts';
import type { ScreenTables } from './screen-tables.ts';

/**
 * What `database.sqlite` holds: who may come in, and what the staff wrote down. Times are `EpochMs`, booleans 0 or 1. A token
 * or a code is 256 or 128 random bits and only its SHA-256 is here; a password only its argon2id hash. Only `secrets` holds what it says.
 */
export interface Tables
  extends RecordTables, ArchiveTables, HistoryTables, ScreenTables, AdviceTables, KioskTables, RegionTables {
  readonly staff: StaffTable;
  readonly devices: DeviceTable;
  readonly device_tokens: DeviceTokenTable;
  readonly enrolment_codes: EnrolmentCodeTable;
  readonly sessions: SessionTable;
  readonly failed_logins: FailedLoginTable;
  readonly audit_log: AuditTable;
  readonly secrets: SecretTable;
}

export interface StaffTable {
  readonly staff_number: string;
  readonly hall: string;
  readonly password_hash: string;
  /** JSON array of roles. */
  readonly roles: string;
  readonly active: 0 | 1;
  /** 1 until somebody chooses a password of their own. */
  readonly demo_password: 0 | 1;
}

export const DEVICE_KINDS = ['kiosk', 'wall', 'window', 'rating'] as const;
export type DeviceKind = (typeof DEVICE_KINDS)[number];

export interface DeviceTable {
  readonly id: string;
  readonly hall: string;
  readonly kind: DeviceKind;
  readonly label: string;
  /** Of a window and a tablet for ratings; null for others and for one that may show any counter. */
  readonly counter: number | null;
  /** Of a kiosk: where its tickets come out. */
  readonly printer: string | null;
  /** Of a wall: which of the hall's displays; null: the first. */
  readonly display: string | null;
  /** 1 for the device that pages of a demonstration share. */
  readonly demo: 0 | 1;
  readonly created_at: EpochMs;
  readonly revoked_at: EpochMs | null;
}

export interface DeviceTokenTable {
  readonly token_hash: string;
  readonly device: string;
  readonly created_at: EpochMs;
}

export interface EnrolmentCodeTable {
  readonly code_hash: string;
  readonly device: string;
  readonly expires_at: EpochMs;
}

export interface SessionTable {
  readonly token_hash: string;
  readonly staff_number: string;
  readonly created_at: EpochMs;
  readonly seen_at: EpochMs;
}

export interface FailedLoginTable {
  /** `staff:1003@10.0.0.7`, `staff:1003` or `address:10.0.0.7`. */
  readonly origin: string;
  readonly failures: number;
  readonly last_at: EpochMs;
  readonly locked_until: EpochMs;
}

/** A key that the hubs of this database share, in base64url: the only thing here that is as good as what it opens. */
export interface SecretTable {
  readonly name: string;
  readonly value: string;
  readonly created_at: EpochMs;
}

export interface AuditTable {
  readonly at: EpochMs;
  readonly who: string;
  readonly what: string;
  /** JSON object. */
  readonly facts: string;
}

/** Kept as text in the table. */
export function writeRoles(roles: readonly Role[]): string {
  return JSON.stringify(roles);
}
