import { describe, expect, it } from 'vitest';
import { MANAGER, MINUTE, PlayedHall, teller } from '../../../test/support/played-hall.ts';
import { testConfiguration } from '../../../test/support/test-configuration.ts';
import type { HallConfiguration } from '../configuration.ts';
import { toSnapshot } from '../snapshot.ts';
import type { Advice } from './advice.ts';
import { advise, type AdviseOptions } from './advise.ts';
import { candidatesFor } from './advise-candidates.ts';
import { ADVICE_PAUSED_MIN_MS, ADVICE_SERVES_MS, ADVICE_SILENT_MS, ADVICE_SHOWN_MAX } from './advise-limits.ts';
import type { HallModel, ServeTimes } from './hall-model.ts';

const text = (words: string) => ({ zh: words, en: words });

function hallOf(counters: readonly (readonly string[])[], changes: Partial<HallConfiguration> = {}): PlayedHall {
  const setups = counters.map((services, index) => ({
    id: index + 1,
    name: text(String(index + 1)),
    kind: 'counter' as const,
    serves: [services],
  }));
  // Nobody ever sits in them: every service is to be served somewhere.
  const rooms = ['A', 'B'].map((service, index) => ({
    id: 90 + index,
    name: text(service),
    kind: 'room' as const,
    serves: [[service]],
  }));
  return new PlayedHall({
    ...testConfiguration(),
    counters: [...setups, ...rooms],
    routing: { kind: 'fcfs', passedMax: null },
    ...changes,
  });
}

function timesOf(minutes: number, learning = false): ServeTimes {
  return { logMean: Math.log(minutes * MINUTE) - 0.18, logSd: 0.6, seen: learning ? 5 : 300, learning };
}

/** Six minutes for everything; for A somebody comes every six, for B hardly anybody. */
function modelOf(changes: Partial<HallModel> = {}): HallModel {
  const slots = (count: number) => new Map([['standard', Array.from({ length: 96 }, () => count)]]);
  const arrivals = new Map([
    ['A', slots(2.5)],
    ['B', slots(0.4)],
  ]);
  return {
    services: new Map([
      ['A', timesOf(6)],
      ['B', timesOf(6)],
    ]),
    tellers: new Map(),
    arrivals: { slotMs: 15 * MINUTE, expected: arrivals },
    dayFactor: { median: 1, logSd: 0.15 },
    leavesPerMs: new Map(),
    noShows: { base: 0, perMinute: 0, lostMs: 0 },
    ...changes,
  };
}

/** Ids by turn. */
function advised(hall: PlayedHall, changes: Partial<AdviseOptions> = {}): readonly Advice[] {
  let ids = 0;
  return advise({
    state: hall.state,
    model: modelOf(),
    at: hall.now,
    shown: [],
    newId: () => `id-${(ids += 1)}`,
    runs: 80,
    seed: 7,
    ...changes,
  });
}

/** So many wait for a service, after the open counters took one each. */
function crowd(hall: PlayedHall, service: string, count: number, open: readonly number[]): PlayedHall {
  for (let nth = 0; nth < count; nth += 1) hall.issue(service);
  for (const counter of open) {
    hall.done({ type: 'call-next', counter }, teller(counter));
    hall.done({ type: 'start-service', counter }, teller(counter));
  }
  return hall.wait(5 * MINUTE);
}

