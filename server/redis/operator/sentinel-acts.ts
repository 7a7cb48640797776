import { fields, using, type Link } from './link.ts';
import type { RedisReply } from '../redis-store.ts';
import type { Acting } from './node-acts.ts';
import { nodeName, type NodeAddress } from '../redis-address.ts';

const LEARN_MS_MAX = 30_000;
const POLL_MS = 250;

/**
 * Every Sentinel forgets all replicas and finds those again that the master streams to. One after the other, and the next only
 * when this one knows the rest again: a Sentinel that was just reset cannot take part in a failover.
 */
export async function forgetReplicas(acting: Acting & { readonly name: string }, gone: readonly NodeAddress[]): Promise<void> {
  const { connect, installation, say } = acting;
  for (const sentinel of installation.servers) {
    const place = nodeName(sentinel);
    try {
      await using(connect, sentinel, (link) => forget(acting, link, gone));
      say(`Sentinel ${place} has forgotten ${gone.map(nodeName).join(', ')}.`);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      say(`Sentinel ${place} was not told (${why}). When it is back: SENTINEL RESET ${acting.name}, before the removed node is.`);
    }
  }
}

async function forget({ installation, name, sleep }: Acting & { readonly name: string }, link: Link, gone: readonly NodeAddress[]) {
  const before = await knownBy(link, name);
  const stay = before.replicas.filter((each) => !gone.some((node) => nodeName(node) === each));
  await link.ask('SENTINEL', 'RESET', name);
  for (let waitedMs = 0; waitedMs < LEARN_MS_MAX; waitedMs += POLL_MS) {
    const now = await knownBy(link, name);
    const isWhole = now.sentinels >= Math.min(before.sentinels, installation.servers.length - 1);
    if (isWhole && stay.every((each) => now.replicas.includes(each))) return;
    await sleep(POLL_MS);
  }
  throw new Error(`it did not find the others again within ${LEARN_MS_MAX / 1_000} s`);
}

async function knownBy(link: Link, name: string): Promise<{ readonly sentinels: number; readonly replicas: readonly string[] }> {
  const list = async (what: string): Promise<readonly Map<string, string>[]> =>
    ((await link.ask('SENTINEL', what, name)) as readonly RedisReply[]).map(fields);
  const [sentinels, replicas] = await Promise.all([list('sentinels'), list('replicas')]);
  const addresses = replicas.map((each) => nodeName({ host: each.get('ip') ?? '', port: Number(each.get('port')) }));
  const alive = sentinels.filter((each) => !/s_down|disconnected/.test(each.get('flags') ?? ''));
  return { sentinels: alive.length, replicas: addresses };
}
