import { describe, expect, it } from 'vitest';
import { crowdedHall, crowdedModel } from '../../../test/support/crowded-hall.ts';
import { MANAGER, MINUTE, teller, type PlayedHall } from '../../../test/support/played-hall.ts';
import { fromSnapshot, toSnapshot } from '../snapshot.ts';
import { advise } from './advise.ts';
import { beginTrial, effectOf, EFFECT_MS, followTrial, isTrialOver, type EffectTrial } from './advise-effect.ts';

const RUNS = { runs: 60, seed: 5 };

/** Answers the first advice, then everybody is served in six minutes at every open counter, and somebody comes every five. */
function answered(how: 'accept' | 'decline'): { hall: PlayedHall; trial: EffectTrial; saidMs: number } {
  const hall = crowdedHall();
  const model = crowdedModel();
  const [advice] = advise({ state: hall.state, model, at: hall.now, shown: [], newId: () => 'first', runs: 60, seed: 5 });
  const before = fromSnapshot(toSnapshot(hall.state));
  const seen = hall.log.length;
  if (how === 'accept') hall.done({ type: 'accept-advice', advice: advice! }, MANAGER);
  else hall.done({ type: 'decline-advice', advice: advice!, reason: 'nobody-free' }, MANAGER);
  const trial = beginTrial(before, model, { advice: advice!, isAccepted: how === 'accept', at: hall.now });
  serve(hall, EFFECT_MS / MINUTE);
  for (const entry of hall.log.slice(seen)) followTrial(trial, entry);
  return { hall, trial, saidMs: advice!.saving.meanMs };
}

function serve(hall: PlayedHall, minutes: number): void {
  for (let minute = 0; minute < minutes; minute += 1) {
    if (minute % 5 === 0) hall.issue('A');
    for (const { id, mode } of [...hall.state.counters.values()]) {
      const isDue = mode.is === 'open' && (mode.atHand === null || (minute + 2 * id) % 6 === 0);
      if (isDue) hall.try({ type: 'call-next', counter: id }, teller(id));
    }
    hall.wait(MINUTE);
  }
}

describe('what became of an advice', () => {
  it('[F114] is held against the hall run on without it, with the customers who really came', () => {
    const { trial, saidMs } = answered('accept');
    const effect = effectOf(trial, RUNS)!;
    expect(effect.tickets).toBe(trial.waits.size);
    expect(effect.realMeanMs).toBeLessThan(effect.withoutMeanMs);
    expect(effect.savedMs).toBe(effect.withoutMeanMs - effect.realMeanMs);
    // Everybody takes exactly as long as was expected: what was saved is about what was said.
    expect(Math.abs(effect.savedMs! - saidMs)).toBeLessThan(4 * MINUTE);
    expect(effect.realP90Ms).toBeGreaterThanOrEqual(effect.realMeanMs);
  });

  it('[F114] says of a declined one what was missed', () => {
    const { trial } = answered('decline');
    const effect = effectOf(trial, RUNS)!;
    expect(effect.withMeanMs).toBeLessThan(effect.realMeanMs);
    expect(effect.savedMs).toBe(effect.realMeanMs - effect.withMeanMs!);
  });

  it('[F114] takes twice the horizon, and whoever still waits then waited so long', () => {
    const { trial } = answered('accept');
    expect(isTrialOver(trial, trial.answeredAt + EFFECT_MS - 1)).toBe(false);
    expect(isTrialOver(trial, trial.answeredAt + EFFECT_MS)).toBe(true);
    const nobodyCalled = { ...trial, waits: new Map([['t', { came: trial.answeredAt, until: null }]]) };
    expect(effectOf(nobodyCalled, RUNS)).toMatchObject({ tickets: 1, realMeanMs: EFFECT_MS });
    expect(effectOf({ ...trial, waits: new Map() }, RUNS)).toBeNull();
  });
});
