import type { EpochMs } from '../../lib/clock.ts';
import type { NewId } from '../../lib/ids.ts';
import type { ServiceId } from '../configuration.ts';
import type { HallState } from '../state.ts';
import type { Advice, AdvisedAction } from './advice.ts';
import { callingHelp, candidatesFor } from './advise-candidates.ts';
import { figuresOf, isWorth, outlookOf, savingOf, type Outlook, type Saving } from './advise-judge.ts';
import {
  ADVICE_CANDIDATES_MAX,
  ADVICE_HORIZON_MS,
  ADVICE_REPLACED_FACTOR,
  ADVICE_SERVICES_MAX,
  ADVICE_SHOWN_MAX,
  ADVICE_SILENT_MS,
  ADVICE_STAYS_SHARE,
  ADVICE_WAIT_MIN_MS,
  HELP_COMES_MS,
} from './advise-limits.ts';
import { asked, whatIf, type Asked } from './advise-what-if.ts';
import type { HallModel } from './hall-model.ts';
import { whyUnknown } from './knowable.ts';
import { sceneOf } from './scene-of.ts';

const MINUTE_MS = 60_000;

export interface AdviseOptions {
  readonly state: HallState;
  readonly model: HallModel;
  readonly at: EpochMs;
  /** What is shown now: what is still true of it keeps its id. */
  readonly shown: readonly Advice[];
  readonly newId: NewId;
  readonly runs: number;
  /** The same for a hall all day, so that a figure moves with the hall and not with chance. */
  readonly seed: number;
}

interface Judged {
  readonly service: ServiceId;
  readonly action: AdvisedAction;
  readonly after: Outlook;
  readonly saving: Saving;
  /** What is shown as this already. */
  readonly shown: Advice | null;
}

/**
 * What a manager should do now, best first, `ADVICE_SHOWN_MAX` at most: of everything that could be done for the lines that wait longest, what
 * saves waiting for sure (the 90 % interval over runs excludes zero) and enough for a walk, by minutes saved for each minute of a teller's
 * time. Nothing while nobody waits long, nothing about a service whose times are still being learned or whose wait is not knowable.
 *
 * A generator that rests between two what-ifs, each of which costs as much as a forecast: whoever asks can do other work in
 * between. The state must not change meanwhile.
 */
export function* advising(options: AdviseOptions): Generator<undefined, readonly Advice[]> {
  const { at, model, state } = options;
  if (state.configuration === null || state.day.is !== 'open') return [];
  const of = asked(state, model, at);
  const before = outlookOf(sceneOf(state, model, of.at), options);
  yield;
  const services = linesToHelp(before, model);
  const judged: Judged[] = [];
  for (const { action, service } of candidates(of, services)) {
    const one = judge(of, { before, action, service }, options);
    if (one !== null) judged.push(one);
    yield;
  }
  if (judged.length === 0) {
    for (const service of services) {
      const [help] = callingHelp(of, service).filter((action) => !isSilenced(state, action, of.at));
      const one = help === undefined ? null : judge(of, { before, action: help, service }, options);
      if (one !== null) judged.push(one);
      yield;
    }
  }
  return chosen(judged).map((one) => adviceOf(one, before, of.at, options.newId));
}

