import { describe, expect, it } from 'vitest';
import { priorModel } from '../../shared/hall/forecast/learning/model-of.ts';
import { toSnapshot } from '../../shared/hall/snapshot.ts';
import { PlayedHall } from '../../test/support/played-hall.ts';
import { ForecastThread } from './forecast-thread.ts';

describe('the thread of the forecasts', () => {
  it('[F83] makes a forecast of what it is given, and ends when it is told to', async () => {
    const hall = new PlayedHall();
    const basis = { model: priorModel(hall.state.configuration!, hall.now), calibrations: new Map() };
    const job = { hall: 'demo', at: hall.now, snapshot: toSnapshot(hall.state), entries: [], basis, budgetMs: 100 };
    const thread = new ForecastThread();
    expect(await thread.make(job)).toMatchObject({ is: 'made', forecast: { version: hall.state.version } });
    const underWay = thread.make(job);
    const over = expect(underWay).rejects.toThrow('closed');
    await thread.close();
    await over;
    await expect(thread.make(job)).rejects.toThrow('closed');
    await thread.close();
  });
});
