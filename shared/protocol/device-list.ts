import type { ScreenCondition } from '../hall/screen.ts';
import type { EpochMs } from '../lib/clock.ts';
import type { ScreenHealth } from './screen-reports.ts';

export const LISTED_DEVICE_KINDS = ['kiosk', 'wall', 'window', 'rating'] as const;

/** `GET /api/halls/:hall/devices`: every screen that an administrator added, in the order in which they were. */
export interface DeviceList {
  /** When the hub started. What it says of `lastSeen` begins there. */
  readonly watchedSince: EpochMs;
  readonly devices: readonly ListedDevice[];
}

export interface ListedDevice {
  readonly id: string;
  readonly kind: (typeof LISTED_DEVICE_KINDS)[number];
  readonly label: string;
  /** Of a window; null for others and for a window that may show any counter. */
  readonly counter: number | null;
  /** One line for all pages of a demonstration. */
  readonly demo: boolean;
  /** False: its one-time code has not been used yet. */
  readonly enrolled: boolean;
  /** Pages that are open now. */
  readonly screens: number;
  /** Null while it is not connected. */
  readonly connectedSince: EpochMs | null;
  /** When it last went, or was last known to be here; null when it never was. */
  readonly lastSeen: EpochMs | null;
  /** What the hub makes of it; `off` for one that is not expected to work now, and for those of a demonstration while none is open. */
  readonly condition: ScreenCondition;
  /** By its own word; null while no page of it says how it is. */
  readonly health: ScreenHealth | null;
}
