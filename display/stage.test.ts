import { describe, expect, it } from 'vitest';
import { PlayedHall, KIOSK, SYSTEM, teller } from '../test/support/played-hall.ts';
import { VirtualTime } from '../test/support/virtual-time.ts';
import { stagedCalls } from '../shared/hall/views/wall-calls.ts';
import { ANNOUNCED_WITHIN_MS, Stage, STAGE_HURRIED_MS, STAGE_MS, STAGE_SHARED_MAX, STAGE_SHARED_MS } from './stage.svelte.ts';

const ALL = { counters: null, services: [] };

/** A played hall with a wall in front of it. */
class Hall {
  readonly played = new PlayedHall();
  readonly time = new VirtualTime(this.played.now);
  readonly stage = new Stage({
    timers: this.time,
    calls: (state) => stagedCalls(state, ALL),
    hall: { now: () => this.time.now(), view: (read) => read(this.played.state) },
  });

  constructor() {
    for (const counter of [1, 2, 3]) {
      this.played.done({ type: 'sign-in', counter }, teller(counter));
      this.played.done({ type: 'open-counter', counter }, teller(counter));
    }
  }

  call(counter: number): string {
    this.played.now = this.time.now();
    this.played.done({ type: 'issue-ticket', service: 'B' }, KIOSK);
    return this.played.answer({ type: 'call-next', counter }, teller(counter)).number!;
  }

  get shown(): readonly [string, boolean] | null {
    const { staged } = this.stage;
    return staged === null ? null : [staged.call.number, staged.fresh];
  }
}

describe('the stage', () => {
  it('[D1, D2] shows the newest call; what was there at the start is no news', () => {
    const hall = new Hall();
    hall.stage.look();
    expect(hall.shown).toBeNull();
    hall.call(1);
    hall.stage.look();
    expect(hall.shown).toEqual(['B001', true]);
    const second = new Stage({
      timers: hall.time,
      calls: (state) => stagedCalls(state, ALL),
      hall: { now: () => hall.time.now(), view: (read) => read(hall.played.state) },
    });
    second.look();
    expect(second.staged).toMatchObject({ call: { number: 'B001' }, fresh: false });
  });

  it('[D3] gives each of a burst its moment, in the order of the calls; the last one stays', () => {
    const hall = new Hall();
    hall.stage.look();
    for (const counter of [1, 2, 3]) hall.call(counter);
    hall.stage.look();
    expect(hall.shown).toEqual(['B001', true]);
    hall.time.advance(STAGE_MS);
    expect(hall.shown).toEqual(['B002', true]);
    hall.time.advance(STAGE_MS);
    expect(hall.shown).toEqual(['B003', true]);
    hall.time.advance(10 * STAGE_MS);
    expect(hall.shown).toEqual(['B003', true]);
    expect(hall.time.timersLeft).toBe(0);
  });

  it('[D3] hurries when many wait, and looking again changes nothing', () => {
    const hall = new Hall();
    hall.stage.look();
    for (let round = 0; round < 5; round += 1) {
      hall.call(1);
      hall.time.advance(1);
    }
    hall.stage.look();
    hall.stage.look();
    expect(hall.shown?.[0]).toBe('B001');
    hall.time.advance(STAGE_HURRIED_MS);
    expect(hall.shown?.[0]).toBe('B002');
    hall.time.advance(STAGE_HURRIED_MS);
    expect(hall.shown?.[0]).toBe('B003');
    hall.stage.close();
    expect(hall.time.timersLeft).toBe(0);
  });

  it('[E21] of five calls a second each stands there for its time, in order, several together; afterwards the last one alone', () => {
    const hall = new Hall();
    const stood = new Map<string, number>();
    const called: string[] = [];
    let most = 0;
    hall.stage.look();
    for (let tick = 0; tick < 1_500; tick += 1) {
      if (tick % 2 === 0 && called.length < 500) called.push(hall.call((called.length % 3) + 1));
      hall.stage.look();
      hall.time.advance(100);
      const { together } = hall.stage;
      most = Math.max(most, together.length);
      for (const { call } of together) stood.set(call.number, (stood.get(call.number) ?? 0) + 100);
    }
    expect([...stood.keys()]).toEqual(called);
    expect(Math.min(...stood.values())).toBeGreaterThanOrEqual(STAGE_SHARED_MS - 100);
    expect(most).toBe(STAGE_SHARED_MAX);
    expect(hall.stage.together.map(({ call }) => call.number)).toEqual(called.slice(-1));
    expect(hall.time.timersLeft).toBe(0);
  });

  it('[D5, D41] forgets who did not come: the one before stands there, without a flash', () => {
    const hall = new Hall();
    hall.stage.look();
    hall.call(1);
    hall.time.advance(STAGE_MS);
    hall.call(2);
    hall.stage.look();
    hall.time.advance(2 * STAGE_MS);
    expect(hall.shown).toEqual(['B002', true]);
    hall.played.now = hall.time.now();
    hall.played.done({ type: 'mark-no-show', counter: 2 }, teller(2));
    hall.stage.look();
    expect(hall.shown).toEqual(['B001', false]);
    expect(hall.time.timersLeft).toBe(0);
  });

  it('[D4] does not announce what it learns of too late', () => {
    const hall = new Hall();
    hall.call(1);
    hall.stage.look();
    hall.call(2);
    hall.time.advance(ANNOUNCED_WITHIN_MS);
    hall.stage.look();
    expect(hall.shown).toEqual(['B001', false]);
  });

  it('[D3, D5] announces a repeated call again, in its last place only', () => {
    const hall = new Hall();
    hall.stage.look();
    hall.call(1);
    hall.stage.look();
    hall.time.advance(60_000);
    hall.played.now = hall.time.now();
    hall.played.done({ type: 'recall', counter: 1 }, teller(1));
    hall.stage.look();
    expect(hall.stage.staged).toMatchObject({ fresh: true, call: { number: 'B001', recalls: 1 } });
  });

  it('[D5] is empty when a new business day begins', () => {
    const hall = new Hall();
    hall.stage.look();
    hall.call(1);
    hall.stage.look();
    hall.time.advance(60_000);
    hall.played.done({ type: 'close-day' }, SYSTEM);
    hall.played.now += 24 * 60 * 60_000;
    hall.played.done({ type: 'open-day' }, SYSTEM);
    hall.stage.look();
    expect(hall.shown).toBeNull();
  });
});
