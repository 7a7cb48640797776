import type { Actor } from '../../shared/hall/actor.ts';
import type { ReportScreen } from '../../shared/hall/commands.ts';
import type { HallState } from '../../shared/hall/state.ts';
import type { Clock, EpochMs, Timers } from '../../shared/lib/clock.ts';
import type { CallReport } from '../../shared/protocol/call-report.ts';
import type { AccessDatabase } from '../database/access-database.ts';
import type { HubAnswer } from '../hub/hub-answer.ts';
import type { HubLog } from '../hub/hub-log.ts';
import type { News } from '../hub/news.ts';
import type { PeerQuestions } from '../hub/peer-questions.ts';
import type { Peers } from '../hub/peers.ts';
import type { ScreenLine, ScreenListener } from '../hub/screen-listener.ts';
import type { IgnoredReason } from './call-receipts.ts';
import { FarLines } from './far-lines.ts';
import {
  FORGET_EVERY_MS,
  IGNORED_TOLD_EVERY_MS,
  JUDGE_EVERY_MS,
  LABELS_EVERY_MS,
  RECEIPTS_KEPT_MS,
  REPORT_AGAIN_MS,
  STANDING_ASKED_MS,
  TELL_EVERY_MS,
  WRITE_EVERY_MS,
} from './limits.ts';
import { ReceiptStore } from './receipt-store.ts';
import { ScreenExchange } from './screen-exchange.ts';
import { ScreenHall, type DeviceStanding } from './screen-hall.ts';
import type { HallWords } from './screen-words.ts';
import { readAsked, readStandings, standingsAnswer, STANDINGS_QUESTION } from './standings.ts';

export const SCREENS_ACTOR: Actor = { id: 'system:screens', roles: ['system'] };

/** What the room needs of the hub. */
export interface ScreensHub {
  read(hall: string): Promise<{ readonly state: HallState }>;
  onCommitted(listener: (hall: string, entries: unknown, state: HallState) => void): () => void;
  watchScreens(listener: ScreenListener): () => void;
  tell(hall: string, news: News): void;
  submit(hall: string, actor: Actor, sent: ReportScreen & { readonly id: string }): Promise<HubAnswer>;
}

export interface ScreensOptions {
  readonly database: AccessDatabase;
  readonly hub: ScreensHub;
  readonly halls: readonly string[];
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: HubLog;
  /** The enrolled devices of a hall; those of a demonstration come and go as people open pages, and are not watched. */
  readonly devicesOf: (
    hall: string,
  ) => Promise<readonly { readonly id: string; readonly label: string; readonly demo: boolean }[]>;
  readonly onIgnored?: ((reason: IgnoredReason) => void) | undefined;
  /** Other hubs, on which screens of the same halls hang, and what this one is called among them; absent: there are none. */
  readonly others?: { readonly hub: string; readonly peers: Peers; readonly questions: PeerQuestions } | undefined;
}

interface Watched {
  readonly hall: ScreenHall;
  readonly far: FarLines;
  /** By device. */
  names: ReadonlyMap<string, string>;
  namesReadAt: EpochMs;
  /** What the hall has not accepted yet: the newest of each device. */
  readonly due: Map<string, ReportScreen['condition']>;
  restUntil: EpochMs;
  reports: number;
}

/**
 * The room that watches what customers look at and listen to. Screens say what they painted and spoke and how they are; here that
 * is kept with the call, told to staff, and turned into what the hub makes of each device. A screen's word is worth no more than
 * that: it changes no hall, and what it says of calls that there are not, or of times that cannot be, counts for nothing.
 *
 * Receipts are no entries of the log: they would be ten times as many as everything else, and nothing follows from them that a hall
 * decides. They are in memory for screens and in `database.sqlite` for reports. What is wrong with a device is an entry, for staff are
 * alerted by the hall's own rule.
 */
export class Screens {
  readonly #options: ScreensOptions;
  readonly #store: ReceiptStore;
  readonly #halls = new Map<string, Watched>();
  readonly #ignored = new Map<IgnoredReason, number>();
  readonly #exchange: ScreenExchange | null;
  #releases: (() => void)[] = [];
  #work: Promise<void> = Promise.resolve();
  #reporting = false;
  #closed = false;

