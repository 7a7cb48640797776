import type { EpochMs } from '../../shared/lib/clock.ts';

export interface ScreenTables {
  readonly call_receipts: CallReceiptTable;
  readonly device_seen: DeviceSeenTable;
}

/** What became of one announcement on the screens of its hall. */
export interface CallReceiptTable {
  readonly hall: string;
  readonly ticket: string;
  readonly counter: number;
  readonly called_at: EpochMs;
  readonly recalls: number;
  readonly screens: number;
  readonly shown: number;
  readonly speakers: number;
  readonly heard: number;
  readonly first_painted_at: EpochMs | null;
  readonly last_painted_at: EpochMs | null;
  readonly first_spoken_at: EpochMs | null;
  readonly last_spoken_at: EpochMs | null;
  /** JSON of `[screen, ScreenWord][]`, of the first so many screens. */
  readonly words: string;
}

/** When a device was last connected, to within `SEEN_EVERY_MS` after a crash. */
export interface DeviceSeenTable {
  readonly device: string;
  readonly hall: string;
  readonly seen_at: EpochMs;
}
