/**
 * The normal law, as far into its tails as a number goes: a service that has lasted three hours is far out there, and what is left of it
 * must still come out as a number.
 */

const [A0, A1, A2, A3, A4, A5, A6, A7] = [
  3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125, 45921.953931549871457,
  67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
];
const [B1, B2, B3, B4, B5, B6, B7] = [
  42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867, 39307.89580009271061,
  28729.085735721942674, 5226.495278852545925,
];
const [C0, C1, C2, C3, C4, C5, C6, C7] = [
  1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504, 1.27045825245236838258,
  0.24178072517745061177, 0.0227238449892691845833, 7.7454501427834140764e-4,
];
const [D1, D2, D3, D4, D5, D6, D7] = [
  2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455, 0.14810397642748007459, 0.0151986665636164571966,
  5.475938084995344946e-4, 1.05075007164441684324e-9,
];
const [E0, E1, E2, E3, E4, E5, E6, E7] = [
  6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 0.29656057182850489123, 0.026532189526576123093,
  0.0012426609473880784386, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
];
const [F1, F2, F3, F4, F5, F6, F7] = [
  0.59983220655588793769, 0.13692988092273580531, 0.0148753612908506148525, 7.868691311456132591e-4, 1.8463183175100546818e-5,
  1.4215117583164458887e-7, 2.04426310338993978564e-15,
];

/** The deviate below which a share `p` of all lies, 0 < p < 1; relative error 1e-16. Source: Wichura 1988, AS 241 (Applied Statistics 37:477). */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return central(q);
  const deviate = tail(q < 0 ? p : 1 - p);
  return q < 0 ? -deviate : deviate;
}

/** The deviate above which a share `q` of all lies, 0 < q < 1: exact where 1 − q would be 1. */
export function upperQuantile(q: number): number {
  return -normalQuantile(q);
}

function central(q: number): number {
  const r = 0.180625 - q * q;
  const above = ((((((A7 * r + A6) * r + A5) * r + A4) * r + A3) * r + A2) * r + A1) * r + A0;
  const below = ((((((B7 * r + B6) * r + B5) * r + B4) * r + B3) * r + B2) * r + B1) * r + 1;
  return (q * above) / below;
}

function tail(share: number): number {
  const r = Math.sqrt(-Math.log(share));
  if (r <= 5) {
    const s = r - 1.6;
    const above = ((((((C7 * s + C6) * s + C5) * s + C4) * s + C3) * s + C2) * s + C1) * s + C0;
    const below = ((((((D7 * s + D6) * s + D5) * s + D4) * s + D3) * s + D2) * s + D1) * s + 1;
    return above / below;
  }
  const s = r - 5;
  const above = ((((((E7 * s + E6) * s + E5) * s + E4) * s + E3) * s + E2) * s + E1) * s + E0;
  const below = ((((((F7 * s + F6) * s + F5) * s + F4) * s + F3) * s + F2) * s + F1) * s + 1;
  return above / below;
}

/**
 * The share of all that lies above `z`, with a small *relative* error also where it is 1e-200. By the series about 0 and, beyond 3, by Laplace's
 * continued fraction. Source: Abramowitz and Stegun, 26.2.11 and 26.2.14.
 */
export function upperTail(z: number): number {
  if (z < 0) return 1 - upperTail(-z);
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z > SERIES_UNTIL) {
    let fraction = z;
    for (let depth = FRACTION_DEPTH; depth > 0; depth -= 1) fraction = z + depth / fraction;
    return density / fraction;
  }
  let term = z;
  let sum = z;
  for (let odd = 3; odd < SERIES_TERMS; odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  return 0.5 - density * sum;
}

const SERIES_UNTIL = 3;
const SERIES_TERMS = 90;
const FRACTION_DEPTH = 60;
