import type { ScreenCondition } from '../../shared/hall/screen.ts';
import { isOpenAt } from '../../shared/hall/opening-hours.ts';
import type { HallState } from '../../shared/hall/state.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import type { ReceiptsMessage } from '../../shared/protocol/receipts.ts';
import type { ScreenHealth } from '../../shared/protocol/screen-reports.ts';
import type { ScreenReport } from '../../shared/protocol/up.ts';
import type { ScreenLine } from '../hub/screen-listener.ts';
import { CallReceipts, type IgnoredReason, type KeptCall, type RestoredCall } from './call-receipts.ts';
import { LastingVerdict } from './lasting-verdict.ts';
import { SEEN_EVERY_MS } from './limits.ts';
import { ScreenBoard } from './screen-board.ts';
import { verdictOf, type HallFacts, type Verdict } from './screen-judge.ts';
import { VersionTrail } from './version-trail.ts';

/** One device as staff read it. */
export interface DeviceStanding {
  readonly condition: Verdict;
  readonly lastSeen: EpochMs | null;
  readonly health: ScreenHealth | null;
}

/** What one hall's screens did and said, and what is to be made of it. In memory, by the hub's clock; no timers, no I/O. */
export class ScreenHall {
  readonly name: string;
  readonly #board = new ScreenBoard();
  readonly #receipts = new CallReceipts();
  readonly #verdicts = new Map<string, LastingVerdict>();
  readonly #trail = new VersionTrail();
  readonly #listeningSince: EpochMs;
  readonly #seenDue = new Map<string, EpochMs>();
  readonly #seenAt = new Map<string, EpochMs>();
  #isNew = true;
  #isOpen = false;

  constructor(name: string, now: EpochMs) {
    this.name = name;
    this.#listeningSince = now;
  }

  came(line: ScreenLine, now: EpochMs): void {
    this.#board.came(line, now);
    this.#noteSeen(line.device, now);
    this.#isNew = true;
  }

  seen(line: ScreenLine, now: EpochMs): void {
    this.#board.seen(line, now);
  }

  went(line: ScreenLine, now: EpochMs): void {
    this.#board.went(line, now);
    this.#noteSeen(line.device, now);
    this.#isNew = true;
  }

  hung(device: string, now: EpochMs): void {
    this.#board.hung(device, now);
  }

  /** What the hall was told of a device by the hub before: it hears of its end from this one. */
  restoreCondition(device: string, condition: Verdict): void {
    this.#lasting(device).restore(condition);
  }

  restoreSeen(seen: ReadonlyMap<string, EpochMs>): void {
    for (const [device, at] of seen) this.#board.restoreSeen(device, at);
  }

  /** Reasons of what counted for nothing. */
  said(line: ScreenLine, report: ScreenReport, now: EpochMs): IgnoredReason[] {
    if (report.name === 'screen') {
      this.#board.said(line, report.body, now);
      this.#isNew = true;
      return [];
    }
    const screen = this.#board.screenOf(line);
    const ignored = report.body.calls.flatMap((receipt) => this.#receipts.take(receipt, screen, now) ?? []);
    if (ignored.length < report.body.calls.length) this.#isNew = true;
    return ignored;
  }

  /** False for a hall whose day is over and in which nobody is: then it need not be in memory for this. */
  get isToBeJudged(): boolean {
    const isDue = [...this.#verdicts.values()].some(({ told }) => told !== 'off');
    return isDue || (this.#isOpen && this.#board.devices().length > 0) || this.#board.isAnybodyHere;
  }

  committed({ calls, day }: HallState): void {
    this.#isOpen = day.is === 'open';
    this.#receipts.announce(calls, () => this.#board.screens());
    this.#isNew = true;
  }

  restoreWords(calls: readonly RestoredCall[]): void {
    for (const { mark, words } of calls) this.#receipts.restore(mark, words);
  }

  /** Once a second: what changed of the devices that `names` knows, and is to be reported. Devices without a name are nobody's any more. */
  judge(state: HallState, names: ReadonlyMap<string, string>, now: EpochMs): { screen: string; condition: ScreenCondition }[] {
    this.#trail.note(state.version, now);
    const hall = this.#facts(state, now);
    const changed: { screen: string; condition: ScreenCondition }[] = [];
    for (const device of new Set([...this.#board.devices(), ...this.#verdicts.keys()])) {
      const verdict = names.has(device) ? verdictOf(this.#board.facts(device, now), hall) : 'off';
      if (this.#lasting(device).look(verdict, now)) changed.push({ screen: device, condition: verdict });
    }
    for (const device of this.#board.connectedDevices()) {
      if (now - (this.#seenAt.get(device) ?? 0) >= SEEN_EVERY_MS) this.#noteSeen(device, now);
    }
    return changed;
  }

  standing(device: string): DeviceStanding {
    return {
      condition: this.#verdicts.get(device)?.told ?? 'off',
      lastSeen: this.#board.lastSeenOf(device),
      health: this.#board.healthOf(device),
    };
  }

  /** Null when nothing is new since the last time. */
  takeNews(now: EpochMs): ReceiptsMessage | null {
    if (!this.#isNew) return null;
    this.#isNew = false;
    return { at: now, calls: this.#receipts.latest(), ...this.#board.reach() };
  }

  /** What the database does not have yet. */
  takeUnwritten(): { readonly calls: KeptCall[]; readonly seen: Map<string, EpochMs> } {
    const seen = new Map(this.#seenDue);
    this.#seenDue.clear();
    return { calls: this.#receipts.takeChanged(), seen };
  }

  /** The database could not take it: it is tried again with what comes then. */
  putBack({ calls, seen }: ReturnType<ScreenHall['takeUnwritten']>): void {
    this.#receipts.putBack(calls);
    for (const [device, at] of seen) if (!this.#seenDue.has(device)) this.#seenDue.set(device, at);
  }

  /** The hub stops: whoever is here now was here now. */
  noteAllSeen(now: EpochMs): void {
    for (const device of this.#board.connectedDevices()) this.#noteSeen(device, now);
  }

  #noteSeen(device: string, now: EpochMs): void {
    this.#seenDue.set(device, now);
    this.#seenAt.set(device, now);
  }

  #lasting(device: string): LastingVerdict {
    let lasting = this.#verdicts.get(device);
    if (lasting === undefined) this.#verdicts.set(device, (lasting = new LastingVerdict()));
    return lasting;
  }

  #facts({ configuration, day }: HallState, now: EpochMs): HallFacts {
    const isOpen = configuration !== null && day.is === 'open' && isOpenAt(configuration.hours, configuration.timeZone, now);
    return {
      now,
      dueVersion: this.#trail.dueAt(now),
      openSince: isOpen ? day.openedAt : null,
      listeningSince: this.#listeningSince,
    };
  }
}
