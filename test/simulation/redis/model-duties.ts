import type { RedisReply, RedisStore } from '../../../server/redis/redis-store.ts';
import { GoneError, type Caller, type ModelRedis } from './model-redis.ts';

const ANSWER_MS = 1_000;

/** What `duty-functions.lua` does, over the model of its servers. */
export class ModelDutyTable {
  readonly #hubs = new Map<string, string>();
  readonly #halls = new Map<string, { fence: number; hub: string }>();
  #change = '';

  /** As one hub calls it. */
  storeOf(redis: ModelRedis, caller: Caller): Pick<RedisStore, 'call'> {
    return {
      call: async (name, _keys, args = []) => {
        const node = redis.masterFor(caller);
        if (node === null) throw new GoneError('nobody takes writes');
        return redis.ask(caller, { node, term: node.term }, ANSWER_MS, (_node, answer: (reply: RedisReply) => void) =>
          answer(name === 'hallcall_tend_duties' ? this.#tend(args) : this.#leave(args)),
        );
      },
    };
  }

  #tend([me = '', word = '', seen = '', ...lists]: readonly string[]): RedisReply {
    const [gone, take, give] = lists.map((list) => JSON.parse(list) as unknown) as [[string, string][], string[], string[]];
    this.#hubs.set(me, word);
    let changed = false;
    for (const [hub, last] of gone) if (this.#hubs.get(hub) === last) changed = this.#hubs.delete(hub);
    for (const hall of give) if (this.#halls.get(hall)?.hub === me) changed = this.#give(hall, '', 0);
    for (const hall of take) {
      const hub = this.#halls.get(hall)?.hub ?? '';
      if (hub === '' || (hub !== me && !this.#hubs.has(hub))) changed = this.#give(hall, me, 1);
    }
    if (changed) this.#change = `${me} ${word}`;
    const hubs = [...this.#hubs].flat();
    if (this.#change === seen) return [this.#change, hubs];
    return [this.#change, hubs, [...this.#halls].flatMap(([hall, { fence, hub }]) => [hall, `${fence} ${hub}`])];
  }

  #leave([me = '', word = '']: readonly string[]): RedisReply {
    for (const [hall, { hub }] of this.#halls) if (hub === me) this.#give(hall, '', 0);
    this.#hubs.delete(me);
    this.#change = `${me} ${word}`;
    return ['OK'];
  }

  #give(hall: string, hub: string, more: number): true {
    this.#halls.set(hall, { fence: (this.#halls.get(hall)?.fence ?? 0) + more, hub });
    return true;
  }
}
