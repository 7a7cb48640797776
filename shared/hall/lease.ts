import type { EpochMs } from '../lib/clock.ts';
import type { DayId } from './business-day.ts';
import type { SeriesId } from './configuration.ts';
import { TICKET_NUMBER_DIGITS_MIN } from './limits.ts';

export type LeaseId = string;

/**
 * One life of a kiosk's store: how often it was started, and a word made up at that start. Two machines with a copy of one store
 * cannot both be its next life.
 */
export interface StoreLife {
  readonly boots: number;
  readonly nonce: string;
}

/** A paper of a lease that has come to the hub; by its moment two papers with one number are told apart. */
export interface UsedNumber {
  readonly serial: number;
  readonly takenAt: EpochMs;
}

/**
 * A block of numbers that a kiosk may print while the hub is away (断网取号). Nobody else gives them out, that day, whatever becomes of the
 * kiosk: a paper that nobody knows of may be in somebody's hand.
 */
export interface Lease {
  readonly id: LeaseId;
  /** The device that it was given to, as an actor: `device:3f…`. */
  readonly kiosk: string;
  readonly series: SeriesId;
  readonly letter: string;
  readonly day: DayId;
  readonly from: number;
  readonly to: number;
  readonly at: EpochMs;
  /** The youngest life of the kiosk's store that was heard of. */
  life: StoreLife;
  used: readonly UsedNumber[];
  /** The same store lives twice: nothing more is lent to this kiosk today. */
  frozen: boolean;
  /** The day was closed: what was not used will not be. */
  voided: boolean;
}

/** Numbers ahead in one block, for a hall that has not said how many. */
export const NUMBERS_AHEAD = 50;
/** A kiosk asks for its next block when so many of 50 are left. */
export const REFILL_AT = 20;

/** The same for blocks of another size. */
export function refillAt(numbersAhead: number): number {
  return Math.floor((numbersAhead * REFILL_AT) / NUMBERS_AHEAD);
}
/**
 * Blocks begin here, so that below it the hub's own numbers run without a gap: in a hall of fewer tickets nobody sees that any were lent.
 */
export const LEASED_FROM = 501;
/** Blocks of one day, over all kiosks: a store that is emptied again and again must not eat up the numbers. */
export const LEASES_MAX = 400;

/** As it stands on paper: `A001`, `A1000`. */
export function numberText(letter: string, serial: number): string {
  return letter + String(serial).padStart(TICKET_NUMBER_DIGITS_MIN, '0');
}

/** Numbers of a block that no paper has come for yet. */
export function unusedIn({ from, to, used }: Lease): number {
  return to - from + 1 - used.length;
}

/**
 * Whether this life can be of the store that the block was lent to. A store counts its starts and uploads in order, so a life that is
 * older than one that was heard of, or another one with the same count, is a second store: a copy.
 */
export function isCopy(lease: Lease, { boots, nonce }: StoreLife): boolean {
  return boots < lease.life.boots || (boots === lease.life.boots && nonce !== lease.life.nonce);
}
