import type { Actor } from '../../shared/hall/actor.ts';
import type { CarryOutDue } from '../../shared/hall/commands.ts';
import { isAnythingDue } from '../../shared/hall/due/due-events.ts';
import type { HallState } from '../../shared/hall/state.ts';
import type { Clock, Timers } from '../../shared/lib/clock.ts';
import type { WireRefusalKind } from '../../shared/protocol/errors.ts';
import type { HubAnswer } from '../hub/hub-answer.ts';
import type { HubLog } from '../hub/hub-log.ts';
import { LOOKS_PER_ROUND_MAX, REST_ROUNDS, WATCH_EVERY_MS } from './limits.ts';

export const WATCH_ACTOR: Actor = { id: 'system:watch', roles: ['system'] };

/** What the watch needs of the hub. */
export interface WatchHub {
  submit(hall: string, actor: Actor, sent: CarryOutDue & { readonly id: string }): Promise<HubAnswer>;
  read(hall: string): Promise<{ readonly state: HallState }>;
  onCommitted(listener: (hall: string) => void): () => void;
  /** Of the halls in memory. */
  status(): readonly { readonly hall: string; readonly readOnly: 'journal' | 'clock' | null }[];
}

export interface WatchOptions {
  readonly hub: WatchHub;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: HubLog;
  /** Whether it is this hub that looks after a hall now; absent: it is, for all of them. */
  readonly holds?: ((hall: string) => boolean) | undefined;
}

interface WatchedHall {
  looking: Promise<void> | null;
  /** Something was committed, or a second is over, since the last look began. */
  again: boolean;
  looksLeft: number;
  /** Looks of this round that led to an entry. */
  acted: number;
  restRounds: number;
  /** The last refusal, until something is accepted: told once. */
  refused: WireRefusalKind | null;
}

/**
 * The clock-work of the halls: what falls due by the time alone is done by a command like any other, so that it is decided on the
 * state of that moment, journalled and shown. What is due is the core's to say (`dueEvents`); here is only when to ask.
 *
 * Asked after every commit and once a second. The id of the command comes from the version that was looked at: whatever is repeated,
 * one version leads to one entry.
 */
export class Watch {
  private readonly options: WatchOptions;
  private readonly halls = new Map<string, WatchedHall>();
  private releases: (() => void)[] = [];
  private closed = false;

  constructor(options: WatchOptions) {
    this.options = options;
  }

  start(): void {
    const { hub, timers } = this.options;
    this.releases = [hub.onCommitted((hall) => this.wake(hall)), timers.every(WATCH_EVERY_MS, () => this.round())];
    this.round();
  }

  /** Lets what is under way end. Idempotent. */
  async close(): Promise<void> {
    this.closed = true;
    for (const release of this.releases.splice(0)) release();
    await Promise.all([...this.halls.values()].flatMap(({ looking }) => (looking === null ? [] : [looking])));
  }

  private round(): void {
    const loaded = this.options.hub.status().filter(({ hall }) => this.holds(hall));
    const names = new Set(loaded.map(({ hall }) => hall));
    for (const [hall, { looking }] of this.halls) if (looking === null && !names.has(hall)) this.halls.delete(hall);
    for (const { hall, readOnly } of loaded) {
      const watched = this.watched(hall);
      if (watched.acted >= LOOKS_PER_ROUND_MAX)
        this.options.log.warn({ hall }, 'the clock-work of a hall does not come to an end');
      watched.looksLeft = LOOKS_PER_ROUND_MAX;
      watched.acted = 0;
      watched.restRounds = Math.max(0, watched.restRounds - 1);
      if (readOnly === null) this.wake(hall);
    }
  }

  private wake(hall: string): void {
    if (!this.holds(hall)) return;
    const watched = this.watched(hall);
    watched.again = true;
    if (watched.looking !== null || !this.mayLook(watched)) return;
    watched.looking = this.lookOn(hall, watched).finally(() => {
      watched.looking = null;
    });
  }

  private async lookOn(hall: string, watched: WatchedHall): Promise<void> {
    try {
      while (watched.again && this.mayLook(watched)) {
        watched.again = false;
        watched.looksLeft -= 1;
        await this.look(hall, watched);
      }
    } catch (error) {
      watched.restRounds = REST_ROUNDS;
      this.options.log.error({ hall, error }, 'the watch could not look at a hall');
    }
  }

  private holds(hall: string): boolean {
    return this.options.holds?.(hall) ?? true;
  }

  private mayLook({ looksLeft, restRounds }: WatchedHall): boolean {
    return !this.closed && looksLeft > 0 && restRounds === 0;
  }

  private async look(hall: string, watched: WatchedHall): Promise<void> {
    const { clock, hub, log } = this.options;
    const { state } = await hub.read(hall);
    // As the writer does it: a hall's time does not go back.
    if (!isAnythingDue(state, Math.max(state.at, clock.now()))) return;
    const id = `watch:due:${state.version}`;
    const answer = await hub.submit(hall, WATCH_ACTOR, { type: 'carry-out-due', id });
    if (answer.ok) {
      watched.acted += 1;
      watched.refused = null;
      return;
    }
    const { kind } = answer.error;
    watched.restRounds = REST_ROUNDS;
    if (watched.refused !== kind) log.warn({ hall, id, refusal: kind }, 'the clock-work was refused; it is tried again');
    watched.refused = kind;
  }

  private watched(hall: string): WatchedHall {
    let watched = this.halls.get(hall);
    if (watched === undefined) {
      watched = { looking: null, again: false, looksLeft: LOOKS_PER_ROUND_MAX, acted: 0, restRounds: 0, refused: null };
      this.halls.set(hall, watched);
    }
    return watched;
  }
}
