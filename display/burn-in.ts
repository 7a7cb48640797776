import type { EpochMs } from '../shared/lib/clock.ts';

/** How long the picture stands before it moves by a step. */
export const SHIFT_EVERY_MS = 3 * 60_000;
/** In thousandths of the screen's height: less than the margin around everything, so that nothing leaves the glass. */
const STEP = 3;
/** Round in a ring and through the middle, a step at a time: no pixel keeps an edge for longer than one stay. */
const PLACES = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
  [-1, 1],
  [-1, 0],
  [-1, -1],
  [0, -1],
  [1, -1],
] as const;

/** Where the whole picture stands now, in thousandths of the screen's height to the right and down. */
export function burnInShift(now: EpochMs): { readonly x: number; readonly y: number } {
  const [x, y] = PLACES[Math.floor(now / SHIFT_EVERY_MS) % PLACES.length]!;
  return { x: x * STEP, y: y * STEP };
}
