/** With what stands below them and the page turner ten tiles fill a kiosk without scrolling. */
export const TILES_PER_PAGE = 10;
/** Where keys are used: 8, 9 and 0 mean the same on every page. */
export const TILES_WITH_KEYS = 7;

/** A hall may have a hundred services; a kiosk does not scroll, it turns pages. */
export class TilePages<Tile> {
  readonly #all: () => readonly Tile[];
  readonly #most: () => number;
  #page = $state(0);
  #perPage = $state(TILES_PER_PAGE);

  constructor(all: () => readonly Tile[], most: () => number = () => TILES_PER_PAGE) {
    this.#all = all;
    this.#most = most;
    this.#perPage = most();
  }

  get count(): number {
    return Math.max(1, Math.ceil(this.#all().length / this.#perPage));
  }

  /** From 1. */
  get number(): number {
    return (this.#page % this.count) + 1;
  }

  get shown(): readonly Tile[] {
    const from = (this.number - 1) * this.#perPage;
    return this.#all().slice(from, from + this.#perPage);
  }

  /** Other words or another glass: as many tiles as there may be, until they are seen not to fit. */
  widen(): void {
    this.#perPage = this.#most();
  }

  /** What is shown does not fit: one tile fewer from here on. Pages only get shorter, so turning them skips no service. */
  narrow(): void {
    const fewer = Math.min(this.#perPage, this.shown.length) - 1;
    if (fewer > 0) this.#perPage = fewer;
  }

  /** Another list: its first page. */
  first(): void {
    this.#page = 0;
  }

  /** After the last comes the first. */
  next(): void {
    this.#page = this.number % this.count;
  }
}