  private constructor(options: ScreensOptions) {
    this.#options = options;
    this.#store = new ReceiptStore(options.database);
    const { clock, others, timers } = options;
    this.#exchange =
      others === undefined
        ? null
        : new ScreenExchange({
            ...{ hub: others.hub, peers: others.peers, clock, timers },
            isHere: (hall) => this.#halls.has(hall),
            onWords: (hub, words) => this.#heardFar(hub, words),
            onHub: (hub) => {
              for (const { far } of this.#halls.values()) far.heardFrom(hub, clock.now());
            },
          });
  }

  /** Judges the screens of `halls` from now on, and of those that it is given later. */
  static async open(options: ScreensOptions): Promise<Screens> {
    const screens = new Screens(options);
    for (const hall of options.halls) await screens.take(hall);
    screens.#listen();
    return screens;
  }

  /** From now on it is this hub that judges the screens of a hall, wherever they hang. Takes up what the one before knew. */
  async take(name: string): Promise<void> {
    if (this.#halls.has(name)) return;
    const hall = await this.#takenUp(name);
    this.#halls.set(name, {
      ...{ hall, far: new FarLines(hall), names: new Map(), namesReadAt: 0, due: new Map(), restUntil: 0, reports: 0 },
    });
    this.#exchange?.begin(hall);
  }

