import type { Timers } from '../../shared/lib/clock.ts';
import type { Duties } from '../hub/duties.ts';
import type { HubLog } from '../hub/hub-log.ts';
import { readDutyAnswer, type DutyOwner } from './duty-table.ts';
import { FairShares } from './fair-share.ts';
import type { RedisStore } from './redis-store.ts';

/** How often a hub says that it is there; one call, however many halls there are. */
export const DUTY_TICK_MS = 1_000;
/** So long after it last said so a hub still believes its duties its own. */
export const DUTY_HELD_MS = 4_000;
/** A hub of which nothing new was heard for so long is gone. Longer than `DUTY_HELD_MS`: what it had is free by then. */
export const DUTY_GONE_MS = 5_500;

export const DUTY_KEYS = ['hallcall:duty:{all}:hubs', 'hallcall:duty:{all}:halls'] as const;

export interface RedisDutiesOptions {
  readonly store: Pick<RedisStore, 'call'>;
  /** Of this hub, and of this run of it: one that was started again is another. */
  readonly hub: string;
  readonly timers: Timers;
  /** Milliseconds of a source that nobody sets. */
  readonly monotonicMs: () => number;
  readonly log: HubLog;
  /** What the other hubs are told with each word: one line, such as the release. */
  readonly about?: string | undefined;
}

interface Heard {
  readonly word: string;
  /** When this word was heard first, by this hub's own count. */
  readonly sinceMs: number;
}

/**
 * Duties as leases in Redis, without anybody's clock: every second a hub says a new word, and whoever hears the same word of
 * another for too long takes what that one had. A hub that cannot say its word stops believing in its duties before anybody can
 * take them. Two hubs count time at a like pace; what it is they need not agree on.
 *
 * A word counts only when it is on as many nodes as promised, so that no failover forgets what a hub believes: a hub that is cut off
 * together with a former master cannot say a word any more, and the new one knows the last that it said.
 */
export class RedisDuties implements Duties {
  readonly #options: RedisDutiesOptions;
  readonly #standing = new Set<string>();
  readonly #shares = new FairShares();
  readonly #listeners = new Set<(hall: string, held: boolean) => void>();
  #heard = new Map<string, Heard>();
  #halls: ReadonlyMap<string, DutyOwner> = new Map();
  #change = '';
  #words = 0;
  #heldUntil = -Infinity;
  #tendedAt = -Infinity;
  /** What the listeners know. */
  #told = new Map<string, number>();
  #tending: Promise<void> | null = null;
  #stop: (() => void) | null = null;
  #trouble: string | null = null;

  constructor(options: RedisDutiesOptions) {
    this.#options = options;
  }

