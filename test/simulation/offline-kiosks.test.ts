import { describe, expect, it } from 'vitest';
import { OfflineHall, TROUBLES, type Trouble } from './offline-hall.ts';

/** Each change plays a part; `OFFLINE_SEEDS=1000 npx vitest run --project simulation test/simulation/offline-kiosks.test.ts` all. */
const SEEDS = Number(process.env['OFFLINE_SEEDS'] ?? 40);
const STEPS = 160;

describe('kiosks that go on without the hub', () => {
  it('[O13] each number once, each paper once, in order, whatever happens to kiosks, lines, clocks and days', async () => {
    const met = new Set<Trouble>();
    let papers = 0;
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const outcome = await new OfflineHall(seed).run(STEPS);
      expect(outcome.problems, `seed ${seed}`).toEqual([]);
      papers += outcome.papers;
      for (const trouble of outcome.met) met.add(trouble);
    }
    expect([...met].sort()).toEqual([...TROUBLES].sort());
    expect(papers).toBeGreaterThan(SEEDS * 10);
  });
});
