/** What theory gives for halls that it knows. Rates per minute, waits in minutes; nothing here knows the product. */

/** Arrivals, services of one counter, counters; `patience`: the mean, where customers leave. */
export interface Markov {
  readonly arrivals: number;
  readonly services: number;
  readonly counters: number;
}

/** Probability that all counters are busy. Source: Erlang 1917, by the recursion of Erlang B. */
export function erlangC({ arrivals, services, counters }: Markov): number {
  const offered = arrivals / services;
  let blocked = 1;
  for (let servers = 1; servers <= counters; servers += 1) blocked = (offered * blocked) / (servers + offered * blocked);
  const rho = offered / counters;
  return blocked / (1 - rho * (1 - blocked));
}

export function erlangCFigures(hall: Markov) {
  const delayed = erlangC(hall);
  const spare = hall.counters * hall.services - hall.arrivals;
  const mean = delayed / spare;
  return { delayed, mean, p90: delayed > 0.1 ? Math.log(delayed / 0.1) / spare : 0, inLine: hall.arrivals * mean };
}

/** Counters that are never enough are left by who is impatient. Source: Palm 1957; birth and death with rates min(n, c)μ + (n − c)⁺θ. */
export function erlangA({ arrivals, services, counters, patience }: Markov & { readonly patience: number }) {
  const shares = [1];
  for (let inHall = 1; inHall < counters + 2_000; inHall += 1) {
    const leaving = Math.min(inHall, counters) * services + Math.max(0, inHall - counters) / patience;
    shares.push((shares[inHall - 1]! * arrivals) / leaving);
  }
  const total = shares.reduce((sum, each) => sum + each, 0);
  const delayed = shares.slice(counters).reduce((sum, each) => sum + each, 0) / total;
  const inLine = shares.slice(counters).reduce((sum, each, ahead) => sum + ahead * each, 0) / total;
  return { delayed, inLine, left: inLine / patience / arrivals, mean: inLine / arrivals };
}

/** The wait of who finds `ahead` in line and all counters busy is the sum of so many exponentials, with those ahead leaving one by one. */
export function lineAhead(ahead: number, { services, counters }: Omit<Markov, 'arrivals'>, leavesPerMinute = 0): number {
  let mean = 0;
  for (let left = 0; left <= ahead; left += 1) mean += 1 / (counters * services + left * leavesPerMinute);
  return mean;
}

/** The share of sums of `stages` exponentials of rate 1 that are below `x`. */
function erlangBelow(stages: number, x: number): number {
  let term = Math.exp(-x);
  let above = term;
  for (let stage = 1; stage < stages; stage += 1) above += term *= x / stage;
  return 1 - above;
}

/** The quantile of a sum of `stages` exponentials of rate 1. */
export function erlangQuantile(stages: number, p: number): number {
  let [low, high] = [0, stages * 10 + 50];
  while (high - low > 1e-9) {
    const middle = (low + high) / 2;
    if (erlangBelow(stages, middle) < p) low = middle;
    else high = middle;
  }
  return high;
}

/** One counter, strict classes, any service: Cobham 1954 (Operations Research 2:70). */
export function strictWaits(arrivals: readonly number[], serviceMean: number, variation: number): number[] {
  const load = arrivals.map((rate) => rate * serviceMean);
  const left = (arrivals.reduce((sum, rate) => sum + rate, 0) * serviceMean ** 2 * (1 + variation ** 2)) / 2;
  let before = 0;
  return load.map((own) => {
    const better = before;
    before += own;
    return left / ((1 - better) * (1 - before));
  });
}

/**
 * Busy counters where there are always enough, and customers come at `mean + swing × sin(2πt / period)` (period and t in hours, rates per
 * hour). Source: Eick, Massey and Whitt 1993 (Management Science 39:241).
 */
export function busyOfMany(
  hour: number,
  { mean, swing, period, services }: { mean: number; swing: number; period: number; services: number },
): number {
  const speed = (2 * Math.PI) / period;
  const lag = speed / services;
  const wave = (Math.sin(speed * hour) - lag * Math.cos(speed * hour)) / (1 + lag * lag);
  return (mean + swing * wave) / services;
}
