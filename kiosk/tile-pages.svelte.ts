import type { KioskService } from '../shared/hall/views/kiosk-services.ts';

/** With the priority tile and the page turner ten tiles fill a kiosk without scrolling. */
export const TILES_PER_PAGE = 10;

/** A hall may have a hundred services; a kiosk does not scroll, it turns pages. */
export class TilePages {
  readonly #all: () => readonly KioskService[];
  #page = $state(0);

  constructor(all: () => readonly KioskService[]) {
    this.#all = all;
  }

  get count(): number {
    return Math.max(1, Math.ceil(this.#all().length / TILES_PER_PAGE));
  }

  /** From 1. */
  get number(): number {
    return (this.#page % this.count) + 1;
  }

  get shown(): readonly KioskService[] {
    const from = (this.number - 1) * TILES_PER_PAGE;
    return this.#all().slice(from, from + TILES_PER_PAGE);
  }

  /** After the last comes the first. */
  next(): void {
    this.#page = this.number % this.count;
  }
}
