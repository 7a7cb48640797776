import { describe, expect, it } from 'vitest';
import { slotOf, SLOTS, type ClusterMap } from './cluster-map.ts';
import { isMoving, MovingSlots, type AskedShard } from './moving-slots.ts';
import { RedisRefusedError, type RedisReply, type Written } from './redis-store.ts';

const KEY = 'q:{demo}:head';
const SLOT = slotOf(KEY);
const MOVED = `MOVED ${SLOT} b:1`;
const ASK = `ASK ${SLOT} b:1`;

/** A master that has its answers by heart, and writes down what it was asked. */
class SaidShard implements AskedShard {
  generation = 1;
  readonly node = null;
  readonly asked: string[] = [];
  refuses: string | null = null;
  is: 'writable' | 'unreachable' = 'writable';
  readonly term: string;

  constructor(term: string) {
    this.term = term;
  }

  get condition() {
    return { is: this.is, copies: { promised: 1, kept: 1 } };
  }

  peersHeard(): Promise<void> {
    return Promise.resolve();
  }

  async write(command: readonly string[], isAsking = false): Promise<Written> {
    return this.read(command, isAsking).then(
      (reply) => ({ is: 'kept', reply }),
      (error: RedisRefusedError) => ({ is: 'refused', error }),
    );
  }

  async read(command: readonly string[], isAsking = false): Promise<RedisReply> {
    this.asked.push(isAsking ? `ASKING ${command.join(' ')}` : command.join(' '));
    if (this.refuses !== null) throw new RedisRefusedError(this.refuses);
    return this.term;
  }
}

function scene() {
  const from = new SaidShard('from');
  const to = new SaidShard('to');
  const lines = new Map<string, AskedShard>([
    ['a:1', from],
    ['b:1', to],
  ]);
  const moving = new MovingSlots((name) => lines.get(name));
  const mapWith = (name: string): ClusterMap => ({ shards: new Map(), slots: new Array<string>(SLOTS).fill(name) });
  const follow = (refusal: string): boolean => moving.follow(KEY, new RedisRefusedError(refusal), from);
  return { from, to, lines, moving, mapWith, follow };
}

describe('a slot of a cluster that is on its way', () => {
  it('[N33] a key that has left is asked for at both, there with ASKING, and is another shard for whoever compares', async () => {
    const { follow, from, moving, to } = scene();
    from.refuses = ASK;
    expect(follow(ASK)).toBe(true);
    const shard = moving.shardOf(KEY)!;
    expect(await shard.read(['HGETALL', KEY])).toBe('to');
    expect(await shard.write(['HSET', KEY])).toEqual({ is: 'kept', reply: 'to' });
    expect(from.asked).toEqual([`HGETALL ${KEY}`, `HSET ${KEY}`]);
    expect(to.asked).toEqual([`ASKING HGETALL ${KEY}`, `ASKING HSET ${KEY}`]);
    expect(shard.term).toBe('to');
    const { generation } = shard;
    from.generation += 1;
    expect(shard.generation).toBeGreaterThan(generation);
    from.is = 'unreachable';
    expect(shard.condition.is).toBe('unreachable');
    expect(moving.shardOf('q:{other}:head')).toBeNull();
    expect(moving.shardOf('q:{demo}:snap')).toBeNull();
  });

  it('[N33] keys of a call that are half here and half there are waited for', async () => {
    const { follow, from, moving } = scene();
    expect(follow('TRYAGAIN Multiple keys request during rehashing of slot')).toBe(false);
    expect(follow(ASK)).toBe(true);
    from.refuses = 'TRYAGAIN Multiple keys request during rehashing of slot';
    const written = await moving.shardOf(KEY)!.write(['FCALL']);
    expect(written.is === 'refused' && isMoving(written.error)).toBe(true);
    expect(moving.shardOf(KEY)).not.toBeNull();
  });

  it.each(['arrived', 'back', 'in the map'])('[N33] on the way no more: %s', async (how) => {
    const { follow, from, mapWith, moving, to } = scene();
    from.refuses = ASK;
    follow(ASK);
    moving.settle(mapWith('a:1'));
    const shard = moving.shardOf(KEY)!;
    expect(shard).not.toBeNull();
    if (how === 'in the map') moving.settle(mapWith('b:1'));
    else {
      from.refuses = how === 'back' ? null : MOVED;
      await shard.write(['HSET', KEY]);
    }
    expect(moving.shardOf(KEY)).toBeNull();
    if (how !== 'arrived') return;
    expect(follow(MOVED)).toBe(true);
    expect(moving.shardOf(KEY)).toBe(to);
  });

  it('[N33] who is sent on is asked at once, and nobody is followed in a circle or to where nothing can be written', () => {
    const { follow, from, lines, mapWith, moving, to } = scene();
    expect(follow(MOVED)).toBe(true);
    expect(moving.shardOf(KEY)).toBe(to);
    expect(moving.follow(KEY, new RedisRefusedError(`MOVED ${SLOT} a:1`), to)).toBe(false);
    moving.settle(mapWith('a:1'));
    expect(moving.shardOf(KEY)).toBeNull();
    to.is = 'unreachable';
    expect(follow(MOVED)).toBe(false);
    expect(follow(ASK)).toBe(false);
    to.is = 'writable';
    expect(follow(`ASK ${SLOT + 1} b:1`)).toBe(false);
    expect(follow(`ASK ${SLOT} :1`)).toBe(false);
    expect(follow(`ASK ${SLOT} a:1`)).toBe(false);
    expect(follow(ASK)).toBe(true);
    expect(moving.isGoingTo(to)).toBe(true);
    lines.delete('a:1');
    moving.settle(mapWith('a:1'));
    expect(moving.isGoingTo(to)).toBe(false);
    expect(from.asked).toEqual([]);
  });
});
