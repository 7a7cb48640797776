import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { teller } from '../../test/support/played-hall.ts';
import { HALL, settled } from '../../test/support/running-hub.ts';
import { SeveralHubs, type OneOfHubs } from '../../test/support/several-hubs.ts';
import { callMark, type CallMark } from '../../shared/hall/views/call-mark.ts';
import { must } from '../../shared/lib/assert.ts';
import type { ReceiptsMessage } from '../../shared/protocol/receipts.ts';
import { openAccessDatabase, type AccessDatabase } from '../database/access-database.ts';
import { SILENT_LOG } from '../hub/hub-log.ts';
import { SharedLines } from '../hub/shared-lines.ts';
import type { ScreenSession } from '../hub/screen.ts';
import { FAR_HUB_SILENT_MS } from './limits.ts';
import { Screens } from './screens.ts';

const SECOND = 1_000;
const DEVICES = ['east', 'west'].map((id) => ({ id, label: id, demo: false }));

let folder: string;
let database: AccessDatabase;
let hubs: SeveralHubs;
let rooms: Map<string, Screens>;

async function openRoom({ name, peers, questions, running }: OneOfHubs): Promise<void> {
  const { hub, time } = running;
  const devicesOf = () => Promise.resolve(DEVICES);
  const basics = { database, hub, halls: [], clock: time, timers: time, log: SILENT_LOG, devicesOf };
  rooms.set(name, await Screens.open({ ...basics, others: { hub: name, peers, questions } }));
}

/** The duty goes to this hub, and its room follows. */
async function handTo(name: string): Promise<void> {
  for (const [other, room] of rooms) if (other !== name) await room.release(HALL);
  await hubs.hand(name);
  await room(name).take(HALL);
}

function room(name: string): Screens {
  return must(rooms.get(name), 'a room of this hub');
}

class Wall {
  readonly session: ScreenSession;
  readonly #device: string;
  readonly #hubs: SeveralHubs;

  constructor(of: SeveralHubs, hub: string, device: string) {
    this.#hubs = of;
    this.#device = device;
    const { broadcast, hub: serving } = of.of(hub).running;
    const credential = {
      hall: HALL,
      actor: { id: `device:${device}`, roles: ['display' as const] },
      device: { id: device, kind: 'display' as const, printer: null },
    };
    this.session = serving.open(broadcast.connect(), { credential, resume: null });
  }

  says(visible = true): void {
    const page = { screen: `page-of-${this.#device}`, page: 'wall' as const, counters: null, visible, sound: 'ready' as const };
    const body = { ...page, painted: 1_000_000, frameAgeMs: 0, release: 'test' };
    this.session.report({ name: 'screen', body });
    this.session.seen(1);
  }

  spoke(mark: CallMark): void {
    const at = this.#hubs.time.now();
    this.session.report({ name: 'receipts', body: { calls: [{ mark, painted: at, spoken: at }] } });
  }
}

async function wall(hub: string, device: string): Promise<Wall> {
  const opened = new Wall(hubs, hub, device);
  await settled();
  opened.says();
  return opened;
}

async function call(): Promise<CallMark> {
  const { running } = hubs.of('a');
  await running.issue();
  await running.done(teller(1), { type: 'call-next', counter: 1 });
  await hubs.pass(SECOND);
  return callMark(must((await running.hub.read(HALL)).state.calls[0], 'a call'));
}

/** What a manager's screen on this hub was told last. */
function toldAt(name: string): ReceiptsMessage | undefined {
  const told = hubs
    .of(name)
    .running.hub.news(HALL, ['manager'])
    .find((news) => news.name === 'receipts');
  return told?.name === 'receipts' ? told.body : undefined;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hallcall-far-screens-'));
  database = await openAccessDatabase(join(folder, 'database.sqlite'));
  hubs = await SeveralHubs.serving();
  rooms = new Map();
  for (const name of ['a', 'b']) await openRoom(hubs.of(name));
  await room('a').take(HALL);
  await hubs.of('a').running.staff(1);
});

afterEach(async () => {
  for (const open of rooms.values()) await open.close();
  await hubs.close();
  await database.close();
  await rm(folder, { recursive: true });
});

