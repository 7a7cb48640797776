import { describe, expect, it } from 'vitest';
import { EFFECT_MS } from '../../shared/hall/forecast/advise-effect.ts';
import { toSnapshot } from '../../shared/hall/snapshot.ts';
import { crowdedHall, crowdedModel } from '../../test/support/crowded-hall.ts';
import { MANAGER, MINUTE, teller, type PlayedHall } from '../../test/support/played-hall.ts';
import { adviceTo } from '../../test/support/some-advice.ts';
import { EffectMaker, type MadeEffect } from './effect-maker.ts';
import { ForecastMaker } from './forecast-maker.ts';

function stage() {
  const hall = crowdedHall();
  const effects = new EffectMaker();
  const maker = new ForecastMaker(() => 0, null, effects);
  let told = hall.log.length;
  const basis = { model: crowdedModel(), calibrations: new Map() };
  const forecast = (whole = false): readonly MadeEffect[] => {
    const entries = whole ? [] : hall.log.slice(told);
    told = hall.log.length;
    const outcome = maker.make({
      hall: 'demo',
      at: hall.now,
      snapshot: whole ? toSnapshot(hall.state) : null,
      entries,
      basis,
      budgetMs: 10,
    });
    expect(outcome.is).toBe('made');
    while (effects.step());
    return outcome.is === 'made' ? (outcome.effects ?? []) : [];
  };
  forecast(true);
  return { hall, forecast };
}

function accept(hall: PlayedHall): void {
  const action = { is: 'open-counter', counter: 3, teller: '1003', services: null } as const;
  hall.done({ type: 'accept-advice', advice: adviceTo(action, { id: 'first', at: hall.now }) }, MANAGER);
}

describe('the effect of an answered advice', () => {
  it('[F114] comes with a forecast once its time is over, and once', () => {
    const { forecast, hall } = stage();
    accept(hall);
    expect(forecast()).toEqual([]);
    hall.wait(MINUTE).done({ type: 'call-next', counter: 3 }, teller(3));
    hall.wait(EFFECT_MS - 2 * MINUTE);
    expect(forecast()).toEqual([]);
    hall.wait(MINUTE);
    forecast();
    const [made, ...more] = forecast();
    expect(more).toEqual([]);
    expect(made).toMatchObject({ advice: 'first', effect: { tickets: 12 } });
    expect(forecast()).toEqual([]);
  });

  it('[F114] is not known where entries are missing in between', () => {
    const { forecast, hall } = stage();
    accept(hall);
    forecast();
    hall.wait(EFFECT_MS);
    forecast(true);
    expect(forecast()).toEqual([]);
  });
});
