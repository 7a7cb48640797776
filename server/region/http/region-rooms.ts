import type { Access } from '../../access/access.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import type { Log } from '../../observability/log.ts';
import type { Region } from '../region.ts';
import type { RegionTokens } from '../region-tokens.ts';

/** What stands behind the region's doors. */
export interface RegionRooms {
  readonly access: Access;
  readonly region: Region;
  readonly tokens: Pick<RegionTokens, 'hallOf'>;
  readonly clock: Clock;
  readonly log: Log;
  /** For figures: entries in a body that was taken, new or not. */
  readonly onTaken: (hall: string, entries: number) => void;
}
