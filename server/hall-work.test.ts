import { describe, expect, it } from 'vitest';
import { VirtualTime } from '../test/support/virtual-time.ts';
import { settled } from '../test/support/running-hub.ts';
import { hallRoomsOf } from './hall-rooms.ts';
import { HallWork, TAKE_AGAIN_MS, type HallRoom } from './hall-work.ts';
import { SILENT_LOG } from './observability/log.ts';

class Told {
  readonly said: string[] = [];
  readonly #held = new Set<string>();
  readonly #listeners = new Set<(hall: string, held: boolean) => void>();

  holds = (hall: string): boolean => this.#held.has(hall);

  onChange = (listener: (hall: string, held: boolean) => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  give(hall: string, held: boolean): void {
    if (held) this.#held.add(hall);
    else this.#held.delete(hall);
    for (const listener of this.#listeners) listener(hall, held);
  }

  room(name: string, fault: () => Error | null = () => null): HallRoom {
    return {
      name,
      take: async (hall) => {
        await settled();
        const error = fault();
        if (error !== null) throw error;
        this.said.push(`${name}+${hall}`);
      },
      release: async (hall) => {
        await settled();
        this.said.push(`${name}-${hall}`);
      },
    };
  }
}

function workOf(told: Told, rooms: readonly HallRoom[], time = new VirtualTime()): HallWork {
  const work = new HallWork({ duties: told, rooms, timers: time, log: SILENT_LOG });
  work.start();
  return work;
}

async function quiet(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await settled();
}

describe('rooms and the halls of this hub', () => {
  it('[Y28] that need no database are there while it is away: a hub that takes over prints', async () => {
    const told = new Told();
    let isAway = true;
    const stored = (name: string): HallRoom => told.room(name, () => (isAway ? new Error('the database is away') : null));
    const plain = { paper: told.room('paper'), shipping: told.room('shipping') };
    const [advice, history, records, screens] = ['advice', 'history', 'records', 'screens'].map(stored) as [
      HallRoom,
      HallRoom,
      HallRoom,
      HallRoom,
    ];
    const time = new VirtualTime();
    workOf(told, hallRoomsOf({ ...plain, advice, history, records, screens }), time);
    told.give('north', true);
    await quiet();
    expect(told.said).toEqual(['paper+north', 'shipping+north']);
    isAway = false;
    time.advance(TAKE_AGAIN_MS);
    await quiet();
    expect(told.said.slice(2)).toEqual(['records+north', 'screens+north', 'history+north', 'advice+north']);
  });

  it('[Y3] come in order when the duty comes, and go in the other order when another hub gets it', async () => {
    const told = new Told();
    const work = workOf(told, [told.room('records'), told.room('paper')]);
    told.give('north', true);
    await quiet();
    expect(told.said).toEqual(['records+north', 'paper+north']);
    expect(work.halls).toEqual(['north']);
    told.give('north', false);
    await quiet();
    expect(told.said.slice(2)).toEqual(['paper-north', 'records-north']);
    expect(work.halls).toEqual([]);
  });

  it('[Y3] whatever is heard on the way, what was heard last is so in the end, and nothing is taken twice', async () => {
    const told = new Told();
    const work = workOf(told, [told.room('records'), told.room('paper')]);
    for (const held of [true, false, true, false, true]) {
      told.give('north', held);
      await settled();
    }
    await quiet();
    expect(work.halls).toEqual(['north']);
    const taken = (name: string) => told.said.filter((each) => each === `${name}+north`).length;
    const released = (name: string) => told.said.filter((each) => each === `${name}-north`).length;
    for (const name of ['records', 'paper']) expect(taken(name) - released(name)).toBe(1);
    for (let at = 0; at < told.said.length; at += 1) {
      const before = told.said.slice(0, at + 1);
      const open =
        before.filter((each) => each === 'paper+north').length - before.filter((each) => each === 'paper-north').length;
      expect([0, 1]).toContain(open);
    }
  });

  it('[Y3] a room that cannot take a hall now is asked again, while the others go on; closing gives all up', async () => {
    const told = new Told();
    const time = new VirtualTime();
    let isAway = true;
    const work = workOf(told, [told.room('records'), told.room('history', () => (isAway ? new Error('away') : null))], time);
    told.give('north', true);
    told.give('south', true);
    await quiet();
    expect(told.said).toEqual(['records+north', 'records+south']);
    isAway = false;
    time.advance(TAKE_AGAIN_MS);
    await quiet();
    expect(told.said.slice(2).sort()).toEqual(['history+north', 'history+south']);
    await work.close();
    expect(work.halls).toEqual([]);
    expect(told.said.slice(4).sort()).toEqual(['history-north', 'history-south', 'records-north', 'records-south']);
    told.give('west', true);
    await quiet();
    expect(told.said).toHaveLength(8);
    expect(time.timersLeft).toBe(0);
  });

  it('[Y3] begins a hall at once for a hub that is alone, and tells its start what is wrong', async () => {
    const told = new Told();
    const work = workOf(told, [told.room('records'), told.room('history', () => new Error('no history'))]);
    await expect(work.begin('north')).rejects.toThrow('no history');
    expect(told.said).toEqual(['records+north']);
  });
});
