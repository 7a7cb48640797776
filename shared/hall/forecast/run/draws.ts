import { normalQuantile } from '../normal.ts';

/**
 * Chance by name instead of by turn: what a customer brings (how long it takes, how patient they are) is a function of the seed, the run and
 * the customer, whoever asks in whatever order. So two scenes that differ by an action meet the very same customers (common random
 * numbers), and a difference of their waits is the action's alone.
 *
 * The same numbers on every machine: integers of 32 bits, and ECMAScript engines compute logarithms by one library (fdlibm).
 */
export type Key = number;

/** What is asked of a customer. A service of a later leg of the visit is `SERVICE + leg`. */
export const PATIENCE = 1;
export const NO_SHOW = 2;
export const GAP_TO_NEXT = 3;
export const GAP_AT_COUNTER = 4;
export const DAY = 5;
export const SERVICE = 8;
/** Patience of a later leg is `PATIENCE + LEG_STRIDE × leg`, and so on. */
export const LEG_STRIDE = 64;

const GOLDEN = 0x9e3779b9;
const TO_UNIT = 1 / 4294967296;

/** A key that shares nothing visible with the key it is made from. Source: the finalizer of MurmurHash3, Austin Appleby (public domain). */
export function keyOf(key: Key, name: number): Key {
  let mixed = (key + Math.imul(name + 1, GOLDEN)) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/** The name of a thing as a number. Source: FNV-1a, Fowler, Noll and Vo (public domain). */
export function nameHash(name: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index += 1) hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  return hash;
}

/** Even between 0 and 1, neither of them. */
export function unit(key: Key, question: number): number {
  return ((keyOf(key, question) >>> 0) + 0.5) * TO_UNIT;
}

/** Of mean 1. */
export function exponential(key: Key, question: number): number {
  return -Math.log(unit(key, question));
}

/** Of mean 0 and deviation 1. */
export function normal(key: Key, question: number): number {
  return normalQuantile(unit(key, question));
}
