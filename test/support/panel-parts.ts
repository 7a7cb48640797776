import { failed } from '../../shared/lib/result.ts';
import { LiveHall } from '../../shared/ui/hall.svelte.ts';
import type { HallApi } from '../../counter/session/hall-api.ts';
import type { StaffPanelOptions } from '../../counter/staff-panel.svelte.ts';
import type { StaffedHall } from './staffed-hall.ts';
import { StoredItems } from './stored-items.ts';
import { VirtualTime } from './virtual-time.ts';

/** A hub that answers nothing over REST. */
const NO_API: HallApi = {
  get: () => Promise.resolve(failed({ is: 'hub-away' })),
  send: () => Promise.resolve(failed({ is: 'hub-away' })),
};

/** What a staff panel is made of in a test: a line, and a browser that keeps, rings and shakes nothing. */
export function panelParts(line: StaffedHall, changes: Partial<StaffPanelOptions> = {}): StaffPanelOptions {
  let ids = 0;
  return {
    hall: new LiveHall(line),
    timers: new VirtualTime(),
    storage: new StoredItems(),
    session: new StoredItems(),
    ring: () => undefined,
    vibrate: () => undefined,
    api: NO_API,
    newId: () => `panel-${(ids += 1)}`,
    ...changes,
  };
}
