import type { EpochMs } from '../../lib/clock.ts';
import { unreachable } from '../../lib/unreachable.ts';
import type { BusinessDay } from '../business-day.ts';
import { counterSetup, serviceSetup, type HallConfiguration, type ServiceId } from '../configuration.ts';
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
      takeOverCounters(state, event.configuration, at);
      return forgetServices(state, event.configuration);
    case 'day-opened':
      if (state.day.is !== 'closed' || state.day.day !== event.day) beginAnew(state, state.day);
      state.day = { is: 'open', day: event.day, openedAt: at };
      return;
    case 'day-closed':
      state.day = { is: 'closed', day: event.day, closedAt: at };
      clearHall(state, at);
      return forgetThePast(state, at);
    default:
      return unreachable(event);
  }
}

/** Counters in the order of the configuration; those that stay keep their mode and teller. */
function takeOverCounters(state: HallState, configuration: HallConfiguration, at: EpochMs): void {
  const before = new Map(state.counters);
  state.counters.clear();
  for (const { id } of configuration.counters) {
    state.counters.set(
      id,
      before.get(id) ?? { id, signIn: null, mode: { is: 'closed', since: at }, only: null, autoCall: false, served: null },
    );
  }
  const printers = new Set(configuration.printers.map((printer) => printer.id));
  for (const id of state.printers.keys()) if (!printers.has(id)) state.printers.delete(id);
  for (const id of state.paperChanges.keys()) if (!printers.has(id)) state.paperChanges.delete(id);
  state.calls.splice(
    0,
    state.calls.length,
    ...state.calls.filter((call) => counterSetup(configuration, call.counter) !== undefined),
  );
}

/** What was said for now of a service that is no longer there is void. */
function forgetServices(state: HallState, configuration: HallConfiguration): void {
  const isThere = (service: ServiceId): boolean => serviceSetup(configuration, service) !== undefined;
  for (const service of state.stopped.keys()) if (!isThere(service)) state.stopped.delete(service);
  for (const counter of state.counters.values()) {
    if (counter.only === null || counter.only.services.every(isThere)) continue;
    const services = counter.only.services.filter(isThere);
    counter.only = services.length === 0 ? null : { services, until: counter.only.until };
  }
}

/** Another day: its own numbers and limits, and the history of alerts is its own. */
function beginAnew(state: HallState, last: BusinessDay): void {
  state.numbers.clear();
  // A kiosk may be away all night: what it printed yesterday is still told.
  for (const { day, id } of state.leases.values()) if (last.is === 'none' || day !== last.day) state.leases.delete(id);
  state.issued.clear();
  state.advice.clear();
  for (const { id, clearedAt } of state.alerts.values()) if (clearedAt !== null) state.alerts.delete(id);
}

/**
 * A day begins as the configuration says. Only what has a time of its own outlives it: notices, breaks and appointments to
 * come. Alerts are over with what they were about, and are listed until the next day; a broken device stays broken.
 */
function forgetThePast(state: HallState, at: EpochMs): void {
  state.ratio = { turn: 0, calls: 0 };
  state.stopped.clear();
  for (const { id, from, startedAt } of state.breaks.values()) if (startedAt !== null || from <= at) state.breaks.delete(id);
  for (const each of state.appointments.values()) {
    if (each.at <= at || each.status.is === 'checked-in') state.appointments.delete(each.code);
  }
  for (const alert of state.alerts.values()) if (alert.kind !== 'device-fault') alert.clearedAt ??= at;
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
  state.timedHolds.clear();
  for (const counter of state.counters.values()) {
    counter.signIn = null;
    counter.only = null;
    counter.autoCall = false;
    counter.served = null;
    if (counter.mode.is !== 'closed') counter.mode = { is: 'closed', since: at };
  }
}
