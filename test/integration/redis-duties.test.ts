import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { SILENT_LOG } from '../../server/hub/hub-log.ts';
import type { PeerMessage } from '../../server/hub/peers.ts';
import { DUTY_GONE_MS, DUTY_HELD_MS, DUTY_TICK_MS, RedisDuties } from '../../server/redis/redis-duties.ts';
import { PEER_CHANNEL, RedisPeers } from '../../server/redis/redis-peers.ts';
import type { RedisStore } from '../../server/redis/redis-store.ts';
import { RedisNodes } from '../support/redis-nodes.ts';
import { openStoreOn } from '../support/redis-store-on.ts';
import { VirtualTime } from '../support/virtual-time.ts';
import { settled } from '../support/watched-hub.ts';

/** The machine may be busy. */
const TIMEOUT_MS = 60_000;
const SOON = { timeout: 20_000 } as const;
const HALLS = Array.from({ length: 300 }, (_, index) => `hall-${index}`);

let nodes: RedisNodes;
let store: RedisStore;

beforeAll(async () => {
  nodes = await RedisNodes.start({ replicas: 0 });
  store = await openStoreOn(nodes);
}, TIMEOUT_MS);

afterAll(async () => {
  await store.close();
  await nodes.remove();
});

/** One hub's duties, on its own count of time; `calls` is what it asked Redis for. */
class Hub {
  readonly time = new VirtualTime();
  readonly changes: string[] = [];
  readonly duties: RedisDuties;
  calls = 0;
  isCutOff = false;
  readonly #asked: Promise<unknown>[] = [];

  constructor(name: string, over: RedisStore = store) {
    this.duties = new RedisDuties({
      store: {
        call: (...call) => {
          this.calls += 1;
          const answer = this.isCutOff ? Promise.reject(new Error('cut off')) : over.call(...call);
          this.#asked.push(answer);
          return answer;
        },
      },
      hub: name,
      timers: this.time,
      monotonicMs: () => this.time.monotonic(),
      log: SILENT_LOG,
    });
    this.duties.onChange((hall, held) => this.changes.push(`${held ? '+' : '-'}${hall}`));
    for (const hall of HALLS) this.duties.stand(hall);
  }

  static async start(name: string, over?: RedisStore): Promise<Hub> {
    const hub = new Hub(name, over);
    await hub.duties.start();
    return hub;
  }

  get held(): string[] {
    return HALLS.filter((hall) => this.duties.holds(hall));
  }

  /** So much of its time passes, second by second, each with what it leads to. */
  async pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += DUTY_TICK_MS) {
      const before = this.calls;
      this.time.advance(DUTY_TICK_MS);
      if (this.calls > before) await this.answered();
    }
  }

  /** Everything that was asked has its answer or none, and what came of it is done. */
  async answered(): Promise<void> {
    while (this.#asked.length > 0) {
      await Promise.allSettled(this.#asked.splice(0));
      await settled();
    }
  }
}

async function passAll(hubs: readonly Hub[], ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += DUTY_TICK_MS) for (const hub of hubs) await hub.pass(DUTY_TICK_MS);
}

/** Every hall is somebody's, and nobody's twice. */
function expectShared(hubs: readonly Hub[]): void {
  expect(hubs.flatMap(({ held }) => held).sort()).toEqual([...HALLS].sort());
}

