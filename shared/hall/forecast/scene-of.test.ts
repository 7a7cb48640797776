import { describe, expect, it } from 'vitest';
import { GREETER, KIOSK, MANAGER, MINUTE, MORNING, PlayedHall, teller } from '../../../test/support/played-hall.ts';
import { plainScene } from '../../../test/support/plain-scene.ts';
import { testConfiguration } from '../../../test/support/test-configuration.ts';
import { initialState } from '../state.ts';
import { runScene } from './run-scene.ts';
import { sceneOf } from './scene-of.ts';

const { model } = plainScene();
const FOR_EVER = Number.POSITIVE_INFINITY;

function counterIn(hall: PlayedHall, id: number) {
  return sceneOf(hall.state, model, hall.now).counters.find((counter) => counter.id === id)!;
}

describe('the scene of a hall', () => {
  it('[F7] has who waits, who is at hand since when, and every counter with what it calls', () => {
    const hall = new PlayedHall();
    hall.staff(1).issue('A');
    hall.wait(MINUTE).issue('B', 'vip');
    hall.serve(1);
    hall.wait(2 * MINUTE);
    const scene = sceneOf(hall.state, model, hall.now);
    expect(scene.waiting).toMatchObject([{ service: 'B', class: 'vip', passed: 0, queuedAt: MORNING + MINUTE }]);
    expect(scene.counters.map(({ id, teller: who }) => [id, who])).toEqual([
      [1, '1001'],
      [2, null],
      [3, null],
    ]);
    expect(scene.counters[0]).toMatchObject({
      atHand: { service: 'A', since: MORNING + MINUTE, heldMs: 0, class: 'standard' },
      helps: null,
    });
    expect(scene.counters[1]!.tiers.map((tier) => tier.map(({ service }) => service))).toEqual([
      ['A', 'A', 'A'],
      ['B', 'B', 'B'],
    ]);
    expect(scene.issuing).toEqual(new Set(['A', 'B']));
    expect(scene.midnight).toBe(MORNING - 9 * 60 * MINUTE);
  });

  it('[F7] counts the time of who is at hand from the call, as serve times are learned, whether or not start was pressed', () => {
    const hall = new PlayedHall();
    hall.staff(1).issue('A');
    hall.next(1);
    hall.wait(MINUTE);
    expect(counterIn(hall, 1).atHand).toMatchObject({ since: MORNING, heldMs: 0 });
    hall.done({ type: 'start-service', counter: 1 }, teller(1));
    expect(counterIn(hall, 1).atHand).toMatchObject({ since: MORNING, heldMs: 0 });
    hall.wait(2 * MINUTE).done({ type: 'hold-ticket', counter: 1, kind: 'this-counter' }, teller(1));
    const [held] = hall.state.tickets.keys();
    hall.wait(5 * MINUTE).done({ type: 'resume-ticket', counter: 1, ticket: held! }, teller(1));
    expect(counterIn(hall, 1).atHand).toMatchObject({ since: MORNING, heldMs: 5 * MINUTE });
  });

  it('[F7] does not count as served the time that a customer missed a call and came back', () => {
    const hall = new PlayedHall();
    hall.staff(1);
    const missed = hall.issue('A');
    hall.next(1);
    hall.done({ type: 'mark-no-show', counter: 1 }, teller(1));
    hall.wait(10 * MINUTE).done({ type: 'return-ticket', ticket: missed }, GREETER);
    hall.wait(MINUTE).next(1);
    const since = hall.now;
    expect(counterIn(hall, 1).atHand).toMatchObject({ since });
    hall.wait(MINUTE).done({ type: 'start-service', counter: 1 }, teller(1));
    expect(counterIn(hall, 1).atHand).toMatchObject({ since: hall.now });
  });

  it('[F7] knows since when a counter is free though somebody waits for it', () => {
    const hall = new PlayedHall();
    hall.staff(1, 3);
    expect(counterIn(hall, 1)).toMatchObject({ idleSince: MORNING, freeSince: null });
    hall.wait(5 * MINUTE).issue('A');
    hall.wait(MINUTE);
    expect(counterIn(hall, 1).freeSince).toBe(MORNING + 5 * MINUTE);
    expect(counterIn(hall, 3).freeSince).toBe(null);
  });

  it('[F7] is a value of its own', () => {
    const hall = new PlayedHall();
    hall.staff(1).issue('A');
    hall.next(1);
    const scene = sceneOf(hall.state, model, hall.now);
    const before = scene.emptySince({ service: 'A', class: 'standard' });
    hall.wait(MINUTE).issue('A');
    expect(scene.emptySince({ service: 'A', class: 'standard' })).toBe(before);
    expect(scene.waiting).toEqual([]);
  });

  it('[F7] takes a closed counter for closed, and one that is about to close for closed after its customer', () => {
    const hall = new PlayedHall();
    hall.staff(1).issue('A');
    hall.serve(1);
    hall.done({ type: 'close-counter', counter: 1 }, teller(1));
    expect(counterIn(hall, 1).away).toEqual([{ from: hall.now, to: FOR_EVER }]);
    expect(counterIn(hall, 2).away).toEqual([{ from: hall.now, to: FOR_EVER }]);
  });

  it('[F7] expects a pause to last a quarter of an hour, and one that lasts longer to last as long again', () => {
    const hall = new PlayedHall();
    hall.staff(1);
    hall.done({ type: 'pause-counter', counter: 1, reason: 'meal' }, teller(1));
    const backIn = (): number => (counterIn(hall, 1).away[0]!.to - hall.now) / MINUTE;
    expect(backIn()).toBe(15);
    hall.wait(5 * MINUTE);
    expect(backIn()).toBe(10);
    hall.wait(25 * MINUTE);
    expect(backIn()).toBe(30);
  });

  it('[F7] says which end of a pause is assumed: none of a planned break, and that of a pause to come', () => {
    const hall = new PlayedHall();
    hall.staff(1, 2, 3);
    hall.done({ type: 'plan-break', teller: '1001', from: hall.now + MINUTE, minutes: 30, reason: 'meal' }, MANAGER);
    hall.done({ type: 'pause-counter', counter: 2, reason: 'meal' }, teller(2));
    hall.issue('B');
    hall.next(3);
    hall.done({ type: 'pause-counter', counter: 3, reason: 'meal' }, teller(3));
    hall.wait(2 * MINUTE).done({ type: 'carry-out-due' }, { id: 'system:watch', roles: ['system'] });
    expect(hall.state.counters.get(1)!.mode.is).toBe('paused');
    expect([1, 2, 3].map((id) => counterIn(hall, id).endAssumed ?? false)).toEqual([false, true, true]);
  });

  it('[F7] knows planned breaks, those that run and those to come, and the end of the day', () => {
    const hall = new PlayedHall({ businessDay: { opensAt: '08:00', closesAt: '18:00' } });
    hall.staff(1);
    const from = hall.now + 10 * MINUTE;
    hall.done({ type: 'plan-break', teller: '1001', from, minutes: 30, reason: 'meal' }, MANAGER);
    const closing = { from: MORNING + 9 * 60 * MINUTE, to: FOR_EVER };
    expect(counterIn(hall, 1).away).toEqual([{ from, to: from + 30 * MINUTE }, closing]);
    const waits = new PlayedHall({ endOfDay: { lastTicketMinutes: 0, waiting: 'serve-first' } });
    waits.staff(1);
    expect(counterIn(waits, 1).away).toEqual([]);
  });

  it('[F7] knows restrictions and when they end, and counters that are kept for a class', () => {
    const [first, ...others] = testConfiguration().counters;
    const hall = new PlayedHall({ counters: [{ ...first!, reservedFor: 'vip', helpsAfterSeconds: 60 }, ...others] });
    hall.staff(1);
    expect(counterIn(hall, 1)).toMatchObject({
      tiers: [[{ class: 'vip' }, { class: 'vip' }]],
      helps: { afterMs: MINUTE },
      later: null,
    });
    const until = hall.now + 30 * MINUTE;
    hall.done({ type: 'serve-only', counter: 1, services: ['B'], until }, MANAGER);
    expect(counterIn(hall, 1)).toMatchObject({ helps: null, later: { from: until, helps: { afterMs: MINUTE } } });
    expect(
      counterIn(hall, 1)
        .tiers.flat()
        .map(({ service }) => service),
    ).toEqual(['B', 'B', 'B']);
  });

  it('[F7] expects holds that wake and appointments at their times, tickets for one counter there, nothing of what is stopped', () => {
    const hall = new PlayedHall();
    hall.staff(1, 2).issue('A');
    hall.serve(1);
    const until = hall.now + 20 * MINUTE;
    hall.done({ type: 'hold-ticket', counter: 1, kind: 'later', until }, teller(1));
    const booked = { code: 'K7Q2', service: 'B', class: 'vip', at: hall.now + 30 * MINUTE };
    hall.done({ type: 'book-appointments', appointments: [booked] }, MANAGER);
    hall.done({ type: 'stop-service', service: 'B', reason: 'system' }, MANAGER);
    hall.issue('A');
    hall.serve(1);
    hall.done({ type: 'transfer-ticket', counter: 1, toCounter: 2 }, teller(1));
    const scene = sceneOf(hall.state, model, hall.now);
    expect(scene.coming).toEqual([
      { at: until, service: 'A', class: 'standard', creditAt: MORNING },
      { at: booked.at, service: 'B', class: 'vip', creditAt: booked.at },
    ]);
    expect(scene.issuing).toEqual(new Set(['A']));
    expect(scene.waiting).toMatchObject([{ to: 'counter:2' }]);
    const [wait] = runScene(scene, { runs: 1, horizonMs: 60 * MINUTE, seed: 1 }).waiting;
    expect([...wait!]).toEqual([0]);
  });

  it('[F5] of a hall that is not set up, or of a clock that went back, can be run', () => {
    expect(runScene(sceneOf(initialState(), model, 0), { runs: 2, horizonMs: MINUTE, seed: 1 }).waiting).toEqual([]);
    const hall = new PlayedHall();
    hall.try({ type: 'issue-ticket', service: 'A' }, KIOSK);
    expect(sceneOf(hall.state, model, MORNING - 9e9).at).toBe(MORNING);
  });
});
