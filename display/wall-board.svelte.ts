import type { HallConfiguration } from '../shared/hall/configuration.ts';
import { isInDailyHours } from '../shared/hall/opening-hours.ts';
import type { DisplaySetup } from '../shared/hall/setup/display-setup.ts';
import type { Call } from '../shared/hall/state.ts';
import type { Text } from '../shared/hall/text.ts';
import { markKey } from '../shared/hall/views/call-mark.ts';
import { counterSigns, type CounterSign } from '../shared/hall/views/counter-signs.ts';
import { displayZone, isInZone, type DisplayZone } from '../shared/hall/views/display-zone.ts';
import { serviceQueues, type ServiceQueue } from '../shared/hall/views/service-queues.ts';
import { listedCalls, stagedCalls } from '../shared/hall/views/wall-calls.ts';
import type { Timers } from '../shared/lib/clock.ts';
import type { TickingClock } from '../shared/ui/clock.svelte.ts';
import type { LiveHall } from '../shared/ui/hall.svelte.ts';
import { burnInShift } from './burn-in.ts';
import { Stage, type StagedCall } from './stage.svelte.ts';
import { tickerLines, type TickerLine } from './ticker.ts';

export interface WallBoardOptions {
  readonly hall: LiveHall;
  readonly clock: TickingClock;
  readonly timers: Timers;
  /** Read again whenever the hall changes. */
  readonly configuration: () => HallConfiguration;
  readonly display: () => DisplaySetup;
  readonly speaker: () => WallSpeaker | null;
  /** Called when a call was put into the page, before it is drawn; for one announcement perhaps in several places. */
  readonly shown: (call: Call, element: Element) => void;
}

/** What a wall asks of whoever speaks for it. */
export interface WallSpeaker {
  readonly isSpeaking: boolean;
  readonly caption: Text | null;
}

/** What one wall shows, whatever its layout: the calls, counters and queues of its zone. */
export class WallBoard {
  readonly hall: LiveHall;
  readonly clock: TickingClock;
  readonly #options: WallBoardOptions;
  readonly #stage: Stage;

  constructor(options: WallBoardOptions) {
    this.#options = options;
    this.hall = options.hall;
    this.clock = options.clock;
    this.#stage = new Stage({
      hall: options.hall,
      timers: options.timers,
      calls: (state) => stagedCalls(state, this.zone),
    });
  }

  get configuration(): HallConfiguration {
    return this.#options.configuration();
  }

  get display(): DisplaySetup {
    return this.#options.display();
  }

  get zone(): DisplayZone {
    return displayZone(this.configuration, this.display);
  }

  get staged(): StagedCall | null {
    return this.#stage.staged;
  }

  /** Those that stand on the stage at once, in the order of the calls: one, but in a storm of calls. */
  get together(): readonly StagedCall[] {
    return this.#stage.together;
  }

  /** Newest first, without those on the stage. */
  get earlier(): Call[] {
    const { zone } = this;
    const staged = new Set(this.together.map(({ call }) => markKey(call)));
    return (this.hall.view((state) => listedCalls(state, zone)) ?? []).filter((call) => !staged.has(markKey(call)));
  }

  get signs(): CounterSign[] {
    const { zone } = this;
    return (this.hall.view(counterSigns) ?? []).filter(({ counter }) => isInZone(zone, counter));
  }

  get queues(): ServiceQueue[] {
    const own = new Set(this.zone.services);
    return (this.hall.view(serviceQueues) ?? []).filter(({ service }) => own.has(service));
  }

  get ticker(): TickerLine[] {
    return this.hall.view((state) => tickerLines(state, this.clock.now)) ?? [];
  }

  get isDayOpen(): boolean {
    return this.hall.view((state) => state.day.is === 'open') ?? false;
  }

  get isNight(): boolean {
    const { night } = this.display;
    return night !== undefined && isInDailyHours(night, this.configuration.timeZone, this.clock.now);
  }

  /** In thousandths of the screen's height. */
  get shift(): { readonly x: number; readonly y: number } {
    return this.display.burnInShift === false ? { x: 0, y: 0 } : burnInShift(this.clock.now);
  }

  /** Null: this wall is silent. */
  get speaker(): WallSpeaker | null {
    return this.#options.speaker();
  }

  /** For the elements that show a call: to be called when one came into the page. */
  shows(call: Call, element: Element): void {
    this.#options.shown(call, element);
  }

  /** Follows the hall. Returns the release. */
  start(): () => void {
    this.#stage.look();
    const release = this.hall.subscribe(() => this.#stage.look());
    return () => {
      release();
      this.#stage.close();
    };
  }
}
