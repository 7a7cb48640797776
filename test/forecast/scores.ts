/** Levels at which a forecast of a wait is judged. */
export const LEVELS = [0.1, 0.25, 0.5, 0.75, 0.9] as const;

/** Of one ticket, seconds. */
export interface Judged {
  readonly point: number;
  /** At `LEVELS`. */
  readonly quantiles: readonly number[];
  readonly waited: number;
}

/** Seconds. `bias`: predicted less waited. `coverage90`: share of tickets that waited no longer than the forecast's .9 quantile. */
export interface Scores {
  readonly mae: number;
  readonly rmse: number;
  readonly bias: number;
  readonly pinball: number;
  readonly coverage90: number;
}

/** The mean pinball loss over `LEVELS` is about half of the continuous ranked probability score (Gneiting, Raftery 2007, JASA 102:359). */
export function scoresOf(judged: readonly Judged[]): Scores {
  const meanOf = (value: (each: Judged) => number) => judged.reduce((sum, each) => sum + value(each), 0) / judged.length;
  return {
    mae: meanOf(({ point, waited }) => Math.abs(point - waited)),
    rmse: Math.sqrt(meanOf(({ point, waited }) => (point - waited) ** 2)),
    bias: meanOf(({ point, waited }) => point - waited),
    pinball: meanOf(({ quantiles, waited }) => meanPinball(quantiles, waited)),
    coverage90: meanOf(({ quantiles, waited }) => (waited <= (quantiles.at(-1) ?? 0) ? 1 : 0)),
  };
}

function meanPinball(quantiles: readonly number[], waited: number): number {
  const losses = LEVELS.map((level, index) => {
    const short = waited - (quantiles[index] ?? 0);
    return short > 0 ? level * short : (level - 1) * short;
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / LEVELS.length;
}