  /** Resolves when the first word was said, or could not be. */
  start(): Promise<void> {
    this.#stop ??= this.#options.timers.every(DUTY_TICK_MS, () => {
      this.#tellLapse();
      void this.#tend();
    });
    return this.#tend();
  }

  holds(hall: string): boolean {
    return this.#told.has(hall) && this.#options.monotonicMs() < this.#heldUntil;
  }

  fence(hall: string): number | null {
    return this.holds(hall) ? (this.#told.get(hall) ?? null) : null;
  }

  stand(hall: string): void {
    this.#standing.add(hall);
  }

  onChange(listener: (hall: string, held: boolean) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The hubs that are there, this one among them, each with what it says about itself. */
  hubs(): ReadonlyMap<string, string> {
    return new Map([...this.#heard].map(([hub, { word }]) => [hub, aboutOf(word)]));
  }

  async close(): Promise<void> {
    const wasOpen = this.#stop !== null;
    this.#stop?.();
    this.#stop = null;
    if (!wasOpen) return;
    await this.#tending;
    this.#tell(new Map());
    try {
      await this.#options.store.call('hallcall_leave_duties', DUTY_KEYS, [this.#options.hub, this.#word()]);
    } catch (error) {
      this.#options.log.warn({ error }, 'the duties of this hub are free when its lease has run out');
    }
  }

  #tend(): Promise<void> {
    this.#tending ??= this.#sayWord()
      .then(
        () => {
          this.#trouble = null;
        },
        (error: unknown) => this.#tellTrouble(error),
      )
      .finally(() => {
        this.#tending = null;
      });
    return this.#tending;
  }

  async #sayWord(): Promise<void> {
    const { hub, monotonicMs, store } = this.#options;
    const startedAt = monotonicMs();
    // While nobody could be heard nobody was silent either.
    const wasAway = startedAt - this.#tendedAt > 2 * DUTY_TICK_MS;
    const gone = wasAway ? [] : this.#silent(startedAt);
    const { give, take } = this.#wishes(new Set(gone.map(([name]) => name)));
    // Before anybody else can have them.
    if (give.length > 0) this.#tell(new Map([...this.#told].filter(([hall]) => !give.includes(hall))));
    const lists = [gone, take, give].map((list) => JSON.stringify(list));
    const reply = await store.call('hallcall_tend_duties', DUTY_KEYS, [hub, this.#word(), this.#change, ...lists]);
    if (this.#stop === null) return;
    const answer = readDutyAnswer(reply);
    this.#hear(answer.hubs, wasAway);
    this.#change = answer.change;
    this.#halls = answer.halls ?? this.#halls;
    this.#tendedAt = monotonicMs();
    this.#heldUntil = startedAt + DUTY_HELD_MS;
    const mine = [...this.#halls].filter(([, owner]) => owner.hub === hub);
    this.#tell(new Map(mine.map(([hall, { fence }]) => [hall, fence])));
  }

  #word(): string {
    this.#words += 1;
    return `${this.#words} ${this.#options.about ?? ''}`;
  }

  #silent(nowMs: number): [hub: string, word: string][] {
    const others = [...this.#heard].filter(([name]) => name !== this.#options.hub);
    return others.filter(([, { sinceMs }]) => nowMs - sinceMs >= DUTY_GONE_MS).map(([name, { word }]) => [name, word]);
  }

  /** A hall that nobody has recorded is whoever's asks first; then each has its share, and gives up what is another's. */
  #wishes(gone: ReadonlySet<string>): { readonly take: string[]; readonly give: string[] } {
    const { hub } = this.#options;
    const there = [...this.#heard.keys(), hub].filter((name, index, all) => !gone.has(name) && all.indexOf(name) === index);
    const take: string[] = [];
    const give: string[] = [];
    for (const hall of this.#standing) if (!this.#halls.has(hall)) take.push(hall);
    for (const [hall, owner] of this.#halls) {
      const isMine = this.#shares.of(hall, there) === hub;
      if (owner.hub === hub && !isMine) give.push(hall);
      if (isMine && owner.hub !== hub && !there.includes(owner.hub)) take.push(hall);
    }
    return { take, give };
  }

  #hear(hubs: ReadonlyMap<string, string>, afresh: boolean): void {
    const now = this.#options.monotonicMs();
    const before = this.#heard;
    this.#heard = new Map(
      [...hubs].map(([name, word]) => {
        const known = before.get(name);
        return [name, known?.word === word && !afresh ? known : { word, sinceMs: now }];
      }),
    );
  }

  #tellLapse(): void {
    if (this.#told.size > 0 && this.#options.monotonicMs() >= this.#heldUntil) this.#tell(new Map());
  }

  #tell(mine: Map<string, number>): void {
    const before = this.#told;
    this.#told = mine;
    for (const [hall, fence] of before) if (mine.get(hall) !== fence) this.#tellOne(hall, false);
    for (const [hall, fence] of mine) if (before.get(hall) !== fence) this.#tellOne(hall, true);
  }

  #tellOne(hall: string, held: boolean): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(hall, held);
      } catch (error) {
        this.#options.log.error({ hall, held, error }, 'a room failed on a duty');
      }
    }
  }

  /** The same trouble once. */
  #tellTrouble(error: unknown): void {
    const trouble = error instanceof Error ? error.message : String(error);
    if (trouble !== this.#trouble)
      this.#options.log.warn({ trouble }, 'this hub cannot say that it is there; its duties go to others');
    this.#trouble = trouble;
  }
}

function aboutOf(word: string): string {
  return word.slice(word.indexOf(' ') + 1);
}
