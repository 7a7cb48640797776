import type { EpochMs } from '../../lib/clock.ts';
import { must } from '../../lib/assert.ts';
import type { PlannedBreak } from '../break.ts';
import type { CounterSetup, HallConfiguration, ServiceId } from '../configuration.ts';
import type { Counter } from '../counter.ts';
import { redirectMatches } from '../decisions/redirect.ts';
import { servedQueues, servicesOf, setUpTiers } from '../routing/served-queues.ts';
import type { HallState } from '../state.ts';
import type { AdvisedAction } from './advice.ts';
import {
  ADVICE_DELAYS_MINUTES,
  ADVICE_HORIZON_MS,
  ADVICE_PAUSED_MIN_MS,
  ADVICE_REDIRECTED_MIN,
  ADVICE_SERVES_MS,
  ADVICE_WAITED_MINUTES,
} from './advise-limits.ts';
import { emptyCounterFor } from './advise-what-if.ts';
import type { HallModel } from './hall-model.ts';

const MINUTE_MS = 60_000;
/** Who redirects to what is shorter would be promised too much: the hall cannot know that the customer's own service takes as long. */
const AS_LONG_SHARE = 0.9;

export interface CandidateSource {
  readonly state: HallState;
  readonly model: HallModel;
  readonly at: EpochMs;
}

/** What could be done for a line, the likeliest help first. What is impossible by now falls out when it is tried (`whatIf`). */
export function candidatesFor(source: CandidateSource, service: ServiceId): AdvisedAction[] {
  return [
    ...opening(source, service),
    ...delaying(source, service),
    ...servingAlso(source, service),
    ...redirecting(source, service),
  ];
}

/** When nothing else helps: somebody who is not at a counter. Not while somebody was asked for already. */
export function callingHelp({ state }: CandidateSource, service: ServiceId): AdvisedAction[] {
  const isAsked = [...state.alerts.values()].some(
    ({ kind, subject, clearedAt }) => kind === 'help' && subject.service === service && clearedAt === null,
  );
  return isAsked || emptyCounterFor(state, service) === null ? [] : [{ is: 'call-help', service }];
}

/**
 * Available is who is signed in where nobody is called: at a counter that is closed, or paused for so long without a plan that one may ask. Who
 * signed out has gone for all that the hall knows.
 */
function opening({ state, at }: CandidateSource, service: ServiceId): AdvisedAction[] {
  return setups(state).flatMap(({ setup, counter, set }): AdvisedAction[] => {
    if (!set.includes(service) || counter.signIn === null || !isAvailable(state, counter, at)) return [];
    const open = { is: 'open-counter', counter: setup.id, teller: counter.signIn.teller } as const;
    const forAll = { ...open, services: null };
    const forOne = { ...open, services: [service], until: servesUntil(at) };
    return counter.mode.is === 'paused' || set.length === 1 ? [forAll] : [forAll, forOne];
  });
}

/** Another service is given, and a counter kept for one, until a whole minute: nobody has to remember to restore it. */
function servesUntil(at: EpochMs): EpochMs {
  return at + ADVICE_SERVES_MS - (at % MINUTE_MS);
}

function isAvailable(state: HallState, { mode, signIn }: Counter, at: EpochMs): boolean {
  if (mode.is === 'open' || signIn === null) return false;
  const onBreak = [...state.breaks.values()].some(
    ({ teller, startedAt, minutes }) =>
      teller === signIn.teller && startedAt !== null && startedAt <= at && at < startedAt + minutes * MINUTE_MS,
  );
  return !onBreak && (mode.is === 'closed' || at - mode.since >= ADVICE_PAUSED_MIN_MS);
}

/** A counter that is open and does not serve it now, though it, or another counter that shares a service with it, is set up for it. */
function servingAlso({ state, at }: CandidateSource, service: ServiceId): AdvisedAction[] {
  const all = setups(state);
  const until = servesUntil(at);
  return all.flatMap(({ setup, counter, set }): AdvisedAction[] => {
    if (!isCalling(counter) || setup.kind === 'room' || setup.reservedFor !== undefined) return [];
    const now = servicesOf(servedQueues(state, setup.id, at));
    if (now.includes(service) || now.length === 0) return [];
    const knows =
      set.includes(service) || all.some((other) => other.set.includes(service) && other.set.some((each) => set.includes(each)));
    if (!knows) return [];
    return [
      { is: 'serve-also', counter: setup.id, services: [...now, service], until },
      { is: 'serve-also', counter: setup.id, services: [service, ...now], until },
    ];
  });
}

