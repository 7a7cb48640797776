import type { EpochMs } from '../../lib/clock.ts';
import { must } from '../../lib/assert.ts';
import type { Actor } from '../actor.ts';
import type { CounterId, ServiceId } from '../configuration.ts';
import { decideAction } from '../decisions/advice.ts';
import { applyEntry } from '../evolve.ts';
import { servicesOf, setUpTiers } from '../routing/served-queues.ts';
import { fromSnapshot, toSnapshot, type HallSnapshot } from '../snapshot.ts';
import type { HallState } from '../state.ts';
import type { AdvisedAction } from './advice.ts';
import { ADVICE_HORIZON_MS, HELP_COMES_MS } from './advise-limits.ts';
import type { HallModel } from './hall-model.ts';
import { sceneOf } from './scene-of.ts';
import type { Scene } from './scene.ts';

/** Who would do it: the hub asks as a manager does, and what a manager would be refused is not advised. */
const MANAGER: Actor = { id: 'system:advice', roles: ['manager'] };
/** Somebody who is not there yet; no staff number is 0. */
const HELP_TELLER = '0';

/** A hall at a moment, to be asked what would become of it. */
export interface Asked {
  readonly state: HallState;
  /** Of `state`; made once. */
  readonly snapshot: HallSnapshot;
  readonly model: HallModel;
  readonly at: EpochMs;
}

export function asked(state: HallState, model: HallModel, at: EpochMs): Asked {
  return { state, snapshot: toSnapshot(state), model, at: Math.max(at, state.at) };
}

/**
 * The hall with the action done, by the very decision that accepting it takes: what is run is what would happen. Null: a manager would be
 * refused, or nothing would change. The state is untouched.
 */
export function whatIf(of: Asked, action: AdvisedAction): Scene | null {
  switch (action.is) {
    case 'call-help': {
      const counter = emptyCounterFor(of.state, action.service);
      if (counter === null) return null;
      const help = { is: 'open-counter', counter, teller: HELP_TELLER, services: null } as const;
      return forTheHorizon(done(of, help), counter, of.at + HELP_COMES_MS);
    }
    case 'open-counter':
      return forTheHorizon(done(of, action), action.counter, of.at);
    default:
      return done(of, action);
  }
}

/**
 * The counter calls from then until the horizon ends: so many minutes of a teller's are what is advised and what the saving is held against,
 * and whether it is still worth it afterwards is asked anew.
 */
function forTheHorizon(scene: Scene | null, counter: CounterId, from: EpochMs): Scene | null {
  if (scene === null) return null;
  const until = scene.at + ADVICE_HORIZON_MS;
  const outside = [
    { from: scene.at, to: from },
    { from: until, to: Number.POSITIVE_INFINITY },
  ].filter((span) => span.to > span.from);
  const counters = scene.counters.map((each) => {
    if (each.id !== counter) return each;
    const within = each.away.flatMap((span) => {
      const [begins, ends] = [Math.max(span.from, from), Math.min(span.to, until)];
      return begins < ends ? [{ from: begins, to: ends }] : [];
    });
    return { ...each, away: [...outside.slice(0, -1), ...within, ...outside.slice(-1)] };
  });
  return { ...scene, counters };
}

function done({ at, model, snapshot, state }: Asked, action: AdvisedAction): Scene | null {
  let ids = 0;
  const context = { at, actor: MANAGER, newId: () => `what-if-${(ids += 1)}` };
  const decision = decideAction(state, action, context);
  if (!decision.ok || decision.value.length === 0) return null;
  const copy = fromSnapshot(snapshot);
  applyEntry(copy, { version: copy.version + 1, at, events: decision.value });
  return sceneOf(copy, model, at);
}

/** The first that is set up for the service; a room or one that is kept for a class is no help to everybody. */
export function emptyCounterFor(state: HallState, service: ServiceId): CounterId | null {
  const configuration = must(state.configuration, 'a hall that is advised is configured');
  for (const setup of configuration.counters) {
    const counter = state.counters.get(setup.id);
    if (setup.kind === 'room' || setup.reservedFor !== undefined) continue;
    if (counter?.signIn !== null || counter.mode.is !== 'closed') continue;
    if (servicesOf({ tiers: setUpTiers(configuration, setup) }).includes(service)) return setup.id;
  }
  return null;
}
