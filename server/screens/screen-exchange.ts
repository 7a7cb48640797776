import type { Clock, EpochMs, Timers } from '../../shared/lib/clock.ts';
import type { PeerMessage, Peers } from '../hub/peers.ts';
import type { ScreenLine, ScreenListener } from '../hub/screen-listener.ts';
import { FAR_TELL_ALL_MS, FAR_TELL_MS, HALLS_TOLD_AT_ONCE } from './limits.ts';
import { NearLines } from './near-lines.ts';
import { readWords, SCREENS_ASKED_TOPIC, SCREENS_TOPIC, tellingOf, type HallWords } from './screen-words.ts';
import type { ScreenHall } from './screen-hall.ts';

export interface ScreenExchangeOptions {
  readonly peers: Peers;
  /** This hub's name among others. */
  readonly hub: string;
  readonly clock: Clock;
  readonly timers: Timers;
  /** This hub judges the screens of a hall: it knows them without being told. */
  readonly isHere: (hall: string) => boolean;
  /** Another hub told of its lines. True: of lines too that this one does not know. */
  readonly onWords: (hub: string, words: HallWords) => boolean;
  /** Another hub is there. */
  readonly onHub: (hub: string) => void;
}

/**
 * What hangs on this hub goes to the hub that judges the hall's screens, a few times a second and in one message for all halls. Messages
 * may be lost: now and then everything is told again, and whoever hears of a line that he does not know asks.
 */
export class ScreenExchange implements ScreenListener {
  readonly #options: ScreenExchangeOptions;
  readonly #near = new NearLines();
  readonly #toldAllAt = new Map<string, EpochMs>();
  readonly #releases: (() => void)[];

  constructor(options: ScreenExchangeOptions) {
    this.#options = options;
    const { peers, timers } = options;
    this.#releases = [
      peers.on(SCREENS_TOPIC, (message) => this.#heard(message)),
      peers.on(SCREENS_ASKED_TOPIC, (hall) => {
        if (typeof hall === 'string') this.#toldAllAt.delete(hall);
      }),
      timers.every(FAR_TELL_MS, () => this.#tell()),
    ];
  }

  came(line: ScreenLine): void {
    this.#near.came(line, this.#now());
  }

  seen(line: ScreenLine): void {
    this.#near.seen(line, this.#now());
  }

  reported(line: ScreenLine, report: Parameters<ScreenListener['reported']>[1]): void {
    this.#near.reported(line, report, this.#now());
  }

  went(line: ScreenLine): void {
    this.#near.went(line);
  }

  hung(hall: string, device: string): void {
    this.#near.hung(hall, device);
  }

  /** This hub judges the hall from now on: what hangs here is told to `hall`, and the others are asked for theirs. */
  begin(hall: ScreenHall): void {
    const now = this.#now();
    const lines = new Map<number, ScreenLine>();
    for (const [line, { cameAt, health, healthAt, id, seenAt }] of this.#near.linesOf(hall.name)) {
      lines.set(id, line);
      hall.came(line, cameAt);
      if (health !== null) hall.said(line, { name: 'screen', body: health }, healthAt);
      if (seenAt !== null) hall.seen(line, seenAt);
    }
    for (const { body, line: id } of this.#near.all(hall.name, now)?.receipts ?? []) {
      const line = lines.get(id);
      if (line !== undefined) hall.said(line, { name: 'receipts', body }, now);
    }
    this.#ask(hall.name);
  }

  /** Idempotent. */
  close(): void {
    for (const release of this.#releases.splice(0)) release();
  }

  #now(): EpochMs {
    return this.#options.clock.now();
  }

  #ask(hall: string): void {
    this.#options.peers.tell(SCREENS_ASKED_TOPIC, hall);
  }

  /** Also when there is nothing to tell: that this hub is there. */
  #tell(): void {
    const { hub, isHere, peers } = this.#options;
    const now = this.#now();
    const words: HallWords[] = [];
    for (const hall of [...this.#near.halls()]) {
      if (isHere(hall)) this.#near.forgetNew(hall, now);
      else words.push(...this.#wordsOf(hall, now));
    }
    for (const hall of this.#toldAllAt.keys()) if (isHere(hall)) this.#toldAllAt.delete(hall);
    for (let from = 0; from === 0 || from < words.length; from += HALLS_TOLD_AT_ONCE) {
      peers.tell(SCREENS_TOPIC, tellingOf(hub, words.slice(from, from + HALLS_TOLD_AT_ONCE)));
    }
  }

  #wordsOf(hall: string, now: EpochMs): HallWords[] {
    const isAllDue = now - (this.#toldAllAt.get(hall) ?? Number.NEGATIVE_INFINITY) >= FAR_TELL_ALL_MS;
    if (!isAllDue) return presentOf(this.#near.takeNew(hall, now));
    const all = presentOf(this.#near.all(hall, now));
    this.#toldAllAt.set(hall, now);
    // What a watchdog said is in no list of lines: it goes with the news, and what else is new goes twice.
    return [...all, ...presentOf(this.#near.takeNew(hall, now))];
  }

  #heard(message: PeerMessage): void {
    const words = readWords(message);
    if (words === null) return;
    this.#options.onHub(words.hub);
    for (const each of words.halls) if (this.#options.onWords(words.hub, each)) this.#ask(each.hall);
  }
}

function presentOf(words: HallWords | null): HallWords[] {
  return words === null ? [] : [words];
}