  /** Another hub judges them. What this one knows is written down. */
  async release(name: string): Promise<void> {
    const watched = this.#halls.get(name);
    if (watched === undefined) return;
    watched.hall.noteAllSeen(this.#now());
    await this.idle();
    this.#halls.delete(name);
  }

  /** What staff read of a device; nothing is wrong with one that was never here. */
  standing(hall: string, device: string): DeviceStanding {
    return this.#halls.get(hall)?.hall.standing(device) ?? { condition: 'off', lastSeen: null, health: null };
  }

  /** The same of several devices, also where another hub judges the hall's screens: by its word, else by what is written. */
  async standings(hall: string, devices: readonly string[]): Promise<ReadonlyMap<string, DeviceStanding>> {
    const { hub, others } = this.#options;
    if (this.#halls.has(hall) || others === undefined)
      return new Map(devices.map((device) => [device, this.standing(hall, device)]));
    const answer = await others.questions.askOne(STANDINGS_QUESTION, { hall, devices }, STANDING_ASKED_MS);
    const told = readStandings(answer);
    if (told !== null) return told;
    const seen = await this.#store.lastSeen(hall);
    const { screens } = (await hub.read(hall)).state;
    return new Map(
      devices.map((device) => [
        device,
        { condition: screens.get(device)?.condition ?? 'off', lastSeen: seen.get(device) ?? null, health: null },
      ]),
    );
  }

  /** The watchdog beside a page says that the page does not answer it. */
  hung(hall: string, device: string): void {
    const here = this.#halls.get(hall);
    if (here !== undefined) here.hall.hung(device, this.#now());
    else this.#exchange?.hung(hall, device);
  }

  /** For reports: calls since a moment, oldest first, `CALLS_REPORTED_MAX` at most. */
  async callsSince(hall: string, since: EpochMs): Promise<CallReport[]> {
    await this.idle();
    return this.#store.callsSince(hall, since);
  }

  /** Everything said so far is in the database. */
  async idle(): Promise<void> {
    this.#write();
    await this.#work;
  }

  /** Idempotent. Leaves the database open: whoever opened it closes it. */
  async close(): Promise<void> {
    if (this.#closed) return this.#work;
    this.#closed = true;
    for (const release of this.#releases.splice(0)) release();
    this.#exchange?.close();
    for (const { hall } of this.#halls.values()) hall.noteAllSeen(this.#options.clock.now());
    await this.idle();
  }

  /** What an earlier run of the hub knew: calls that are still on the walls, and when devices were here. */
  async #takenUp(name: string): Promise<ScreenHall> {
    const { clock, hub } = this.#options;
    const hall = new ScreenHall(name, clock.now());
    const { state } = await hub.read(name);
    hall.committed(state);
    const oldest = state.calls.at(-1)?.at;
    const seen = await this.#store.lastSeen(name);
    for (const [device, { condition }] of state.screens) hall.restoreCondition(device, condition);
    if (oldest !== undefined) hall.restoreWords(await this.#store.wordsSince(name, oldest));
    hall.restoreSeen(seen);
    hall.takeUnwritten();
    return hall;
  }

  #listen(): void {
    const { hub, timers } = this.#options;
    this.#releases = [
      ...this.#answerOthers(),
      hub.onCommitted((hall, _entries, state) => this.#halls.get(hall)?.hall.committed(state)),
      hub.watchScreens(this.#listener()),
      timers.every(TELL_EVERY_MS, () => this.#tell()),
      timers.every(JUDGE_EVERY_MS, () => void this.#judge()),
      timers.every(WRITE_EVERY_MS, () => this.#write()),
      timers.every(FORGET_EVERY_MS, () => this.#forget()),
      timers.every(IGNORED_TOLD_EVERY_MS, () => this.#tellIgnored()),
    ];
    this.#forget();
  }

  #listener(): ScreenListener {
    const near = this.#exchange;
    return {
      came: (line) => {
        near?.came(line);
        this.#of(line)?.came(line, this.#now());
      },
      seen: (line) => {
        near?.seen(line);
        this.#of(line)?.seen(line, this.#now());
      },
      went: (line) => {
        near?.went(line);
        this.#of(line)?.went(line, this.#now());
      },
      reported: (line, report) => {
        near?.reported(line, report);
        for (const reason of this.#of(line)?.said(line, report, this.#now()) ?? []) this.#ignore(reason);
      },
    };
  }

  #answerOthers(): (() => void)[] {
    const { others } = this.#options;
    if (others === undefined) return [];
    return [
      others.questions.answer(STANDINGS_QUESTION, (question) => {
        const asked = readAsked(question);
        if (asked === null || !this.#halls.has(asked.hall)) return null;
        return standingsAnswer(new Map(asked.devices.map((device) => [device, this.standing(asked.hall, device)])));
      }),
    ];
  }

  /** True: it spoke of screens that this hub does not know. */
  #heardFar(hub: string, words: HallWords): boolean {
    const watched = this.#halls.get(words.hall);
    if (watched === undefined) return false;
    const { ignored, isUnknown } = watched.far.heard(hub, words, this.#now());
    for (const reason of ignored) this.#ignore(reason);
    return isUnknown;
  }

  #now(): EpochMs {
    return this.#options.clock.now();
  }

  #of({ hall }: ScreenLine): ScreenHall | undefined {
    return this.#halls.get(hall)?.hall;
  }

  #tell(): void {
    for (const [name, { hall }] of this.#halls) {
      const body = hall.takeNews(this.#now());
      if (body !== null) this.#options.hub.tell(name, { name: 'receipts', body });
    }
  }

  /** One round at a time: a hub that is slow to answer is not asked twice. */
  async #judge(): Promise<void> {
    if (this.#reporting) return;
    this.#reporting = true;
    try {
      for (const [name, watched] of this.#halls) if (watched.hall.isToBeJudged) await this.#judgeHall(name, watched);
    } catch (error) {
      this.#options.log.error({ err: error }, 'the screens of a hall could not be judged');
    } finally {
      this.#reporting = false;
    }
  }

  async #judgeHall(name: string, watched: Watched): Promise<void> {
    const { devicesOf, hub } = this.#options;
    const now = this.#now();
    watched.far.look(now);
    if (now - watched.namesReadAt >= LABELS_EVERY_MS) {
      watched.namesReadAt = now;
      const devices = await devicesOf(name);
      watched.names = new Map(devices.flatMap(({ id, label, demo }) => (demo ? [] : [[id, label] as const])));
    }
    const { state } = await hub.read(name);
    for (const { screen, condition } of watched.hall.judge(state, watched.names, now)) watched.due.set(screen, condition);
    if (now >= watched.restUntil) await this.#report(name, watched, state);
  }

  /** Refused (read-only, the clock): said again later, if it is still so. */
  async #report(name: string, watched: Watched, { screens }: HallState): Promise<void> {
    // The state is the hub's own and may not be kept over an answer.
    const before = new Map([...watched.due.keys()].map((screen) => [screen, screens.get(screen)?.name]));
    for (const [screen, condition] of watched.due) {
      watched.reports += 1;
      const id = `screens:${screen}:${this.#now()}:${watched.reports}`.slice(0, 64);
      const label = watched.names.get(screen) ?? before.get(screen) ?? screen;
      const answer = await this.#options.hub.submit(name, SCREENS_ACTOR, {
        type: 'report-screen',
        id,
        screen,
        name: label,
        condition,
      });
      if (!answer.ok) {
        watched.restUntil = this.#now() + REPORT_AGAIN_MS;
        return;
      }
      if (watched.due.get(screen) === condition) watched.due.delete(screen);
    }
  }

  #write(): void {
    for (const [name, { hall }] of this.#halls) {
      const unwritten = hall.takeUnwritten();
      this.#work = this.#work
        .then(() => this.#store.write(name, unwritten))
        .catch((error: unknown) => {
          hall.putBack(unwritten);
          this.#options.log.error({ err: error, hall: name }, 'receipts of calls could not be written');
        });
    }
  }

  #forget(): void {
    this.#work = this.#work
      .then(() => this.#store.forgetBefore(this.#now() - RECEIPTS_KEPT_MS))
      .catch((error: unknown) => {
        this.#options.log.error({ err: error }, 'old receipts could not be forgotten');
      });
  }

  #ignore(reason: IgnoredReason): void {
    this.#options.onIgnored?.(reason);
    this.#ignored.set(reason, (this.#ignored.get(reason) ?? 0) + 1);
  }

  #tellIgnored(): void {
    if (this.#ignored.size === 0) return;
    this.#options.log.warn({ ...Object.fromEntries(this.#ignored) }, 'receipts of screens counted for nothing');
    this.#ignored.clear();
  }
}
