import { quantile } from '../../shared/hall/forecast/quantile.ts';

const BINS = 12;

/**
 * A range for a predictor that says one number: of the tickets of the fitting period that were told about as much, the quantiles of what they
 * waited. Twelve bins of equal numbers of tickets.
 */
export class BinnedQuantiles {
  readonly #bounds: readonly number[];
  readonly #waits: readonly Float64Array[];

  constructor(fitted: readonly { readonly predicted: number; readonly waited: number }[]) {
    const sorted = [...fitted].sort((left, right) => left.predicted - right.predicted);
    const startOf = (bin: number) => Math.floor((bin * sorted.length) / BINS);
    const bins = Array.from({ length: BINS }, (_, bin) => sorted.slice(startOf(bin), startOf(bin + 1))).filter(
      (bin) => bin.length > 0,
    );
    this.#bounds = bins.map((bin) => bin.at(-1)?.predicted ?? 0);
    this.#waits = bins.map((bin) => Float64Array.from(bin, ({ waited }) => waited).sort());
  }

  /** Seconds. Where nothing was fitted: what was predicted. */
  at(predicted: number, level: number): number {
    const bin = this.#bounds.findIndex((bound) => predicted <= bound);
    const waits = bin === -1 ? this.#waits.at(-1) : this.#waits[bin];
    return waits === undefined ? predicted : quantile(waits, level);
  }
}
