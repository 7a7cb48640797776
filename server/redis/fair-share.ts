import { createHash } from 'node:crypto';

/**
 * Whose a hall should be among the hubs that are there: every hub comes to the same answer without asking, each gets a like number,
 * and when one comes or goes only its own share moves.
 *
 * Source: rendezvous hashing (highest random weight), Thaler and Ravishankar, 1998.
 */
function shareOf(hall: string, hubs: readonly string[]): string | null {
  let best: { readonly hub: string; readonly weight: string } | null = null;
  for (const hub of hubs) {
    const weight = createHash('sha256').update(`${hub}\n${hall}`).digest('hex');
    if (best === null || weight > best.weight) best = { hub, weight };
  }
  return best?.hub ?? null;
}

/** The same, remembered for as long as the same hubs are there. */
export class FairShares {
  #hubs = '';
  readonly #byHall = new Map<string, string | null>();

  of(hall: string, hubs: readonly string[]): string | null {
    const names = [...hubs].sort().join('\n');
    if (names !== this.#hubs) this.#byHall.clear();
    this.#hubs = names;
    const known = this.#byHall.get(hall);
    if (known !== undefined) return known;
    const share = shareOf(hall, hubs);
    this.#byHall.set(hall, share);
    return share;
  }
}
