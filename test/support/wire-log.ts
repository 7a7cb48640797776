import { applyEntry } from '../../shared/hall/evolve.ts';
import type { HallEvent } from '../../shared/hall/events.ts';
import { toSnapshot } from '../../shared/hall/snapshot.ts';
import { initialState, type HallState } from '../../shared/hall/state.ts';
import type { Heartbeat, SnapshotMessage } from '../../shared/protocol/down.ts';
import type { WireEntry } from '../../shared/protocol/entry.ts';
import { ORIGIN, type Position } from '../../shared/protocol/position.ts';

export const LOG_DAY = '2026-11-02';
const FIRST_AT = Date.UTC(2026, 10, 2, 0, 30);

/**
 * A small true log: a day is opened, tickets are issued and every third one leaves. Hashes are made up, because screens
 * compare them and compute none; `branch` makes another log of the same length.
 */
export function wireLog(length: number, branch = 0): WireEntry[] {
  const entries: WireEntry[] = [];
  let previousHash = ORIGIN.hash;
  for (let version = 1; version <= length; version += 1) {
    const hash = `${branch}`.padStart(8, 'b') + version.toString(16).padStart(56, '0');
    entries.push({ version, at: FIRST_AT + version * 1_000, previousHash, hash, events: [eventOf(version)] });
    previousHash = hash;
  }
  return entries;
}

function eventOf(version: number): HallEvent {
  if (version === 1) return { type: 'day-opened', day: LOG_DAY, timeZone: 'Asia/Shanghai' };
  if (version % 3 === 0) return { type: 'ticket-left', ticket: `ticket-${version - 1}` };
  return {
    type: 'ticket-issued',
    ticket: `ticket-${version}`,
    number: `A${String(version).padStart(3, '0')}`,
    service: 'A',
    class: 'standard',
    letter: 'A',
    serial: version,
    credit: { at: FIRST_AT + version * 1_000, order: version },
    ahead: 0,
  };
}

export function foldOf(entries: readonly WireEntry[]): HallState {
  const state = initialState();
  for (const entry of entries) applyEntry(state, entry);
  return state;
}

export function positionAt(log: readonly WireEntry[], version: number): Position {
  const entry = log[version - 1];
  return entry === undefined ? ORIGIN : { version: entry.version, hash: entry.hash };
}

export function snapshotAt(log: readonly WireEntry[], version: number): SnapshotMessage {
  return { ...positionAt(log, version), state: toSnapshot(foldOf(log.slice(0, version))) };
}

export function heartbeatAt(log: readonly WireEntry[], version: number, serverNow: number): Heartbeat {
  return { ...positionAt(log, version), serverNow, readOnly: null };
}
