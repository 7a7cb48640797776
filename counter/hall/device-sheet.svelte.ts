import { untrack } from 'svelte';
import { localDay } from '../../shared/hall/local-time.ts';
import type { Timers } from '../../shared/lib/clock.ts';
import type { DeviceList, ListedDevice } from '../../shared/protocol/device-list.ts';
import type { LiveHall } from '../../shared/ui/hall.svelte.ts';
import type { ApiFailure, HallApi } from '../session/hall-api.ts';

/** A screen comes and goes without an event: what is looked at is read again so often. */
export const DEVICES_REFRESH_MS = 15_000;

/** `away` is a fault: it was connected today. `off` was not, so that nobody misses it. `faulty` is there, and something is wrong with it. */
export type DeviceStanding = 'connected' | 'faulty' | 'away' | 'off' | 'unused';

/** 取号机, 大屏, 窗口屏: which the hall has, and which of them are connected. */
export class DeviceSheet {
  readonly #hall: LiveHall;
  readonly #api: HallApi;
  readonly #timers: Timers;
  #list = $state.raw<DeviceList | null>(null);
  #failure = $state.raw<ApiFailure | null>(null);

  constructor({ hall, api, timers }: { hall: LiveHall; api: HallApi; timers: Timers }) {
    this.#hall = hall;
    this.#api = api;
    this.#timers = timers;
  }

  /** Null before the hub has answered, and while it does not: who is connected now is not known then. */
  get list(): DeviceList | null {
    return this.#list;
  }

  get failure(): ApiFailure | null {
    return this.#failure;
  }

  standing({ condition, connectedSince, lastSeen, enrolled }: ListedDevice): DeviceStanding {
    if (connectedSince !== null) return condition === 'ready' || condition === 'off' ? 'connected' : 'faulty';
    if (!enrolled) return 'unused';
    const zone = this.#hall.configuration?.timeZone ?? 'UTC';
    const today = localDay(this.#hall.now(), zone);
    return lastSeen !== null && localDay(lastSeen, zone) === today ? 'away' : 'off';
  }

  /** Reads it now and then again while somebody looks at it, and not at every change of the hall. Returns the release. */
  watch(): () => void {
    const load = (): void => void this.load();
    untrack(load);
    return this.#timers.every(DEVICES_REFRESH_MS, load);
  }

  async load(): Promise<void> {
    const answer = await this.#api.get<DeviceList>('devices');
    this.#list = answer.ok ? answer.value : null;
    this.#failure = answer.ok ? null : answer.error;
  }
}
