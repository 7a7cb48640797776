import type { EpochMs } from '../../lib/clock.ts';
import { serviceSetup, type CounterId, type CounterSetup, type HallConfiguration, type ServiceId } from '../configuration.ts';
import { isInForce, type Counter } from '../counter.ts';
import { isIssuedAt } from '../decisions/issue.ts';
import { localDay, localTimeToEpoch } from '../local-time.ts';
import type { CreditQueue } from '../routing/credit-queue.ts';
import { passesNobody } from '../routing/hall-queue-view.ts';
import { queuesOf, type QueueKey } from '../routing/queue-view.ts';
import { helpsOf, lineOf, onlyTiers, servedQueues, setUpTiers } from '../routing/served-queues.ts';
import type { HallState } from '../state.ts';
import { currentLeg, type Ticket } from '../ticket.ts';
import { awaySpans, isEndAssumed } from './counter-away.ts';
import type { HallModel } from './hall-model.ts';
import type { Scene, SceneAtHand, SceneComing, SceneCounter, SceneTicket } from './scene.ts';

const MINUTE_MS = 60_000;

/**
 * A hall as it stands, to be run forward: who waits, who is served since when, which counter calls what and when it will be away. A value of its
 * own: the state may change afterwards. Every counter of the hall is in it; one that is closed is away for ever.
 *
 * Assumed where the hall cannot know: `docs/decisions/152-when-a-paused-counter-comes-back.md`.
 */
export function sceneOf(state: HallState, model: HallModel, at: EpochMs): Scene {
  const { configuration } = state;
  const now = Math.max(at, state.at);
  if (configuration === null) return emptyScene(model, now);
  const empty = new Map([...state.emptySince].map(([service, byClass]) => [service, new Map(byClass)]));
  const { timeZone, transfers, services, routing } = configuration;
  return {
    at: now,
    rule: routing,
    ratio: state.ratio,
    waiting: waitingTickets(state),
    counters: configuration.counters.flatMap((setup) => {
      const counter = state.counters.get(setup.id);
      return counter === undefined ? [] : [sceneCounter(state, configuration, { counter, setup, at: now })];
    }),
    coming: [...wakingHolds(state), ...appointmentsAhead(state, now)],
    issuing: issuedNow(state, configuration, now),
    nextStep: new Map(
      services.flatMap(({ id, nextStep }) =>
        nextStep === undefined || serviceSetup(configuration, nextStep) === undefined ? [] : [[id, nextStep]],
      ),
    ),
    onward: transfers?.place ?? 'credit',
    promisedMs: new Map(
      services.flatMap(({ id, promisedWaitMinutes }) =>
        promisedWaitMinutes === undefined ? [] : [[id, promisedWaitMinutes * MINUTE_MS]],
      ),
    ),
    emptySince: ({ service, class: classId }: QueueKey) => empty.get(service)?.get(classId) ?? null,
    model,
    midnight: localTimeToEpoch(localDay(now, timeZone), '00:00', timeZone),
  };
}

function emptyScene(model: HallModel, at: EpochMs): Scene {
  return {
    at,
    rule: { kind: 'fcfs', passedMax: null },
    ratio: { turn: 0, calls: 0 },
    waiting: [],
    counters: [],
    coming: [],
    issuing: new Set(),
    nextStep: new Map(),
    emptySince: () => null,
    model,
    midnight: at,
  };
}

function waitingTickets(state: HallState): SceneTicket[] {
  const tickets: SceneTicket[] = [];
  const add = (key: QueueKey, queue: CreditQueue): void => {
    for (const { ticket: id, credit, passed } of queue) {
      const ticket = state.tickets.get(id);
      if (ticket === undefined) continue;
      const { queuedAt } = currentLeg(ticket);
      tickets.push({
        ...key,
        ticket: id,
        credit,
        passed,
        passesNobody: passesNobody(ticket),
        queuedAt,
        creditAt: ticket.creditAt,
      });
    }
  };
  for (const [service, byClass] of state.queues) for (const [classId, queue] of byClass) add({ service, class: classId }, queue);
  for (const [to, services] of state.addressed) {
    for (const [service, byClass] of services) {
      for (const [classId, queue] of byClass) add({ service, class: classId, to }, queue);
    }
  }
  return tickets;
}

