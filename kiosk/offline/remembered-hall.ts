import { applyEntry } from '../../shared/hall/evolve.ts';
import type { HallEvent } from '../../shared/hall/events.ts';
import { localDay } from '../../shared/hall/local-time.ts';
import { initialState, type HallState } from '../../shared/hall/state.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import type { LastHall } from '../../shared/offline/number-book.ts';
import type { HallSource } from '../../shared/ui/hall.svelte.ts';
import type { LentSource } from './lent-source.ts';

/**
 * A hall for a page that was loaded while the hub was away: as it was set up when it was last heard of, with nobody in it. Who waits is not
 * known then, and the pages say so, for this hall is never live.
 */
export function rememberedHall(source: HallSource, lent: LentSource): HallSource {
  let remembered: { readonly of: LastHall; readonly state: HallState } | null = null;
  const state = (): HallState | null => {
    if (source.state !== null) return source.state;
    const { hall } = lent.summary;
    if (hall === null) return null;
    if (remembered?.of !== hall) remembered = { of: hall, state: stateOf(hall, source.now()) };
    return remembered.state;
  };
  return {
    get connection() {
      return source.connection;
    },
    get state() {
      return state();
    },
    get welcome() {
      return source.welcome;
    },
    get readOnly() {
      return source.readOnly;
    },
    get pending() {
      return source.pending;
    },
    get advice() {
      return source.advice;
    },
    get forecast() {
      return source.forecast;
    },
    get ticketForecasts() {
      return source.ticketForecasts;
    },
    now: () => source.now(),
    send: (command) => source.send(command),
    subscribe: (listener) => {
      const releases = [source.subscribe(listener), lent.subscribe(listener)];
      return () => releases.forEach((release) => release());
    },
    onSettled: (listener) => source.onSettled(listener),
  };
}

function stateOf({ configuration, stopped }: LastHall, at: EpochMs): HallState {
  const state = initialState();
  const day = localDay(at, configuration.timeZone);
  const events: readonly HallEvent[] = [
    { type: 'hall-configured', configuration },
    { type: 'day-opened', day, timeZone: configuration.timeZone },
    ...stopped.map((service) => ({ type: 'service-stopped', service, reason: '' }) as const),
  ];
  applyEntry(state, { version: 1, at, events });
  return state;
}
