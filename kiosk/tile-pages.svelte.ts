import type { KioskService } from '../shared/hall/views/kiosk-services.ts';

/** With the priority tile and the page turner ten tiles fill a kiosk without scrolling. */
export const TILES_PER_PAGE = 10;

/** A hall may have a hundred services; a kiosk does not scroll, it turns pages. */
export class TilePages {
  readonly #all: () => readonly KioskService[];
  #page = $state(0);
  #perPage = $state(TILES_PER_PAGE);

  constructor(all: () => readonly KioskService[]) {
    this.#all = all;
  }

  get count(): number {
    return Math.max(1, Math.ceil(this.#all().length / this.#perPage));
  }

  /** From 1. */
  get number(): number {
    return (this.#page % this.count) + 1;
  }

  get shown(): readonly KioskService[] {
    const from = (this.number - 1) * this.#perPage;
    return this.#all().slice(from, from + this.#perPage);
  }

  /** Other words or another glass: as many tiles as there may be, until they are seen not to fit. */
  widen(): void {
    this.#perPage = TILES_PER_PAGE;
  }

  /** What is shown does not fit: one tile fewer from here on. Pages only get shorter, so turning them skips no service. */
  narrow(): void {
    const fewer = Math.min(this.#perPage, this.shown.length) - 1;
    if (fewer > 0) this.#perPage = fewer;
  }

  /** After the last comes the first. */
  next(): void {
    this.#page = this.number % this.count;
  }
}