describe('duties over Redis', () => {
  it(
    '[W12] are fairly shared, each hall with one hub, and one call a second tends to all of them',
    { timeout: TIMEOUT_MS },
    async () => {
      const first = await Hub.start('first');
      expect(first.held).toHaveLength(HALLS.length);
      const second = await Hub.start('second');
      const third = await Hub.start('third');
      const hubs = [first, second, third];
      await passAll(hubs, 4 * DUTY_TICK_MS);
      expectShared(hubs);
      for (const { held } of hubs) expect(held.length).toBeGreaterThan(HALLS.length / 5);
      const before = first.calls;
      await first.pass(10 * DUTY_TICK_MS);
      expect(first.calls - before).toBeLessThanOrEqual(10);
      for (const { duties } of hubs) await duties.close();
    },
  );

  it(
    '[W42] are believed only when every promised copy has the word: no failover forgets them',
    { timeout: TIMEOUT_MS },
    async () => {
      const copied = await RedisNodes.start({ replicas: 1 });
      const over = await openStoreOn(copied);
      const [replica] = copied.replicas;
      replica?.pause();
      const hub = await Hub.start('first', over);
      expect(hub.held).toEqual([]);
      replica?.resume();
      await vi.waitFor(async () => {
        await hub.pass(DUTY_TICK_MS);
        expect(hub.held).toHaveLength(HALLS.length);
      }, SOON);
      await over.close();
      await copied.remove();
    },
  );

  it(
    '[W13] of a hub that was killed are taken over within 10 s, with a higher fence, and not before it has stopped believing in them',
    { timeout: TIMEOUT_MS },
    async () => {
      const [dying, other] = [await Hub.start('dying'), await Hub.start('other')];
      await passAll([dying, other], 4 * DUTY_TICK_MS);
      expectShared([dying, other]);
      const [lost] = dying.held;
      const fence = dying.duties.fence(lost!)!;
      // The clock of the dead one goes on: it is only cut off, and does not know that it is thought dead.
      dying.isCutOff = true;
      let wasTakenAfterMs = 0;
      while (other.held.length < HALLS.length) {
        wasTakenAfterMs += DUTY_TICK_MS;
        dying.time.advance(DUTY_TICK_MS);
        await settled();
        await other.pass(DUTY_TICK_MS);
        const both = other.held.filter((hall) => dying.duties.holds(hall));
        expect(both).toEqual([]);
        expect(wasTakenAfterMs).toBeLessThanOrEqual(10_000);
      }
      expect(wasTakenAfterMs).toBeGreaterThan(DUTY_HELD_MS);
      expect(wasTakenAfterMs).toBeGreaterThanOrEqual(DUTY_GONE_MS);
      expect(other.duties.fence(lost!)).toBeGreaterThan(fence);
      expect(dying.changes.at(-1)).toMatch(/^-/);
      dying.isCutOff = false;
      await passAll([dying, other], 4 * DUTY_TICK_MS);
      expectShared([dying, other]);
      for (const { duties } of [dying, other]) await duties.close();
    },
  );

  it(
    '[W13] are lost and found again by all when Redis is away, and nobody takes what is another’s',
    { timeout: TIMEOUT_MS },
    async () => {
      const hubs = [await Hub.start('left'), await Hub.start('right')];
      await passAll(hubs, 4 * DUTY_TICK_MS);
      const before = hubs.map(({ held }) => held);
      for (const hub of hubs) hub.isCutOff = true;
      await passAll(hubs, 20 * DUTY_TICK_MS);
      expect(hubs.map(({ held }) => held)).toEqual([[], []]);
      for (const hub of hubs) hub.isCutOff = false;
      await passAll(hubs, 2 * DUTY_TICK_MS);
      expect(hubs.map(({ held }) => held)).toEqual(before);
      for (const { duties } of hubs) await duties.close();
    },
  );

  it('[W14] are given up at once by a hub that stops', { timeout: TIMEOUT_MS }, async () => {
    const [leaving, staying] = [await Hub.start('leaving'), await Hub.start('staying')];
    await passAll([leaving, staying], 4 * DUTY_TICK_MS);
    await leaving.duties.close();
    await leaving.duties.close();
    expect(leaving.held).toEqual([]);
    await staying.pass(2 * DUTY_TICK_MS);
    expect(staying.held).toHaveLength(HALLS.length);
    await staying.duties.close();
  });
});

describe('what hubs tell each other', () => {
  it(
    '[W15] is heard by all others and not by oneself, and whatever else is said there hurts nobody',
    { timeout: TIMEOUT_MS },
    async () => {
      const heard: [string, PeerMessage][] = [];
      const hubs = ['one', 'two', 'three'].map((hub) => {
        const peers = new RedisPeers({ store, hub, log: SILENT_LOG });
        peers.on('revoked', (message) => heard.push([hub, message]));
        peers.on('revoked', () => {
          throw new Error('a room that fails');
        });
        return peers;
      });
      const subscribed = async () => (await nodes.master.ask('PUBSUB', 'NUMSUB', PEER_CHANNEL)).split('\n')[1];
      await vi.waitFor(async () => expect(await subscribed()).toBe('1'), SOON);
      for (const nonsense of ['', '{', 'null', '7', '{"topic":"revoked"}']) store.publish(PEER_CHANNEL, nonsense);
      hubs[0]!.tell('other', 'nobody listens');
      hubs[0]!.tell('revoked', { credential: 'c1' });
      // One channel is heard in order: with its last word everything before has come.
      hubs[2]!.tell('revoked', { credential: 'last' });
      await vi.waitFor(() => expect(heard.length).toBeGreaterThanOrEqual(4), SOON);
      expect(heard.sort(([one], [other]) => one.localeCompare(other))).toEqual([
        ['one', { credential: 'last' }],
        ['three', { credential: 'c1' }],
        ['two', { credential: 'c1' }],
        ['two', { credential: 'last' }],
      ]);
      for (const peers of hubs) peers.close();
    },
  );
});
