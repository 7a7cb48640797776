import type { RegionPlace } from '../../shared/protocol/region.ts';

/** The tree of places, and what is below each. */
export class Places {
  readonly all: readonly RegionPlace[];
  readonly #byId: ReadonlyMap<string, RegionPlace>;

  constructor(all: readonly RegionPlace[]) {
    this.all = all;
    this.#byId = new Map(all.map((place) => [place.id, place]));
  }

  get(id: string): RegionPlace | undefined {
    return this.#byId.get(id);
  }

  get halls(): readonly string[] {
    return this.all.filter(({ kind }) => kind === 'hall').map(({ id }) => id);
  }

  isHall(id: string): boolean {
    return this.#byId.get(id)?.kind === 'hall';
  }

  /** The place itself is in it. */
  isWithin(id: string, outer: string): boolean {
    for (let at: string | null = id; at !== null; at = this.#byId.get(at)?.parent ?? null) if (at === outer) return true;
    return false;
  }

  /** The place and all below, parents before children; the place's own parent is nobody's business. */
  subtree(top: string): RegionPlace[] {
    return this.all
      .filter(({ id }) => this.isWithin(id, top))
      .map((place) => (place.id === top ? { ...place, parent: null } : place));
  }

  hallsWithin(top: string): string[] {
    return this.halls.filter((hall) => this.isWithin(hall, top));
  }
}
