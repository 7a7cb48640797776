import { LEASED_FROM, type Lease } from './lease.ts';
import type { HallState } from './state.ts';

/** Behind every block of this letter and behind what the hub itself has given. */
export function nextBlockFrom(state: HallState, letter: string): number {
  let from = Math.max(LEASED_FROM, (state.numbers.get(letter) ?? 0) + 1);
  for (const lease of leasesOf(state, letter)) from = Math.max(from, lease.to + 1);
  return from;
}

/** The number after the last one that the hub gave, past whatever is lent. */
export function nextSerial(state: HallState, letter: string): number {
  let serial = (state.numbers.get(letter) ?? 0) + 1;
  for (const { from, to } of leasesOf(state, letter)) if (serial >= from && serial <= to) serial = to + 1;
  return serial;
}

/** Of today's numbers, ascending. */
function leasesOf(state: HallState, letter: string): Lease[] {
  const { day } = state;
  if (day.is === 'none') return [];
  return [...state.leases.values()]
    .filter((lease) => lease.letter === letter && lease.day === day.day)
    .sort((left, right) => left.from - right.from);
}
