import type { Timers } from '../lib/clock.ts';
import type { DeviceKind, DeviceSession } from './device-session.ts';
import type { HallLine } from './hall-line.ts';
import type { ReleaseReloads } from './release-reloads.ts';

/** How long until a hub that did not answer is asked again. */
const ASK_AGAIN_MS = 3_000;
/** How often a screen that should be loaded anew looks whether nobody is using it. */
const RELOAD_LOOK_MS = 5_000;
/** A page that the hub calls too old is loaded anew no more often than this. */
const OUTDATED_RELOAD_MS = 60_000;

export type DevicePhase =
  | { readonly is: 'asking'; readonly hubUnreachable: boolean }
  | { readonly is: 'not-enrolled' }
  | { readonly is: 'running'; readonly line: HallLine };

export interface DeviceScreenOptions {
  readonly kind: DeviceKind;
  readonly session: Pick<DeviceSession, 'token' | 'forget'>;
  readonly timers: Timers;
  readonly openLine: (token: string) => HallLine;
  readonly reload: () => void;
  /** Of the hub that this page came from; null: it does not say. */
  readonly release: string | null;
  readonly releaseReloads: Pick<ReleaseReloads, 'waitMs' | 'note'>;
}

/**
 * A screen that nobody stands behind: it gets its token, keeps its line, and after an update of the hub loads itself anew,
 * without anyone touching it.
 */
export class DeviceScreen {
  readonly #options: DeviceScreenOptions;
  #phase = $state.raw<DevicePhase>({ is: 'asking', hubUnreachable: false });
  /** A token that the hub refused was forgotten already: the next no is final until somebody enrols the screen. */
  #forgotten = false;
  #release: string | null;
  #reloading = false;
  /** Whether nobody would be disturbed by a reload; a kiosk says no while somebody takes a ticket. */
  isIdle: () => boolean = () => true;

  constructor(options: DeviceScreenOptions) {
    this.#options = options;
    this.#release = options.release;
  }

  get phase(): DevicePhase {
    return this.#phase;
  }

  /** Loads the page anew as soon as nobody is using it: it is stuck. */
  restart(): void {
    this.#reloadWhenIdle(0);
  }

  async start(): Promise<void> {
    const { kind, session, timers } = this.#options;
    const token = await session.token(kind);
    if (token.ok) return this.#run(token.value);
    if (token.error === 'not-enrolled') {
      this.#phase = { is: 'not-enrolled' };
      return;
    }
    this.#phase = { is: 'asking', hubUnreachable: true };
    timers.after(ASK_AGAIN_MS, () => void this.start());
  }

  #run(token: string): void {
    const line = this.#options.openLine(token);
    this.#phase = { is: 'running', line };
    const release = line.hall.subscribe(() => {
      const { connection, welcome } = line.hall;
      if (connection.is === 'refused' && connection.error.kind === 'unauthenticated') {
        release();
        this.#refused(line);
      } else if (connection.is === 'outdated' && connection.side === 'screen') {
        this.#reloadWhenIdle(OUTDATED_RELOAD_MS);
      }
      if (connection.is === 'live') this.#forgotten = false;
      this.#release ??= welcome?.release ?? null;
      if (this.#isOther(line)) this.#reloadForRelease(line);
    });
  }

  #refused(line: HallLine): void {
    line.close();
    this.#options.session.forget(this.#options.kind);
    this.#phase = this.#forgotten ? { is: 'not-enrolled' } : { is: 'asking', hubUnreachable: false };
    if (this.#forgotten) return;
    this.#forgotten = true;
    void this.start();
  }

  #isOther({ hall: { welcome } }: HallLine): boolean {
    return welcome !== null && welcome.release !== this.#release;
  }

  /** Not again within the rest: by then all hubs are of one release, and it may be this page's. */
  #reloadForRelease(line: HallLine): void {
    const { releaseReloads } = this.#options;
    this.#reloadWhenIdle(releaseReloads.waitMs(), () => {
      if (this.#isOther(line)) releaseReloads.note();
      return this.#isOther(line);
    });
  }

  /** `isWanted`: asked right before. */
  #reloadWhenIdle(delayMs: number, isWanted = (): boolean => true): void {
    if (this.#reloading) return;
    this.#reloading = true;
    const look = (): void => {
      if (this.isIdle() && !isWanted()) this.#reloading = false;
      else if (this.isIdle()) this.#options.reload();
      else this.#options.timers.after(RELOAD_LOOK_MS, look);
    };
    this.#options.timers.after(delayMs, look);
  }
}