/** A break of somebody who serves this line now and is to go within the horizon. Nobody's break is put off twice on a day. */
function delaying({ state, at }: CandidateSource, service: ServiceId): AdvisedAction[] {
  return [...state.breaks.values()].flatMap((planned): AdvisedAction[] => {
    const counter = isSoon(planned, at) ? counterOf(state, planned) : null;
    if (counter === null || !isCalling(counter) || wasPutOff(state, counter)) return [];
    if (!servicesOf(servedQueues(state, counter.id, at)).includes(service)) return [];
    return ADVICE_DELAYS_MINUTES.map((minutes) => ({ is: 'delay-break', break: planned.id, counter: counter.id, minutes }));
  });
}

function isSoon({ from, startedAt }: PlannedBreak, at: EpochMs): boolean {
  return startedAt === null && from > at && from <= at + ADVICE_HORIZON_MS;
}

function counterOf(state: HallState, { teller }: PlannedBreak): Counter | null {
  for (const counter of state.counters.values()) if (counter.signIn?.teller === teller) return counter;
  return null;
}

function wasPutOff(state: HallState, { id }: Counter): boolean {
  return [...state.advice.values()].some(
    ({ advice: { action }, answer }) => answer.is === 'accepted' && action.is === 'delay-break' && action.counter === id,
  );
}

/**
 * Those who waited long, to a service whose counters know theirs: every open counter that serves it is set up for both, and one of them does not
 * serve their own now, or later than this one.
 */
function redirecting({ state, model, at }: CandidateSource, from: ServiceId): AdvisedAction[] {
  const configuration = must(state.configuration, 'a hall that is advised is configured');
  const open = setups(state).filter(({ counter }) => isCalling(counter));
  return configuration.services.flatMap(({ id: to }): AdvisedAction[] => {
    if (to === from || state.stopped.has(to) || !takesAsLong(model, to, from)) return [];
    const serving = open.filter(({ setup }) => servicesOf(servedQueues(state, setup.id, at)).includes(to));
    if (serving.length === 0 || !serving.every(({ set }) => set.includes(from))) return [];
    if (!serving.some(({ setup }) => comesSooner(state, { counter: setup.id, to, from, at }))) return [];
    return configuration.classes.flatMap(({ id }) => groups(state, { from, to, class: id, at }));
  });
}

function takesAsLong({ services }: HallModel, to: ServiceId, from: ServiceId): boolean {
  const [there, here] = [services.get(to), services.get(from)];
  return there !== undefined && here !== undefined && meanMs(there) >= AS_LONG_SHARE * meanMs(here);
}

function meanMs({ logMean, logSd }: { readonly logMean: number; readonly logSd: number }): number {
  return Math.exp(logMean + (logSd * logSd) / 2);
}

function comesSooner(
  state: HallState,
  { counter, to, from, at }: { counter: number; to: ServiceId; from: ServiceId; at: EpochMs },
): boolean {
  const tierOf = (service: ServiceId): number => {
    const tier = servedQueues(state, counter, at).tiers.findIndex((queues) => queues.some((queue) => queue.service === service));
    return tier === -1 ? Number.POSITIVE_INFINITY : tier;
  };
  return tierOf(to) < tierOf(from);
}

function groups(
  state: HallState,
  { from, to, class: classId, at }: { from: ServiceId; to: ServiceId; class: string; at: EpochMs },
): AdvisedAction[] {
  return ADVICE_WAITED_MINUTES.flatMap((waitedMinutes): AdvisedAction[] => {
    const filter = { service: from, class: classId, waitedMinutesMin: waitedMinutes };
    const matches = redirectMatches(state, { filter, service: to }, at);
    const count = matches.ok ? matches.value.length : 0;
    return count < ADVICE_REDIRECTED_MIN ? [] : [{ is: 'redirect', from, class: classId, waitedMinutes, to, count }];
  });
}

interface SetUp {
  readonly setup: CounterSetup;
  readonly counter: Counter;
  /** What it is set up for, whatever it serves now. */
  readonly set: readonly ServiceId[];
}

function setups(state: HallState): SetUp[] {
  const configuration: HallConfiguration = must(state.configuration, 'a hall that is advised is configured');
  return configuration.counters.flatMap((setup): SetUp[] => {
    const counter = state.counters.get(setup.id);
    return counter === undefined ? [] : [{ setup, counter, set: servicesOf({ tiers: setUpTiers(configuration, setup) }) }];
  });
}

function isCalling({ mode }: Counter): boolean {
  return mode.is === 'open' && mode.then === null;
}
