/** What became of the tickets of one class: how long each waited and how often each was passed. */
export class Waits {
  readonly #waitsMs: number[] = [];
  readonly #passed: number[] = [];

  add(waitMs: number, passed: number): void {
    this.#waitsMs.push(waitMs);
    this.#passed.push(passed);
  }

  get count(): number {
    return this.#waitsMs.length;
  }

  meanMs(): number {
    return meanOf(this.#waitsMs);
  }

  /** `share` 0.99 is the 99th percentile; the nearest sample. */
  quantileMs(share: number): number {
    return quantileOf(this.#waitsMs, share);
  }

  /** The share that waited at all. */
  delayed(): number {
    return this.#waitsMs.filter((waitMs) => waitMs > 0).length / this.count;
  }

  overtakesMean(): number {
    return meanOf(this.#passed);
  }

  overtakesMax(): number {
    return this.#passed.reduce((most, passed) => Math.max(most, passed), 0);
  }

  /**
   * Of the mean, by batch means: waits of one busy spell are alike, so they are not so many independent samples; the
   * means of long batches are nearly so. Source: Law and Kelton, Simulation Modeling and Analysis, chapter 9.
   */
  standardErrorMs(batches = 40): number {
    return batchError(this.#waitsMs, batches);
  }

  delayedError(batches = 40): number {
    return batchError(
      this.#waitsMs.map((waitMs) => (waitMs > 0 ? 1 : 0)),
      batches,
    );
  }
}

function batchError(samples: readonly number[], batches: number): number {
  const size = Math.floor(samples.length / batches);
  const means = Array.from({ length: batches }, (_, batch) => meanOf(samples.slice(batch * size, (batch + 1) * size)));
  const mean = meanOf(means);
  const variance = means.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (batches - 1);
  return Math.sqrt(variance / batches);
}

function meanOf(samples: readonly number[]): number {
  return samples.reduce((sum, sample) => sum + sample, 0) / samples.length;
}

function quantileOf(samples: readonly number[], share: number): number {
  const sorted = Float64Array.from(samples).sort();
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
