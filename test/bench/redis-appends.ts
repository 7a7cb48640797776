import { must } from '../../shared/lib/assert.ts';
import { ORIGIN } from '../../shared/protocol/position.ts';
import { bodyOf } from '../../server/journal/hash-chain.ts';
import { openRedisJournal, type RedisJournal } from '../../server/journal/redis/redis-journal.ts';
import { RedisLink } from '../../server/redis/redis-link.ts';
import { chainOf, headOf } from '../support/journal-entries.ts';
import { RedisNodes } from '../support/redis-nodes.ts';
import { openStoreOn } from '../support/redis-store-on.ts';
import { SYSTEM_TIMERS } from '../support/system-timers.ts';
import { figure, median, type Figure } from './figure.ts';
import type { Size } from './size.ts';

const REPLICAS = 2;
const WAIT_MS = 5_000;

/**
 * Appends a second through the journal, beside the same bodies by bare XADD with one WAIT for both replicas behind each group, over one
 * connection of the same client. Each hall has one append under way; what the halls ask for at once is a group in both.
 */
export async function redisAppends({ redisAppendsPerRound, redisHalls, redisRounds }: Size): Promise<Figure[]> {
  const nodes = await RedisNodes.start({ replicas: REPLICAS });
  const store = await openStoreOn(nodes);
  const journal = await openRedisJournal({ store, timers: SYSTEM_TIMERS, onTrouble: () => undefined });
  const { host, port } = nodes.master;
  const options = { node: { host, port }, login: null, isTls: false, caFile: null, name: null, timers: SYSTEM_TIMERS };
  const bare = await RedisLink.open(options);
  try {
    const perHall = Math.ceil(redisAppendsPerRound / redisHalls);
    const rates: { readonly ours: number; readonly bare: number }[] = [];
    // The first round is thrown away.
    for (let round = 0; round <= redisRounds; round += 1) {
      const halls = Array.from({ length: redisHalls }, (_each, index) => `hall-${round}-${index}`);
      rates.push({ ours: await ours(journal, halls, perHall), bare: await bareAppends(bare, halls, perHall) });
    }
    const counted = rates.slice(1);
    const value = median(counted.map((rate) => rate.ours));
    const rivalValue = median(counted.map((rate) => rate.bare));
    const rival = 'bare XADD of the same bodies, one WAIT for both replicas behind each group';
    return [figure({ name: 'redis-appends', value, unit: '1/s', rival, rivalValue })];
  } finally {
    bare.destroy();
    await journal.close();
    await store.close();
    await nodes.remove();
  }
}

async function ours(journal: RedisJournal, halls: readonly string[], perHall: number): Promise<number> {
  const chains = halls.map((hall) => chainOf(hall, perHall));
  await Promise.all(halls.map((hall) => journal.head(hall)));
  const from = performance.now();
  await Promise.all(
    chains.map(async (entries) => {
      for (const [index, entry] of entries.entries()) {
        const expected = index === 0 ? ORIGIN : headOf(entries.slice(index - 1, index));
        const { is } = await journal.append(entry.hall, expected, [entry]);
        if (is !== 'appended') throw new Error(`an append was ${is}`);
      }
    }),
  );
  return (halls.length * perHall * 1_000) / (performance.now() - from);
}

async function bareAppends(link: RedisLink, halls: readonly string[], perHall: number): Promise<number> {
  const chains = halls.map((hall) => chainOf(hall, perHall));
  const bodies = chains.map((entries) => entries.map((entry) => [entry.hash, bodyOf(entry)] as const));
  const from = performance.now();
  for (let index = 0; index < perHall; index += 1) {
    const group = halls.map((hall, at) => {
      const [hash, body] = must(bodies[at]?.[index], 'a body for each append');
      return link.send(['XADD', `bare:{${hall}}`, `1-${index + 1}`, 'h', hash, 'b', body]);
    });
    const kept = link.send(['WAIT', String(REPLICAS), String(WAIT_MS)]);
    await Promise.all(group);
    if (Number(await kept) < REPLICAS) throw new Error('a replica is behind');
  }
  return (halls.length * perHall * 1_000) / (performance.now() - from);
}