describe('what a manager is advised', () => {
  it('[F100] helps the fullest hall too, whose waits are too long to be told', () => {
    const hall = hallOf([['A'], ['A']]).staff(1);
    hall.done({ type: 'sign-in', counter: 2 }, teller(2));
    const [first] = advised(crowd(hall, 'A', 40, [1]));
    expect(first).toMatchObject({ action: { is: 'open-counter', counter: 2, teller: '1002' }, before: { waitP90Ms: null } });
    expect(first!.saving.lowMs).toBeGreaterThan(0);
  });

  it('[F100] opens a closed counter with the teller who is signed in there, with the figures before and after', () => {
    const hall = hallOf([
      ['A', 'B'],
      ['A', 'B'],
      ['A', 'B'],
    ]).staff(1, 2);
    hall.done({ type: 'sign-in', counter: 3 }, teller(3));
    const [first, ...others] = advised(crowd(hall, 'A', 14, [1, 2]));
    expect(first).toMatchObject({ service: 'A', action: { is: 'open-counter', counter: 3, teller: '1003' }, at: hall.now });
    expect(others).toEqual([]);
    const { after, before, saving, savedPerTellerMinute } = first!;
    expect(after.waitMeanMs).toBeLessThan(before.waitMeanMs);
    expect(after.waitP90Ms!).toBeLessThan(before.waitP90Ms!);
    expect(saving.lowMs).toBeGreaterThan(0);
    expect(saving.lowMs).toBeLessThanOrEqual(saving.meanMs);
    expect(saving.meanMs).toBeLessThanOrEqual(saving.highMs);
    expect(savedPerTellerMinute).toBeGreaterThan(1);
  });

  it('[F100] looks at opening a counter for all it serves, and for the one line until a whole minute', () => {
    const hall = hallOf([['A'], ['A', 'B']])
      .staff(1)
      .wait(12_345);
    hall.done({ type: 'sign-in', counter: 2 }, teller(2));
    const until = Math.floor(hall.now / MINUTE) * MINUTE + ADVICE_SERVES_MS;
    const open = { is: 'open-counter', counter: 2, teller: '1002' };
    expect(candidatesFor({ state: hall.state, model: modelOf(), at: hall.now }, 'A')).toEqual([
      { ...open, services: null },
      { ...open, services: ['A'], until },
    ]);
  });

  it('[F100] changes nothing of the hall by asking', () => {
    const hall = hallOf([['A'], ['A'], ['A', 'B']]).staff(1);
    hall.done({ type: 'sign-in', counter: 2 }, teller(2));
    crowd(hall, 'A', 10, [1]);
    const before = JSON.stringify(toSnapshot(hall.state));
    expect(advised(hall).length).toBeGreaterThan(0);
    expect(JSON.stringify(toSnapshot(hall.state))).toBe(before);
  });

  it('[F100] gives an open counter another service, where a counter shows that both are known at one place', () => {
    const hall = hallOf([['A'], ['B'], ['A', 'B']]).staff(1, 2);
    const [first] = advised(crowd(hall, 'A', 10, [1]));
    expect(first).toMatchObject({ service: 'A', action: { is: 'serve-also', counter: 2 }, savedPerTellerMinute: null });
    const apart = hallOf([['A'], ['B']]).staff(1, 2);
    expect(advised(crowd(apart, 'A', 10, [1]))).toEqual([]);
  });

  it('[F100] puts off a break that is to come, once a day', () => {
    const hall = hallOf([['A'], ['A']]).staff(1, 2);
    crowd(hall, 'A', 12, [1, 2]);
    hall.done({ type: 'plan-break', teller: '1002', from: hall.now + 5 * MINUTE, minutes: 30, reason: 'meal' }, MANAGER);
    const [first] = advised(hall);
    expect(first).toMatchObject({ action: { is: 'delay-break', counter: 2 }, savedPerTellerMinute: null });
    hall.done({ type: 'accept-advice', advice: first! }, MANAGER);
    hall.wait(ADVICE_SILENT_MS);
    for (let nth = 0; nth < 10; nth += 1) hall.issue('A');
    expect(advised(hall).filter(({ action }) => action.is === 'delay-break')).toEqual([]);
  });

  it('[F100] redirects to a service whose counters know both and call it sooner, never to a shorter one', () => {
    const restricted = (): PlayedHall => {
      const hall = hallOf([
        ['A', 'B'],
        ['A', 'B'],
      ]).staff(1, 2);
      hall.done({ type: 'serve-only', counter: 2, services: ['B'] }, MANAGER);
      return crowd(hall, 'A', 10, [1]);
    };
    const redirects = (advice: readonly Advice[]) => advice.filter(({ action }) => action.is === 'redirect');
    expect(redirects(advised(restricted()))[0]?.action).toMatchObject({ from: 'A', to: 'B', class: 'standard' });
    const shorter = modelOf({
      services: new Map([
        ['A', timesOf(6)],
        ['B', timesOf(3)],
      ]),
    });
    expect(redirects(advised(restricted(), { model: shorter }))).toEqual([]);
  });

  it('[F100] calls help only when nothing else is possible, and not again while it was called', () => {
    const hall = hallOf([['A'], ['A'], ['A']]).staff(1);
    crowd(hall, 'A', 10, [1]);
    const [first] = advised(hall);
    expect(first).toMatchObject({ service: 'A', action: { is: 'call-help', service: 'A' } });
    hall.done({ type: 'accept-advice', advice: first! }, MANAGER);
    expect(advised(hall)).toEqual([]);
  });

  it('[F100] asks a teller back who has paused for long without a plan, and nobody from a planned break', () => {
    const paused = (planned: boolean): PlayedHall => {
      const hall = hallOf([['A'], ['A']]).staff(1, 2);
      if (planned)
        hall.done({ type: 'plan-break', teller: '1002', from: hall.now + MINUTE, minutes: 90, reason: 'meal' }, MANAGER);
      else hall.done({ type: 'pause-counter', counter: 2, reason: 'meal' }, teller(2));
      hall.wait(MINUTE).done({ type: 'carry-out-due' }, { id: 'system:watch', roles: ['system'] });
      return crowd(hall.wait(ADVICE_PAUSED_MIN_MS * 3), 'A', 14, [1]);
    };
    expect(advised(paused(false))[0]?.action).toMatchObject({ is: 'open-counter', counter: 2, teller: '1002', services: null });
    expect(advised(paused(true))).toEqual([]);
  });
});

