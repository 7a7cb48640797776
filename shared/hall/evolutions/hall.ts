import type { EpochMs } from '../../lib/clock.ts';
import { unreachable } from '../../lib/unreachable.ts';
import { counterSetup, type HallConfiguration } from '../configuration.ts';
import type { HallEvent } from '../events.ts';
import { CONFIGURATIONS_KEPT } from '../limits.ts';
import type { HallState } from '../state.ts';

type HallFact = Extract<HallEvent, { type: 'hall-configured' | 'day-opened' | 'day-closed' }>;

export function evolveHall(state: HallState, event: HallFact, at: EpochMs, version: number): void {
  switch (event.type) {
    case 'hall-configured':
      state.configuration = event.configuration;
      state.configurationVersion = version;
      state.configurationVersions.push(version);
      if (state.configurationVersions.length > CONFIGURATIONS_KEPT) state.configurationVersions.shift();
      return takeOverCounters(state, event.configuration, at);
    case 'day-opened':
      if (state.day.is !== 'closed' || state.day.day !== event.day) {
        state.numbers.clear();
        state.issued.clear();
      }
      state.day = { is: 'open', day: event.day, openedAt: at };
      return;
    case 'day-closed':
      state.day = { is: 'closed', day: event.day, closedAt: at };
      return clearHall(state, at);
    default:
      return unreachable(event);
  }
}

/** Counters in the order of the configuration; those that stay keep their mode and teller. */
function takeOverCounters(state: HallState, configuration: HallConfiguration, at: EpochMs): void {
  const before = new Map(state.counters);
  state.counters.clear();
  for (const { id } of configuration.counters) {
    state.counters.set(id, before.get(id) ?? { id, signIn: null, mode: { is: 'closed', since: at }, only: null, autoCall: false });
  }
  const printers = new Set(configuration.printers.map((printer) => printer.id));
  for (const id of state.printers.keys()) if (!printers.has(id)) state.printers.delete(id);
  state.calls.splice(
    0,
    state.calls.length,
    ...state.calls.filter((call) => counterSetup(configuration, call.counter) !== undefined),
  );
}

function clearHall(state: HallState, at: EpochMs): void {
  state.tickets.clear();
  state.queues.clear();
  state.addressed.clear();
  state.emptySince.clear();
  state.moves.length = 0;
  state.undo.clear();
  state.calls.length = 0;
  state.ended.length = 0;
  for (const counter of state.counters.values()) {
    counter.signIn = null;
    counter.only = null;
    counter.autoCall = false;
    if (counter.mode.is !== 'closed') counter.mode = { is: 'closed', since: at };
  }
}
