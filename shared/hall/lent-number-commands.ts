import type { EpochMs } from '../lib/clock.ts';
import type { ClassId, SeriesId, ServiceId } from './configuration.ts';
import type { LeaseId } from './lease.ts';

/** A kiosk wants numbers for when the hub is away. `after`: the block that it has of this series, if any. */
export interface LeaseNumbers {
  readonly type: 'lease-numbers';
  readonly series: SeriesId;
  readonly nonce: string;
  readonly boots: number;
  readonly after?: LeaseId | undefined;
}

/** A paper that a kiosk printed while the hub was away. `printed`: false where the number was only shown. */
export interface IssueOffline {
  readonly type: 'issue-offline';
  readonly lease: LeaseId;
  readonly serial: number;
  readonly nonce: string;
  readonly boots: number;
  readonly service: ServiceId;
  readonly class?: ClassId | undefined;
  readonly takenAt: EpochMs;
  readonly printed: boolean;
}
