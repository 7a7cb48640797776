import type { Page } from 'playwright-core';
import { SETTLE_MS } from '../../kiosk/settle.ts';

/** Clocks of two processes may read a little differently. */
const LITTLE_MS = 50;

/** What a person needs to see a kiosk's new page: before that it takes no touch. */
export function humanPause(page: Page): Promise<void> {
  return page.waitForTimeout(SETTLE_MS + LITTLE_MS);
}