/** All at once, for whoever has the time. */
export function advise(options: AdviseOptions): readonly Advice[] {
  const steps = advising(options);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The services that are waited for longest in all, where the mean wait is worth looking at and the numbers are to be believed. */
export function linesToHelp(before: Outlook, model: HallModel): ServiceId[] {
  const { scene, runs } = before;
  const lines = [...runs.sums].map(([service, { waitMs }]) => ({
    service,
    totalMs: waitMs.reduce((sum, each) => sum + each, 0),
  }));
  const isSound = (service: ServiceId): boolean =>
    model.services.get(service)?.learning === false &&
    scene.waiting.some((ticket) => ticket.service === service && whyUnknown(scene, ticket, ADVICE_HORIZON_MS) === null) &&
    figuresOf(before, service).waitMeanMs >= ADVICE_WAIT_MIN_MS;
  return lines
    .sort((left, right) => right.totalMs - left.totalMs)
    .map(({ service }) => service)
    .filter(isSound)
    .slice(0, ADVICE_SERVICES_MAX);
}

/** Each once, though it may help two lines. */
function candidates(
  of: Asked,
  services: readonly ServiceId[],
): { readonly action: AdvisedAction; readonly service: ServiceId }[] {
  const seen = new Set<string>();
  const perService = services.map((service) => candidatesFor(of, service).map((action) => ({ action, service })));
  return perService
    .flat()
    .filter(({ action }) => !seen.has(sameAs(action)) && seen.add(sameAs(action)) && !isSilenced(of.state, action, of.at))
    .slice(0, ADVICE_CANDIDATES_MAX);
}

/** What was answered a while ago is not said again: a manager who said no has a reason, one who said yes knows it. */
function isSilenced(state: HallState, action: AdvisedAction, at: EpochMs): boolean {
  return [...state.advice.values()].some(
    ({ advice, at: answeredAt }) => at - answeredAt < ADVICE_SILENT_MS && sameAs(advice.action) === sameAs(action),
  );
}

function judge(
  of: Asked,
  { before, action, service }: { before: Outlook; action: AdvisedAction; service: ServiceId },
  options: AdviseOptions,
): Judged | null {
  const scene = whatIf(of, action);
  if (scene === null) return null;
  const after = outlookOf(scene, options);
  const saving = savingOf(before, after);
  const shown = options.shown.find((advice) => sameAs(advice.action) === sameAs(action)) ?? null;
  return isWorth(saving, shown === null ? 1 : ADVICE_STAYS_SHARE) ? { service, action, after, saving, shown } : null;
}

/** Best first; one for each counter, for of two things to do with it only one can be done. What is shown gives way to what is clearly better. */
function chosen(judged: readonly Judged[]): Judged[] {
  const rank = (one: Judged): number => savedPerTellerMinute(one) * (one.shown === null ? 1 : ADVICE_REPLACED_FACTOR);
  const taken = new Set<string>();
  return [...judged]
    .sort((left, right) => rank(right) - rank(left) || right.saving.totalMs - left.saving.totalMs)
    .filter(({ action }) => !taken.has(placeOf(action)) && taken.add(placeOf(action)))
    .slice(0, ADVICE_SHOWN_MAX);
}

/** Of what costs no time of a teller's, a minute that is walked for: it comes first unless it saves next to nothing. */
function savedPerTellerMinute({ action, saving }: Judged): number {
  return saving.totalMs / Math.max(tellerMs(action), MINUTE_MS);
}

/** Within the horizon. A break that is put off is had later; the others work on anyhow. */
function tellerMs({ is }: AdvisedAction): number {
  if (is === 'open-counter') return ADVICE_HORIZON_MS;
  return is === 'call-help' ? ADVICE_HORIZON_MS - HELP_COMES_MS : 0;
}

function adviceOf({ action, after, saving, service, shown }: Judged, before: Outlook, at: EpochMs, newId: NewId): Advice {
  const cost = tellerMs(action);
  return {
    id: shown?.id ?? newId(),
    at,
    service,
    action,
    horizonMs: ADVICE_HORIZON_MS,
    before: figuresOf(before, service),
    after: figuresOf(after, service),
    saving: { meanMs: Math.round(saving.meanMs), lowMs: Math.round(saving.lowMs), highMs: Math.round(saving.highMs) },
    savedPerTellerMinute: cost === 0 ? null : Math.round((saving.totalMs / cost) * 10) / 10,
  };
}

/** Two of the same counter are one choice. */
function placeOf(action: AdvisedAction): string {
  switch (action.is) {
    case 'redirect':
      return `redirect ${action.from}`;
    case 'call-help':
      return `help ${action.service}`;
    default:
      return `counter ${action.counter}`;
  }
}

/** What makes it the same advice a minute later: not until when, and not how many it would move by now. */
function sameAs(action: AdvisedAction): string {
  switch (action.is) {
    case 'open-counter':
      return `open ${action.counter} ${action.teller} ${action.services?.join(' ') ?? ''}`;
    case 'serve-also':
      return `serve ${action.counter} ${action.services.join(' ')}`;
    case 'delay-break':
      return `break ${action.counter} ${action.minutes}`;
    case 'redirect':
      return `redirect ${action.from} ${action.class} ${action.waitedMinutes} ${action.to}`;
    case 'call-help':
      return `help ${action.service}`;
  }
}
