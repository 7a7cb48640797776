import { ORIGIN } from '../../shared/protocol/position.ts';
import { bodyOf } from '../../server/journal/hash-chain.ts';
import { openRedisJournal, type RedisJournal } from '../../server/journal/redis/redis-journal.ts';
import { RedisLink } from '../../server/redis/redis-link.ts';
import { chainOf, headOf } from '../support/journal-entries.ts';
import { RedisNodes } from '../support/redis-nodes.ts';
import { openStoreOn } from '../support/redis-store-on.ts';
import { SYSTEM_TIMERS } from '../support/system-timers.ts';
import { figure, median, type Figure, type FigureName } from './figure.ts';
import type { Size } from './size.ts';

const REPLICAS = 2;
const WAIT_MS = 5_000;

/** Halls, and commands that wait in each of them together: those are one append. */
interface Load {
  readonly name: Extract<FigureName, `redis-appends${string}`>;
  readonly halls: number;
  readonly together: number;
}

/**
 * More than a hub of the city (`many-hubs.ts`) has under way; halls in which commands wait, as they do when more come than the machine
 * can do; many halls with one command each, where every entry costs a call of its own.
 */
const LOADS: readonly Load[] = [
  { name: 'redis-appends', halls: 10, together: 1 },
  { name: 'redis-appends-queued', halls: 25, together: 4 },
  { name: 'redis-appends-limit', halls: 100, together: 1 },
];

/**
 * Entries a second through the journal, beside the same bodies by bare XADD with one WAIT for both replicas behind each group, over one
 * connection of the same client. Each hall has one append under way; what the halls ask for at once is a group in both. Entries are
 * sealed as they go, as a hub seals them.
 */
export async function redisAppends({ redisAppendsPerRound, redisRounds }: Size): Promise<Figure[]> {
  const nodes = await RedisNodes.start({ replicas: REPLICAS });
  const store = await openStoreOn(nodes);
  const journal = await openRedisJournal({ store, timers: SYSTEM_TIMERS, onTrouble: () => undefined });
  const { host, port } = nodes.master;
  const options = { node: { host, port }, login: null, isTls: false, caFile: null, name: null, timers: SYSTEM_TIMERS };
  const bare = await RedisLink.open(options);
  try {
    const rates = new Map(LOADS.map((load) => [load, { ours: [] as number[], bare: [] as number[] }]));
    // The first round is thrown away.
    for (let round = 0; round <= redisRounds; round += 1) {
      for (const [load, measured] of rates) {
        const halls = Array.from({ length: load.halls }, (_each, index) => `${load.name}-${round}-${index}`);
        const turns = Math.ceil(redisAppendsPerRound / (load.halls * load.together));
        measured.ours.push(await ours(journal, halls, { ...load, turns }));
        measured.bare.push(await bareAppends(bare, halls, { ...load, turns }));
      }
    }
    const rival = 'bare XADD of the same bodies, one WAIT for both replicas behind each group';
    return [...rates].map(([{ name }, measured]) =>
      figure({
        name,
        value: median(measured.ours.slice(1)),
        unit: '1/s',
        rival,
        rivalValue: median(measured.bare.slice(1)),
      }),
    );
  } finally {
    bare.destroy();
    await journal.close();
    await store.close();
    await nodes.remove();
  }
}

interface Turns {
  readonly together: number;
  readonly turns: number;
}

async function ours(journal: RedisJournal, halls: readonly string[], { together, turns }: Turns): Promise<number> {
  await Promise.all(halls.map((hall) => journal.head(hall)));
  const from = performance.now();
  await Promise.all(
    halls.map(async (hall) => {
      let head = ORIGIN;
      for (let turn = 0; turn < turns; turn += 1) {
        const entries = chainOf(hall, together, head);
        const { is } = await journal.append(hall, head, entries);
        if (is !== 'appended') throw new Error(`an append was ${is}`);
        head = headOf(entries);
      }
    }),
  );
  return (halls.length * turns * together * 1_000) / (performance.now() - from);
}

async function bareAppends(link: RedisLink, halls: readonly string[], { together, turns }: Turns): Promise<number> {
  const heads = halls.map(() => ORIGIN);
  const from = performance.now();
  for (let turn = 0; turn < turns; turn += 1) {
    const group = halls.flatMap((hall, at) => {
      const entries = chainOf(hall, together, heads[at]);
      heads[at] = headOf(entries);
      return entries.map((entry) =>
        link.send(['XADD', `bare:{${hall}}`, `1-${entry.version}`, 'h', entry.hash, 'b', bodyOf(entry)]),
      );
    });
    const kept = link.send(['WAIT', String(REPLICAS), String(WAIT_MS)]);
    await Promise.all(group);
    if (Number(await kept) < REPLICAS) throw new Error('a replica is behind');
  }
  return (halls.length * turns * together * 1_000) / (performance.now() - from);
}
