import type { Random } from '../../shared/lib/random.ts';

/** Time to the next of arrivals that know nothing of each other: exponential, by inversion. */
export function exponential(random: Random, mean: number): number {
  return -Math.log(1 - random()) * mean;
}

/**
 * Service times at counters are skewed: most are short, some very long. Log-normal with the given median and spread
 * (the standard deviation of the logarithm); the normal by Box and Muller.
 */
export function logNormal(random: Random, median: number, spread: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return median * Math.exp(spread * normal);
}

export function happens(random: Random, probability: number): boolean {
  return random() < probability;
}

/** One of the choices, as often as its weight says. */
export function weighted<Choice>(random: Random, choices: readonly (readonly [choice: Choice, weight: number])[]): Choice {
  let left = random() * choices.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [choice, weight] of choices) {
    left -= weight;
    if (left < 0) return choice;
  }
  const last = choices.at(-1);
  if (last === undefined) throw new RangeError('nothing to choose from');
  return last[0];
}
