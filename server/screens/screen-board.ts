import type { EpochMs } from '../../shared/lib/clock.ts';
import type { Reached } from '../../shared/protocol/receipts.ts';
import type { ScreenHealth } from '../../shared/protocol/screen-reports.ts';
import type { ScreenLine } from '../hub/screen-listener.ts';
import type { KnownScreen } from './call-receipts.ts';
import { HUNG_KEPT_MS } from './limits.ts';
import type { DeviceFacts } from './screen-judge.ts';

interface Page {
  readonly device: string;
  readonly cameAt: EpochMs;
  seenAt: EpochMs | null;
  health: ScreenHealth | null;
  healthAt: EpochMs;
}

/** The pages of one hall's devices that are connected, by their own word, and when the others were last here. */
export class ScreenBoard {
  readonly #pages = new Map<ScreenLine, Page>();
  readonly #lastSeen = new Map<string, EpochMs>();
  readonly #hung = new Map<string, EpochMs>();

  came(line: ScreenLine, now: EpochMs): void {
    this.#pages.set(line, { device: line.device, cameAt: now, seenAt: null, health: null, healthAt: now });
    this.#lastSeen.set(line.device, now);
  }

  seen(line: ScreenLine, now: EpochMs): void {
    const page = this.#pages.get(line);
    if (page !== undefined) page.seenAt = now;
  }

  /** A page that says how it is does not hang. */
  said(line: ScreenLine, health: ScreenHealth, now: EpochMs): void {
    const page = this.#pages.get(line);
    if (page === undefined) return;
    page.health = health;
    page.healthAt = now;
    this.#hung.delete(line.device);
  }

  went(line: ScreenLine, now: EpochMs): void {
    if (this.#pages.delete(line)) this.#lastSeen.set(line.device, now);
  }

  hung(device: string, now: EpochMs): void {
    this.#hung.set(device, now);
  }

  /** What an earlier run of the hub knew. */
  restoreSeen(device: string, at: EpochMs): void {
    if (!this.#lastSeen.has(device)) this.#lastSeen.set(device, at);
  }

  lastSeenOf(device: string): EpochMs | null {
    return this.#lastSeen.get(device) ?? null;
  }

  get isAnybodyHere(): boolean {
    return this.#pages.size > 0;
  }

  connectedDevices(): Set<string> {
    return new Set([...this.#pages.values()].map(({ device }) => device));
  }

  /** Devices that were here since the hub started, or before by its database. */
  devices(): string[] {
    return [...this.#lastSeen.keys()];
  }

  facts(device: string, now: EpochMs): DeviceFacts {
    const pages = [...this.#pages.values()].filter((page) => page.device === device);
    const hungAt = this.#hung.get(device);
    return {
      pages,
      lastSeen: this.lastSeenOf(device),
      isHung: hungAt !== undefined && now - hungAt < HUNG_KEPT_MS,
    };
  }

  /** By its own word, newest of the device's pages; null: none said anything. */
  healthOf(device: string): ScreenHealth | null {
    const pages = [...this.#pages.values()].filter((page) => page.device === device && page.health !== null);
    return pages.sort((left, right) => right.healthAt - left.healthAt)[0]?.health ?? null;
  }

  screenOf(line: ScreenLine): KnownScreen | null {
    const health = this.#pages.get(line)?.health ?? null;
    return health === null ? null : { key: keyOf(line.device, health), health };
  }

  /** A page that is open twice under one id (a duplicated tab) is one screen. */
  screens(): KnownScreen[] {
    const byKey = new Map<string, KnownScreen>();
    for (const { device, health } of this.#pages.values()) {
      if (health !== null) byKey.set(keyOf(device, health), { key: keyOf(device, health), health });
    }
    return [...byKey.values()];
  }

  /** Who shows calls, and who speaks them; `by` are those that can at this moment. */
  reach(): { readonly screens: Reached; readonly speakers: Reached } {
    const showing = this.screens().filter(({ health }) => health.counters !== undefined);
    const speaking = showing.filter(({ health }) => health.sound !== 'off');
    return {
      screens: { by: showing.filter(({ health }) => health.visible).length, of: showing.length },
      speakers: { by: speaking.filter(({ health }) => health.sound === 'ready').length, of: speaking.length },
    };
  }
}

function keyOf(device: string, { screen }: ScreenHealth): string {
  return `${device}/${screen}`;
}
