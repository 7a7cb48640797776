import type { EpochMs } from '../../shared/lib/clock.ts';
import type { Receipts } from '../../shared/protocol/screen-reports.ts';
import type { ScreenReport } from '../../shared/protocol/up.ts';
import type { ScreenLine } from '../hub/screen-listener.ts';
import { RECEIPTS_TOLD_AFTER_MS, RECEIPTS_TOLD_AGAIN_MAX, RECEIPTS_TOLD_AGAIN_MS } from './limits.ts';
import type { HallWords, LineWord } from './screen-words.ts';

interface KeptReceipts {
  readonly line: number;
  readonly body: Receipts;
  readonly at: EpochMs;
  told: boolean;
}

interface NearHall {
  readonly lines: Map<ScreenLine, LineWord>;
  /** Lines of which something else than `seenAt` is new. */
  readonly changed: Set<ScreenLine>;
  readonly answered: Set<ScreenLine>;
  gone: number[];
  receipts: KeptReceipts[];
  hung: string[];
}

/**
 * The lines that hang on this hub, hall by hall, and what of them another hub has not been told. Whoever judges the hall's screens,
 * this is where it is known first hand.
 */
export class NearLines {
  readonly #halls = new Map<string, NearHall>();
  #ids = 0;

  came(line: ScreenLine, now: EpochMs): void {
    const hall = this.#hall(line.hall);
    this.#ids += 1;
    hall.lines.set(line, { id: this.#ids, device: line.device, cameAt: now, seenAt: null, health: null, healthAt: now });
    hall.changed.add(line);
  }

  seen(line: ScreenLine, now: EpochMs): void {
    const hall = this.#halls.get(line.hall);
    const word = hall?.lines.get(line);
    if (hall === undefined || word === undefined) return;
    hall.lines.set(line, { ...word, seenAt: now });
    hall.answered.add(line);
  }

  reported(line: ScreenLine, report: ScreenReport, now: EpochMs): void {
    const hall = this.#halls.get(line.hall);
    const word = hall?.lines.get(line);
    if (hall === undefined || word === undefined) return;
    if (report.name === 'receipts') {
      hall.receipts.push({ line: word.id, body: report.body, at: now, told: false });
      if (hall.receipts.length > RECEIPTS_TOLD_AGAIN_MAX) hall.receipts.shift();
      return;
    }
    hall.lines.set(line, { ...word, health: report.body, healthAt: now });
    hall.changed.add(line);
  }

  went(line: ScreenLine): void {
    const hall = this.#halls.get(line.hall);
    const word = hall?.lines.get(line);
    if (hall === undefined || word === undefined) return;
    hall.lines.delete(line);
    hall.changed.delete(line);
    hall.answered.delete(line);
    hall.gone.push(word.id);
  }

  hung(hall: string, device: string): void {
    this.#hall(hall).hung.push(device);
  }

  halls(): IterableIterator<string> {
    return this.#halls.keys();
  }

  /** For whoever begins to judge this hall on this hub. */
  linesOf(hall: string): IterableIterator<readonly [ScreenLine, LineWord]> {
    return (this.#halls.get(hall)?.lines ?? new Map<ScreenLine, LineWord>()).entries();
  }

  /** What is new since the last time; null: nothing. */
  takeNew(name: string, now: EpochMs): HallWords | null {
    const hall = this.#halls.get(name);
    if (hall === undefined) return null;
    const receipts = hall.receipts.filter(({ at, told }) => !told && now - at >= RECEIPTS_TOLD_AFTER_MS);
    const lines = [...hall.changed].flatMap((line) => hall.lines.get(line) ?? []);
    const seen = [...hall.answered].filter((line) => !hall.changed.has(line)).flatMap((line) => seenOf(hall.lines.get(line)));
    const words: HallWords = { hall: name, isAll: false, lines, seen, gone: hall.gone, receipts, hung: hall.hung };
    for (const each of receipts) each.told = true;
    this.#told(name, hall, now);
    const isNew = [words.lines, words.seen, words.gone, words.receipts, words.hung].some((each) => each.length > 0);
    return isNew ? { ...words, receipts: receipts.map(({ body, line }) => ({ line, body })) } : null;
  }

  /** Everything, with the receipts of the last seconds: whoever was told them may be gone. */
  all(name: string, now: EpochMs): HallWords | null {
    const hall = this.#halls.get(name);
    if (hall === undefined) return null;
    const receipts = hall.receipts
      .filter(({ at }) => now - at < RECEIPTS_TOLD_AGAIN_MS)
      .map(({ body, line }) => ({ line, body }));
    return { hall: name, isAll: true, lines: [...hall.lines.values()], seen: [], gone: [], receipts, hung: [] };
  }

  /** This hub judges the hall by itself: nobody needs to be told. */
  forgetNew(name: string, now: EpochMs): void {
    const hall = this.#halls.get(name);
    if (hall !== undefined) this.#told(name, hall, now);
  }

  #told(name: string, hall: NearHall, now: EpochMs): void {
    hall.changed.clear();
    hall.answered.clear();
    hall.gone = [];
    hall.hung = [];
    hall.receipts = hall.receipts.filter(({ at }) => now - at < RECEIPTS_TOLD_AGAIN_MS);
    if (hall.lines.size === 0 && hall.receipts.length === 0) this.#halls.delete(name);
  }

  #hall(name: string): NearHall {
    let hall = this.#halls.get(name);
    if (hall === undefined) {
      hall = { lines: new Map(), changed: new Set(), answered: new Set(), gone: [], receipts: [], hung: [] };
      this.#halls.set(name, hall);
    }
    return hall;
  }
}

function seenOf(word: LineWord | undefined): [number, EpochMs][] {
  return word?.seenAt == null ? [] : [[word.id, word.seenAt]];
}