describe('what nobody is advised', () => {
  const helped = (): PlayedHall => {
    const hall = hallOf([
      ['A', 'B'],
      ['A', 'B'],
      ['A', 'B'],
    ]).staff(1, 2);
    hall.done({ type: 'sign-in', counter: 3 }, teller(3));
    return hall;
  };

  it('[F101] anything, while few wait', () => {
    const quiet = modelOf({
      arrivals: { slotMs: 15 * MINUTE, expected: new Map([['A', new Map([['standard', Array.from({ length: 96 }, () => 1)]])]]) },
    });
    expect(advised(crowd(helped(), 'A', 3, [1, 2]), { model: quiet })).toEqual([]);
  });

  it('[F101] anything about a service that is still being learned, or of which nothing is known', () => {
    const learning = modelOf({ services: new Map([['A', timesOf(6, true)]]) });
    expect(advised(crowd(helped(), 'A', 14, [1, 2]), { model: learning })).toEqual([]);
    expect(advised(crowd(helped(), 'A', 14, [1, 2]), { model: modelOf({ services: new Map() }) })).toEqual([]);
  });

  it('[F101] anything while all counters pause or none is open: what would be without it is not knowable', () => {
    const hall = hallOf([['A'], ['A']]).staff(1, 2);
    hall.done({ type: 'sign-out', counter: 2 }, MANAGER);
    crowd(hall, 'A', 14, [1]);
    hall.done({ type: 'finish-service', counter: 1 }, teller(1));
    hall.done({ type: 'close-counter', counter: 1 }, MANAGER);
    expect(advised(hall)).toEqual([]);
    const paused = helped();
    for (const counter of [1, 2]) paused.done({ type: 'pause-counter', counter, reason: 'meal' }, MANAGER);
    crowd(paused, 'A', 14, []);
    expect(advised(paused)).toEqual([]);
  });

  it('[F101] anything in a hall with one service, one counter and nobody else', () => {
    const one = testConfiguration();
    const counters = [{ id: 1, name: text('1'), kind: 'counter' as const, serves: [['A']] }];
    const hall = new PlayedHall({ counters, services: one.services.slice(0, 1) }).staff(1);
    expect(advised(crowd(hall, 'A', 10, [1]))).toEqual([]);
  });

  it('[F101] before a day is open', () => {
    expect(advised(new PlayedHall({}, { opens: false }))).toEqual([]);
  });
});

describe('advice from minute to minute', () => {
  const busy = (): PlayedHall => {
    const hall = hallOf([
      ['A', 'B'],
      ['A', 'B'],
      ['A', 'B'],
      ['A', 'B'],
      ['A', 'B'],
      ['A', 'B'],
    ]).staff(1, 2);
    for (const counter of [3, 4, 5, 6]) hall.done({ type: 'sign-in', counter }, teller(counter));
    return crowd(hall, 'A', 24, [1, 2]);
  };

  it('[F102] is at most three, one for a counter, and keeps its id while it is the same', () => {
    const hall = busy();
    const first = advised(hall);
    expect(first).toHaveLength(ADVICE_SHOWN_MAX);
    expect(new Set(first.map(({ action }) => (action.is === 'open-counter' ? action.counter : 0))).size).toBe(ADVICE_SHOWN_MAX);
    const later = advised(hall.wait(MINUTE), { shown: first, newId: () => 'new' });
    expect(later.map(({ id }) => id).sort()).toEqual(first.map(({ id }) => id).sort());
    expect(later.every(({ at }) => at === hall.now)).toBe(true);
  });

  it('[F102] stays while it saves a good part of the minimum, where it would not have come', () => {
    const hall = hallOf([['A'], ['A'], ['A'], ['A'], ['A'], ['A']]).staff(1, 2, 3, 4, 5);
    hall.done({ type: 'sign-in', counter: 6 }, teller(6));
    // Fewer and fewer wait: there is a length of the line at which the two differ.
    const between = [10, 12, 14, 16, 18, 20, 22, 24, 26, 28].filter((count) => {
      const copy = hallOf([['A'], ['A'], ['A'], ['A'], ['A'], ['A']]).staff(1, 2, 3, 4, 5);
      copy.done({ type: 'sign-in', counter: 6 }, teller(6));
      crowd(copy, 'A', count, [1, 2, 3, 4, 5]);
      const comes = advised(copy);
      if (comes.length > 0) return false;
      const was = { ...advised(busy())[0]!, action: { is: 'open-counter', counter: 6, teller: '1006', services: null } as const };
      return advised(copy, { shown: [was] })[0]?.id === was.id;
    });
    expect(between.length).toBeGreaterThan(0);
  });

  it('[F102] is not said again for half an hour once it was declined', () => {
    const hall = busy();
    const [first] = advised(hall);
    hall.done({ type: 'decline-advice', advice: first!, reason: 'nobody-free' }, MANAGER);
    const actions = (): readonly string[] => advised(hall).map(({ action }) => JSON.stringify(action));
    expect(actions()).not.toContain(JSON.stringify(first!.action));
    expect(actions().length).toBeGreaterThan(0);
  });

  it('[F102] is the same for the same hall and seed', () => {
    expect(advised(busy())).toEqual(advised(busy()));
  });
});