function sceneCounter(
  state: HallState,
  configuration: HallConfiguration,
  { counter, setup, at }: { counter: Counter; setup: CounterSetup; at: EpochMs },
): SceneCounter {
  const { only, mode, signIn, id } = counter;
  const usual = { ...helpsOf(setup, setUpTiers(configuration, setup)) };
  const isRestricted = only !== null && isInForce(only, at);
  return {
    id,
    teller: signIn?.teller ?? null,
    ...(isRestricted ? { tiers: onlyTiers(configuration, only), helps: null } : usual),
    later: isRestricted && only.until !== null ? { from: only.until, ...usual } : null,
    atHand: mode.is === 'open' && mode.atHand !== null ? atHand(state, mode.atHand) : null,
    ...(mode.is === 'open' && mode.idleSince !== null && { idleSince: mode.idleSince }),
    ...(mode.is === 'open' && mode.idleSince !== null && { freeSince: freeSince(state, id, { idleSince: mode.idleSince, at }) }),
    away: awaySpans(state, configuration, counter, at),
    ...(isEndAssumed(state, counter, at) && { endAssumed: true as const }),
  };
}

/** Since when it is free though somebody waits whom it may call; null: nobody does. */
function freeSince(state: HallState, id: CounterId, { idleSince, at }: { idleSince: EpochMs; at: EpochMs }): EpochMs | null {
  let waitsSince: EpochMs | null = null;
  for (const queue of queuesOf(servedQueues(state, id, at))) {
    const since = lineOf(state, queue)?.longestSince ?? null;
    if (since !== null && (waitsSince === null || since < waitsSince)) waitsSince = since;
  }
  return waitsSince === null ? null : Math.max(idleSince, waitsSince);
}

function atHand(state: HallState, id: string): SceneAtHand | null {
  const ticket = state.tickets.get(id);
  if (ticket === undefined) return null;
  const leg = currentLeg(ticket);
  const { classId, creditAt } = ticket;
  return {
    service: leg.service,
    since: takenUpSince(ticket),
    heldMs: leg.heldMs ?? 0,
    class: classId,
    creditAt,
    passesNobody: passesNobody(ticket),
  };
}

/**
 * From when its counter is taken up, as serve times are learned: the call, whether or not start was pressed. The leg keeps its first call
 * only: of who missed that one and came back, the start stands for the call that brought them.
 */
function takenUpSince(ticket: Ticket): EpochMs {
  const { returns, status } = ticket;
  const { calledAt, queuedAt, startedAt } = currentLeg(ticket);
  if (status.is === 'called') return status.calledAt;
  return (returns > 0 ? startedAt : calledAt) ?? calledAt ?? startedAt ?? queuedAt;
}

/** 稍后唤回: back in line by the arrival of the visit. */
function wakingHolds(state: HallState): SceneComing[] {
  const coming: SceneComing[] = [];
  for (const id of state.timedHolds) {
    const ticket = state.tickets.get(id);
    if (ticket?.status.is !== 'held' || ticket.status.until === null) continue;
    const { service } = currentLeg(ticket);
    coming.push({ at: ticket.status.until, service, class: ticket.classId, creditAt: ticket.creditAt });
  }
  return coming;
}

/** Each comes at the time that was booked; who has not come by then is not counted on. */
function appointmentsAhead(state: HallState, now: EpochMs): SceneComing[] {
  const coming: SceneComing[] = [];
  for (const { service, classId, at, status } of state.appointments.values()) {
    if (status.is !== 'booked' || at <= now || at > now + COMING_MS_MAX) continue;
    coming.push({ at, service, class: classId, creditAt: at });
  }
  return coming;
}

/** Whoever comes later changes no forecast of today. */
const COMING_MS_MAX = 12 * 60 * MINUTE_MS;

function issuedNow(state: HallState, configuration: HallConfiguration, at: EpochMs): ReadonlySet<ServiceId> {
  if (state.day.is !== 'open') return new Set();
  const issued = configuration.services.filter((service) => {
    if (state.stopped.has(service.id) || !isIssuedAt(configuration, service, at)) return false;
    return service.ticketsPerDayMax === undefined || (state.issued.get(service.id) ?? 0) < service.ticketsPerDayMax;
  });
  return new Set(issued.map(({ id }) => id));
}
