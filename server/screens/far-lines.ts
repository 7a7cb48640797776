import type { EpochMs } from '../../shared/lib/clock.ts';
import type { ScreenLine } from '../hub/screen-listener.ts';
import type { IgnoredReason } from './call-receipts.ts';
import { FAR_HUB_SILENT_MS } from './limits.ts';
import type { ScreenHall } from './screen-hall.ts';
import type { HallWords, LineWord } from './screen-words.ts';

interface FarHub {
  heardAt: EpochMs;
  readonly lines: Map<number, ScreenLine>;
}

/** The lines of one hall that hang on other hubs, told to who judges the hall's screens as if they hung here. */
export class FarLines {
  readonly #hall: ScreenHall;
  readonly #hubs = new Map<string, FarHub>();

  constructor(hall: ScreenHall) {
    this.#hall = hall;
  }

  /** `ignored`: why receipts counted for nothing. `isUnknown`: it spoke of a line that nobody told of; ask it for all. */
  heard(
    hub: string,
    words: HallWords,
    now: EpochMs,
  ): { readonly ignored: readonly IgnoredReason[]; readonly isUnknown: boolean } {
    const far = this.#hubs.get(hub) ?? { heardAt: now, lines: new Map<number, ScreenLine>() };
    this.#hubs.set(hub, far);
    far.heardAt = now;
    for (const word of words.lines) this.#line(far, word);
    if (words.isAll) {
      const here = new Set(words.lines.map(({ id }) => id));
      for (const id of [...far.lines.keys()]) if (!here.has(id)) this.#went(far, id, now);
    }
    let isUnknown = false;
    for (const [id, at] of words.seen) {
      const line = far.lines.get(id);
      if (line === undefined) isUnknown = true;
      else this.#hall.seen(line, at);
    }
    const ignored = words.receipts.flatMap(({ body, line: id }) => {
      const line = far.lines.get(id);
      return line === undefined ? [] : this.#hall.said(line, { name: 'receipts', body }, now);
    });
    for (const id of words.gone) this.#went(far, id, now);
    for (const device of words.hung) this.#hall.hung(device, now);
    return { ignored, isUnknown };
  }

  /** A hub says every few seconds that it is there: what hung on one that does not is gone with it. */
  heardFrom(hub: string, now: EpochMs): void {
    const far = this.#hubs.get(hub);
    if (far !== undefined) far.heardAt = now;
  }

  look(now: EpochMs): void {
    for (const [hub, far] of this.#hubs) {
      if (now - far.heardAt < FAR_HUB_SILENT_MS) continue;
      for (const id of [...far.lines.keys()]) this.#went(far, id, far.heardAt);
      this.#hubs.delete(hub);
    }
  }

  #line(far: FarHub, { cameAt, device, health, healthAt, id, seenAt }: LineWord): void {
    let line = far.lines.get(id);
    if (line === undefined) {
      line = { hall: this.#hall.name, device };
      far.lines.set(id, line);
      this.#hall.came(line, cameAt);
    }
    if (health !== null) this.#hall.said(line, { name: 'screen', body: health }, healthAt);
    if (seenAt !== null) this.#hall.seen(line, seenAt);
  }

  #went(far: FarHub, id: number, at: EpochMs): void {
    const line = far.lines.get(id);
    if (line === undefined) return;
    far.lines.delete(id);
    this.#hall.went(line, at);
  }
}
