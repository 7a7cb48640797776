import type { CounterId } from '../hall/configuration.ts';
import type { EpochMs } from '../lib/clock.ts';
import type { Welcome } from '../protocol/down.ts';
import { HEALTH_EVERY_MS } from '../protocol/limits.ts';
import type { ScreenHealth, SoundState } from '../protocol/screen-reports.ts';
import type { BrowserParts } from './browser-parts.ts';
import { browserFrames, FrameProbe, type FrameSource } from './frames.ts';
import type { HallLine } from './hall-line.ts';
import { ReceiptReporter } from './receipts.svelte.ts';
import { RestartBudget } from './restart-budget.ts';
import { StuckWatch } from './stuck-watch.ts';
import { startWatchdog } from './watchdog.ts';

export interface ScreenWatchOptions {
  readonly window: Window & typeof globalThis;
  readonly line: HallLine;
  readonly parts: BrowserParts;
  readonly page: ScreenHealth['page'];
  /** Whose calls this screen shows; null: every counter's; undefined: none. */
  readonly counters: () => readonly CounterId[] | null | undefined;
  readonly sound: () => SoundState;
  /** Loads the page anew, as soon as nobody would be disturbed. */
  readonly restart: () => void;
}

const SCREEN_KEY = 'hallcall.screen';
/** How often it is looked whether there is something to say at once. */
const LOOK_MS = 1_000;

/**
 * A device's screen watches itself: it tells the hub what it painted and spoke and how it is, and loads itself anew when it is stuck.
 * One for each page, beside its line.
 */
export class ScreenWatch {
  readonly receipts: ReceiptReporter;
  readonly #options: ScreenWatchOptions;
  readonly #frames: FrameSource;
  readonly #probe: FrameProbe;
  readonly #budget: RestartBudget;
  readonly #stuck: StuckWatch;
  readonly #screen: string;
  #painted = 0;
  #isPainting = false;
  #welcome: Welcome | null = null;
  #saidAt: EpochMs | null = null;
  #said: Pick<ScreenHealth, 'visible' | 'sound'> | null = null;

  constructor(options: ScreenWatchOptions) {
    const { line, parts, window } = options;
    this.#options = options;
    this.#frames = browserFrames(window);
    this.#probe = new FrameProbe({ ...parts, frames: this.#frames });
    this.#budget = new RestartBudget(window.sessionStorage, () => parts.clock.now());
    this.receipts = new ReceiptReporter({ hall: line.hall, timers: parts.timers, frames: this.#frames });
    this.#screen = screenId(window.sessionStorage, parts);
    const { restart } = options;
    this.#stuck = new StuckWatch({
      ...parts,
      hall: line.hall,
      frames: this.#frames,
      probe: this.#probe,
      budget: this.#budget,
      restart,
    });
  }

  /** Returns the release. */
  start(): () => void {
    const { line, parts, window } = this.#options;
    const failed = (event: Event): void => {
      // Without an error it is the browser's own complaint (a resize loop, a script of another origin).
      if ('reason' in event || ('error' in event && event.error !== null)) this.#stuck.failed();
    };
    const seen = (): void => {
      if (this.#frames.isVisible) this.#probe.woke();
      this.#look();
    };
    window.addEventListener('error', failed);
    window.addEventListener('unhandledrejection', failed);
    window.document.addEventListener('visibilitychange', seen);
    const releases = [
      this.receipts.start(),
      this.#probe.start(),
      this.#stuck.start(),
      line.hearing.onHeard(() => this.#stuck.heard()),
      line.hall.subscribe(() => this.#lineChanged()),
      parts.timers.every(LOOK_MS, () => this.#look()),
      this.#startWatchdog(),
      () => window.removeEventListener('error', failed),
      () => window.removeEventListener('unhandledrejection', failed),
      () => window.document.removeEventListener('visibilitychange', seen),
    ];
    this.#lineChanged();
    return () => {
      for (const release of releases) release();
    };
  }

  #startWatchdog(): () => void {
    const { line, window } = this.#options;
    let end: (() => void) | null = null;
    const begin = (): void => {
      const { welcome } = line.hall;
      if (end !== null || welcome === null) return;
      end = startWatchdog({ window, hall: welcome.hall, token: line.token, hung: () => this.#stuck.hung() });
    };
    const release = line.hall.subscribe(begin);
    begin();
    return () => {
      release();
      end?.();
    };
  }

  /** A new line knows nothing of this screen yet. */
  #lineChanged(): void {
    const { welcome } = this.#options.line.hall;
    if (welcome !== this.#welcome) {
      this.#welcome = welcome;
      this.#said = null;
      this.#look();
    }
    this.#paint();
  }

  /** The version that the hall has now is on the glass with the next frame. */
  #paint(): void {
    const version = this.#version();
    if (this.#isPainting || version === this.#painted) return;
    this.#isPainting = true;
    this.#frames.afterNext(() => {
      this.#isPainting = false;
      this.#painted = version;
      this.#paint();
    });
  }

  #version(): number {
    return this.#options.line.hall.view((state) => state.version) ?? 0;
  }

  #look(): void {
    const { line, page, parts, sound } = this.#options;
    const now = parts.clock.now();
    const told = { visible: this.#frames.isVisible, sound: sound() };
    const isNew = this.#said?.visible !== told.visible || this.#said.sound !== told.sound;
    const isDue = this.#saidAt === null || Math.abs(now - this.#saidAt) >= HEALTH_EVERY_MS;
    if (!isNew && !isDue) return;
    const counters = this.#options.counters();
    const restart = this.#budget.told();
    const body: ScreenHealth = {
      ...{ screen: this.#screen, page, ...told, painted: this.#painted },
      ...{ frameAgeMs: Math.round(this.#probe.ageMs()), release: line.hall.welcome?.release ?? '' },
      ...(counters !== undefined && { counters: counters === null ? null : [...counters] }),
      ...(restart !== undefined && { restart }),
    };
    if (!line.hall.report({ name: 'screen', body })) return;
    this.#said = told;
    this.#saidAt = now;
  }
}

/** Of this tab, over its reloads; where nothing can be kept, of this page. */
function screenId(storage: Storage, { newId }: BrowserParts): string {
  try {
    const kept = storage.getItem(SCREEN_KEY);
    if (kept !== null && /^[A-Za-z0-9_-]{8,64}$/.test(kept)) return kept;
    const made = newId();
    storage.setItem(SCREEN_KEY, made);
    return made;
  } catch {
    // Storage is forbidden.
    return newId();
  }
}
