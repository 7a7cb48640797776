import type { ServiceId } from '../shared/hall/configuration.ts';
import type { HallState } from '../shared/hall/state.ts';
import type { Text } from '../shared/hall/text.ts';
import { wallNotices } from '../shared/hall/views/notices.ts';
import type { EpochMs } from '../shared/lib/clock.ts';

/** How long a move to another line stands on the wall: as long as somebody looks up to see what became of their number. */
export const MOVE_SHOWN_MS = 60_000;
/** Numbers in one line of the ticker; a large redirect takes several turns. */
export const MOVED_AT_ONCE = 8;

export type TickerLine =
  | { readonly is: 'moved'; readonly key: string; readonly numbers: readonly string[]; readonly to: ServiceId }
  | { readonly is: 'notice'; readonly key: string; readonly text: Text };

/** What the line at the foot of a wall says, one after the other: who was moved first, then the hall's notices. */
export function tickerLines(state: HallState, now: EpochMs): TickerLine[] {
  return [
    ...moved(state, now),
    ...wallNotices(state, now).map(({ id, text }) => ({ is: 'notice' as const, key: `notice ${id}`, text })),
  ];
}

/** A number that was moved twice stands where it waits now; one that was called or has left no longer waits to be told. */
function moved(state: HallState, now: EpochMs): TickerLine[] {
  const byService = new Map<ServiceId, string[]>();
  const seen = new Set<string>();
  for (const { ticket, number, to, at } of state.moves) {
    const isWaiting = state.tickets.get(ticket)?.status.is === 'waiting';
    if (seen.has(ticket) || !isWaiting || now - at >= MOVE_SHOWN_MS) continue;
    seen.add(ticket);
    byService.set(to, [...(byService.get(to) ?? []), number]);
  }
  return [...byService].flatMap(([to, numbers]) => {
    const lines: TickerLine[] = [];
    for (let from = 0; from < numbers.length; from += MOVED_AT_ONCE) {
      const shown = numbers.slice(from, from + MOVED_AT_ONCE);
      lines.push({ is: 'moved', key: `moved ${to} ${shown.join(' ')}`, numbers: shown, to });
    }
    return lines;
  });
}
