import type { HallModel } from '../../shared/hall/forecast/hall-model.ts';
import { MINUTE, PlayedHall, teller } from './played-hall.ts';

/** Fourteen wait for A at two counters; a third teller is signed in and has not opened. */
export function crowdedHall(): PlayedHall {
  const counters = [1, 2, 3].map((id) => ({
    id,
    name: { zh: String(id), en: String(id) },
    kind: 'counter' as const,
    serves: [['A', 'B']],
  }));
  const hall = new PlayedHall({ counters, routing: { kind: 'fcfs', passedMax: null } }).staff(1, 2);
  hall.done({ type: 'sign-in', counter: 3 }, teller(3));
  for (let nth = 0; nth < 14; nth += 1) hall.issue('A');
  for (const counter of [1, 2]) {
    hall.done({ type: 'call-next', counter }, teller(counter));
    hall.done({ type: 'start-service', counter }, teller(counter));
  }
  return hall.wait(5 * MINUTE);
}

/** Six minutes for everything; somebody comes for A every six. */
export function crowdedModel(): HallModel {
  const times = { logMean: Math.log(6 * MINUTE) - 0.18, logSd: 0.6, seen: 300, learning: false };
  const slots = Array.from({ length: 96 }, () => 2.5);
  return {
    services: new Map([
      ['A', times],
      ['B', times],
    ]),
    tellers: new Map(),
    arrivals: { slotMs: 15 * MINUTE, expected: new Map([['A', new Map([['standard', slots]])]]) },
    dayFactor: { median: 1, logSd: 0.15 },
    leavesPerMs: new Map(),
    noShows: { base: 0, perMinute: 0, lostMs: 0 },
  };
}
