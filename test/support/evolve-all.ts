import { applyEntry } from '../../shared/hall/evolve.ts';
import { toSnapshot } from '../../shared/hall/snapshot.ts';
import { initialState } from '../../shared/hall/state.ts';
import type { WireEntry } from '../../shared/protocol/entry.ts';
import { ORIGIN } from '../../shared/protocol/position.ts';

/** What a replica that heard every entry holds, as JSON has it. */
export function evolveAll(entries: unknown): { readonly version: number; readonly hash: string; readonly state: unknown } {
  const state = initialState();
  let position = ORIGIN;
  for (const entry of entries as readonly WireEntry[]) {
    applyEntry(state, entry);
    position = { version: entry.version, hash: entry.hash };
  }
  return { ...position, state: JSON.parse(JSON.stringify(toSnapshot(state))) as unknown };
}
