/** A stream of numbers in [0, 1). */
export type Random = () => number;

/**
 * A seeded stream: the same seed gives the same numbers on every machine.
 *
 * Source: mulberry32, Tommy Ettinger (public domain). 32 bits of state: enough for simulations, never for secrets.
 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A whole number from `0` to `below - 1`. */
export function randomInteger(random: Random, below: number): number {
  return Math.floor(random() * below);
}
