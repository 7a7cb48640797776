import { describe, expect, it } from 'vitest';
import { failed, ok } from '../../shared/lib/result.ts';
import type { DeviceList, ListedDevice } from '../../shared/protocol/device-list.ts';
import { LiveHall } from '../../shared/ui/hall.svelte.ts';
import { MANAGER, PlayedHall } from '../../test/support/played-hall.ts';
import { StaffedHall } from '../../test/support/staffed-hall.ts';
import { VirtualTime } from '../../test/support/virtual-time.ts';
import type { ApiAnswer, HallApi } from '../session/hall-api.ts';
import { DEVICES_REFRESH_MS, DeviceSheet } from './device-sheet.svelte.ts';

const HOUR = 60 * 60_000;

/** A hub that counts how often it is asked, and can be away. */
class FakeApi implements HallApi {
  readonly asked: string[] = [];
  isAway = false;
  readonly #list: DeviceList;

  constructor(list: DeviceList) {
    this.#list = list;
  }

  get<Body>(path: string): Promise<ApiAnswer<Body>> {
    this.asked.push(path);
    return Promise.resolve(this.isAway ? failed({ is: 'hub-away' }) : ok(this.#list as Body));
  }

  send<Body>(): Promise<ApiAnswer<Body>> {
    return Promise.resolve(failed({ is: 'hub-away' }));
  }
}

function sheetOf() {
  const played = new PlayedHall();
  const api = new FakeApi({ watchedSince: played.now - 48 * HOUR, devices: [] });
  const timers = new VirtualTime();
  const sheet = new DeviceSheet({ hall: new LiveHall(new StaffedHall(MANAGER, played)), api, timers });
  return { api, timers, sheet, now: played.now };
}

const device = (facts: Partial<ListedDevice>): ListedDevice => ({
  ...{ id: 'd', kind: 'wall', label: '东墙', counter: null, demo: false, enrolled: true },
  ...{ screens: 0, connectedSince: null, lastSeen: null, condition: 'off', health: null },
  ...facts,
});

describe('the sheet of devices', () => {
  it('[S114, E16] a device that was connected today and is away is a fault; no other is', () => {
    const { sheet, now } = sheetOf();
    const standings = [
      device({ connectedSince: now - 30 * HOUR, screens: 1 }),
      device({ connectedSince: now, lastSeen: now - 60_000, screens: 1 }),
      device({ connectedSince: now, screens: 1, condition: 'frozen' }),
      device({ lastSeen: now - 60_000 }),
      device({ lastSeen: now - 24 * HOUR }),
      device({}),
      device({ enrolled: false }),
    ].map((each) => sheet.standing(each));
    expect(standings).toEqual(['connected', 'connected', 'faulty', 'away', 'off', 'off', 'unused']);
  });

  it('[S114] is read when it is opened, every 15 seconds while it is shown, and not after', () => {
    const { api, timers, sheet } = sheetOf();
    const release = sheet.watch();
    timers.advance(DEVICES_REFRESH_MS);
    release();
    timers.advance(DEVICES_REFRESH_MS);
    expect(DEVICES_REFRESH_MS).toBe(15_000);
    expect(api.asked).toEqual(['devices', 'devices']);
  });

  it('[S114] says that the hub does not answer instead of what it said before', async () => {
    const { api, sheet } = sheetOf();
    await sheet.load();
    expect([sheet.list?.devices, sheet.failure]).toEqual([[], null]);
    api.isAway = true;
    await sheet.load();
    expect([sheet.list, sheet.failure]).toEqual([null, { is: 'hub-away' }]);
    api.isAway = false;
    await sheet.load();
    expect([sheet.list?.devices, sheet.failure]).toEqual([[], null]);
  });
});
