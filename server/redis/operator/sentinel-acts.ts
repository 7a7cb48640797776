import { nodeName, type NodeAddress } from '../redis-address.ts';
import type { RedisReply } from '../redis-store.ts';
import { fields, using, type Link } from './link.ts';
import type { Acting } from './acting.ts';

const LEARN_MS_MAX = 30_000;
const POLL_MS = 250;

type Told = Acting & { readonly name: string };

/**
 * Every Sentinel forgets all replicas, and finds those again that the master streams to. One after the other, and the next only
 * when this one knows the other Sentinels again: one that was just reset has no vote. Those that were told.
 */
export async function forgetReplicas(acting: Told, gone: readonly NodeAddress[]): Promise<readonly NodeAddress[]> {
  const told: NodeAddress[] = [];
  for (const sentinel of acting.installation.servers) {
    const place = nodeName(sentinel);
    try {
      await using(acting.connect, sentinel, (link) => forget(acting, link));
      acting.say(`Sentinel ${place} has forgotten ${gone.map(nodeName).join(', ')}.`);
      told.push(sentinel);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      acting.say(
        `Sentinel ${place} was not told (${why}). When it is back: SENTINEL RESET ${acting.name}, before the removed node is.`,
      );
    }
  }
  return told;
}

/** Sentinels ask the master who follows it every ten seconds; until then they have nobody to elect. */
export async function untilFoundAgain(
  acting: Told,
  sentinels: readonly NodeAddress[],
  staying: readonly NodeAddress[],
): Promise<void> {
  const wait = async (sentinel: NodeAddress): Promise<void> => {
    const knows = (link: Link) => async (): Promise<boolean> => {
      const known = await list(link, 'replicas', acting.name);
      const names = known.map((each) => nodeName({ host: each.get('ip') ?? '', port: Number(each.get('port')) }));
      return staying.every((node) => names.includes(nodeName(node)));
    };
    await using(acting.connect, sentinel, (link) => until(acting, knows(link), 'the replicas'));
  };
  const waited = await Promise.allSettled(sentinels.map(wait));
  for (const [index, each] of waited.entries()) {
    const place = sentinels[index];
    if (each.status === 'rejected' && place !== undefined)
      acting.say(`Sentinel ${nodeName(place)}: ${String((each.reason as Error).message)}`);
  }
}

async function forget(acting: Told, link: Link): Promise<void> {
  const others = async (): Promise<number> => {
    const all = await list(link, 'sentinels', acting.name);
    return all.filter((each) => !/s_down|disconnected/.test(each.get('flags') ?? '')).length;
  };
  const before = await others();
  await link.ask('SENTINEL', 'RESET', acting.name);
  await until(acting, async () => (await others()) >= before, 'the other Sentinels');
}

async function until({ sleep }: Acting, isSo: () => Promise<boolean>, what: string): Promise<void> {
  for (let waitedMs = 0; waitedMs < LEARN_MS_MAX; waitedMs += POLL_MS) {
    if (await isSo()) return;
    await sleep(POLL_MS);
  }
  throw new Error(`it did not find ${what} again within ${LEARN_MS_MAX / 1_000} s`);
}

async function list(link: Link, what: string, name: string): Promise<readonly Map<string, string>[]> {
  return ((await link.ask('SENTINEL', what, name)) as readonly RedisReply[]).map(fields);
}
