import type { HallConfiguration } from '../../shared/hall/configuration.ts';
import { dueMedia } from '../../shared/hall/views/due-media.ts';
import type { EpochMs, Timers } from '../../shared/lib/clock.ts';
import type { MediaFile } from '../../shared/protocol/media-manifest.ts';
import type { MediaSource } from './media-source.ts';
import { mediaRound, nextTurn, PAGE_SECONDS, PICTURE_SECONDS, turnKey, type Turn } from './media-turn.ts';

/** How often the folder's list is asked for: a file that is put there is on the wall within this. */
export const LIST_EVERY_MS = 15_000;
/** How often the schedule is looked at: a film does not outlast its hours by more. */
export const LOOK_EVERY_MS = 1_000;
/** A film that has not come a step further for so long is stuck: a browser does not always say so. */
export const STUCK_MS = 15_000;

/** What the stage is for; read anew at every look, so it may change at any time. */
export interface StageWishes {
  readonly hall: string | null;
  readonly configuration: HallConfiguration;
  /** `DisplaySetup.media`. */
  readonly ids: readonly string[] | undefined;
  /** How many posted pages there are to turn. */
  readonly pages: number;
  /** False while the browser shows the page to nobody: it stops films then. */
  readonly isSeen: boolean;
}

export interface MediaPlayerOptions {
  readonly source: MediaSource;
  readonly timers: Timers;
  /** The hub's clock. */
  readonly now: () => EpochMs;
  readonly wishes: () => StageWishes;
}

/**
 * What stands on a media stage, one thing after the other: pictures and pages for their seconds, films to their end.
 *
 * **Maintained invariant**: whatever fails (a file, the hub, a film that hangs), the next turn comes; a round in which everything has
 * failed leaves the stage empty and is tried again when the folder changes.
 */
export class MediaPlayer {
  readonly #options: MediaPlayerOptions;
  /** Versions of files that this screen could not show. */
  readonly #failed = new Set<string>();
  #files: readonly MediaFile[] = [];
  #turn = $state.raw<Turn | null>(null);
  /** The turn before an empty stage: the round goes on behind it. */
  #last: Turn | null = null;
  /** Counts turns: the same film twice in a row is two appearances. */
  #appearance = $state(0);
  #endsAt: EpochMs | null = null;
  #progressAt: EpochMs = 0;
  #releases: (() => void)[] = [];
  #isAsking = false;

  constructor(options: MediaPlayerOptions) {
    this.#options = options;
  }

  get turn(): Turn | null {
    return this.#turn;
  }

  get appearance(): number {
    return this.#appearance;
  }

  start(): void {
    const { timers } = this.#options;
    this.#releases = [
      timers.every(LIST_EVERY_MS, () => void this.askList()),
      timers.every(LOOK_EVERY_MS, () => {
        this.look();
      }),
    ];
    this.look();
    void this.askList();
  }

  /** Idempotent. */
  close(): void {
    for (const release of this.#releases.splice(0)) release();
  }

  /** Asks for the folder's list; a hub that does not answer changes nothing. Whether it did. */
  async askList(): Promise<boolean> {
    const { hall } = this.#options.wishes();
    if (hall === null || this.#isAsking) return false;
    this.#isAsking = true;
    const answer = await this.#options.source.list(hall);
    this.#isAsking = false;
    if (!answer.ok) return false;
    this.#files = answer.value;
    const versions = new Set(this.#files.map(({ version }) => version));
    for (const version of this.#failed) if (!versions.has(version)) this.#failed.delete(version);
    return true;
  }

  /** Goes on when the time of a turn is over, or when it must not be shown any more. */
  look(): void {
    const now = this.#options.now();
    const round = this.#round();
    const turn = this.#turn;
    if (this.#files.length === 0) void this.askList();
    if (!this.#options.wishes().isSeen) this.#progressAt = now;
    if (turn === null) {
      if (round.length > 0) this.#show(nextTurn(round, this.#last));
      return;
    }
    const isIn = round.some((each) => turnKey(each) === turnKey(turn));
    const isOver = this.#endsAt !== null && now >= this.#endsAt;
    if (!isIn || isOver) this.#show(nextTurn(round, turn));
    else if (this.#endsAt === null && now - this.#progressAt > STUCK_MS) void this.failed();
  }

  /** A film has come to its end. */
  ended(): void {
    this.#show(nextTurn(this.#round(), this.#turn));
  }

  /** A film has come a step further. */
  progressed(): void {
    this.#progressAt = this.#options.now();
  }

  /**
   * The browser could not show this file. The next look goes on; and if the hub is there and still has the very same file at the same
   * address, the file is to blame: skipped from now on, and told to the hub.
   */
  async failed(): Promise<void> {
    const turn = this.#turn;
    if (turn?.is !== 'file') return;
    this.#show(null);
    if (!(await this.askList())) return;
    const { path, version } = turn.file;
    if (!this.#files.some((file) => file.version === version && file.path === path)) return;
    this.#failed.add(version);
    await this.#options.source.tellFailed(path);
  }

  #round(): readonly Turn[] {
    const { configuration, ids, pages } = this.#options.wishes();
    const due = dueMedia(configuration.media, { at: this.#options.now(), timeZone: configuration.timeZone, ids });
    return mediaRound({ due, files: this.#files, failed: this.#failed, pages });
  }

  #show(turn: Turn | null): void {
    const now = this.#options.now();
    if (this.#turn !== null) this.#last = this.#turn;
    this.#turn = turn;
    this.#appearance += 1;
    this.#progressAt = now;
    const seconds = turn === null ? null : this.#secondsOf(turn);
    this.#endsAt = seconds === null ? null : now + seconds * 1_000;
  }

  /** Null for a film, which runs to its end. */
  #secondsOf(turn: Turn): number | null {
    if (turn.is === 'page') return this.#options.wishes().configuration.media?.pageSeconds ?? PAGE_SECONDS;
    return turn.file.kind === 'film' ? null : (turn.item.seconds ?? PICTURE_SECONDS);
  }
}
