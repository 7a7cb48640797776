import type { EpochMs } from '../../shared/lib/clock.ts';

/** What a region service keeps besides the journal of its halls and their history. Empty at a hall's hub. */
export interface RegionTables {
  readonly region_tokens: RegionTokenTable;
  readonly region_halls: RegionHallTable;
  readonly region_ratings: RegionRatingTable;
  readonly region_snapshots: RegionSnapshotTable;
}

/** By its SHA-256 only; a hall has at most one that is not revoked. */
export interface RegionTokenTable {
  readonly token_hash: string;
  readonly hall: string;
  readonly created_at: EpochMs;
  readonly revoked_at: EpochMs | null;
}

/** When a hall was last heard, and what of its log has been counted. */
export interface RegionHallTable {
  readonly hall: string;
  readonly heard_at: EpochMs;
  /** The hall's own clock then, and where its log ended. */
  readonly hall_at: EpochMs;
  readonly head_version: number;
  /** Why entries are refused since when; null: they are not. */
  readonly fault: string | null;
  readonly fault_at: EpochMs | null;
  /** Ratings up to this version are in `region_ratings`. */
  readonly ratings_version: number;
}

/** A grade that a customer gave, 1 to 5. Once for each entry, so that what is counted again stays one. */
export interface RegionRatingTable {
  readonly hall: string;
  readonly version: number;
  /** The local date on which it was given. */
  readonly day: string;
  readonly grade: number;
}

/** A hall's state as its log tells it, where the logs are in the database too. `checksum`: of hash and state. */
export interface RegionSnapshotTable {
  readonly hall: string;
  readonly version: number;
  readonly hash: string;
  readonly checksum: string;
  readonly state: string;
}
