import { must } from '../../../shared/lib/assert.ts';
import type { Setting } from './sample-path.ts';

/**
 * Mean waits that theory gives for a hall of equal counters with exponential gaps and services (M/M/c). Nothing here
 * knows the product: these are the oracles that the routing is held against. All in milliseconds.
 */

/** One class, better first, with its mean wait. */
export type MeanWaits = readonly number[];

/** The probability that all counters are busy at an arrival. Source: Erlang 1917, by the recursion of Erlang B. */
export function erlangC({ counters, rho }: Setting): number {
  const offered = rho * counters;
  let blocked = 1;
  for (let servers = 1; servers <= counters; servers += 1) blocked = (offered * blocked) / (servers + offered * blocked);
  return blocked / (1 - rho * (1 - blocked));
}

/** First come, first served: C / (cμ − λ). */
export function meanWaitFcfs(setting: Setting): number {
  return atFullHall(setting) / (1 - setting.rho);
}

/** Strict classes, none interrupted: Cobham 1954 (Operations Research 2:70); Davis 1966 (14:133) for several counters. */
export function meanWaitsStrict(setting: Setting): MeanWaits {
  let before = 0;
  return setting.classes.map(({ share }) => {
    const better = before;
    before += share * setting.rho;
    return atFullHall(setting) / ((1 - better) * (1 - before));
  });
}

/**
 * Accumulating priority with a common service law: Kleinrock 1964 (Naval Research Logistics Quarterly 11:329);
 * Sharif, Stanford, Taylor and Ziedins 2014 for several counters. `factors` in the order of the setting's classes,
 * falling; solved from the smallest upward.
 */
export function meanWaitsAging(setting: Setting, factors: readonly number[]): MeanWaits {
  const classes = setting.classes.map(({ share }, index) => ({
    load: share * setting.rho,
    factor: must(factors[index], 'a factor for every class'),
  }));
  const waits: number[] = [];
  for (let index = classes.length - 1; index >= 0; index -= 1) {
    const own = must(classes[index], 'a class');
    const slower = classes
      .slice(index + 1)
      .map(({ load, factor }, later) => load * must(waits[index + 1 + later], 'solved before') * (1 - factor / own.factor));
    const faster = classes.slice(0, index).map(({ load, factor }) => load * (1 - own.factor / factor));
    waits[index] = (meanWaitFcfs(setting) - sum(slower)) / (1 - sum(faster));
  }
  return waits;
}

/** The mean time until one of all busy counters is free, times the probability that all are: C / cμ. */
function atFullHall(setting: Setting): number {
  return (erlangC(setting) * setting.serviceMeanMs) / setting.counters;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
