import { describe, expect, it } from 'vitest';
import { MANAGER, MINUTE, PlayedHall } from '../../test/support/played-hall.ts';
import { answerOf } from '../hall/answer.ts';
import { openAlerts } from '../hall/alerts/alert-events.ts';
import type { KioskSetup } from '../hall/setup/kiosk-setup.ts';
import { failed, ok } from '../lib/result.ts';
import { must } from '../lib/assert.ts';
import { memoryBookStore } from './book-store.ts';
import { LentNumbers, TELL_LIFE_MS, type FollowedHall } from './lent-numbers.ts';

const KIOSK = { id: 'device:entrance', roles: ['kiosk'] } as const;

class Played {
  readonly hall: PlayedHall;
  isThere = true;
  #ids = 0;

  constructor(kiosk: KioskSetup = {}) {
    this.hall = new PlayedHall({ printers: [], kiosk });
  }

  machine(store = memoryBookStore()): { readonly lent: LentNumbers; readonly store: ReturnType<typeof memoryBookStore> } {
    const { hall } = this;
    const isThere = (): boolean => this.isThere;
    const followed: FollowedHall = {
      get connection() {
        return { is: isThere() ? 'live' : 'stale' };
      },
      get state() {
        return isThere() ? hall.state : null;
      },
      readOnly: null,
      welcome: { device: { id: 'entrance' } },
      now: () => hall.now,
      send: (command) => {
        if (!isThere()) return Promise.resolve(failed({ kind: 'hub-busy' }));
        const decision = hall.try(command, KIOSK);
        return Promise.resolve(decision.ok ? ok({ result: answerOf(decision.value) }) : decision);
      },
    };
    const lent = new LentNumbers({
      hall: followed,
      store,
      clock: { now: () => hall.now },
      timers: { after: () => () => undefined, every: () => () => undefined },
      newId: () => `made-${(this.#ids += 1)}`,
    });
    return { lent, store };
  }

  configure(change: (old: NonNullable<PlayedHall['state']['configuration']>) => object): void {
    const old = must(this.hall.state.configuration, 'a hall');
    this.hall.done({ type: 'configure-hall', configuration: { ...old, ...change(old) } }, MANAGER);
  }
}

describe('numbers that a kiosk has ahead', () => {
  it('[O11] of a kiosk that stands twice are stopped within a minute, before a number is on two papers', async () => {
    const played = new Played();
    const first = played.machine();
    await first.lent.keep();
    const copied = memoryBookStore();
    copied.kept = first.store.kept;
    const second = played.machine(copied);
    for (let each = 0; each < 3; each += 1) {
      for (const { lent } of [first, second]) await lent.keep();
      played.hall.wait(TELL_LIFE_MS);
    }
    expect(openAlerts(played.hall.state).map(({ kind }) => kind)).toContain('kiosk-doubled');
    played.isThere = false;
    for (const { lent } of [first, second]) expect(await lent.take({ id: 'visit', service: 'A' })).toBeNull();
  });

  it('[O11] of a kiosk that stands once are its own all day, however often it is started anew', async () => {
    const played = new Played();
    let { lent, store } = played.machine();
    for (let each = 0; each < 5; each += 1) {
      await lent.keep();
      played.hall.wait(2 * TELL_LIFE_MS);
      await lent.keep();
      ({ lent, store } = played.machine(store));
    }
    expect(openAlerts(played.hall.state)).toEqual([]);
    const before = played.hall.log.length;
    for (let each = 0; each < 10; each += 1) {
      played.hall.wait(TELL_LIFE_MS);
      await lent.keep();
    }
    // The first word of this life, and then nothing is written.
    expect(played.hall.log.length - before).toBeLessThanOrEqual(1);
  });

  it('[O14] are given out no more once the hall lends none, or their series has another letter', async () => {
    for (const change of ['none ahead', 'letter'] as const) {
      const played = new Played();
      const { lent } = played.machine();
      await lent.keep();
      played.configure(({ series }) =>
        change === 'letter'
          ? { series: series.map((each) => (each.id === 'A' ? { ...each, letter: 'Z' } : each)) }
          : { kiosk: { numbersAhead: 0 } },
      );
      played.hall.wait(MINUTE);
      await lent.keep();
      played.isThere = false;
      const taken = await lent.take({ id: 'visit', service: 'A' });
      if (change === 'letter') expect(taken?.number).toMatch(/^Z5\d\d$/);
      else expect(taken).toBeNull();
    }
  });

  it('[O15] are told to be used up for each service by itself', async () => {
    const played = new Played({ numbersAhead: 2 });
    const { lent } = played.machine();
    await lent.keep();
    played.isThere = false;
    expect(lent.summary.services).toContain('A');
    for (const id of ['one', 'two']) expect(await lent.take({ id, service: 'A' })).not.toBeNull();
    expect(await lent.take({ id: 'three', service: 'A' })).toBeNull();
    expect(lent.summary.services).not.toContain('A');
    expect(lent.summary.services).toContain('B');
  });
});