describe('screens that hang on several hubs', () => {
  it('[Y4] a call is heard on 2 of 2 speakers though each hangs on another hub, and staff of both hubs are told so', async () => {
    const [near, far] = [await wall('a', 'east'), await wall('b', 'west')];
    await hubs.pass(2 * SECOND);
    const mark = await call();
    near.spoke(mark);
    far.spoke(mark);
    await hubs.pass(2 * SECOND);
    const heard = { mark, shown: { by: 2, of: 2 }, heard: { by: 2, of: 2 } };
    expect(toldAt('a')?.calls).toEqual([heard]);
    expect(toldAt('b')?.calls).toEqual([heard]);
    const late = await hubs.start('c');
    await late.running.hub.read(HALL);
    await settled();
    expect(toldAt('c')?.calls).toEqual([heard]);
  });

  it('[Y4] what is said of a call while one hub takes over from another is not lost', async () => {
    const [near, far] = [await wall('a', 'east'), await wall('b', 'west')];
    await hubs.pass(2 * SECOND);
    const mark = await call();
    near.spoke(mark);
    await hubs.pass(2 * SECOND);
    far.spoke(mark);
    await handTo('b');
    await hubs.pass(2 * SECOND);
    expect(toldAt('a')?.calls).toEqual([{ mark, shown: { by: 2, of: 2 }, heard: { by: 2, of: 2 } }]);
    expect(toldAt('a')?.speakers).toEqual({ by: 2, of: 2 });
  });

  it('[Y5] a screen is judged by the hub whose duty it is, wherever it hangs, and any hub says how it is', async () => {
    const far = await wall('b', 'west');
    const asleep = async () => {
      for (let second = 0; second < 15; second += 1) {
        far.says(false);
        await hubs.pass(SECOND);
      }
    };
    await asleep();
    const of = async (name: string) => (await hubs.of(name).running.hub.read(HALL)).state.screens.get('west')?.condition;
    expect([await of('a'), await of('b')]).toEqual(['asleep', 'asleep']);
    for (const name of ['a', 'b']) {
      const asked = room(name).standings(HALL, ['west', 'east']);
      await hubs.pass(SECOND);
      expect((await asked).get('west')).toMatchObject({ condition: 'asleep', health: { visible: false } });
      expect((await asked).get('east')).toMatchObject({ condition: 'off', health: null });
    }
    hubs.of('a').peers.isCut = true;
    const alone = room('b').standings(HALL, ['west']);
    await hubs.pass(2 * SECOND);
    expect((await alone).get('west')).toMatchObject({ condition: 'asleep', health: null });
  });

  it('[Y5] a hub that is gone takes its screens with it; one that comes back tells of them again', async () => {
    const far = await wall('b', 'west');
    await hubs.pass(2 * SECOND);
    expect(toldAt('a')?.screens).toEqual({ by: 1, of: 1 });
    hubs.of('b').peers.isCut = true;
    await hubs.pass(FAR_HUB_SILENT_MS + 2 * SECOND);
    expect(toldAt('a')?.screens).toEqual({ by: 0, of: 0 });
    hubs.of('b').peers.isCut = false;
    far.says();
    await hubs.pass(2 * SECOND);
    expect(toldAt('a')?.screens).toEqual({ by: 1, of: 1 });
    far.session.close();
    await hubs.pass(2 * SECOND);
    expect(toldAt('a')?.screens).toEqual({ by: 0, of: 0 });
  });

  it('[Y6] the list of devices knows those that are connected to any hub', async () => {
    const lines = new Map(['a', 'b'].map((name) => [name, new SharedLines(hubs.of(name).running.hub, hubs.of(name).questions)]));
    await wall('a', 'east');
    await wall('b', 'east');
    await wall('b', 'west');
    for (const [name, each] of lines) {
      const asked = each.of(HALL);
      await settled();
      const found = [...(await asked).lines].map(([device, { screens }]) => [device, screens] as const).sort();
      expect([name, found]).toEqual([
        name,
        [
          ['east', 2],
          ['west', 1],
        ],
      ]);
    }
  });
});
