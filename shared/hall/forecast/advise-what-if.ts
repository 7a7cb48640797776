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
import { HELP_COMES_MS } from './advise-limits.ts';
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
  return action.is === 'call-help' ? withHelp(of, action.service) : done(of, action);
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

/** As if somebody came after a while and sat down where the service can be served and nobody sits. */
function withHelp(of: Asked, service: ServiceId): Scene | null {
  const counter = emptyCounterFor(of.state, service);
  if (counter === null) return null;
  const scene = done(of, { is: 'open-counter', counter, teller: HELP_TELLER, services: null });
  if (scene === null) return null;
  const comes = { from: of.at, to: of.at + HELP_COMES_MS };
  const counters = scene.counters.map((each) =>
    each.id === counter ? { ...each, away: [comes, ...each.away.filter(({ to }) => to > comes.to)] } : each,
  );
  return { ...scene, counters };
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
