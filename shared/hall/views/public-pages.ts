import type { EpochMs } from '../../lib/clock.ts';
import type { HallConfiguration } from '../configuration.ts';
import { localDay } from '../local-time.ts';
import type { PublicPage } from '../setup/media-setup.ts';

/** 公示: the pages that are valid on the hall's date of now, both days included, in the order of the configuration. */
export function publicPagesAt({ publicPages = [], timeZone }: HallConfiguration, now: EpochMs): PublicPage[] {
  const today = localDay(now, timeZone);
  return publicPages.filter(({ validFrom = today, validUntil = today }) => validFrom <= today && today <= validUntil);
}
