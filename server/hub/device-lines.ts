import type { Clock, EpochMs } from '../../shared/lib/clock.ts';

/** What the hub knows of one enrolled device that came since it started. */
export interface DeviceLine {
  /** Pages of it that are open now; a device of a demonstration is many pages. */
  readonly screens: number;
  /** Since when there has been one without a gap; null while there is none. */
  readonly connectedSince: EpochMs | null;
  /** When its last page went; null until one has gone. */
  readonly lastSeen: EpochMs | null;
}

export interface DeviceLines {
  /** Before it the hub knows nothing of anybody. */
  readonly watchedSince: EpochMs;
  readonly lines: ReadonlyMap<string, DeviceLine>;
}

/** Which devices are connected and when the others were last. In memory: it begins anew with the hub. */
export class DevicePresence {
  readonly #clock: Clock;
  readonly #watchedSince: EpochMs;
  /** As many as there are devices: nobody comes here without an enrolment. */
  readonly #byHall = new Map<string, Map<string, DeviceLine>>();

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#watchedSince = clock.now();
  }

  came(hall: string, device: string): void {
    const lines = this.#byHall.get(hall) ?? new Map<string, DeviceLine>();
    this.#byHall.set(hall, lines);
    const { screens, connectedSince, lastSeen } = lines.get(device) ?? NEVER;
    lines.set(device, { screens: screens + 1, connectedSince: connectedSince ?? this.#clock.now(), lastSeen });
  }

  went(hall: string, device: string): void {
    const line = this.#byHall.get(hall)?.get(device);
    if (line === undefined) return;
    const screens = line.screens - 1;
    const connectedSince = screens === 0 ? null : line.connectedSince;
    this.#byHall.get(hall)?.set(device, { screens, connectedSince, lastSeen: this.#clock.now() });
  }

  of(hall: string): DeviceLines {
    return { watchedSince: this.#watchedSince, lines: this.#byHall.get(hall) ?? new Map() };
  }
}

const NEVER: DeviceLine = { screens: 0, connectedSince: null, lastSeen: null };
